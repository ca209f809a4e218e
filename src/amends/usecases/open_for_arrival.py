"""Opening a case for a parcel that nobody was asked about: its goods are here, and were not agreed to.

The policy answers on exactly that: refused with its clause, so that the customer says what becomes of the goods, or
for a person to decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction

from amends.core.cases.evolve_item import RETURN_STATE
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.note_arrival import settle_arrival
from amends.usecases.open_case import Form, open_case
from amends.usecases.receive_parcel import receive_parcel
from amends.usecases.weigh_claim import Ask

UNASKED = {RETURN_STATE: "arrived", "return.authorised": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """What is in the parcel, of which order, and what its sender seems to want."""

    order_number: str
    asks: tuple[Ask, ...]
    note: str = ""


def open_for_arrival(
    shop: ShopRow, arrival_id: str, unasked: Unasked, *, member: str, at: Instant, secret: bytes
) -> CaseRow:
    """This function will open the case, take the goods in and match the parcel with it, in one go.

    Raises what `open_case` does, and `ArrivalMissing` where somebody has seen to the parcel already.
    """
    form = Form(
        key=f"arrival {arrival_id}"[:64], asks=tuple(map(_unasked, unasked.asks)), seal=None, note=unasked.note,
        channel="console", actor=member,
    )  # fmt: skip
    with transaction.atomic():
        row = open_case(shop, unasked.order_number, form, at, secret)
        row = receive_parcel(shop, row.number, tuple(one.id for one in row.case.items), member=member, at=at)
        settle_arrival(shop, arrival_id, row.number)
    return row


def _unasked(ask: Ask) -> Ask:
    return replace(ask, claim=replace(ask.claim, answers={**ask.claim.answers, **UNASKED}))
