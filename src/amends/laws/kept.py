"""A law as a receipt holds it, and out of it again: whoever checks a receipt needs no law of today's."""

from __future__ import annotations

from amends.core.policy.tree import Floor, Policy, Shop
from amends.core.receipts import LawText, ReceiptInvalid, calendar_in, holidays_of
from amends.laws.files import law_of, read_law
from amends.laws.floors import floor_for, floor_in

FILE = "the law in the receipt"


def law_text(country: str, region: str, ordered_day: int, shop: Shop) -> LawText | None:
    """This function will return the law of an order as a receipt holds it, where there is one."""
    floor, law = floor_for(country, region, ordered_day, shop), law_of(country)
    if floor is None or law is None:
        return None
    holidays = holidays_of(floor.clock.calendar)
    return LawText(
        hash=floor.hash, text=law.text, country=country, region=region, day=ordered_day, holidays=holidays
    )  # fmt: skip


def is_known_here(kept: LawText, shop: Shop) -> bool:
    """This function will say whether the law that a receipt holds is the one that this version has for such an order.

    It may be an earlier one, or somebody's own invention: what follows from it follows all the same.
    """
    floor = floor_for(kept.country, kept.region, kept.day, shop)
    return floor is not None and floor.hash == kept.hash


def floor_from(kept: LawText, policy: Policy) -> Floor:
    """This function will return the law that a receipt holds, for consumers of the shop's currency.

    Raises `PolicyInvalid` where the text is no law, and `ReceiptInvalid` where it is not that country's.
    """
    law = read_law(kept.text, FILE)
    if kept.country not in law.head.countries:
        raise ReceiptInvalid(f"the law in it is none of `{kept.country}`.")
    read, calendar = law.in_country(kept.country), calendar_in(kept.holidays)
    floor = floor_in(read, kept.country, kept.region, kept.day, policy.shop.currency, calendar)
    if floor is None:
        raise ReceiptInvalid(f"the law in it says nothing for `{kept.country}` on that day.")
    return floor
