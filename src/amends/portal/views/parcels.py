"""Several returns in one parcel: which of the customer's own cases come together."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.pages import clock
from amends.pages.parameters import takes
from amends.portal.views.pages import show
from amends.portal.visits import Visit, visits_of, with_case
from amends.records.cases import CaseRow, cases_of
from amends.records.shared_parcels import shared_with
from amends.usecases.share_parcel import NotTogether, is_coming, tell_shared

PREFIX = "case."


@takes(get=(), post=(), answers=PREFIX)
@with_case
def parcel(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will ask which other cases come in the parcel of this one, and keep it."""
    others = _others(request, visit, row)
    if request.method != "POST":
        return _page(request, visit, row, others, {})
    named = {name.removeprefix(PREFIX) for name in request.POST if name.startswith(PREFIX)}
    chosen = [one for one in others if one.number in named]
    if named - {one.number for one in chosen}:
        return _page(request, visit, row, others, {"cases": _("One of these is not to be sent any more.")})
    try:
        tell_shared(visit.shop, [row, *chosen], clock.now())
    except NotTogether:
        return _page(request, visit, row, others, {"cases": _("One of these is not to be sent any more.")})
    return redirect("portal:case", visit.shop.id, row.number)


def _others(request: HttpRequest, visit: Visit, row: CaseRow) -> list[CaseRow]:
    """The visitor's own cases of every order that this visit has found, in the same name, that wait for goods."""
    own = [one for one in visits_of(request, visit.shop) if one.by == visit.by]
    cases = [case for one in own for case in cases_of(visit.shop.id, one.number) if case.case.by == visit.by]
    return [one for one in cases if one.number != row.number and is_coming(one)]


def _page(
    request: HttpRequest, visit: Visit, row: CaseRow, others: list[CaseRow], errors: dict[str, str]
) -> HttpResponse:
    chosen = set(shared_with(visit.shop.id, row.number))
    return show(
        request, "case/parcel", visit.shop, clock.now(), 400 if errors else 200,
        visit=visit, case=row, others=others, chosen=chosen, errors=errors,
    )  # fmt: skip
