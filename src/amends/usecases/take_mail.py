"""Taking a mail that came in: kept whole, and put where it belongs - into its case, into a new one, or before a person.

Laws: the same mail is taken once, however often it comes; nobody writes into a case or on an order who is not the one
it belongs to, or holds its secret address; a machine's mail is never answered; what is not clear waits for a person,
and its clock began when the mail came.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from amends.core.cases.commands import Record
from amends.core.cases.events import MailBounced
from amends.core.dates import Instant
from amends.core.mail.addresses import token_of
from amends.core.mail.inbound import InboundMail
from amends.core.mail.match import Kind, KnownCase, KnownOrder, Match, leads, match
from amends.core.vocabulary import GIFT_RECIPIENT
from amends.ports.inbound import Desk
from amends.records.cases import CaseRow, case_numbered
from amends.records.keys import email_key
from amends.records.mail import (
    DONE,
    OPEN,
    MailRow,
    add_mail,
    mail_with,
    mark_bounced,
    mark_mail,
    orders_named,
    orders_of_sender,
    sent_mail,
    was_written_to,
)
from amends.records.orders import order_with
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing, act_on_case
from amends.usecases.add_photo import Sent, add_photos
from amends.usecases.answer_mail import Filed, open_by_mail
from amends.usecases.send_message import CUSTOMER, LONGEST, MessageInvalid, send_message

_log = logging.getLogger("amends.mail")
_MOST_CASES = 20  # that one mail may lead to
_SET_ASIDE = {Kind.AUTOMATIC, Kind.BOUNCE, Kind.LOOP}
_NO_WORDS = "(A mail without words.)"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail: which one it is, what it was taken for, and the case that it went to, if any."""

    mail_id: str
    kind: str
    case_number: str = ""
    waits: bool = False  # for a person


def take_mail(shop: ShopRow, raw: bytes, desk: Desk, at: Instant) -> Taken:
    """This function will take the mail that came in at `at`. Nothing that a stranger sends raises."""
    mail = desk.read(raw)
    mail_id = digest_of(mail, raw)
    with transaction.atomic():
        new = _row(mail, mail_id, at)
        is_new = add_mail(shop.id, new, raw)
        row = _settled(shop, new, mail, desk, at) if is_new else mail_with(shop.id, mail_id) or new
    if row.case_number and row.guess.get("photos") == "new":
        add_mail_photos(shop, row, mail, desk, at)
    return Taken(row.id, row.kind, row.case_number, row.state == OPEN)


def digest_of(mail: InboundMail, raw: bytes) -> str:
    """This function will return what is the same for every copy of the mail, whichever servers it came through."""
    if not mail.id:
        return hashlib.sha256(raw).hexdigest()
    told = hashlib.sha256()
    texts = (mail.id, mail.sender, mail.subject, mail.whole, mail.failure.recipient if mail.failure else "")
    for part in (*(text.encode("utf-8", "replace") for text in texts), *(photo.content for photo in mail.photos)):
        told.update(len(part).to_bytes(8) + part)
    return told.hexdigest()


def message_from(shop: ShopRow, row: MailRow, case_number: str, *, at: Instant, secret: bytes) -> CaseRow:
    """This function will put the mail's words into the case as its customer's message, once."""
    words = row.text.strip() or _NO_WORDS
    kept = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"  # the mail itself is kept whole
    return send_message(
        shop, case_number, kept, by=CUSTOMER, key=f"mail {row.id}", at=at, secret=secret, channel="mail", mail_id=row.id
    )


def add_mail_photos(shop: ShopRow, row: MailRow, mail: InboundMail, desk: Desk, at: Instant) -> None:
    """This function will put the mail's photos into its case, those that can be read, and remember that it was done."""
    sent = [Sent(one.name, one.content) for one in mail.photos]
    added = add_photos(shop, row.case_number, sent, desk.photos, by=CUSTOMER, at=at)
    refused = [{"name": name, "why": error.what} for name, error in added.refused]
    mark_mail(shop.id, row.id, guess={**row.guess, "photos": len(added.kept), "refused": refused})


def _row(mail: InboundMail, mail_id: str, at: Instant) -> MailRow:
    guess: dict[str, Any] = {"name": _plain(mail.sender_name), "problems": list(mail.problems)}
    if mail.photos:
        guess["photos"] = "new"
    if mail.left_out:
        guess["left_out"] = [_plain(one.name) for one in mail.left_out]
    return MailRow(
        id=mail_id, at=at, sender=_plain(mail.sender), subject=_plain(mail.subject),
        text=_plain(mail.text or mail.whole), kind=Kind.UNKNOWN.value, guess=guess,
    )  # fmt: skip


