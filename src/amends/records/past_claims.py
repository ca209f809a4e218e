"""Queries on the claims of the last weeks with what each was last decided on, to decide them again in another way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from amends.core.dates import Instant, instant_of, utc_of
from amends.core.orders import Order
from amends.records import plain_sql
from amends.records.cases import CaseRow, cases_of_orders
from amends.records.documents import order_of

_CLAIMS = """
SELECT i.case_number, i.item_id, i.order_number, i.piece_id, i.quantity, i.remedy, i.reason,
    d.policy_hash, d.at, d.facts
FROM records_case c
JOIN records_caseitem i ON i.shop_id = c.shop_id AND i.case_number = c.number
JOIN LATERAL (
    SELECT policy_hash, at, facts FROM records_decision
    WHERE shop_id = i.shop_id AND case_number = i.case_number AND item_id = i.item_id ORDER BY number DESC LIMIT 1
) d ON true
WHERE c.shop_id = %s AND c.opened_at >= %s ORDER BY c.opened_at DESC, c.number, i.item_id LIMIT %s
"""
_ORDERS = "SELECT document FROM records_order WHERE shop_id = %s AND number = ANY(%s)"
_read_facts = msgspec.json.Decoder(dict[str, Any]).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class PastClaim:
    """One item of a case, and what it was decided on last."""

    case_number: str
    item_id: str
    order_number: str
    piece_id: str
    quantity: int
    remedy: str
    reason: str
    policy_hash: str
    at: Instant
    facts: Mapping[str, Any]  # as a document


def past_claims(shop_id: str, since: Instant, most: int) -> tuple[PastClaim, ...]:
    """This function will return the claims of cases opened since then, the latest first, by one query."""
    return tuple(_claim(*row) for row in plain_sql.rows(_CLAIMS, shop_id, utc_of(since), most))


def orders_and_cases(shop_id: str, numbers: Iterable[str]) -> dict[str, tuple[Order, tuple[CaseRow, ...]]]:
    """This function will return these orders with their cases, by two queries however many they are."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    cases: dict[str, list[CaseRow]] = {}
    for case in cases_of_orders(shop_id, wanted):
        cases.setdefault(case.order_number, []).append(case)
    found = (order_of(document) for (document,) in plain_sql.rows(_ORDERS, shop_id, wanted))
    return {order.number: (order, tuple(cases.get(order.number, ()))) for order in found}


def _claim(*row: Any) -> PastClaim:
    case, item, order, piece, quantity, remedy, reason, policy_hash, at, facts = row
    return PastClaim(
        case_number=case, item_id=item, order_number=order, piece_id=piece, quantity=quantity, remedy=remedy,
        reason=reason, policy_hash=policy_hash, at=instant_of(at), facts=_read_facts(facts),
    )  # fmt: skip
