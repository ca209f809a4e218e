"""A case as long as they come: ten items, two hundred events and thirty messages."""

from __future__ import annotations

from tests.sample_shops import AT, HOUR, add, shop

from amends.core.cases.commands import Record
from amends.core.cases.events import MessageReceived, MessageSent
from amends.core.claims import Claim
from amends.core.orders import Line, Order, Parcel
from amends.records.cases import CaseRow
from amends.usecases.act_on_case import acting
from amends.usecases.open_case import Form, open_case
from amends.usecases.send_message import send_message
from amends.usecases.weigh_claim import Ask

_DAY = 24 * HOUR
_SECRET = b"of the tests"
EMAIL = "long@example.com"


def long_order(number: str, lines: int) -> Order:
    """This function will keep an order of so many lines that came in one parcel a week ago, and return it."""
    made = tuple(
        Line(
            id=f"L{place}", product_id="millrace-chain", sku="MIL-18IN", name=f"Piece {place}", quantity=1,
            unit_price_minor=1000, category="necklace", attributes={"material": "silver"},
        )
        for place in range(1, lines + 1)
    )  # fmt: skip
    parcel = Parcel(
        id="P1", contents={line.id: 1 for line in made}, shipped_at=AT - 7 * _DAY, delivered_at=AT - 4 * _DAY
    )
    return add(
        "silver",
        Order(
            number=number, currency="USD", lines=made, email=EMAIL, country="US", placed_at=AT - 9 * _DAY,
            parcels=(parcel,), state="delivered",
        ),
    )  # fmt: skip


def long_case(number: str, items: int, events: int) -> CaseRow:
    """This function will open a case of so many items about an order of that number, and let that much happen in it."""
    long_order(number, items)
    claim = Claim(reason="changed_mind", asked_at=AT, answers={"condition.worn": False, "condition.used": False})
    asks = tuple(Ask(piece_id=f"L{place}.P1", claim=claim, remedy="refund") for place in range(1, items + 1))
    row = open_case(shop("silver"), number, Form(key=number, asks=asks, seal=None), AT, _SECRET)
    for place in range(min(30, events)):
        row = send_message(
            shop("silver"), row.number, "Hello", by="customer", key=f"{place}", at=AT, secret=_SECRET
        )  # fmt: skip
    with acting(shop("silver"), row.number, at=AT, by="member-1") as act:
        while act.case.version < events:
            kind = MessageSent if act.case.version % 2 else MessageReceived
            act.do(Record(event=kind(message=f"m{act.case.version}", digest="0" * 64)))
    return act.row
