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
from amends.core.vocabulary import GIFT_RECIPIENT
from amends.languages import nearest_of_the_law, of_the_law
from amends.ports.mail import Attachment, Mail, Mailbox, Mailer
from amends.records.cases import case_numbered
from amends.records.contacts import COPY, HELPER, RECIPIENT, contacts_of
from amends.records.mail_out import SentMail, add_sent, is_sent, thread_of
from amends.records.parcels import page_of_label
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing
from amends.usecases.make_link import Purpose, make_link
from amends.usecases.name_contact import helper_of
from amends.usecases.show_case import ShownCase, show_case
from amends.usecases.write_mail import Envelope, write_mail

Sent = Literal["sent", "known", "nobody"]
WITHDRAWAL = "withdrawal"  # the acknowledgement, which is written in more languages than the other mails


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
    found = _found(shop, case_number, str(body["stage"]))
    to = _recipient(shop, found, body)
    if to is None:
        return "nobody"
    mail = _written(shop, found, key, body, office, at, to)
    mailer.send(mail)
    row = SentMail(
        id=mail.id, case_number=case_number, key=key, at=at, recipient=mail.recipient.address, subject=mail.subject
    )
    add_sent(shop.id, row)
    return "sent"


def _found(shop: ShopRow, case_number: str, stage: str) -> ShownCase:
    row = case_numbered(shop.id, case_number)
    spoken = of_the_law(row.language) if row and stage == WITHDRAWAL and nearest_of_the_law([row.language]) else None
    found = show_case(shop, case_number, {row.case.order: row.case.by}, spoken) if row else None
    if found is None:
        raise CaseMissing(f"there is no case `{case_number}`.")
    return found


def _recipient(shop: ShopRow, found: ShownCase, body: Mapping[str, Any]) -> Mailbox | None:
    """Who is written to, or nothing: who got a present has perhaps given no address, and the buyer must not hear of it;
    a helper may have been ended since; an order may have no address.
    """
    case, order, helper = found.row.case, found.order, str(body.get("contact", ""))
    if helper:
        contact = helper_of(shop, found.row.number, helper)
        return Mailbox(contact.email, contact.name) if contact else None
    if "copy" in body:
        known = (one for one in contacts_of(shop.id, found.row.number) if one.kind == COPY and one.id == body["copy"])
        return next((Mailbox(one.email, order.customer_name) for one in known), None)
    if case.by == GIFT_RECIPIENT:
        known = (one for one in contacts_of(shop.id, found.row.number) if one.kind == RECIPIENT)
        return next((Mailbox(one.email, "") for one in known), None)
    return Mailbox(order.email, order.customer_name) if order.email else None


def _page(shop: ShopRow, found: ShownCase, body: Mapping[str, Any], office: Office, at: Instant) -> str:
    """An address that nobody has proven gets no way in: who got a present finds the case by the gift code, and who gets
    a copy by the order's number and what proves it.
    """
    helper = str(body.get("contact", ""))
    case, number = found.row.case, found.row.number
    if "copy" in body:
        return f"{office.address.rstrip('/')}/{shop.id}/find"
    if case.by == GIFT_RECIPIENT:
        return f"{office.address.rstrip('/')}/{shop.id}/gift"
    purpose: Purpose = "helper" if helper else "case"
    by = f"{HELPER} {helper}" if helper else case.by
    with transaction.atomic():
        return make_link(
            shop, purpose=purpose, order_number=case.order, by=by, at=at, address=office.address, case_number=number
        )


def _written(
    shop: ShopRow, found: ShownCase, key: str, body: Mapping[str, Any], office: Office, at: Instant, to: Mailbox
) -> Mail:
    number = found.row.number
    event = found.history[int(body["event"]) - 1].event
    envelope = Envelope(
        ours=office.ours,
        sender=office.sender,
        key=key,
        token="" if "copy" in body else token_of(office.secret, shop.id, number),
        page=_page(shop, found, body, office, at),
        earlier=thread_of(shop.id, number),
        attachments=_label(shop, number, event.label) if isinstance(event, LabelMade) else (),
        message=_message(found, event.message) if isinstance(event, MessageSent) else "",
        to=to,
    )
    return write_mail(shop, found, body, envelope)


def _label(shop: ShopRow, number: str, label_id: str) -> tuple[Attachment, ...]:
    content = page_of_label(shop.id, label_id)
    return (Attachment(f"label-{number}.pdf", "application/pdf", content),) if content else ()


def _message(found: ShownCase, message_id: str) -> str:
    """This function will return the words of a message; erased since, it says so."""
    kept = next((one.text for one in found.messages if one.id == message_id), "")
    return kept or "The words of this message have been erased."
