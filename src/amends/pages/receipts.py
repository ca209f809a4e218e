"""A receipt as a page gives it away: to the buyer and to the shop's people, signed with the shop's own key."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from amends.pages.files import handed_out
from amends.pages.keys import key_for
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.sign_receipt import ENDING, public_key
from amends.usecases.write_receipt import NoReceipt, write_receipt


def receipt_file(shop: ShopRow, row: CaseRow, item_id: str) -> HttpResponse:
    """This function will return the signed receipt of what was decided about the item, to keep; none is not there."""
    if item_id not in {one.item.id for one in row.items}:
        raise Http404
    try:
        signed = write_receipt(shop, row, item_id, _seed(shop))
    except NoReceipt as error:
        raise Http404 from error
    return handed_out(signed, "application/vnd.dsse.envelope+json", f"decision-{row.number}-{item_id}{ENDING}")


def receipts_key(shop: ShopRow) -> str:
    """This function will return the public key that the shop's receipts are signed with."""
    return public_key(_seed(shop))


def _seed(shop: ShopRow) -> bytes:
    return key_for(f"receipts {shop.id}")
