"""The door: a scan leads to the case, one press takes the parcel in, and the inspection follows.

The field waits in focus; a scanner types and presses Enter, and then the button waits in focus.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.console.access import Staff, for_staff, show
from amends.console.acts import perform, seal
from amends.pages import clock
from amends.pages.parameters import takes
from amends.records.arrivals import open_arrivals
from amends.records.members import names_of
from amends.usecases.match_scan import Matched, match_scan
from amends.usecases.note_arrival import ArrivalMissing, note_arrival, settle_arrival
from amends.usecases.permissions import Act
from amends.usecases.read_case import read_case
from amends.usecases.receive_parcel import is_agreed, receive_parcel
from amends.usecases.share_parcel import siblings_of

_MOST = 50


@takes(get=("code",))
@for_staff(Act.RECEIVE)
def receive(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will wait for a scan, and show what it leads to."""
    code = request.GET.get("code", "").strip()
    return _page(request, staff, code, match_scan(staff.shop.id, code) if code else Matched())


@takes(post=("seen", "number"), answers="item.")
@for_staff(Act.RECEIVE)
def take_in(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will take the parcel in, and go on to inspect it where the member may."""
    number = request.POST.get("number", "")
    matched = match_scan(staff.shop.id, number)
    chosen = tuple(one.id for one in matched.expected if f"item.{one.id}" in request.POST)
    if matched.case is None or not chosen:
        return _page(request, staff, number, matched, error=_("Choose what has arrived."))
    number = matched.case.number

    def on() -> str:
        if staff.may(Act.INSPECT):
            return reverse("console:inspect", args=[staff.shop.id, number, chosen[0]])
        return reverse("console:receive", args=[staff.shop.id])

    return perform(
        request, staff, number,
        lambda seen: receive_parcel(
            staff.shop, number, chosen, member=staff.member.id, at=clock.now(), seen=seen
        ),
        _("Taken in."), to=on,
    )  # fmt: skip


@takes(post=("scanned", "note"))
@for_staff(Act.RECEIVE)
def unannounced(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will put down a parcel that no case is known for."""
    scanned, note = request.POST.get("scanned", ""), request.POST.get("note", "")
    note_arrival(staff.shop, scanned, note, staff.member.id, clock.now())
    messages.success(request, _("Put down. Put it aside until it is clear whose it is."))
    return redirect("console:receive", staff.shop.id)


@takes(post=("arrival", "number"))
@for_staff(Act.RECEIVE)
def settle(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will match such a parcel with a case, or put down that it was sent back."""
    text = request.POST.get("number", "").strip()
    matched = match_scan(staff.shop.id, text) if text else Matched()
    if text and matched.case is None:
        return _page(request, staff, "", Matched(), error=_("That leads to no case, or to several."))
    number = matched.case.number if matched.case else ""
    try:
        settle_arrival(staff.shop, request.POST.get("arrival", ""), number)
    except ArrivalMissing:
        messages.info(request, _("Somebody has seen to this parcel already."))
        return redirect("console:receive", staff.shop.id)
    if number:
        return redirect(f"{reverse('console:receive', args=[staff.shop.id])}?code={number}")
    messages.success(request, _("Put down as sent back."))
    return redirect("console:receive", staff.shop.id)


def _page(request: HttpRequest, staff: Staff, code: str, matched: Matched, error: str = "") -> HttpResponse:
    row = matched.case
    file = read_case(staff.shop, row.number) if row else None
    expected = {one.id for one in matched.expected}
    lines = (
        [(one.item, file.line(one), one.item.id in expected, is_agreed(one.item)) for one in file.row.items]
        if file
        else []
    )
    strays = open_arrivals(staff.shop.id, _MOST)
    names = names_of(staff.shop.id, {one.by for one in strays})
    return show(
        request, "receive", staff, code=code, matched=matched, file=file, lines=lines, expected=expected,
        errors={"code": error} if error else {},
        seen=seal(staff, row.number, row.case.version) if row else "",
        siblings=siblings_of(staff.shop, row, file.order.email) if row and file else (),
        strays=[(one, names.get(one.by, "")) for one in strays],
        is_unknown=bool(code) and row is None and not matched.several and not matched.misread,
    )  # fmt: skip
