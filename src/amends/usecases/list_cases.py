"""The desk's list: which cases a member wants to see, in the order of the dates that were promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amends.core.cases.states import SHOP_ACTS, State
from amends.core.dates import Instant
from amends.records.queue import Filters, Place, QueueRow, cases_found, count_overdue, orders_found, queue_page
from amends.usecases.permissions import FINANCE, OWNER, SUPPORT, WAREHOUSE

PAGE, MOST_COUNTED, MOST_FOUND = 25, 100, 25
S = State
# Whose hands a step of the shop's is in.
STEPS_OF: Mapping[str, tuple[str, ...]] = {
    SUPPORT: tuple(one.value for one in (S.WAITING, S.TO_OFFER, S.TO_QUOTE, S.TO_CHANGE)),
    WAREHOUSE: tuple(one.value for one in (S.ARRIVED, S.TO_MAKE, S.TO_POST, S.TO_SEND_BACK)),
    FINANCE: (S.TO_APPROVE.value,),
    OWNER: tuple(sorted(one.value for one in SHOP_ACTS)),
}
# Who acts next, as the list is cut into parts; `over`: nobody any more.
PARTS = ("shop", "customer", "outside", "all", "over")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a member asks to see."""

    part: str = "shop"
    state: str = ""
    remedy: str = ""
    reason: str = ""
    overdue: bool = False
    steps: tuple[str, ...] = ()  # any of these states, where a page is about some of them
    mine: bool = False  # steps that are in the hands of the member's role


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list, where the next one begins, and how many cases of this part are overdue."""

    rows: tuple[QueueRow, ...]
    next: Place | None
    overdue: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found: cases, and orders that have none; `number` is the case to open at once."""

    rows: tuple[QueueRow, ...]
    orders: tuple[tuple[str, str], ...]
    number: str = ""
    is_cut: bool = False  # there are more than are shown


def list_cases(shop_id: str, asked: Asked, role: str, now: Instant, after: Place | None = None) -> Listed:
    """This function will return a page of the list; which member asks matters for `mine` alone."""
    is_over = asked.part == "over"
    actor = asked.part if asked.part in {"shop", "customer", "outside"} else ""
    states: tuple[str, ...] = (asked.state,) if asked.state else asked.steps
    if asked.mine:
        mine = STEPS_OF.get(role, ())
        states = tuple(one for one in mine if not states or one in states) or ("none",)
    filters = Filters(
        actor=actor, is_over=is_over, states=states, remedy=asked.remedy, reason=asked.reason,
        before=now if asked.overdue and not is_over else None,
    )  # fmt: skip
    rows = queue_page(shop_id, filters, after, PAGE + 1)
    kept = rows[:PAGE]
    last = kept[-1] if len(rows) > PAGE else None
    place = None if last is None else Place(last.opened_at if is_over else last.act_by, last.number)
    return Listed(kept, place, 0 if is_over else count_overdue(shop_id, actor, now, MOST_COUNTED))


def search_cases(shop_id: str, text: str) -> Found:
    """This function will find cases, and orders without one, by the text that somebody typed or scanned."""
    if not text.strip():
        return Found((), ())
    rows, is_exact = cases_found(shop_id, text, MOST_FOUND + 1)
    if is_exact:
        return Found(rows, (), rows[0].number)
    with_case = {one.order_number for one in rows}
    orders = orders_found(shop_id, text, MOST_FOUND + 1)
    alone = tuple(one for one in orders[:MOST_FOUND] if one[0] not in with_case)
    return Found(rows[:MOST_FOUND], alone, is_cut=max(len(rows), len(orders)) > MOST_FOUND)
