"""Telling that several cases of one customer come in one parcel, and seeing so where the parcel is opened.

Laws: only cases of the same customer come together, and only such as wait for goods; staff see the others that the same
customer may have put in as well, told or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.records.cases import CaseRow, case_numbered
from amends.records.queue import QueueRow, cases_found
from amends.records.shared_parcels import share_parcel, shared_with
from amends.records.shops import ShopRow
from amends.usecases.receive_parcel import can_come

MOST = 10
_COMING = frozenset({"to_send", "on_its_way", "to_pay"})


class NotTogether(AmendsError):
    """These cases cannot come in one parcel."""

    code = "not_together"


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another case that may be in the same parcel; `told`: its customer says that it is."""

    row: QueueRow
    told: bool


def is_coming(row: CaseRow) -> bool:
    """This function will say whether goods of the case are still to come."""
    return any(one.item.state.value in _COMING and can_come(one.item) for one in row.items)


def tell_shared(shop: ShopRow, own: Sequence[CaseRow], at: Instant) -> None:
    """This function will keep that these cases, all of one customer, come in one parcel; the first alone: it comes
    alone. Raises `NotTogether` where one of them waits for nothing any more.
    """
    with transaction.atomic():
        late = [one.number for one in own[1:] if not is_coming(one)]
        if late:
            raise NotTogether(f"nothing of {late[0]} is to be sent any more.", hint="Leave it out.")
        share_parcel(shop.id, [one.number for one in own], at)


def siblings_of(shop: ShopRow, row: CaseRow, email: str) -> tuple[Sibling, ...]:
    """This function will return the other cases that may be in the parcel: first those told, then the customer's."""
    told = set(shared_with(shop.id, row.number))
    found, _ = cases_found(shop.id, email, MOST) if email else ((), False)
    rows = {one.number: one for one in found if one.number != row.number and not one.is_over}
    for number in told - rows.keys():
        if case_numbered(shop.id, number) is not None:
            rows |= {one.number: one for one in cases_found(shop.id, number, 1)[0]}
    coming = [one for one in rows.values() if any(item.state in _COMING for item in one.items)]
    return tuple(sorted((Sibling(one, one.number in told) for one in coming), key=lambda one: not one.told))
