"""Naming who besides the buyer hears of a case: the address of who got a present, or somebody who helps the buyer.

Laws: who got a present says where to be written to, and the buyer is never told; only the buyer names a helper, and can
end it at any time; a helper sees one case, no money and no other order, and decides nothing; money goes back the way it
was paid, whoever helps.
"""

from __future__ import annotations

from django.db import transaction

from amends.core.cases.effects import Effect
from amends.core.dates import HOUR, Instant
from amends.core.errors import AmendsError
from amends.core.vocabulary import BUYER, GIFT_RECIPIENT
from amends.records.contacts import HELPER, RECIPIENT, ContactRow, add_contact, contacts_of, end_contact
from amends.records.keys import MOST, email_key
from amends.records.links import mails_asked
from amends.records.outbox import add_effects
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import lock_case
from amends.usecases.send_message import clean

MOST_HELPERS, MOST_MAILS_AN_HOUR = 3, 3
LONGEST_NAME = 100
LINK = "link"  # the mail that brings a link and nothing else


class ContactRefused(AmendsError):
    """Nobody can be named so; `field` says where it is wrong."""

    code = "contact_refused"

    def __init__(self, what: str, field: str, hint: str = "") -> None:
        super().__init__(what, hint=hint)
        self.field = field


def tell_address(shop: ShopRow, number: str, email: str, at: Instant) -> None:
    """This function will keep where who got the present is written to; nothing given: nowhere any more."""
    address = address_of(email) if email.strip() else ""
    with transaction.atomic():
        if lock_case(shop, number).case.by != GIFT_RECIPIENT:
            raise ContactRefused("the case is not of who got a present.", "email")
        for one in contacts_of(shop.id, number):
            end_contact(shop.id, number, one.id, at)
        if address:
            add_contact(shop.id, number, RECIPIENT, "", address, at)


def name_helper(shop: ShopRow, number: str, name: str, email: str, at: Instant) -> ContactRow:
    """This function will let somebody see to the case, and send them a link. The same person again is no other."""
    address, called = address_of(email), " ".join(clean(name).split())[:LONGEST_NAME]
    if not called:
        raise ContactRefused("somebody has a name.", "name", "Enter the name.")
    with transaction.atomic():
        row = lock_case(shop, number)
        if row.case.by != BUYER:
            raise ContactRefused("the case is not the buyer's.", "email")
        helpers = [one for one in contacts_of(shop.id, number) if one.kind == HELPER]
        found = next((one for one in helpers if one.email == address), None)
        if found is None and len(helpers) >= MOST_HELPERS:
            raise ContactRefused(f"{MOST_HELPERS} people help already.", "email", "End it for one of them first.")
        asked = mails_asked(shop.id, number, LINK, at - HOUR)
        if asked >= MOST_MAILS_AN_HOUR:
            raise ContactRefused("several links were sent in this hour.", "email", "Try again in an hour.")
        contact = found or add_contact(shop.id, number, HELPER, called, address, at)
        body = {"event": row.case.version, "stage": LINK, "item": "", "contact": contact.id}
        add_effects(shop.id, number, [Effect(key=f"{LINK}.{contact.id}.{at}", kind="mail", body=body)], at)
    return contact


def end_helper(shop: ShopRow, number: str, contact_id: str, at: Instant) -> None:
    """This function will end what somebody may see, at once; told twice it is done once."""
    with transaction.atomic():
        if lock_case(shop, number).case.by == BUYER:
            end_contact(shop.id, number, contact_id, at)


def helper_of(shop: ShopRow, number: str, contact_id: str) -> ContactRow | None:
    """This function will return the helper, where the buyer still lets them see to the case."""
    return next((one for one in contacts_of(shop.id, number) if one.id == contact_id and one.kind == HELPER), None)


def address_of(email: str) -> str:
    """This function will return the address as it is kept, or raise `ContactRefused` where it is none."""
    address = email_key(email)
    mailbox, _, domain = address.rpartition("@")
    if not mailbox or not domain or len(address) > MOST or any(one in address for one in ',;<>"'):
        raise ContactRefused("this is no email address.", "email", "Enter it as name@example.com.")
    return address
