"""What does not go on by itself: why it stopped, and what a person can do about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.console.access import Staff, for_staff, show
from amends.core.errors import AmendsError
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.parameters import takes
from amends.records.outbox import revive_effects
from amends.records.stuck import paid_by_hand, stuck_effects, stuck_payouts
from amends.usecases.permissions import Act
from amends.usecases.record_payout import record_payout, record_returned


@takes(get=())
@for_staff(Act.APPROVE_MONEY)
def outbox(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show what was given up or waits for long, and payments that a person has to look at."""
    return _page(request, staff)


@takes(post=("key",))
@for_staff(Act.APPROVE_MONEY)
def try_again(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will have it tried again; what is being tried already is left as it is."""
    if revive_effects(staff.shop.id, [request.POST.get("key", "")], clock.now()):
        messages.success(request, _("It is tried again."))
    else:
        messages.info(request, _("Somebody has seen to it already."))
    return redirect("console:outbox", staff.shop.id)


@takes(post=("payout", "ref"))
@for_staff(Act.APPROVE_MONEY)
def paid(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will put down that a payment by hand was made."""
    payout = request.POST.get("payout", "")
    try:
        row = record_payout(staff.shop, payout, staff.member, request.POST.get("ref", ""), clock.now())
    except AmendsError as error:
        return _page(request, staff, {f"ref-{payout}": sentence(error)})
    messages.success(request, _("Put down as paid."))
    return redirect("console:case", staff.shop.id, row.number)


@takes(post=("payout", "why"))
@for_staff(Act.APPROVE_MONEY)
def came_back(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will put down that a payment by hand did not get there, and is to be made anew."""
    payout = request.POST.get("payout", "")
    try:
        row = record_returned(staff.shop, payout, staff.member, request.POST.get("why", ""), clock.now())
    except AmendsError as error:
        return _page(request, staff, {f"why-{payout}": sentence(error)})
    messages.success(request, _("Put down. It is to be paid anew."))
    return redirect("console:case", staff.shop.id, row.number)


def _page(request: HttpRequest, staff: Staff, errors: dict[str, str] | None = None) -> HttpResponse:
    effects, payouts = stuck_effects(staff.shop.id, clock.now()), stuck_payouts(staff.shop.id, clock.now())
    lines = [(one, f"ref-{one.id}", (errors or {}).get(f"ref-{one.id}", "")) for one in payouts]
    by_hand = paid_by_hand(staff.shop.id, clock.now())
    paid_lines = [(one, f"why-{one.id}", (errors or {}).get(f"why-{one.id}", "")) for one in by_hand]
    return show(
        request, "outbox", staff, 409 if errors else 200, effects=effects, payouts=lines, paid=paid_lines,
        errors=errors or {},
    )  # fmt: skip
