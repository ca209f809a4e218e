"""Writing the receipt of an item: what was decided last, with all that it follows from, to be checked without us."""

from __future__ import annotations

from amends.core.errors import AmendsError
from amends.core.receipts import PolicyText, Receipt, holidays_of
from amends.records.cases import CaseRow, decisions_of
from amends.records.policy_texts import policy_source
from amends.records.shops import ShopRow
from amends.usecases.sign_receipt import sign_receipt


class NoReceipt(AmendsError):
    """There is nothing to write a receipt of: no decision of a policy that the shop wrote."""

    code = "no_receipt"


def write_receipt(shop: ShopRow, row: CaseRow, item_id: str, seed: bytes) -> bytes:
    """This function will return the signed receipt of the item's last decision, or raise `NoReceipt`.

    Whether the reader may see the case is for the caller to know; `seed` are the 32 bytes that the shop's key is made
    from.
    """
    kept = decisions_of(shop.id, row.number).get(item_id)
    source = policy_source(shop.id, kept.policy_hash) if kept is not None else None
    if kept is None or source is None:
        raise NoReceipt(f"no decision of the shop's policy is kept for the item `{item_id}`.")
    item = next(one.item for one in row.items if one.item.id == item_id)
    receipt = Receipt(
        shop=shop.id, shop_name=shop.name, case=row.number, item=item_id, remedy=item.remedy,
        policy=PolicyText(hash=source.hash, text=source.text, holidays=holidays_of(source.calendar)),
        silent=source.is_silent, law=source.law, policy_hash=kept.policy_hash, at=kept.at, facts=dict(kept.facts),
        told=dict(kept.verdicts), figures=kept.figures,
    )  # fmt: skip
    return sign_receipt(receipt, seed)
