"""What a case is found by in one search field: its number, its order, the buyer's name and address, its parcels."""

from __future__ import annotations

import re

from amends.core.cases.case import Case
from amends.core.orders import Order
from amends.records import plain_sql
from amends.records.keys import email_key, number_key
from amends.records.models.keys import KEY

_ADD = """
INSERT INTO records_caseword (shop_id, case_number, kind, word)
SELECT %s, %s, kind, word FROM unnest(%s::text[], %s::text[]) AS one (kind, word) ON CONFLICT DO NOTHING
"""


def find_by(shop_id: str, case_number: str, order: Order, before: Case | None, after: Case) -> None:
    """This function will let the case be found by all that has become known of it."""
    known = set() if before is None else _words(case_number, order, before)
    new = sorted(_words(case_number, order, after) - known)
    if new:
        kinds, words = zip(*new, strict=True)
        plain_sql.run(_ADD, shop_id, case_number, list(kinds), list(words))


def _words(case_number: str, order: Order, case: Case) -> set[tuple[str, str]]:
    words = {
        ("case", number_key(case_number)),
        ("order", number_key(order.number)),
        ("email", email_key(order.email)),
        *(("name", word) for word in name_words(order.customer_name)),
        *(("tracking", number_key(number)) for number in _tracking(order, case)),
    }
    return {(kind, word[:KEY]) for kind, word in words if word}


def name_words(name: str) -> tuple[str, ...]:
    """This function will return the words of a name as they are compared."""
    return tuple(word for word in re.split(r"[\s,.]+", name.casefold()) if word)


def _tracking(order: Order, case: Case) -> set[str]:
    numbers = {one.tracking for one in order.parcels} | {one.tracking for one in case.labels}
    return numbers | {number for item in case.items for number in (item.tracking_back, item.tracking_out)}
