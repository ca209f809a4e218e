"""Making a secret address that leads to one case or one order, and is worth nothing once it was used.

Laws: 256 bits from the machine's own source; only a digest is kept, so nobody who reads the database can use it.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Literal

from amends.core.dates import DAY, Instant
from amends.records.links import LinkRow, add_link
from amends.records.shops import ShopRow

DAYS = {"case": 30, "order": 60, "helper": 30}  # how long a link is good for
Purpose = Literal["case", "order", "helper"]


def make_link(
    shop: ShopRow, *, purpose: Purpose, order_number: str, by: str, at: Instant, address: str, case_number: str = ""
) -> str:
    """This function will return a new address; call it where the mail is written, in that transaction.

    `by` is in whose name it opens: buyer, gift_recipient, or `helper` and which. `address` is where the pages live, `https://shop.example`.
    """
    secret = secrets.token_urlsafe(32)
    ends = at + DAYS[purpose] * DAY
    row = LinkRow(purpose=purpose, order_number=order_number, case_number=case_number, by=by, expires_at=ends)
    add_link(shop.id, digest_of_link(secret), row, at)
    return f"{address.rstrip('/')}/{shop.id}/l/{secret}"


def digest_of_link(secret: str) -> str:
    """This function will return what is kept of a link's secret. It is long and random: a plain hash hides it."""
    return hashlib.sha256(f"link {secret}".encode("utf-8", "surrogatepass")).hexdigest()
