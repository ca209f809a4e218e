"""A mail with something in each of its places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from amends.ports.mail import Attachment, Button, Cited, Look, Mail, Mailbox, Picture, Row

AT = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
FULL = Mail(
    id="<12-mail-1.R-ABCDE.silver@wrenfold.example>",
    sender=Mailbox("letters@wrenfold.example", "Wrenfold"),
    recipient=Mailbox("anna@customers.example", "Anna O'Brien"),
    reply_to="letters+R-ABCDE.k3yk3yk3yk3yk3yk@wrenfold.example",
    subject="Your return R-ABCDE: we have your parcel",
    headline="We have your parcel.",
    look=Look(shop="Wrenfold", light={"accent": "#1f5b78"}, dark={"accent": "#8cc7e3"}, foot=("7 Millrace Lane",)),
    paragraphs=("It arrived on Monday.", "We look at it by Thursday."),
    rows=(Row("You get", "34.00 USD"), Row("By", "9 April 2026")),
    clauses_title="The rules that decided this",
    clauses=(Cited("B1-window", "You have 35 days from the day we post your parcel."),),
    buttons=(Button("See your return", "https://returns.example/silver/l/a?b=1&c=2"),),
    address_title="Send it to",
    address=("Wrenfold Silver", "Burlington, VT 05401"),
    pictures=(Picture("code.png", "image/png", PNG, "A square code that says R-ABCDE"),),
    closing=("Answer this mail to write to us.",),
    attachments=(Attachment("label.pdf", "application/pdf", b"%PDF-1.7 label"),),
    in_reply_to="<3-mail-1.R-ABCDE.silver@wrenfold.example>",
    references=("<1-mail-1.R-ABCDE.silver@wrenfold.example>", "<3-mail-1.R-ABCDE.silver@wrenfold.example>"),
)


def mail(**changes: Any) -> Mail:
    """This function will return the mail with some of it changed."""
    return replace(FULL, **changes)
