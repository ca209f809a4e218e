"""Doing what somebody wants of an item as they have seen it; what happened elsewhere in the case is no matter.

Laws: what is done is done to what was seen - the same state, offer, quote and sum; the same act sent twice is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from amends.core.cases.case import Case, Due, Item
from amends.core.cases.evolve import evolve
from amends.core.cases.handle import CaseMovedOn
from amends.core.cases.log import Happened, kind_of
from amends.core.cases.states import State
from amends.core.cases.values import Quote, Task
from amends.records.cases import CaseRow, case_numbered
from amends.records.events import history_of
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of an item: how it is done, the version of the case that they saw, and what tells of it."""

    item: str
    do: Callable[[Item, int], CaseRow]  # given the item as it was seen, and the version that the case must have
    seen: int
    kinds: tuple[str, ...]  # the events that tell that it was done


def act_as_seen(shop: ShopRow, number: str, wanted: Wanted, *, by: str) -> CaseRow:
    """This function will do it, or find that it is done, and return the case as it stands then.

    Raises `CaseMovedOn` where the item is another than was seen, and whatever the core refuses.
    """
    for _ in range(_TRIES):
        row, history = case_numbered(shop.id, number), history_of(shop.id, number)
        if row is None or not history:
            raise CaseMissing(f"there is no case `{number}`.")
        if is_done(history, wanted, by):
            return row
        before = _item(_as_of(history, wanted.seen), wanted.item)
        if before is None or wanted.seen > row.case.version or _looks(before) != _looks(row.case.item(wanted.item)):
            raise CaseMovedOn("this has changed since you looked at it.", hint="Look at it again.")
        try:
            return wanted.do(before, row.case.version)
        except CaseMovedOn:
            now = case_numbered(shop.id, number)
            if now is None or now.case.version == row.case.version:
                raise  # nobody was quicker: the core does not let it happen
    raise CaseMovedOn("this is changing at the moment.", hint="Look at it again.")


def is_done(history: tuple[Happened, ...], wanted: Wanted, by: str) -> bool:
    """This function will say whether the same person has done it since."""
    since = (one for one in history if one.number > wanted.seen and one.by == by)
    return any(kind_of(one.event) in wanted.kinds and getattr(one.event, "item", "") == wanted.item for one in since)


def _as_of(history: tuple[Happened, ...], version: int) -> Case | None:
    case: Case | None = None
    for one in history:
        if one.number <= version:
            case = evolve(case, one)
    return case


def _item(case: Case | None, item_id: str) -> Item | None:
    return next((one for one in case.items if one.id == item_id), None) if case else None


def _looks(item: Item) -> tuple[State, int, Quote | None, Due | None, tuple[Task, ...], int]:
    return item.state, item.offer_minor, item.quote, item.open_due, item.tasks, item.quantity
