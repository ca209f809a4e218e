"""The queue: what is to be done, by promise date; and the search, which opens at once what is found by its number."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from amends.console import case_words
from amends.console.access import Staff, for_staff, show
from amends.console.wording import said
from amends.core.cases.states import State
from amends.pages import clock
from amends.pages.parameters import takes
from amends.records.queue import Place
from amends.usecases.list_cases import PARTS, Asked, list_cases, search_cases
from amends.usecases.permissions import Act

_CHOICES = ("state", "remedy", "reason")
_TICKS = ("overdue", "mine")
_CURSOR = re.compile(r"(-?\d{1,18}|-)\.([A-Za-z0-9-]{1,16})")


@takes(get=("part", *_CHOICES, *_TICKS, "after"))
@for_staff()
def queue(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show what is to be done."""
    asked = _asked(request.GET)
    listed = list_cases(staff.shop.id, asked, staff.member.role, clock.now(), _place(request.GET.get("after", "")))
    chosen = {name: request.GET[name] for name in (*_CHOICES, *_TICKS) if request.GET.get(name)}
    following = {"part": asked.part, **chosen, "after": _cursor(listed.next)} if listed.next else {}
    words: dict[str, Any] = {
        "state": case_words.STATES,
        "remedy": case_words.REMEDIES,
        "reason": case_words.REASONS,
    }
    return show(
        request, "queue", staff, asked=asked, listed=listed, following=urlencode(following), chosen=chosen,
        parts=[(name, said(case_words.PARTS, name)) for name in PARTS], choices=words,
        is_first=not request.GET.get("after"),
    )  # fmt: skip


@takes(get=("after",))
@for_staff(Act.APPROVE_MONEY)
def approvals(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show the cases whose money waits to be approved."""
    asked = Asked(part="all", steps=(State.TO_APPROVE.value,))
    return _listed(request, staff, asked, _("Approvals"), _("No money waits to be approved."))


@takes(get=("after",))
@for_staff(Act.ANSWER)
def holds(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show the parcels that customs hold or carriers look for."""
    asked = Asked(part="all", steps=(State.AT_CUSTOMS.value, State.LOOKING.value))
    return _listed(request, staff, asked, _("Customs and searches"), _("No parcel is held or looked for."))


def _listed(request: HttpRequest, staff: Staff, asked: Asked, title: str, nothing: str) -> HttpResponse:
    place = _place(request.GET.get("after", ""))
    listed = list_cases(staff.shop.id, asked, staff.member.role, clock.now(), place)
    following = urlencode({"after": _cursor(listed.next)}) if listed.next else ""
    return show(request, "list", staff, listed=listed, following=following, title=title, nothing=nothing)


@takes(get=("q",))
@for_staff()
def search(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will find cases by one of their numbers, a name or an address."""
    text = request.GET.get("q", "")
    found = search_cases(staff.shop.id, text)
    if found.number:
        return redirect("console:case", staff.shop.id, found.number)
    return show(request, "search", staff, searched=text, found=found)


def _asked(given: QueryDict) -> Asked:
    chosen = {name: given.get(name, "") for name in _CHOICES}
    known = {"state": case_words.STATES, "remedy": case_words.REMEDIES, "reason": case_words.REASONS}
    part = given.get("part") or PARTS[0]
    if part not in PARTS or any(value and value not in known[name] for name, value in chosen.items()):
        raise BadRequest("a choice is not known here")
    return Asked(
        part=part, state=chosen["state"], remedy=chosen["remedy"], reason=chosen["reason"],
        overdue=bool(given.get("overdue")), mine=bool(given.get("mine")),
    )  # fmt: skip


def _cursor(place: Place) -> str:
    return f"{'-' if place.at is None else place.at}.{place.number}"


def _place(text: str) -> Place | None:
    if not text:
        return None
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise BadRequest("the page is not known here")
    return Place(None if found[1] == "-" else int(found[1]), found[2])
