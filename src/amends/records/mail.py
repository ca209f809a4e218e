"""Queries on mail that came in, and on what it may be about.

Law: the same mail is one row, however often it comes; nothing of it is ever thrown away here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.core.dates import Instant, instant_of, utc_of
from amends.core.mail.addresses import Ours
from amends.records import models
from amends.records.contacts import COPY_KEY
from amends.records.keys import email_key, number_key
from amends.records.shops import ShopRow

OPEN, DONE = "open", "done"
_MOST_ORDERS = 20
SENT, BOUNCED = "sent", "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """One mail that came in, without its bytes."""

    id: str
    at: Instant
    sender: str
    subject: str
    text: str
    kind: str
    state: str = OPEN  # open: it waits for a person
    case_number: str = ""
    guess: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrderFound:
    """An order that a mail may be about, and the address of who placed it, as it is compared."""

    number: str
    email: str


def ours_of(shop: ShopRow) -> Ours:
    """This function will return whose mails the shop's are: its own address, to which answers come back."""
    mailbox, _, domain = shop.email.rpartition("@")
    return Ours(shop.id, domain, mailbox)


def add_mail(shop_id: str, row: MailRow, raw: bytes) -> bool:
    """This function will keep the mail, and say whether it is new."""
    _, is_new = models.MailIn.objects.get_or_create(
        shop_id=shop_id,
        id=row.id,
        defaults={
            "at": utc_of(row.at), "sender": row.sender, "subject": row.subject, "text": row.text,
            "raw": raw, "kind": row.kind, "state": row.state, "case_number": row.case_number,
            "guess": dict(row.guess),
        },
    )  # fmt: skip
    return is_new


def mail_with(shop_id: str, mail_id: str, *, lock: bool = False) -> MailRow | None:
    """This function will return the mail, or nothing; locked, nobody else sees to it until the transaction ends."""
    rows = models.MailIn.objects.filter(shop_id=shop_id, id=mail_id).defer("raw")
    found = (rows.select_for_update() if lock else rows).first()
    return _row(found) if found else None


def raw_mail(shop_id: str, mail_id: str) -> bytes:
    """This function will return the mail as it came; a missing one has no bytes."""
    found = models.MailIn.objects.filter(shop_id=shop_id, id=mail_id).values_list("raw", flat=True).first()
    return b"" if found is None else bytes(found)


def mark_mail(shop_id: str, mail_id: str, **changes: Any) -> None:
    """This function will put down what the mail is taken for now: its kind, state, case, guess."""
    models.MailIn.objects.filter(shop_id=shop_id, id=mail_id).update(**changes)


def open_mails(shop_id: str, most: int) -> tuple[MailRow, ...]:
    """This function will return the mails that wait for a person, the oldest first."""
    found = models.MailIn.objects.filter(shop_id=shop_id, state=OPEN).defer("raw").order_by("at", "id")[:most]
    return tuple(map(_row, found))


def orders_named(shop_id: str, numbers: Sequence[str]) -> tuple[OrderFound, ...]:
    """This function will return the orders that go by one of these numbers, in their order."""
    keys = dict.fromkeys(key for key in map(number_key, numbers) if key)
    rows = models.Order.objects.filter(shop_id=shop_id, number_key__in=keys)
    found = {
        key: OrderFound(number, email) for key, number, email in rows.values_list("number_key", "number", "email_key")
    }
    return tuple(found[key] for key in keys if key in found)[:_MOST_ORDERS]


def orders_of_sender(shop_id: str, sender: str) -> tuple[OrderFound, ...]:
    """This function will return the orders that were placed from this address, the newest first."""
    key = email_key(sender)
    if not key:
        return ()
    rows = models.Order.objects.filter(shop_id=shop_id, email_key=key).order_by("-placed_at", "number")
    return tuple(OrderFound(*row) for row in rows.values_list("number", "email_key")[:_MOST_ORDERS])


def was_written_to(shop_id: str, case_number: str, address: str) -> bool:
    """This function will say whether a mail of ours on the case went to this address.

    The copy of an acknowledgement does not count: nobody has proven that address, and it is told of the case once.
    """
    key = email_key(address)
    rows = models.MailOut.objects.filter(shop_id=shop_id, case_number=case_number).exclude(key__endswith=COPY_KEY)
    return bool(key) and any(email_key(one) == key for one in rows.values_list("recipient", flat=True))


def sent_mail(shop_id: str, mail_ids: Sequence[str]) -> tuple[str, str, str] | None:
    """This function will return id, case and key of the first of these mails that was sent from here and has arrived,
    as far as anybody knows."""
    rows = models.MailOut.objects.filter(shop_id=shop_id, id__in=list(mail_ids), state=SENT)
    return rows.order_by("at", "id").values_list("id", "case_number", "key").first()


def mark_bounced(shop_id: str, mail_id: str) -> None:
    """This function will put down that a mail of ours did not arrive."""
    models.MailOut.objects.filter(shop_id=shop_id, id=mail_id).update(state=BOUNCED)


def _row(one: models.MailIn) -> MailRow:
    return MailRow(
        id=one.id, at=instant_of(one.at), sender=one.sender, subject=one.subject, text=one.text, kind=one.kind,
        state=one.state, case_number=one.case_number, guess=one.guess,
    )  # fmt: skip
