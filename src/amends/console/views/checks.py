"""What the check finds in the shop's policy, with an example of each and what to do about it. For owners."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse

from amends.console.access import Staff, for_staff, show
from amends.core.checks.words import TEXTS
from amends.core.errors import AmendsError
from amends.core.policy.tree import Clause
from amends.languages.figures import place_named
from amends.laws.statutes import ALL, every_place
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.usecases.permissions import Act
from amends.usecases.read_check import Checked, Shown, read_check

AGAIN_SECONDS = 2  # a page that still waits for what is found comes again by itself, without a script


@takes(get=("law", "proposal"))
@for_staff(Act.POLICY)
def check(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will check the version in force, or a proposal, against one law more or all where that is asked."""
    law, known = request.GET.get("law", ""), every_place()
    places = known if law == ALL else (law,) if law in known else ()
    found = checked(staff, places, request.GET.get("proposal", "")[:64])
    if found is None:
        raise Http404
    named = sorted(((one, place_named(one, language().code)) for one in known), key=lambda one: one[1])
    weights = Counter(one.level for group in found.groups or () for one in group.shown)
    answer = show(
        request, "check", staff, found=found, groups=grouped(found), weights=weights, law=law, places=named,
        all_places=ALL,
    )  # fmt: skip
    return again_until(found, answer)


def checked(staff: Staff, places: tuple[str, ...], proposal_id: str) -> Checked | None:
    """This function will return what is found in the version in force, or in a proposal, in the reader's language."""
    here = language()
    words = replace(here.words, names={**here.words.names, **_countries(here.code)})
    return read_check(staff.shop, clock.now(), words, here.tables(TEXTS, "checks"), places, proposal_id)


def grouped(found: Checked) -> list[tuple[Clause | None, list[tuple[Shown, str, str]]]]:
    """This function will return the findings clause by clause, each with its sentence and what to do."""
    return [(group.clause, [(one, *_said(one)) for one in group.shown]) for group in found.groups or ()]


def again_until(found: Checked, answer: HttpResponse) -> HttpResponse:
    """This function will have the page come again by itself, as long as it waits for what is found."""
    if found.groups is None:
        answer.headers["Refresh"] = str(AGAIN_SECONDS)
    return answer


@lru_cache(maxsize=16)
def _countries(code: str) -> dict[str, str]:
    """The countries of laws by name, since an example may be an order to there."""
    return {f"order.country.{one}": place_named(one, code) for one in every_place() if "-" not in one}


def _said(one: Shown) -> tuple[str, str]:
    return sentence(AmendsError(one.message)), sentence(AmendsError(one.hint))
