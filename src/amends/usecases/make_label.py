"""Making the label for the way back that an effect of the outbox asks for.

Laws: `find_label` or `make_label` under one key, outside every transaction, so that however often it is tried there is
one label; what was made for goods that need none any more is given back to the carrier, once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from amends.core.cases.case import Case, Item
from amends.core.cases.commands import Record
from amends.core.cases.events import LabelMade
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.ports.carriers import Carrier, Label
from amends.records.cases import CaseRow, case_numbered
from amends.records.orders import order_with
from amends.records.parcels import CANCELLING, add_label, label_with
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing, acting, rules_for
from amends.usecases.cancel_label import carrier_key, give_back
from amends.usecases.hear_carrier import tell_kept
from amends.usecases.pack_return import pack_return

Made = Literal["made", "known", "not_needed"]


def make_label(
    shop: ShopRow, case_number: str, key: str, items: Collection[str], carrier: Carrier, at: Instant
) -> Made:
    """This function will make the label for these items of the case and put it down; `key` is that of the effect.

    Raises what the carrier raises: `Declined`, `NotNow`, `Unclear`.
    """
    known = label_with(shop.id, key)
    if known is not None:
        if known.state == CANCELLING:
            give_back(shop, known.id, carrier)
        return "known"
    row = case_numbered(shop.id, case_number)
    if row is None:
        raise CaseMissing(f"there is no case `{case_number}`.")
    wanting = items_for_label(row.case, items)
    label = carrier.find_label(carrier_key(shop, key))
    if label is None and not wanting:
        return "not_needed"
    if label is None:
        label = _made(shop, row, wanting, key, carrier, at)
    if _put_down(shop, row, items, key, label, at):
        return "made"
    give_back(shop, key, carrier)
    return "not_needed"


def items_for_label(case: Case, items: Collection[str]) -> tuple[Item, ...]:
    """This function will return those of the items whose goods are to be sent with a label and have none."""
    have = {item_id for label in case.labels if not label.expired for item_id in label.items}
    return tuple(one for one in case.items if one.id in items and one.id not in have and is_sent_by_label(one))


def is_sent_by_label(item: Item) -> bool:
    """This function will say whether the goods are still to be sent, and by a label of the shop's."""
    return item.is_granted and item.answer.label == "prepaid" and State.TO_SEND in item.left


def _made(shop: ShopRow, row: CaseRow, wanting: Collection[Item], key: str, carrier: Carrier, at: Instant) -> Label:
    order = order_with(shop.id, row.case.order)
    if order is None:
        raise CaseMissing(f"the order of case `{row.number}` is not there.")
    parcel = pack_return(shop, row, order, wanting, rules_for(shop, row), at=at, postage="shop")
    label = carrier.make_label(key=carrier_key(shop, key), parcel=parcel)
    return label if label.expires_at is not None else replace(label, expires_at=parcel.expires_at)


def _put_down(shop: ShopRow, row: CaseRow, items: Collection[str], key: str, label: Label, at: Instant) -> bool:
    """Keep the label and tell the case, or keep it as one to be given back where nobody needs it any more."""
    with acting(shop, row.number, at=at, by="carrier") as act:
        wanting = items_for_label(act.case, items)
        if not wanting:
            add_label(shop.id, key, row.number, label, at, CANCELLING)
            return False
        add_label(shop.id, key, row.number, label, at)
        made = LabelMade(
            items=tuple(one.id for one in wanting), label=key, carrier=label.carrier,
            tracking=label.tracking_number, expires_at=label.expires_at,
        )  # fmt: skip
        act.do(Record(event=made))
        tell_kept(act, label.tracking_number)  # a carrier may have been quicker than we
    return True
