"""Reading a label's page, for whoever prints it: a label that cannot be used any more is not handed out."""

from __future__ import annotations

from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.records.parcels import MADE, label_with, page_of_label
from amends.records.shops import ShopRow


class LabelMissing(AmendsError):
    """The case has no such label."""

    code = "label_missing"


class LabelGone(AmendsError):
    """The label was there, and cannot be used any more; a new one can be asked for (`renew_label`)."""

    code = "label_gone"


def read_label(shop: ShopRow, case_number: str, label_id: str, at: Instant) -> bytes:
    """This function will return the PDF of the case's label, or raise `LabelMissing` or `LabelGone`.

    Whether the reader may see the case is for the caller to know.
    """
    label = label_with(shop.id, label_id)
    if label is None or label.case_number != case_number:
        raise LabelMissing("there is no such label.")
    if label.state != MADE or (label.expires_at is not None and label.expires_at < at):
        raise LabelGone("this label cannot be used any more.", hint="Ask for a new one.")
    return page_of_label(shop.id, label_id)
