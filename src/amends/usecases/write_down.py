"""Writing down what has happened in a case: its events, how it stands now, its money, and what follows outside.

Everything that an event leads to is written here, in the caller's transaction, and nowhere else. Locks are taken in
one order, so that nobody waits in a circle: the order, the case, the payments, and the chain of events last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from amends.core.cases.case import Case, Item
from amends.core.cases.effects import RETURN, Effect, effects_of
from amends.core.cases.evolve import evolve
from amends.core.cases.log import Happened
from amends.core.cases.rules import Rules
from amends.core.cases.timers import timers_of
from amends.core.orders import Order
from amends.records.cases import CaseRow, ItemRow, claim_units, free_units, save_case, save_items
from amends.records.events import add_events, event_row
from amends.records.money import book_money
from amends.records.outbox import add_effects
from amends.records.promises import track_promises
from amends.records.shops import ShopRow
from amends.records.timers import set_timers
from amends.records.words import find_by


def write_down(
    shop: ShopRow,
    order: Order,
    row: CaseRow,
    history: Sequence[Happened],
    rules: Rules,
    *,
    before: Case | None,
    changes: Mapping[str, ItemRow] | None = None,
) -> CaseRow:
    """This function will keep the events and all that follows from them, and return the case as it is kept now.

    `before` is the case without them (nothing: it is new, and its row is there already). `changes` are rows of items
    whose money or wish has changed.
    """
    effects: list[Effect] = []
    steps: list[tuple[Happened, Case | None, Case]] = []
    case = before
    for one in history:
        after = evolve(case, one)
        steps.append((one, case, after))
        effects += (_named(row.number, effect) for effect in effects_of(one, case, after))
        book_money(shop.id, order, row.number, one, case, after)
        case = after
    if case is None:
        return row
    kept = replace(row, case=case, items=_item_rows(row, case, changes or {}))
    _hold(shop.id, order, before, case)
    at = history[-1].at
    if before is not None:
        save_case(shop.id, row.number, case, at)
    save_items(shop.id, row.number, case.order, kept.items)
    find_by(shop.id, row.number, order, before, case)
    track_promises(shop.id, row.number, steps)
    set_timers(shop.id, row.number, timers_of(case, rules))
    add_effects(shop.id, row.number, effects, at)
    add_events(shop.id, row.number, [event_row(one) for one in history])
    return kept


def _named(number: str, effect: Effect) -> Effect:
    """A payout goes by its full id; the core, which does not know the case's number, may have said the rest of it."""
    if RETURN not in effect.body:
        return effect
    body = {name: value for name, value in effect.body.items() if name != RETURN}
    return replace(effect, body={**body, "pay": f"{number}.{effect.body[RETURN]}"})


def _item_rows(row: CaseRow, case: Case, changes: Mapping[str, ItemRow]) -> tuple[ItemRow, ...]:
    known = {one.item.id: one for one in row.items} | dict(changes)
    return tuple(replace(known[item.id], item=item) if item.id in known else ItemRow(item=item) for item in case.items)


def _hold(shop_id: str, order: Order, before: Case | None, after: Case) -> None:
    """This function will hold the units of items that came to hold them, and let go of the others'.

    A constraint of the table has the last word: `LineTaken` ends the transaction.
    """
    had, has = _held(before.items if before else ()), _held(after.items)
    for line_id in sorted(had.keys() | has.keys()):
        change = has.get(line_id, 0) - had.get(line_id, 0)
        line = order.line(line_id)
        if change > 0 and line is not None:
            claim_units(shop_id, order.number, line_id, change, line.quantity)
        elif change < 0:
            free_units(shop_id, order.number, line_id, -change)


def _held(items: Sequence[Item]) -> dict[str, int]:
    held: dict[str, int] = {}
    for item in items:
        if item.holds_units:
            held[item.line_id] = held.get(item.line_id, 0) + item.quantity
    return held