def _settled(shop: ShopRow, row: MailRow, mail: InboundMail, desk: Desk, at: Instant) -> MailRow:
    """A mail over which we stumble must not come again and again, nor be lost: a person reads it."""
    try:
        with transaction.atomic():
            return _settle(shop, row, mail, desk, at)
    except (OperationalError, InterfaceError):
        raise  # the database is away: whoever brought the mail brings it again
    except Exception:  # noqa: BLE001 - whatever it is, the mail must not be lost
        _log.exception("mail %s of %s could not be filed", row.id, shop.id)
        return row


def _settle(shop: ShopRow, row: MailRow, mail: InboundMail, desk: Desk, at: Instant) -> MailRow:
    found = find_match(shop, mail, desk)
    guess = {
        **row.guess, "why": found.why, "case": found.case, "order": found.order, "sender_known": found.sender_known,
    }  # fmt: skip
    filed = _file(shop, replace(row, guess=guess), mail, found, desk, at)
    is_done = bool(filed.case_number) or found.kind in _SET_ASIDE
    done = replace(
        row, kind=found.kind.value, state=DONE if is_done else OPEN, case_number=filed.case_number,
        guess={**guess, **filed.guess},
    )  # fmt: skip
    mark_mail(shop.id, row.id, kind=done.kind, state=done.state, case_number=done.case_number, guess=dict(done.guess))
    return done


def _file(shop: ShopRow, row: MailRow, mail: InboundMail, found: Match, desk: Desk, at: Instant) -> Filed:
    match found.kind:
        case Kind.MESSAGE:
            return _to_case(shop, row, found.case, desk, at)
        case Kind.REQUEST:
            filed = open_by_mail(shop, row, mail.text, found.order, at=at, secret=desk.secret)
            if filed.into:
                return replace(_to_case(shop, row, filed.into, desk, at), guess=filed.guess)
            return filed
        case Kind.BOUNCE if mail.failure is not None:
            return _bounced(shop, mail.failure.mail_ids, at)
    return Filed()


def _to_case(shop: ShopRow, row: MailRow, case_number: str, desk: Desk, at: Instant) -> Filed:
    try:
        with transaction.atomic():
            message_from(shop, row, case_number, at=at, secret=desk.secret)
    except (MessageInvalid, CaseMissing) as error:
        return Filed(guess={"case": case_number, "why": error.what})  # a person reads it
    return Filed(case_number=case_number)


def _bounced(shop: ShopRow, mail_ids: tuple[str, ...], at: Instant) -> Filed:
    """A report counts for a mail that was sent from here, and once; anything else was made up, or is old."""
    sent = sent_mail(shop.id, mail_ids)
    if sent is None:
        return Filed(guess={"why": "a report about no mail of ours"})
    mail_id, case_number, key = sent
    mark_bounced(shop.id, mail_id)
    try:
        act_on_case(shop, case_number, Record(event=MailBounced(key=key)), at=at, by="mail")
    except CaseMissing:
        return Filed()
    return Filed(case_number=case_number)


def find_match(shop: ShopRow, mail: InboundMail, desk: Desk) -> Match:
    """This function will say what the mail is, from all that its leads lead to."""
    found = leads(mail, desk.ours)
    numbers = dict.fromkeys((*(case for case, _ in found.tokens), *found.cases, *found.named))
    rows = [case_numbered(shop.id, number) for number in list(numbers)[:_MOST_CASES]]
    cases = tuple(_known(shop, row, mail.sender, desk.secret) for row in rows if row is not None)
    own = email_key(mail.sender)
    named = orders_named(shop.id, found.numbers)
    rest = [one for one in orders_of_sender(shop.id, mail.sender) if one not in named]
    orders = (
        *(KnownOrder(one.number, bool(own) and one.email == own) for one in named),
        *(KnownOrder(one.number, belongs=True, named=False) for one in rest),
    )
    return match(mail, desk.ours, cases, orders)


def _known(shop: ShopRow, row: CaseRow, sender: str, secret: bytes) -> KnownCase:
    """A case belongs to whoever we write to about it; the buyer of a gift is not told of its recipient's case."""
    order = order_with(shop.id, row.case.order)
    is_buyer = row.case.by != GIFT_RECIPIENT and order is not None and _same(order.email, sender)
    belongs = is_buyer or was_written_to(shop.id, row.number, sender)
    return KnownCase(row.number, belongs, token_of(secret, shop.id, row.number))


def _same(one: str, other: str) -> bool:
    return bool(email_key(one)) and email_key(one) == email_key(other)


def _plain(text: str) -> str:
    """No database keeps a zero character, nor halves of letters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
