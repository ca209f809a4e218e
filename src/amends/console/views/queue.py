"""The queue: what is to be done, by promise date; and the search, which opens at once what is found by its number."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import urlencode

from amends.console import case_words
from amends.console.access import Staff, for_staff, show
from amends.console.wording import said
from amends.pages import clock
from amends.pages.parameters import takes
from amends.records.queue import Place
from amends.usecases.list_cases import PARTS, Asked, list_cases, search_cases

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
    return Asked(part=part, **chosen, overdue=bool(given.get("overdue")), mine=bool(given.get("mine")))


def _cursor(place: Place) -> str:
    return f"{'-' if place.at is None else place.at}.{place.number}"


def _place(text: str) -> Place | None:
    if not text:
        return None
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise BadRequest("the page is not known here")
    return Place(None if found[1] == "-" else int(found[1]), found[2])
