"""Mails as they come in, and the desk that takes them."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from typing import Any

from PIL import Image
from tests.sample_shops import AT, shop

from amends.core.mail.addresses import Ours, message_id, reply_address, token_of
from amends.integrations.mail.read import read_mail
from amends.integrations.photos.reader import read_photo
from amends.ports.inbound import Desk
from amends.records.cases import CaseRow, case_numbered
from amends.records.mail import MailRow, mail_with, ours_of
from amends.usecases.take_mail import Taken, take_mail

SECRET = b"of the tests"
INES = "Ines Carvalho <ines@example.com>"  # of WR-1001
STRANGER = "Sam Stranger <sam@elsewhere.example>"


def ours(shop_id: str = "silver") -> Ours:
    """This function will return whose mails the shop's are."""
    return ours_of(shop(shop_id))


def desk(shop_id: str = "silver") -> Desk:
    """This function will return the desk as it is set up, with the real readers."""
    return Desk(ours=ours(shop_id), secret=SECRET, read=read_mail, photos=read_photo)


def mail(text: str, *, sender: str = INES, subject: str = "A return", to: str = "", **headers: str) -> EmailMessage:
    """This function will write a mail to the silver shop."""
    written = EmailMessage(policy=SMTP)
    written["From"] = sender
    written["To"] = to or ours().address
    written["Subject"] = subject
    for name, value in {"Message_ID": f"<{abs(hash((text, sender, subject)))}@mail.example>", **headers}.items():
        if value:
            written[name.replace("_", "-")] = value
    written.set_content(text)
    return written


def taken(written: EmailMessage | bytes, at: int = AT, shop_id: str = "silver") -> Taken:
    """This function will have the mail come in."""
    raw = written if isinstance(written, bytes) else written.as_bytes()
    return take_mail(shop(shop_id), raw, desk(shop_id), at)


def kept(one: Taken, shop_id: str = "silver") -> MailRow:
    """This function will return the mail as it is kept."""
    row = mail_with(shop_id, one.mail_id)
    assert row is not None
    return row


def case(one: Taken | str, shop_id: str = "silver") -> CaseRow:
    """This function will return the case that the mail went to."""
    row = case_numbered(shop_id, one if isinstance(one, str) else one.case_number)
    assert row is not None
    return row


def reply_to(number: str) -> str:
    """This function will return the secret address of a case."""
    return reply_address(ours(), number, token_of(SECRET, "silver", number))


def our_id(number: str, key: str = "1.mail.1") -> str:
    """This function will return the id of a mail of ours on a case."""
    return message_id(ours(), number, f"{number}.{key}")


def picture(**size: Any) -> bytes:
    """This function will draw a photo."""
    out = BytesIO()
    Image.new("RGB", (size.get("width", 40), 30), (120, 10, 200)).save(out, "PNG")
    return out.getvalue()
