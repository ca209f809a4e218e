"""The inspection sheet, made from the policy's clauses over the item: all is well until somebody says otherwise."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.console import case_words
from amends.console.access import Staff, for_staff, show
from amends.console.acts import perform
from amends.console.views.photos import add_to_case
from amends.console.views.steps import item_of, seen_of
from amends.core.cases.sheet import SheetLine
from amends.core.cases.states import State
from amends.core.errors import AmendsError
from amends.core.money import parse_amount
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.parameters import takes
from amends.records.cases import ItemRow, case_numbered
from amends.usecases.inspect_item import Found, inspect_item, read_sheet
from amends.usecases.permissions import Act
from amends.usecases.read_case import CaseFile

_PREFIX = "line."
_WRONG = "wrong"


@takes(get=(), post=("seen", "accepted", "grade", "disposition", "reason", "kept"), answers=_PREFIX, files=("photos",))
@for_staff(Act.INSPECT)
def inspect(request: HttpRequest, staff: Staff, number: str, item_id: str) -> HttpResponse:
    """This function will show the sheet, or keep what was found and go on to the money where the member may."""
    file, row = item_of(staff, number, item_id)
    number, now = file.row.number, clock.now()
    if request.method != "POST":
        if row.item.state is not State.ARRIVED:
            return redirect("console:case", staff.shop.id, number)
        sheet = read_sheet(staff.shop, number, item_id, now)
        return _page(request, staff, file, row, sheet, {}, {})
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    failed = tuple(
        name.removeprefix(_PREFIX) for name, value in typed.items() if name.startswith(_PREFIX) and value == _WRONG
    )
    kept = _amount(typed.get("kept", ""), file.row.case.currency)
    found = Found(
        accepted=_accepted(typed.get("accepted", ""), row, failed),
        failed=failed,
        grade=_known(typed, "grade", case_words.GRADES),
        disposition=_known(typed, "disposition", case_words.DISPOSITIONS),
        reason=typed.get("reason", ""),
        kept_minor=kept,
    )

    def again(error: AmendsError) -> HttpResponse:
        sheet = read_sheet(staff.shop, number, item_id, now)
        field = error.place.field if error.place.field in {"accepted", "reason", "kept"} else "reason"
        return _page(request, staff, file, row, sheet, typed, {field: sentence(error)})

    def on() -> str:
        after = case_numbered(staff.shop.id, number)
        waits = after is not None and after.case.item(item_id).state is State.TO_APPROVE
        if waits and staff.may(Act.APPROVE_MONEY):
            return reverse("console:approve", args=[staff.shop.id, number, item_id])
        return reverse("console:case", args=[staff.shop.id, number])

    def do(seen: int) -> None:
        inspect_item(staff.shop, number, item_id, found, member=staff.member.id, at=now, seen=seen)
        add_to_case(request, staff, number, item_id)

    return perform(request, staff, number, do, _("Inspected."), to=on, again=again)


def _accepted(text: str, row: ItemRow, failed: tuple[str, ...]) -> int:
    """One piece is right or it is not; of several it is said how many are. What is no number is none that fits."""
    if row.item.quantity == 1 and not text.strip():
        return 0 if failed else 1
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 6 else -1


def _amount(text: str, currency: str) -> int:
    """What is to be kept; what is no amount is one that nobody can keep."""
    try:
        return parse_amount(text.strip(), currency) if text.strip() else 0
    except AmendsError:
        return -1


def _known(typed: dict[str, str], name: str, words: case_words.Words) -> str:
    return typed.get(name, "") if typed.get(name, "") in words else ""


def _page(
    request: HttpRequest, staff: Staff, file: CaseFile, row: ItemRow, sheet: tuple[SheetLine, ...],
    typed: dict[str, str], errors: dict[str, str],
) -> HttpResponse:  # fmt: skip
    lines = [
        {"line": one, "field": f"{_PREFIX}{one.fact}", "wrong": typed.get(f"{_PREFIX}{one.fact}") == _WRONG}
        for one in sheet
    ]
    return show(
        request, "inspect", staff, file=file, case=file.row.case, item=row.item, row=row, line=file.line(row),
        lines=lines, errors=errors, typed=typed, seen=seen_of(request, staff, file),
        grades=case_words.GRADES, dispositions=case_words.DISPOSITIONS,
        late=any(one.known is False for one in sheet),
    )  # fmt: skip
