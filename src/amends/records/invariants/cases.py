"""Cases against their events: each row says what the events come to, and nothing that must follow is missing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from amends.core.cases import events as e
from amends.core.cases.case import Case
from amends.core.cases.effects import effects_of
from amends.core.cases.evolve import CaseHistoryInvalid, evolve, fold
from amends.core.cases.log import Happened, happened_from
from amends.core.cases.rules import Rules
from amends.core.cases.timers import timers_of
from amends.core.dates import instant_of
from amends.core.orders import Order
from amends.records import models
from amends.records.cases import case_from
from amends.records.documents import order_from
from amends.records.events import broken_link
from amends.records.invariants.breach import Breach

BATCH = 200
_RESTORE = "Somebody has changed the database by hand: compare with a backup."
_KEPT = {"piece_id", "line_id", "quantity", "remedy"}


def check_chain(shop_id: str) -> Iterator[Breach]:
    """This function will look whether events were changed, removed from between, or put between others (I7)."""
    place = broken_link(shop_id)
    if place is None:
        return
    row = models.Event.objects.filter(shop_id=shop_id, place=place).first()
    name = f"event {row.case_number}.{row.number}" if row else f"event at place {place}"
    yield Breach("I7", name, "the chain of events does not fit from here on", _RESTORE)


def check_cases(shop_id: str, rules_for: Callable[[Case], Rules]) -> Iterator[Breach]:
    """This function will fold every case anew and compare it with all that is kept of it."""
    numbers = iter(models.Case.objects.filter(shop_id=shop_id).order_by("number").values_list("number", flat=True))
    while batch := list(islice(numbers, BATCH)):
        histories = _histories(shop_id, batch)
        kept = _Kept(shop_id, batch)
        for number in batch:
            history = histories.get(number, [])
            try:
                case = fold(history)
            except (CaseHistoryInvalid, KeyError, StopIteration) as error:
                yield Breach("I5", f"case {number}", f"its events cannot have happened: {error}", _RESTORE)
                continue
            yield from _check_row(kept.cases[number], case)
            yield from _check_items(number, kept.items[number], case)
            yield from _check_timers(number, kept.timers[number], case, rules_for(case))
            yield from _check_effects(number, kept.effects[number], history)
            yield from _check_words(number, kept, history)
    yield from _check_units(shop_id)


class _Kept:
    """What is kept of some cases beside their events, by case."""

    def __init__(self, shop_id: str, numbers: list[str]) -> None:
        of = {"shop_id": shop_id, "case_number__in": numbers}
        self.cases = {one.number: one for one in models.Case.objects.filter(shop_id=shop_id, number__in=numbers)}
        self.items = _by_case(models.CaseItem.objects.filter(**of))
        self.timers = _by_case(models.Timer.objects.filter(**of))
        self.effects = _by_case(models.Effect.objects.filter(**of).only("case_number", "key", "kind"))
        messages = models.Message.objects.filter(**of).values_list("case_number", "id")
        photos = models.Photo.objects.filter(**of).values_list("case_number", "id", "digest")
        self.messages = set(messages)
        self.photos = set(photos)


def _by_case(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for one in rows:
        found[one.case_number].append(one)
    return found


def _histories(shop_id: str, numbers: list[str]) -> dict[str, list[Happened]]:
    found: dict[str, list[Happened]] = {}
    rows = models.Event.objects.filter(shop_id=shop_id, case_number__in=numbers).order_by("case_number", "number")
    for one in rows:
        happened = happened_from(one.number, instant_of(one.at), one.by, one.kind, json.loads(one.body))
        found.setdefault(one.case_number, []).append(happened)
    return found


def _check_row(row: models.Case, case: Case) -> Iterator[Breach]:
    name = f"case {row.number}"
    act_by = case.act_by
    if (instant_of(row.act_by) if row.act_by else None) != act_by:
        yield Breach(
            "I13", name, "the date that is shown is not the one that its events say", "Open and save the case."
        )
    said = (row.version, row.state, row.actor, row.is_over, row.order_number, row.currency)
    over = case.is_over and case.actor == "nobody"
    if said != (case.version, case.foremost.state.value, case.actor, over, case.order, case.currency):
        yield Breach("I5", name, "its row says something else than its events", _RESTORE)
    if case_from(row.folded) != case:  # read as it is used: one that an older version kept lacks what is new since
        yield Breach("I5", name, "the case that is kept is not what its events come to", _RESTORE)


def _check_items(number: str, rows: list[models.CaseItem], case: Case) -> Iterator[Breach]:
    kept = {one.item_id: one for one in rows}
    for item in case.items:
        row, name = kept.pop(item.id, None), f"caseitem {number}.{item.id}"
        if row is None:
            yield Breach("I4", name, "the item is missing", _RESTORE)
            continue
        said = (row.state, row.holds, row.granted, row.give_minor, list(row.uses))
        is_so = (item.state.value, item.holds_units, item.is_granted, item.answer.give_minor, list(item.answer.uses))
        if said != is_so or any(getattr(row, what) != getattr(item, what) for what in _KEPT):
            yield Breach("I5", name, "its row says something else than its events", _RESTORE)
    for item_id in kept:
        yield Breach("I5", f"caseitem {number}.{item_id}", "no event tells of this item", _RESTORE)


def _check_timers(number: str, rows: list[models.Timer], case: Case, rules: Rules) -> Iterator[Breach]:
    kept = {(one.name, instant_of(one.at)) for one in rows}
    wanted = {(one.name, one.at) for one in timers_of(case, rules)}
    for name, _ in sorted(wanted - kept):
        yield Breach(
            "I13", f"timer {number} {name}", "it is missing or set to another date", "Do anything in the case."
        )
    for name, _ in sorted(kept - wanted):
        yield Breach("I13", f"timer {number} {name}", "nothing asks for it on that date", "Remove it.")


def _check_effects(number: str, rows: list[models.Effect], history: list[Happened]) -> Iterator[Breach]:
    kept = {one.key: one.kind for one in rows}
    case: Case | None = None
    wanted: dict[str, str] = {}
    for one in history:
        after = evolve(case, one)
        wanted |= {f"{number}.{effect.key}": effect.kind for effect in effects_of(one, case, after)}
        case = after
    for key in sorted(wanted.keys() - kept.keys()):
        yield Breach("I8", f"effect {key}", f"an event asks for this {wanted[key]}, and it is missing", _RESTORE)
    money = {"payout", "payment_page", "withdraw_page"}
    for key in sorted(kept.keys() - wanted.keys()):
        if kept[key] in money and ".back-" not in key:  # what came in in error goes back without an event
            yield Breach("I8", f"effect {key}", "no event asks for it", "Stop it before it is done.")


def _check_words(number: str, kept: _Kept, history: list[Happened]) -> Iterator[Breach]:
    for one in history:
        match one.event:
            case e.MessageReceived(message=name) | e.MessageSent(message=name):
                if (number, name) not in kept.messages:
                    yield Breach("I4", f"message {name}", f"case {number} tells of it, and it is missing", _RESTORE)
            case e.PhotoAdded(photo=name, digest=digest):
                if (number, name, digest) not in kept.photos:
                    what = f"case {number} tells of this photo, and it is missing or another one"
                    yield Breach("I4", f"photo {name}", what, _RESTORE)


def _check_units(shop_id: str) -> Iterator[Breach]:
    """Units in cases are those that are held, and no more than were bought (I6)."""
    held: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one in models.CaseItem.objects.filter(shop_id=shop_id, holds=True).only("order_number", "line_id", "quantity"):
        held[one.order_number, one.line_id] += one.quantity
    for row in models.ClaimedLine.objects.filter(shop_id=shop_id):
        in_cases = held.pop((row.order_number, row.line_id), 0)
        name = f"claimedline {row.order_number} {row.line_id}"
        if row.claimed != in_cases:
            what = f"{row.claimed} units are held, and cases have {in_cases}"
            yield Breach("I6", name, what, "Set it to what the cases have.")
        if in_cases > row.units:
            yield Breach("I6", name, f"{in_cases} units are in cases, {row.units} were bought", "Look at the cases.")
    for (order_number, line_id), count in held.items():
        what = f"cases have {count} units, and none are held"
        yield Breach("I6", f"claimedline {order_number} {line_id}", what, "Hold what the cases have.")


def orders_of(shop_id: str, numbers: Iterable[str]) -> dict[str, Order]:
    """This function will return these orders by number."""
    rows = models.Order.objects.filter(shop_id=shop_id, number__in=list(numbers))
    return {number: order_from(document) for number, document in rows.values_list("number", "document")}
