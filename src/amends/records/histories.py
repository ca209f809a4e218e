"""Queries on what was asked about many orders at once, with what each claim was last decided on and as what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from amends.core.dates import Instant, instant_of
from amends.records import plain_sql

# Of the verdicts only the one that was asked for leaves the database.
_CLAIMS = """
SELECT i.order_number, i.piece_id, i.remedy, d.at, d.facts, d.verdicts -> 'verdicts' -> i.remedy ->> 'outcome'
FROM records_caseitem i
JOIN LATERAL (
    SELECT at, facts, verdicts FROM records_decision
    WHERE shop_id = i.shop_id AND case_number = i.case_number AND item_id = i.item_id ORDER BY number DESC LIMIT 1
) d ON true
WHERE i.shop_id = %s AND i.order_number = ANY(%s) ORDER BY i.order_number, i.case_number, i.item_id
"""
_read_facts = msgspec.json.Decoder(dict[str, Any]).decode


@dataclass(frozen=True, slots=True)
class DecidedClaim:
    """One item of a case: for what it was asked, on what it was decided last, and what was answered."""

    piece_id: str
    remedy: str
    at: Instant
    facts: Mapping[str, Any]  # as a document
    outcome: str | None  # nothing where no clause named the remedy


def decided_claims(shop_id: str, order_numbers: Iterable[str]) -> dict[str, list[DecidedClaim]]:
    """This function will return the claims about these orders, by order, by one query however many they are."""
    found: dict[str, list[DecidedClaim]] = {}
    for order, piece, remedy, at, facts, outcome in plain_sql.rows(_CLAIMS, shop_id, sorted(order_numbers)):
        claim = DecidedClaim(piece, remedy, instant_of(at), _read_facts(facts), outcome)
        found.setdefault(order, []).append(claim)
    return found
