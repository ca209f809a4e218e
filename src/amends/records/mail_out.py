"""Queries on mail that was sent.

Law: a mail is one row under its own id, however often it was sent.
"""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.dates import Instant, utc_of
from amends.records import models

MOST_IN_A_THREAD = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """One mail as it was sent."""

    id: str
    case_number: str
    key: str  # of the effect
    at: Instant
    recipient: str
    subject: str


def add_sent(shop_id: str, mail: SentMail) -> bool:
    """This function will put down that the mail was sent, and say whether that is new."""
    values = {
        "case_number": mail.case_number, "key": mail.key, "at": utc_of(mail.at),
        "recipient": mail.recipient, "subject": mail.subject,
    }  # fmt: skip
    _, is_new = models.MailOut.objects.get_or_create(shop_id=shop_id, id=mail.id, defaults=values)
    return is_new


def is_sent(shop_id: str, mail_id: str) -> bool:
    """This function will say whether the mail is known to have been sent."""
    return models.MailOut.objects.filter(shop_id=shop_id, id=mail_id).exists()


def thread_of(shop_id: str, case_number: str) -> tuple[str, ...]:
    """This function will return the ids of the mails that were sent on the case, the first one first."""
    rows = models.MailOut.objects.filter(shop_id=shop_id, case_number=case_number).order_by("at", "id")
    return tuple(rows.values_list("id", flat=True)[:MOST_IN_A_THREAD])
