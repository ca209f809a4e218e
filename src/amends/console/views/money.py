"""Letting money go: the page shows exactly what would be paid and where, and only that can be approved."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from amends.console.access import Staff, for_staff, show
from amends.console.acts import perform, seal
from amends.console.views.steps import item_of
from amends.console.wording import said
from amends.core.cases.states import State
from amends.pages import clock
from amends.pages.parameters import takes
from amends.pages.shown import money_text
from amends.usecases.approve_refund import approve_refund
from amends.usecases.permissions import Act
from amends.usecases.preview_refund import preview_refund

_BLOCKED: Mapping[str, str | Promise] = {
    "not_allowed": lazy("Your role does not let this money go. Somebody of finance approves it."),
    "own_refund": lazy("This would be a refund to yourself. Somebody else approves it."),
    "own_proposal": lazy("You have proposed this payment. Somebody else approves it."),
    "dispute": lazy("The buyer disputes a payment of this order at the bank; a refund would pay twice."),
}
_DIFFERS: Mapping[str, str | Promise] = {
    "earlier_changed": lazy("What was paid back before has changed since, so the promise comes to another amount."),
    "payments_used_up": lazy("The payments have less left than was promised; some was paid back elsewhere."),
    "cannot_be_worked_out": lazy("The promise cannot be worked out once more; look at the amount yourself."),
}


@takes(get=(), post=("seen", "seal", "reason"))
@for_staff(Act.APPROVE_MONEY)
def approve(request: HttpRequest, staff: Staff, number: str, item_id: str) -> HttpResponse:
    """This function will show what would be paid, or let it go as it was shown."""
    file, row = item_of(staff, number, item_id)
    number = file.row.number
    if request.method == "POST":
        shown, reason = request.POST.get("seal", ""), request.POST.get("reason", "")
        return perform(
            request, staff, number,
            lambda _seen: approve_refund(
                staff.shop, number, item_id, staff.member, shown, clock.now(), reason=reason
            ),
            _("Approved, or proposed where a second person is needed. The history below says which."),
        )  # fmt: skip
    if row.item.state is not State.TO_APPROVE:
        return redirect("console:case", staff.shop.id, number)
    preview = preview_refund(staff.shop, number, item_id, staff.member)
    proposed = file.names.get(preview.proposed_by, "")
    needs_proposal = preview.needs_second and not preview.proposed_by
    return show(
        request, "approve", staff, file=file, case=file.row.case, item=row.item, row=row, line=file.line(row),
        preview=preview, proposed=proposed, needs_proposal=needs_proposal,
        blocked=said(_BLOCKED, preview.blocked) if preview.blocked else "",
        differs=said(_DIFFERS, preview.differs) if preview.differs else "",
        before=[one for one in row.item.payouts if one.state != "failed"], errors={},
        amount=money_text(preview.amount_minor, preview.currency),
        seen=seal(staff, number, file.row.case.version),
    )  # fmt: skip
