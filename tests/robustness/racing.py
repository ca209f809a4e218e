"""What contests are made of: a race put in place, its tools, and cases brought to where they are raced for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.robustness.journeys import JOURNEYS, Journey, Walk, add_order, other_size
from tests.sample_shops import AT, shop

from amends.core.claims import Claim
from amends.records import models
from amends.records.cases import CaseRow, case_of_form
from amends.usecases.approve_refund import approve_refund
from amends.usecases.open_case import Form, open_case, seal_of
from amends.usecases.read_order import read_order
from amends.usecases.use_credit import use_credit
from amends.usecases.weigh_claim import Ask, weigh_asks

Do = Callable[[], object]


@dataclass(frozen=True)
class Race:
    """One race, put in place: what the contenders do, and what is wrong afterwards."""

    order: str
    dos: Sequence[Do]
    wrong: Callable[[Sequence[object]], Iterable[str]]


Contest = Callable[[str, int], Race]


@dataclass
class Tools:
    """What of the program is raced; a trial of a wrong way puts another in its place."""

    open: Callable[..., CaseRow] = open_case
    use: Callable[..., object] = use_credit
    approve: Callable[..., CaseRow] = approve_refund


TOOLS = Tools()


def walked(name: str, number: str, until: str) -> CaseRow:
    """A case of that journey that stands just before the step."""
    journey = JOURNEYS[name]
    add_order(journey, number)

    def stop(step: str) -> None:
        if step == until:
            raise _Stop

    walk = Walk(journey, number, lambda _: None, stop)
    with suppress(_Stop):
        walk.to_the_end()
    found = case_of_form(journey.shop, number, "a form")
    assert found is not None
    return found


class _Stop(Exception):
    """The case stands where it is wanted."""


def new_form(journey: Journey, number: str, key: str, piece: str = "", remedy: str = "") -> Form:
    claim = Claim(reason=journey.reason, asked_at=AT, by=journey.by, answers=dict(journey.answers))
    in_hand = read_order(shop(journey.shop), number)
    assert in_hand is not None
    piece, remedy = piece or journey.piece, remedy or journey.remedy
    wanted = other_size(journey.shop, in_hand.pieces[piece][0].line) if remedy == "exchange" else None
    asks = (Ask(piece_id=piece, claim=claim, remedy=remedy, wanted=wanted),)
    return Form(key=key, asks=asks, seal=seal_of(weigh_asks(in_hand, asks, AT)))


def opened(journey: Journey, number: str, form: Form) -> CaseRow:
    return TOOLS.open(shop(journey.shop), number, form, AT, b"of the trials")


def one(found: Sequence[object], what: str) -> Iterable[str]:
    if len(found) != 1:
        yield f"{len(found)} {what}"


def won(results: Sequence[object]) -> list[object]:
    return [one for one in results if not isinstance(one, Exception)]


def events(number: str, kind: str) -> list[Any]:
    return list(models.Event.objects.filter(case_number=number, kind=kind))
