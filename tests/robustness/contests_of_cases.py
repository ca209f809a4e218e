"""Contests about cases: who opens one, who takes goods in, who withdraws, which date rings first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.test import Client
from tests import sample_shops as pages
from tests.robustness.journeys import JOURNEYS, add_order
from tests.robustness.racing import Race, events, new_form, one, opened, walked, won
from tests.sample_shops import AT, HOUR, shop

from amends.core.refunds.offers import RepairCost
from amends.records import models
from amends.records.cases import CaseRow, cases_of
from amends.usecases.make_quote import Estimate, make_quote
from amends.usecases.receive_parcel import receive_parcel
from amends.usecases.ring_timer import ring_timer
from amends.usecases.send_message import send_message
from amends.usecases.take_quote import take_quote
from amends.usecases.withdraw_item import withdraw_item


def same_form(number: str, many: int) -> Race:
    """One form, sent from two tabs or by a double click."""
    journey = JOURNEYS["refund"]
    add_order(journey, number)
    form = new_form(journey, number, "the form")

    def wrong(results: Sequence[object]) -> Iterable[str]:
        yield from one(cases_of(journey.shop, number), "cases from one form")
        if len({one.number for one in results if isinstance(one, CaseRow)}) != 1 or len(won(results)) != many:
            yield "not everybody got the same case"

    return Race(number, [lambda: opened(journey, number, form)] * many, wrong)


def same_piece(number: str, many: int) -> Race:
    """Several forms about the same piece: two cases on one line."""
    journey = JOURNEYS["refund"]
    add_order(journey, number)
    forms = [
        new_form(journey, number, f"form {place}", remedy=("refund", "exchange")[place % 2]) for place in range(many)
    ]

    def wrong(results: Sequence[object]) -> Iterable[str]:
        yield from one(cases_of(journey.shop, number), "cases hold one piece")
        yield from one(won(results), "forms were told that they won")

    return Race(number, [lambda form=form: opened(journey, number, form) for form in forms], wrong)  # type: ignore[misc]


def two_exchanges(number: str, many: int) -> Race:
    """Exchanges of two pieces of an order that may have one exchange (B12)."""
    journey = JOURNEYS["refund"]
    add_order(journey, number)
    forms = [
        new_form(journey, number, f"form {place}", ("L1.P1", "L2.P1")[place % 2], "exchange") for place in range(many)
    ]

    def wrong(_: Sequence[object]) -> Iterable[str]:
        granted = [one for case in cases_of(journey.shop, number) for one in case.case.items if one.is_granted]
        yield from one(granted, "exchanges of one order are granted")

    return Race(number, [lambda form=form: opened(journey, number, form) for form in forms], wrong)  # type: ignore[misc]


def double_click_in_the_portal(number: str, many: int) -> Race:
    """The last button of the portal, pressed again and again, in one browser."""
    journey = JOURNEYS["refund"]
    made = add_order(journey, number)
    client = Client()
    address = pages.find(client, journey.shop, made.number, made.email)
    said = {name.replace(".", "__"): "no" for name in ("condition.worn", "condition.used")}
    check = pages.ask(
        client, address, journey.piece, journey.reason, "refund", **said, condition__original_packaging="yes"
    )
    page = client.get(check).content.decode()
    fields = {name: pages.hidden(page, name) for name in ("key", "seal")}

    def press() -> int:
        again = Client()
        again.cookies = client.cookies
        return again.post(check, fields).status_code

    def wrong(results: Sequence[object]) -> Iterable[str]:
        yield from one(cases_of(journey.shop, number), "cases from one button")
        if set(results) - {302}:
            yield f"answers were {results}"

    return Race(number, [press] * many, wrong)


def taken_in_twice(number: str, many: int) -> Race:
    """One parcel, scanned at several benches."""
    row = walked("refund", number, "receive")
    do = lambda: receive_parcel(shop("silver"), row.number, ("1",), member="warehouse", at=AT)  # noqa: E731
    return Race(number, [do] * many, lambda _: one(events(row.number, "received"), "receipts of one parcel"))


def taken_in_and_withdrawn(number: str, _: int) -> Race:
    """The parcel is taken in while the customer takes the wish back."""
    row = walked("refund", number, "receive")
    this = shop("silver")

    def wrong(_: Sequence[object]) -> Iterable[str]:
        withdrawn, received = events(row.number, "withdrawn"), events(row.number, "received")
        if len(received) != 1:
            yield "the goods are here, and not taken in"
        if withdrawn and withdrawn[0].number > received[0].number:
            yield "taken back after the goods were here"

    return Race(
        number,
        [
            lambda: receive_parcel(this, row.number, ("1",), member="warehouse", at=AT),
            lambda: withdraw_item(this, row.number, "1", by="customer", at=AT),
        ],
        wrong,
    )


def quote_taken_and_expired(number: str, _: int) -> Race:
    """The customer accepts a quote in the moment in which it runs out."""
    journey = JOURNEYS["repair"]
    add_order(journey, number)
    this = shop(journey.shop)
    row = opened(journey, number, new_form(journey, number, "a form"))
    zero = 0
    cost = RepairCost(labour_minor=5000, materials_minor=2000, postage_in_minor=zero, postage_out_minor=1500)
    row = make_quote(this, row.number, "1", Estimate(cost=cost), member="staff", at=AT)
    item = row.case.item("1")
    assert item.quote is not None
    assert item.act_by is not None
    total, until = item.quote.total_minor, item.act_by

    def wrong(_: Sequence[object]) -> Iterable[str]:
        ends = events(row.number, "quote_accepted") + events(row.number, "expired")
        yield from one(ends, "ends of one quote")
        dues = models.Due.objects.filter(case_number=row.number).count()
        if dues != len(events(row.number, "quote_accepted")):
            yield f"{dues} payments are asked for"

    return Race(
        number,
        [
            lambda: take_quote(this, row.number, "1", total, by="customer", at=until),
            lambda: [ring_timer(this, row.number, until + 1) for _ in range(2)],
        ],
        wrong,
    )


def rung_twice(number: str, many: int) -> Race:
    """Several workers ring the same date."""
    row = walked("refund", number, "receive")
    do = lambda: ring_timer(shop("silver"), row.number, AT + 12 * 24 * HOUR)  # noqa: E731
    return Race(number, [do] * many, lambda _: one(events(row.number, "reminded"), "reminders of one date"))


def two_write_on(number: str, many: int) -> Race:
    """Several write to one case at once, and each form comes twice: every message is kept once, words and all."""
    row = walked("refund", number, "receive")

    def write(place: int) -> CaseRow:
        words, key = f"Message {place}", f"form {place}"
        return send_message(shop("silver"), row.number, words, by="customer", key=key, at=AT, secret=b"of the trials")

    def wrong(results: Sequence[object]) -> Iterable[str]:
        forms = len(range(0, many, 2))
        told = len(events(row.number, "message_received"))
        words = set(models.Message.objects.filter(case_number=row.number).values_list("text", flat=True))
        if told != forms or len(words) != forms or len(won(results)) != many:
            yield f"{told} of {forms} messages were told, and {len(words)} kept"

    return Race(number, [lambda place=place: write(place // 2) for place in range(many)], wrong)  # type: ignore[misc]
