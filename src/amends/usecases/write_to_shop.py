"""Writing to a shop without an order at hand: kept as mail that waits for a person, with what the writer knows.

Laws: nothing is looked up for it, so it tells nobody whether an order exists; nothing that it says of its writer is
proven, and staff are told so; the same form sent twice is one; one address cannot fill the desk.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.records.attempts import digest_of, forget_attempts, take_attempt
from amends.records.keys import email_key
from amends.records.mail import MailRow, add_mail
from amends.records.shops import ShopRow
from amends.usecases.find_order import Asker, network_of
from amends.usecases.send_message import LONGEST, clean

MOST_BY_NETWORK, MOST_BY_EMAIL = 10, 5  # within a quarter of an hour
MOST_OF_A_LINE = 200  # characters
KIND = "unknown"  # a person looks at it, as at mail of which nothing is known
_BUCKET = "write"


class WritingRefused(AmendsError):
    """What was written cannot be taken; `field` says where it is wrong, empty where it is too much at once."""

    code = "writing_refused"

    def __init__(self, what: str, field: str = "", hint: str = "") -> None:
        super().__init__(what, hint=hint)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote: who they say they are, how to answer, what they know of the order, and for whom it is."""

    key: str  # of the form
    name: str
    email: str
    knows: str
    text: str
    subject: str
    acts_for: str = ""  # the buyer, where somebody else writes for them


def write_to_shop(shop: ShopRow, written: Written, asker: Asker) -> str:
    """This function will keep what was written for the shop's people and return its id, or raise `WritingRefused`."""
    text, email = clean(written.text), email_key(written.email)
    if "@" not in email.strip("@"):
        raise WritingRefused("without an address nobody can answer.", "email", "Enter your email address.")
    if not text:
        raise WritingRefused("there is nothing to send.", "text", "Write what it is about.")
    if len(text) > LONGEST:
        raise WritingRefused(f"it has {len(text)} characters, {LONGEST} are the most.", "text", "Shorten it.")
    mail_id = hashlib.sha256(f"form {shop.id} {written.key}".encode("utf-8", "surrogatepass")).hexdigest()
    with transaction.atomic():
        if not _has_room(shop.id, email, asker):
            raise WritingRefused("too much came from here.", hint="Wait a quarter of an hour, or call us.")
        add_mail(shop.id, _row(written, mail_id, email, text, asker.at), text.encode("utf-8", "surrogatepass"))
    return mail_id


def _row(written: Written, mail_id: str, email: str, text: str, at: Instant) -> MailRow:
    name, knows, acts_for = (_line(one) for one in (written.name, written.knows, written.acts_for))
    parts = [f"{label}: {said}" for label, said in (("Order, as they know it", knows), ("For", acts_for)) if said]
    guess = {
        "name": name,
        "order": knows if any(letter.isdigit() for letter in knows) else "",
        "why": "Written on our page by somebody who found no order there. Nothing of it is proven.",
    }
    return MailRow(
        id=mail_id, at=at, sender=f"{name} <{email}>" if name else email, subject=_line(written.subject),
        text="\n\n".join([*parts, text]), kind=KIND, guess=guess,
    )  # fmt: skip


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:MOST_OF_A_LINE]


def _has_room(shop_id: str, email: str, asker: Asker) -> bool:
    """Both are counted, always in the same order, whatever comes of the first."""
    counted = (("network", network_of(asker.address), MOST_BY_NETWORK), ("mail", email, MOST_BY_EMAIL))
    counts = [
        take_attempt(shop_id, _BUCKET, digest_of(asker.secret, f"{_BUCKET} {kind} {what}"), asker.at)
        for kind, what, _ in counted
    ]
    forget_attempts(shop_id, asker.at)
    return all(count <= most for count, (_, _, most) in zip(counts, counted, strict=True))
