"""Listing the mail that waits for a person, each with the date by which the shop has promised an answer.

Law: the clock began when the mail came, whatever was tried with it since (the policy's promise to answer).
"""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.cases.rules import rules_of
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.records.mail import MailRow, mail_with, open_mails
from amends.records.policies import policy_for
from amends.records.shops import ShopRow

MOST = 200


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that waits, and by when it is to be answered."""

    row: MailRow
    act_by: Instant | None
    overdue: bool


def list_mail(shop: ShopRow, at: Instant) -> tuple[WaitingMail, ...]:
    """This function will return what waits, the oldest first."""
    return _told(shop, open_mails(shop.id, MOST), at)


def read_waiting_mail(shop: ShopRow, mail_id: str, at: Instant) -> WaitingMail | None:
    """This function will return one mail, whether it still waits or not."""
    row = mail_with(shop.id, mail_id)
    return _told(shop, (row,), at)[0] if row else None


def _told(shop: ShopRow, rows: tuple[MailRow, ...], at: Instant) -> tuple[WaitingMail, ...]:
    policy = policy_for(shop, at) if rows else None
    rules = rules_of(policy, shop.desk) if policy else None
    dates = [rules.after(one.at, rules.spans[State.WAITING]) if rules else None for one in rows]
    return tuple(
        WaitingMail(row, by, overdue=row.state == "open" and by is not None and by < at)
        for row, by in zip(rows, dates, strict=True)
    )
