"""Sending a message in a case, from either side of the counter.

Laws: the same message sent twice is one; the event holds a keyed digest and no word, so that the words can be erased; a
customer's message turns the case to the shop, and the shop's answer back.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import Literal

from amends.core.cases.commands import Record
from amends.core.cases.events import MessageReceived, MessageSent
from amends.core.dates import Instant
from amends.core.errors import AmendsError, Place
from amends.records.case_file import MessageRow
from amends.records.cases import CaseRow
from amends.records.messages import add_message, has_message, messages_of_a_day
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting

LONGEST = 4_000  # characters
MOST_A_DAY = 30  # by a customer, in one case
CUSTOMER = "customer"
Channel = Literal["portal", "console", "mail"]


class MessageInvalid(AmendsError):
    """A message cannot be sent as it is; the words say what to do."""

    code = "message_invalid"


def send_message(  # noqa: PLR0913 - who, where, what, when and by which way
    shop: ShopRow,
    number: str,
    text: str,
    *,
    by: str,
    key: str,
    at: Instant,
    secret: bytes,
    channel: Channel = "portal",
    mail_id: str = "",
) -> CaseRow:
    """This function will keep the message and return the case as it stands then.

    `by` is `customer` or a member's id; `key` is the form's or the mail's own, so that the message counts once however
    often it comes. Raises `MessageInvalid` or `CaseMissing`.
    """
    words = clean(text)
    if not words:
        raise MessageInvalid("there is nothing to send.", place=Place(field="text"), hint="Write your message.")
    if len(words) > LONGEST:
        raise MessageInvalid(
            f"the message has {len(words)} characters, {LONGEST} are the most.", place=Place(field="text"),
            hint="Shorten it, or send it in two.",
        )  # fmt: skip
    message_id = hmac.new(secret, f"{shop.id} {number} {by} {key}".encode(), hashlib.sha256).hexdigest()[:32]
    digest = hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()
    with acting(shop, number, at=at, by=by) as act:
        if not has_message(shop.id, number, message_id):
            if by == CUSTOMER and messages_of_a_day(shop.id, number, by, at) >= MOST_A_DAY:
                raise MessageInvalid("you have sent many messages today.", hint="Write again tomorrow, or call us.")
            kind = MessageReceived if by == CUSTOMER else MessageSent
            act.do(Record(event=kind(message=message_id, digest=digest)))
            add_message(shop.id, number, MessageRow(message_id, at, by, channel, words), mail_id)
    return act.row


def clean(text: str) -> str:
    """This function will return the text as it is kept: one sort of line breaks, nothing invisible but joiners."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"})
    return "".join(kept).strip()
