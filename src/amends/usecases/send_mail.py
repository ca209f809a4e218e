"""Sending the mail that an effect of the outbox asks for.

Laws: a mail that is known to have been sent is not sent again, and one that is sent twice all the same (an answer was
lost) is one mail to its reader; nothing is sent to whoever must not hear of the case; no transaction is open while the
server is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from amends.core.cases.events import LabelMade, MessageSent
from amends.core.dates import Instant
from amends.core.mail.addresses import Ours, message_id, token_of
from amends.ports.mail import Attachment, Mail, Mailer
from amends.records.cases import case_numbered
from amends.records.mail_out import SentMail, add_sent, is_sent, thread_of
from amends.records.parcels import page_of_label
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing
from amends.usecases.make_link import make_link
from amends.usecases.show_case import ShownCase, show_case
from amends.usecases.write_mail import Envelope, is_for_nobody, write_mail

Sent = Literal["sent", "known", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """From where mails go: whose they are, what the server sends as, the secret of reply addresses, and our pages."""

    ours: Ours
    sender: str
    secret: bytes
    address: str  # where the pages live, `https://returns.example.com`


def send_mail(
    shop: ShopRow, case_number: str, key: str, body: Mapping[str, Any], mailer: Mailer, office: Office, at: Instant
) -> Sent:
    """This function will write the mail of the effect `key` and hand it over. Raises what the mailer raises."""
    if is_sent(shop.id, message_id(office.ours, case_number, key)):
        return "known"
    found = _found(shop, case_number)
    if is_for_nobody(found):
        return "nobody"
    mail = _written(shop, found, key, body, office, at)
    mailer.send(mail)
    row = SentMail(
        id=mail.id, case_number=case_number, key=key, at=at, recipient=mail.recipient.address, subject=mail.subject
    )
    add_sent(shop.id, row)
    return "sent"


def _found(shop: ShopRow, case_number: str) -> ShownCase:
    row = case_numbered(shop.id, case_number)
    found = show_case(shop, case_number, {row.case.order: row.case.by}) if row else None
    if found is None:
        raise CaseMissing(f"there is no case `{case_number}`.")
    return found


def _written(shop: ShopRow, found: ShownCase, key: str, body: Mapping[str, Any], office: Office, at: Instant) -> Mail:
    case, number = found.row.case, found.row.number
    with transaction.atomic():
        page = make_link(
            shop, purpose="case", order_number=case.order, by=case.by, at=at, address=office.address, case_number=number
        )
    event = found.history[int(body["event"]) - 1].event
    envelope = Envelope(
        ours=office.ours,
        sender=office.sender,
        key=key,
        token=token_of(office.secret, shop.id, number),
        page=page,
        earlier=thread_of(shop.id, number),
        attachments=_label(shop, number, event.label) if isinstance(event, LabelMade) else (),
        message=_message(found, event.message) if isinstance(event, MessageSent) else "",
    )
    return write_mail(shop, found, body, envelope)


def _label(shop: ShopRow, number: str, label_id: str) -> tuple[Attachment, ...]:
    content = page_of_label(shop.id, label_id)
    return (Attachment(f"label-{number}.pdf", "application/pdf", content),) if content else ()


def _message(found: ShownCase, message_id: str) -> str:
    """This function will return the words of a message; erased since, it says so."""
    kept = next((one.text for one in found.messages if one.id == message_id), "")
    return kept or "The words of this message have been erased."
