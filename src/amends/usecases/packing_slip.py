"""Drawing the slip that travels with goods where the customer pays the post: addresses, codes, advice, no postage.

Nothing is kept: the case alone makes the slip, the same one every time.
"""

from __future__ import annotations

from dataclasses import replace

from amends.core.cases.case import Item
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.ports.carriers import Address, Carrier, Postage
from amends.records.cases import case_numbered
from amends.records.orders import order_with
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing, rules_for
from amends.usecases.pack_return import pack_return

NOWHERE = Address(name="", lines=())
_TO_COME = (State.TO_SEND, State.ON_ITS_WAY)


class NothingToSend(AmendsError):
    """Nothing of the case is to be sent to the shop."""

    code = "nothing_to_send"


def packing_slip(
    shop: ShopRow,
    case_number: str,
    drawer: Carrier,
    at: Instant,
    *,
    for_helper: bool = False,
    postage: Postage = "customer",
) -> bytes:
    """This function will return the slip as a PDF; `drawer` draws the shop's own labels, on the paper of its choice.

    Whether the reader may see the case is for the caller to know. For a helper neither the order's number nor the
    buyer's address stands on it: the two together would open the order. Raises `NothingToSend`.
    """
    row = case_numbered(shop.id, case_number)
    order = order_with(shop.id, row.case.order) if row else None
    if row is None or order is None:
        raise CaseMissing(f"there is no case `{case_number}`.")
    items = tuple(one for one in row.case.items if _is_to_come(one))
    if not items:
        raise NothingToSend("nothing of this case is to be sent to the shop.")
    parcel = pack_return(shop, row, order, items, rules_for(shop, row), at=at, postage=postage)
    if for_helper:
        parcel = replace(parcel, order_number="", origin=NOWHERE)
    return drawer.make_label(key=f"{row.number}.slip", parcel=parcel).pdf


def _is_to_come(item: Item) -> bool:
    return item.is_granted and any(step in item.left for step in _TO_COME)
