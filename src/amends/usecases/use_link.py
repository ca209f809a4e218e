"""Using a secret address: once, in its time, at its own shop. Everything else looks the same from outside."""

from __future__ import annotations

import hashlib

from django.db import transaction

from amends.core.cases.effects import Effect
from amends.core.dates import HOUR, Instant
from amends.core.errors import AmendsError
from amends.records.links import LinkRow, link_with, mails_asked, take_link
from amends.records.outbox import add_effects
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing, lock_case
from amends.usecases.make_link import digest_of_link

LONGEST = 100  # characters of a secret; ours have 43
MOST_MAILS_AN_HOUR = 3
AGAIN = "link"  # the mail that brings nothing but a new link


class LinkNotValid(AmendsError):
    """The link was never one of this shop's, was used, or its time is over."""

    code = "link_not_valid"


def use_link(shop: ShopRow, secret: str, at: Instant) -> LinkRow:
    """This function will use the link up and return where it leads, or raise `LinkNotValid`."""
    with transaction.atomic():
        row = take_link(shop.id, digest_of_link(secret[:LONGEST]), at)
    if row is None:
        raise LinkNotValid("this link is not valid.", hint="Ask for a new one, or find the order by its number.")
    return row


def where_it_led(shop: ShopRow, secret: str) -> LinkRow | None:
    """This function will return where the link leads or led: for those alone who may be there already."""
    return link_with(shop.id, digest_of_link(secret[:LONGEST]))


def ask_for_link(shop: ShopRow, secret: str, at: Instant) -> None:
    """This function will have a new link to the same case sent to the same address; nothing tells whether it was.

    At most three such mails go out for a case in an hour (ATK26).
    """
    row = where_it_led(shop, secret)
    if row is None or not row.case_number:
        return
    with transaction.atomic():
        try:
            case = lock_case(shop, row.case_number).case
        except CaseMissing:
            return
        asked = mails_asked(shop.id, row.case_number, AGAIN, at - HOUR)
        if asked >= MOST_MAILS_AN_HOUR:
            return
        name = hashlib.sha256(f"{secret} {at} {asked}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        effect = Effect(key=f"{AGAIN}.{name}", kind="mail", body={"event": case.version, "stage": AGAIN, "item": ""})
        add_effects(shop.id, row.case_number, [effect], at)
