"""Telling the shop's own people of what calls for one of them: a date that has passed, a refund that went wrong.

Laws: told twice it is one mail to its reader, by its id; it says what to look at and where, and of the customer nothing
but the case's number; no transaction is open while the server is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.core.mail.addresses import message_id
from amends.ports.mail import Button, Mail, Mailbox, Mailer
from amends.records.shops import ShopRow
from amends.usecases.send_mail import Office
from amends.usecases.write_mail import look_of

# What has happened, and what somebody should do.
SAYS: Mapping[str, tuple[str, str]] = {
    "ran_late": ("A date has passed", "What was promised for this case is overdue. Look what it waits for."),
    "payout_failed": ("A refund did not arrive", "The payment provider could not pay. Choose another way to pay it."),
    "give_back_failed": (
        "Money did not go back to a customer",
        "The payment provider could not give back what nobody owed. Pay it by hand, and put that down in the outbox.",
    ),
    "refund_seen": (
        "Somebody refunded outside of Amends",
        "The payment provider tells of a refund that was not made here. See whether this case still owes anything.",
    ),
    "dispute_seen": (
        "A customer's bank disputes a payment",
        "Nothing is refunded by that payment until it is settled.",
    ),
    "mail_bounced": ("A mail did not arrive", "The customer's address does not take our mail. Find another way."),
    "message_received": ("A customer has written", "An answer is waited for."),
}
_ELSE = ("Something calls for a person", "Look at the case.")


def tell_shop(
    shop: ShopRow, case_number: str, key: str, body: Mapping[str, Any], mailer: Mailer, office: Office
) -> None:
    """This function will send the alert of the effect `key` to the shop's own address, or raise as the mailer does."""
    title, sentence = SAYS.get(str(body.get("what")), _ELSE)
    mailer.send(
        Mail(
            id=message_id(office.ours, case_number, key),
            sender=Mailbox(office.sender, shop.name),
            recipient=Mailbox(shop.email, shop.name),
            subject=f"{case_number}: {title}",
            headline=title,
            look=look_of(shop),
            paragraphs=(sentence,),
            buttons=(Button("Open the case", f"{office.address}/console/{shop.id}/cases/{case_number}/"),),
        )
    )
