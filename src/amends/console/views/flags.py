"""Saying that something flagged was seen to, with a reason."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.console.access import Staff, for_staff, show
from amends.console.acts import perform, seal
from amends.console.step_forms import Field
from amends.core.errors import AmendsError
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.parameters import takes
from amends.usecases.clear_flag import clear_flag
from amends.usecases.permissions import Act
from amends.usecases.read_case import read_case


@takes(get=("ref",), post=("seen", "ref", "reason"))
@for_staff(Act.CLEAR_FLAG)
def clear(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """This function will ask for the reason, or take the flag off the case."""
    file = read_case(staff.shop, number.upper())
    if file is None:
        raise Http404
    number = file.row.number
    given = request.POST if request.method == "POST" else request.GET
    ref, reason = given.get("ref", ""), request.POST.get("reason", "")
    flags = [one for one in file.row.case.flags if one.ref == ref]

    def page(problem: str = "") -> HttpResponse:
        about = Field("reason", _("What was done?"), _("It is kept with your name for ever."), lines=3)
        return show(
            request, "flag", staff, file=file, flags=flags, ref=ref, case=file.row.case,
            field={"about": about, "typed": reason, "error": problem}, errors={"reason": problem} if problem else {},
            seen=request.POST.get("seen") or seal(staff, number, file.row.case.version),
        )  # fmt: skip

    if any(one.kind == "give_back_failed" for one in flags) and staff.may(Act.APPROVE_MONEY):
        return redirect("console:outbox", staff.shop.id)
    if request.method != "POST":
        return page() if flags else redirect("console:case", staff.shop.id, number)

    def again(error: AmendsError) -> HttpResponse:
        return page(sentence(error))

    return perform(
        request, staff, number,
        lambda seen: clear_flag(
            staff.shop, number, ref, reason, member=staff.member, at=clock.now(), seen=seen
        ),
        _("Put down as seen to."), again=again,
    )  # fmt: skip
