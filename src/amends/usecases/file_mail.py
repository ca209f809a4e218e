"""Putting a mail that waited for a person where it belongs: into a case, or away.

Laws: a mail is seen to once; its words go in as the customer's, since a member only says where they belong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.ports.inbound import Desk
from amends.records.cases import CaseRow
from amends.records.mail import DONE, OPEN, MailRow, mail_with, mark_mail, raw_mail
from amends.records.shops import ShopRow
from amends.usecases.answer_mail import MOST_NOTED
from amends.usecases.open_case import Form, open_case
from amends.usecases.take_mail import add_mail_photos, message_from
from amends.usecases.weigh_claim import Ask


class MailMissing(AmendsError):
    """There is no such mail, or somebody has seen to it already."""

    code = "mail_missing"


def file_mail(shop: ShopRow, mail_id: str, case_number: str, desk: Desk, *, by: str, at: Instant) -> CaseRow:
    """This function will put the mail into the case as a message, with its photos; `by` is the member who says so."""
    with transaction.atomic():
        row = _waiting(shop, mail_id)
        case = message_from(shop, row, case_number, at=at, secret=desk.secret)
        _done(shop, row, case_number, by)
    _photos(shop, mail_id, desk, at)
    return case


def open_from_mail(  # noqa: PLR0913 - what a member says about a mail, each thing by its name
    shop: ShopRow,
    mail_id: str,
    order_number: str,
    asks: Sequence[Ask],
    desk: Desk,
    *,
    by: str,
    at: Instant,
    stated: Mapping[str, str] | None = None,
) -> CaseRow:
    """This function will open a case for what a member has understood; each claim was made when the mail came.

    The caller sets `asked_at` of the claims to the mail's moment (`MailRow.at`).
    """
    with transaction.atomic():
        row = _waiting(shop, mail_id)
        note = row.text[:MOST_NOTED].strip()
        form = Form(
            key=row.id, asks=tuple(asks), seal=None, note=note, channel="mail", actor=by, stated=dict(stated or {})
        )
        case = open_case(shop, order_number, form, at, desk.secret)
        _done(shop, row, case.number, by)
    _photos(shop, mail_id, desk, at)
    return case


def close_mail(shop: ShopRow, mail_id: str, *, by: str) -> None:
    """This function will put the mail away: it belongs to no case."""
    with transaction.atomic():
        _done(shop, _waiting(shop, mail_id), "", by)


def _waiting(shop: ShopRow, mail_id: str) -> MailRow:
    row = mail_with(shop.id, mail_id, lock=True)
    if row is None or row.state != OPEN:
        raise MailMissing("somebody has seen to this mail already.", hint="Look at the list again.")
    return row


def _done(shop: ShopRow, row: MailRow, case_number: str, by: str) -> None:
    mark_mail(shop.id, row.id, state=DONE, case_number=case_number, guess={**row.guess, "filed_by": by})


def _photos(shop: ShopRow, mail_id: str, desk: Desk, at: Instant) -> None:
    row = mail_with(shop.id, mail_id)
    if row is not None and row.guess.get("photos") == "new":
        add_mail_photos(shop, row, desk.read(raw_mail(shop.id, mail_id)), desk, at)
