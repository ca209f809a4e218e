"""The help: all of it in a list, answers to what somebody asks in their own words, and a guide walked page by page.

A walk is its address: the choices made, and nothing that was typed. So every page can be gone back to and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from amends.core.asking.shelf import CLAUSE
from amends.core.help.model import TOPICS, Choice, End, Guide
from amends.core.help.walk import NEXT, Walk, walk
from amends.pages import clock
from amends.pages.parameters import takes
from amends.portal.caching import listed
from amends.portal.carrying import is_reading, keep_visit, visit_number
from amends.portal.shelves import rendered, shelf_of
from amends.portal.views.pages import show
from amends.portal.visits import with_shop
from amends.records.policies import policy_for
from amends.records.shops import ShopRow
from amends.usecases.ask_help import ask_help
from amends.usecases.end_help import begin_help, new_visit

LONGEST = 300  # letters of a question; what is typed beyond is not looked at
MOST_USUAL, MOST_DOUBTED = 6, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question as the page shows it."""

    title: str
    summary: str
    address: str
    is_clause: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and what may answer it."""

    question: str
    answers: tuple[Answer, ...]
    is_sure: bool


@listed
@takes(get=("q",), longest=5_000)
@with_shop
def all_guides(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will list the shop's help, and above it what answers the question, where one is asked."""
    shelf = shelf_of(shop)
    topics = [(name, [one for one in shelf.guides.values() if one.topic == name]) for name in TOPICS]
    return show(
        request, "guides", shop, clock.now(), topics=[(name, ones) for name, ones in topics if ones],
        usual=usual(shop), asked=asked(shop, request.GET.get("q", "")),
    )  # fmt: skip


@takes(get=("q",), longest=5_000)
@with_shop
def answers(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will return the answers alone, for the page to show while somebody types."""
    found = asked(shop, request.GET.get("q", ""))
    return render(request, "portal/help/answers.html", {"shop": shop, "asked": found})


@listed
@takes(get=())
@with_shop
def guide(request: HttpRequest, shop: ShopRow, guide_id: str, taken: str = "") -> HttpResponse:
    """This function will show one page of a guide."""
    shelf = shelf_of(shop)
    here = walk(shelf, guide_id, [one for one in taken.split("/") if one])
    if here is None:
        raise Http404
    response = show(request, "guide", shop, clock.now(), **_page(shop, guide_id, taken, here))
    if here.taken or not is_reading(request):
        return response
    visit = visit_number(request, shop) or new_visit()
    begin_help(shop, visit, guide_id, clock.now())
    return keep_visit(response, shop, visit)


def asked(shop: ShopRow, question: str) -> Asked | None:
    """This function will return what may answer the question, best first; nothing where nothing was asked."""
    question = " ".join(question.split())[:LONGEST]
    if not question:
        return None
    shelf, policy = shelf_of(shop), policy_for(shop, clock.now())
    found = ask_help(shop.id, shelf, policy, question)
    clauses = {one.id: one.says for one in policy.clauses} if policy else {}
    listed = []
    for one in found.found:
        if one.id.startswith(CLAUSE):
            clause = one.id.removeprefix(CLAUSE)
            listed.append(
                Answer(clauses[clause], "", f"{reverse('portal:policy', args=[shop.id])}#{clause}", is_clause=True)
            )
        else:
            entry = shelf.guides[one.id]
            listed.append(Answer(entry.title, entry.summary, guide_url(shop, entry.id)))
    return Asked(question, tuple(listed if found.is_sure else listed[:MOST_DOUBTED]), found.is_sure)


def usual(shop: ShopRow) -> list[Guide]:
    """This function will return the guides that most people look for."""
    shelf = shelf_of(shop)
    return [shelf.guides[name] for name in shelf.usual if name in shelf.guides][:MOST_USUAL]


def has_help(shop: ShopRow) -> bool:
    """This function will say whether the shop has any help of its own."""
    return bool(shelf_of(shop).guides)


def guide_url(shop: ShopRow, guide_id: str, *taken: str) -> str:
    """This function will return the address of a page of a guide."""
    if not taken:
        return reverse("portal:guide", args=[shop.id, guide_id])
    return reverse("portal:guide_step", args=[shop.id, guide_id, "/".join(taken)])


def _page(shop: ShopRow, guide_id: str, taken: str, here: Walk) -> dict[str, Any]:
    step, outcome = here.step, here.outcome
    ways: list[tuple[Choice, str]] = [
        (one, guide_url(shop, guide_id, *here.taken, one.id)) for one in step.choices
    ]  # fmt: skip
    on = guide_url(shop, guide_id, *here.taken, NEXT) if step.next or (outcome and outcome.guide) else ""
    return {
        "guide": here.guide, "guide_id": guide_id, "taken": "/".join(here.taken), "step": step, "outcome": outcome,
        "text": _says(shop, step.says), "steps": [rendered(shop, one, inline=True) for one in step.do],
        "is_first": not here.taken, "ways": ways, "on": on,
        "back": guide_url(shop, guide_id, *here.taken[:-1]) if here.taken else reverse("portal:guides", args=[shop.id]),
        "is_question": bool(step.question and not step.do and not step.says), "ends": End, "reason": here.reason,
    }  # fmt: skip


def _says(shop: ShopRow, text: str) -> SafeString:
    return rendered(shop, text) if text else SafeString("")
