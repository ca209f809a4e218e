"""Asking the carrier to look for a parcel: with its reference, and by when it is to answer."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.cases.commands import Record
from amends.core.cases.events import InvestigationOpened
from amends.core.dates import Instant
from amends.core.errors import AmendsError, Place
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting


class DateWrong(AmendsError):
    """A date lies in the past."""

    code = "date_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the carrier was asked."""

    carrier: str
    reference: str
    until: Instant


def open_investigation(
    shop: ShopRow, number: str, item_id: str, search: Search, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will put down that the carrier looks for the parcel; the policy may have advice while it does."""
    if search.until <= at:
        raise DateWrong(
            "the carrier cannot answer in the past.", place=Place(field="until"), hint="Choose a later day."
        )
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        act.item(item_id)
        opened = InvestigationOpened(
            item=item_id, carrier=search.carrier, reference=search.reference, until=search.until
        )
        act.do(Record(event=opened))
    return act.row
