"""Hearing what carriers tell of parcels: put down once, and told to the case whose parcel it is.

Laws: the same happening counts once, however often and in whatever order it is told; a number that is no parcel of a
case touches none; nothing that a carrier says pays anybody.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from amends.core.cases.case import Case
from amends.core.cases.commands import Record
from amends.core.cases.events import ParcelMoved
from amends.core.dates import HOUR, Instant
from amends.core.orders import Order
from amends.core.tracking import compact
from amends.ports.answers import Declined, NotNow, Unclear
from amends.ports.carriers import Carrier, Label, TrackingEvent
from amends.ports.payments import EventRefused
from amends.records.cases import CaseRow, case_numbered
from amends.records.orders import order_with
from amends.records.parcels import (
    add_sighting,
    case_of_label,
    cases_with_tracking,
    is_seen,
    labels_of_cases,
    sightings_kept,
)
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting

_log = logging.getLogger("amends.parcels")
Way = Literal["back", "out"]
_FOLLOWED = ("to_send", "on_its_way")
MOST_POLLED = 100  # parcels that one round asks about
ROUND = HOUR // 2  # from one round to the next


@dataclass(frozen=True, slots=True)
class Heard:
    """How much was new in what a carrier told, and which cases it was told to."""

    new: int = 0
    cases: tuple[str, ...] = ()


def hear_carrier(
    shop: ShopRow, body: bytes, headers: Mapping[str, str], carrier: Carrier, at: Instant, *, is_shared: bool = False
) -> Heard | EventRefused:
    """This function will check a message of the carrier and put down what it tells, or say why it is refused.

    `is_shared`: the account is several shops', so that what this one does not know is another's, and is not kept here.
    """
    told = carrier.read_event(body, headers)
    if isinstance(told, EventRefused):
        return told
    numbers = {one.tracking_number for one in told}
    own = {one for one in numbers if not is_shared or _cases_of_parcel(shop, one)}
    return take_sightings(shop, [one for one in told if one.tracking_number in own], at)


def ask_carrier(shop: ShopRow, carrier: Carrier, at: Instant, most: int = MOST_POLLED) -> Heard:
    """This function will ask the carrier about every parcel that is expected back, for shops that get no messages."""
    new, cases = 0, dict[str, None]()
    for one in labels_of_cases(shop.id, _FOLLOWED, most, at // ROUND):
        label = Label(carrier=one.carrier, tracking_number=one.tracking, ref="", pdf=b"")
        try:
            told = carrier.tracking(label)
        except (Declined, NotNow, Unclear) as error:
            _log.warning("nothing is told of parcel %s of %s: %s", one.tracking, shop.id, error.what)
            continue
        heard = take_sightings(shop, told, at)
        new += heard.new
        cases |= dict.fromkeys(heard.cases)
    return Heard(new, tuple(cases))


def take_sightings(shop: ShopRow, events: Iterable[TrackingEvent], at: Instant) -> Heard:
    """This function will put each happening down once, and tell it to the case whose parcel it is."""
    new, cases = 0, dict[str, None]()
    for event in sorted(events, key=lambda one: (one.at, one.id)):
        if is_seen(shop.id, event.tracking_number, event.id):
            continue
        numbers = _take(shop, event, at)
        new += numbers is not None
        cases |= dict.fromkeys(numbers or ())
    return Heard(new, tuple(cases))


def _take(shop: ShopRow, event: TrackingEvent, at: Instant) -> tuple[str, ...] | None:
    """Cases are locked before the row is written, so that two messages of the same wait for each other in one order."""
    with transaction.atomic(), ExitStack() as stack:
        acts = [
            stack.enter_context(acting(shop, row.number, at=at, by="carrier"))
            for row in _cases_of_parcel(shop, event.tracking_number)
        ]
        if not add_sighting(shop.id, event):
            return None
        for act in acts:
            _tell(act, event)
        return tuple(act.row.number for act in acts)


def tell_kept(act: Acting, tracking: str) -> None:
    """This function will tell a case what is known already of a parcel that has just become its own.

    Where the number is another's as well, nothing is told: it proves nothing (see `_cases_of_parcel`).
    """
    events = sightings_kept(act.shop.id, {tracking, compact(tracking)}) if tracking else ()
    if not events:
        return
    labelled = case_of_label(act.shop.id, tracking)
    others = [case_numbered(act.shop.id, one) for one in cases_with_tracking(act.shop.id, tracking)]
    foreign = any(row is not None and row.case.order != act.case.order for row in others)
    if labelled == act.row.number or not (labelled or foreign or _went_out(act.order, tracking)):
        for event in events:
            _tell(act, event)


def _tell(act: Acting, event: TrackingEvent) -> None:
    for number, way in _named(act.case, event.tracking_number):
        moved = ParcelMoved(tracking=number, status=event.status.value, moved_at=event.at, way=way)
        act.do(Record(event=moved))


def _cases_of_parcel(shop: ShopRow, tracking: str) -> tuple[CaseRow, ...]:
    """The case that our own label with the number belongs to; else those in which somebody has named it.

    A number that people name in cases of several orders, or that was on the parcel out to a customer, proves nothing.
    """
    labelled = case_of_label(shop.id, tracking)
    found = [
        case_numbered(shop.id, number)
        for number in ((labelled,) if labelled else cases_with_tracking(shop.id, tracking))
    ]
    rows = [row for row in found if row is not None and _named(row.case, tracking)]
    if len({row.case.order for row in rows}) > 1:
        _log.warning("parcel %s is named in cases of several orders of %s", tracking, shop.id)
        return ()
    if rows and not labelled and _went_out(order_with(shop.id, rows[0].case.order), tracking):
        _log.warning("parcel %s of %s is one that went out to the customer", tracking, shop.id)
        return tuple(row for row in rows if any(way == "out" for _, way in _named(row.case, tracking)))
    return tuple(rows)


def _went_out(order: Order | None, tracking: str) -> bool:
    return order is not None and any(compact(parcel.tracking) == compact(tracking) for parcel in order.parcels)


def _named(case: Case, tracking: str) -> tuple[tuple[str, Way], ...]:
    """The number as the case writes it, and which way that parcel goes; nothing where it is none of the case's."""
    labels = (one.tracking for one in case.labels)
    back = dict.fromkeys((*labels, *(one.tracking_back for one in case.items)), "back")
    out = dict.fromkeys((one.tracking_out for one in case.items), "out")
    same = compact(tracking)
    ways: dict[str, Way] = {number: way for number, way in {**out, **back}.items() if number}  # type: ignore[misc]
    return tuple((number, way) for number, way in ways.items() if same and compact(number) == same)
