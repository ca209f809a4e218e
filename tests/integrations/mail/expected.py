"""What each mail of the corpus is, for a shop with one case and three orders."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from amends.core.mail.addresses import Ours
from amends.core.mail.inbound import InboundMail
from amends.core.mail.match import KnownCase, KnownOrder, leads
from amends.records.keys import email_key, number_key

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))
OURS = Ours("silver", "wrenfold.example", "letters")
CASE, TOKEN, OWNER = "R-7K3PX2", "k3yk3yk3yk3yk3yk", "anna@customers.example"
ORDERS = {"WR-1042": OWNER, "WR-1050": OWNER, "WR-2001": "bob@customers.example"}


class Expected(NamedTuple):
    """The kind, what it is about, whether its sender is known, and the words that are new in it."""

    kind: str
    about: str
    sender: str
    text: str


_M, _R, _U, _A, _B, _L = "message", "request", "unknown", "automatic", "bounce", "loop"
_REPORT = "I'm sorry to have to inform you that your message could not be delivered."
EXPECTED = {
    "01-gmail-reply": Expected(_M, CASE, "known", "Thank you, I have posted it today.\n\nAnna"),
    "02-gmail-wrapped-attribution": Expected(_M, CASE, "known", "When will you look at it?"),
    "03-outlook-html-only": Expected(_M, CASE, "known", "Dear shop,\n\n1. the box is a little worn & I am sorry."),
    "04-outlook-divider": Expected(_M, CASE, "known", "Vielen Dank für die schnelle Antwort."),
    "05-apple-mail": Expected(_M, CASE, "known", "I’d rather have it repaired."),
    "06-answers-between-the-lines": Expected(_M, CASE, "known", "Yes, it is.\n\nNo, never."),
    "07-french-attribution": Expected(_M, CASE, "known", "Merci beaucoup !"),
    "08-turkish": Expected(_M, CASE, "strange", "Kutuyu da gönderiyorum, ışıltısı hâlâ güzel."),
    "09-right-to-left": Expected(_M, CASE, "known", "תודה, החבילה בדרך."),
    "10-emoji": Expected(_M, CASE, "known", "😍 Love it, but the 💍 is too small 😢"),
    "11-japanese": Expected(_M, CASE, "known", "よろしくお願いします。"),
    "12-capitals-lost-on-the-way": Expected(_M, CASE, "known", "It is on its way."),
    "13-token-in-the-envelope-alone": Expected(_M, CASE, "known", "Here is the tracking number: RX123456785US"),
    "14-known-token-from-another-address": Expected(_M, CASE, "strange", "I write from work now."),
    "15-wrong-token": Expected(_U, CASE, "strange", "Please send the money to another account."),
    "16-thread-from-a-stranger": Expected(_U, CASE, "strange", "Please withdraw my return."),
    "17-case-number-by-its-owner": Expected(_M, CASE, "known", "Is there any news?"),
    "18-case-number-by-a-stranger": Expected(_U, CASE, "strange", "Is there any news?"),
    "19-request-with-number": Expected(
        _R, "WR-1042", "known", "Hello,\n\nI would like to return the Millrace chain. I have changed my mind.\n\nAnna"
    ),
    "20-number-with-spaces-and-small": Expected(_R, "WR-1042", "known", "the clasp is broken"),
    "21-number-in-the-body": Expected(_R, "WR-1042", "known", "My order number is: #WR–1042. It arrived broken."),
    "22-reply-to-the-confirmation": Expected(_R, "WR-1042", "known", "Can I still change the engraving?"),
    "23-number-of-somebody-else": Expected(_U, "WR-1042", "strange", "Please cancel it."),
    "24-no-number-one-order": Expected(_R, "WR-2001", "known", "It has turned black."),
    "25-no-number-two-orders": Expected(_U, "WR-1042", "known", "It has turned black."),
    "26-stranger-without-anything": Expected(_U, "", "strange", "When are you open?"),
    "27-photos": Expected(_R, "WR-1042", "known", "See the photos."),
    "28-winmail": Expected(_R, "WR-1042", "known", "See the attachment."),
    "29-smime-signed": Expected(_R, "WR-1042", "known", "Die Schließe ist gebrochen."),
    "30-empty-body": Expected(_M, CASE, "known", ""),
    "31-forwarded": Expected(
        _R, "WR-2001", "known",
        "---------- Forwarded message ---------\nFrom: Wrenfold <letters@wrenfold.example>\n"
        "Date: Fri, Nov 20, 2026\nSubject: Your order WR-2001\n\nThank you for your order WR-2001.",
    ),
    "32-text-in-cp1252": Expected(_R, "WR-1042", "known", "It cost 40 € – too much…"),
    "33-unknown-charset": Expected(_R, "WR-1042", "known", "Schön"),
    "34-out-of-office-english": Expected(_A, CASE, "known", "I am out of the office until Monday."),
    "35-out-of-office-german": Expected(_A, CASE, "known", "Ich bin bis Montag nicht da."),
    "36-out-of-office-french": Expected(_A, CASE, "known", "Je suis absente."),
    "37-out-of-office-turkish": Expected(_A, CASE, "known", "Pazartesi dönerim."),
    "38-mailing-list": Expected(_A, "", "strange", "Our offers for November."),
    "39-bounce": Expected(_B, CASE, "strange", _REPORT),
    "40-delayed": Expected(_A, CASE, "strange", _REPORT),
    "41-delivered": Expected(_A, "", "strange", _REPORT),
    "42-bounce-headers-alone": Expected(_B, CASE, "strange", _REPORT),
    "43-bounce-in-words": Expected(
        _B, CASE, "strange",
        "Hi. This is the qmail-send program. I'm afraid I wasn't able to deliver your message.\n\n"
        "<anna@customers.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n\n"
        "Message-ID: <12-mail-1-0a1b2c3d4e5f6071.R-7K3PX2.silver@wrenfold.example>\nSubject: Your return",
    ),
    "44-our-own-came-back": Expected(_L, CASE, "strange", "We have agreed."),
    "45-loop-by-mark": Expected(_L, CASE, "strange", "Hello"),
    "46-loop-by-hops": Expected(_L, CASE, "strange", "Hello"),
    "47-no-reply-shop": Expected(_U, "WR-1042", "strange", "Your parcel is on its way."),
    "48-two-senders": Expected(_U, "WR-1042", "strange", "Hello"),
    "49-two-from-headers": Expected(_U, "WR-1042", "strange", "Hello"),
    "50-address-in-the-name": Expected(_U, "WR-1042", "strange", "Hello"),
    "51-lookalike": Expected(_U, "WR-1042", "strange", "Hello"),
    "52-address-trick": Expected(_U, "WR-1042", "strange", "Hello"),
    "53-charset-that-runs-away": Expected(_R, "WR-1042", "known", "hello-aaa"),
    "54-subject-that-turns-the-writing": Expected(_M, CASE, "known", "Hello"),
    "55-broken-multipart": Expected(_M, CASE, "known", "Hello there"),
    "56-only-html-with-hidden-text": Expected(_M, CASE, "known", "First\nsecond <b>\n\n- one\n- two\n\na b"),
}  # fmt: skip


def looked_up(mail: InboundMail) -> tuple[tuple[KnownCase, ...], tuple[KnownOrder, ...]]:
    """This function will look the mail's leads up, as the use case does in the tables."""
    found, sender = leads(mail, OURS), email_key(mail.sender)
    numbers = dict.fromkeys((*(number for number, _ in found.tokens), *found.cases, *found.named))
    cases = tuple(KnownCase(one, sender == OWNER, TOKEN) for one in numbers if one == CASE)
    keys = [number_key(one) for one in found.numbers]
    named = sorted((one for one in ORDERS if number_key(one) in keys), key=lambda one: keys.index(number_key(one)))
    own = [one for one, owner in ORDERS.items() if owner == sender and one not in named]
    orders = [KnownOrder(one, ORDERS[one] == sender) for one in named]
    return cases, (*orders, *(KnownOrder(one, belongs=True, named=False) for one in own))
