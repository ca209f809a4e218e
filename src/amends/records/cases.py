"""Queries on cases as they stand, the items in them, and the decisions that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import IntegrityError, transaction

from amends.core.cases.case import Case, Item
from amends.core.dates import Instant, instant_of, utc_of
from amends.core.engine.documents import as_json, verdicts_document
from amends.core.engine.stored import facts_document
from amends.core.engine.verdict import Decision
from amends.core.refunds.claimed import Figures
from amends.core.refunds.terms import Terms
from amends.core.refunds.units import Refunded
from amends.records import plain_sql

# Cases with their items, the first one first.
_CASES = """
SELECT c.number, c.form_key, c.note, c.language, c.folded, (
    SELECT jsonb_object_agg(i.item_id, jsonb_build_array(i.wanted, i.quote, i.refunded))
    FROM records_caseitem i WHERE i.shop_id = c.shop_id AND i.case_number = c.number
)
FROM records_case c WHERE c.shop_id = %s AND {} ORDER BY c.opened_at, c.number
"""
_NUMBERED = _CASES.format("c.number = %s")
_OF_ORDER = _CASES.format("c.order_number = %s")
_OF_ORDERS = _CASES.format("c.order_number = ANY(%s)")
_OF_FORM = _CASES.format("c.order_number = %s AND c.form_key = %s")
_LOCK = "SELECT FROM records_case WHERE shop_id = %s AND number = %s FOR UPDATE"
_ADD = """
INSERT INTO records_case (
    shop_id, number, order_number, form_key, by, channel, language, currency, opened_at, note,
    changed_at, version, state, actor, act_by, is_over, folded
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
ON CONFLICT DO NOTHING
"""
_SAVE = """
UPDATE records_case
SET changed_at = %s, version = %s, state = %s, actor = %s, act_by = %s, is_over = %s, folded = %s::jsonb
WHERE shop_id = %s AND number = %s
"""
# What of an item changes after it was asked for stands in the second part.
_SAVE_ITEM = """
INSERT INTO records_caseitem (
    shop_id, case_number, item_id, order_number, piece_id, line_id, reason, lane,
    quantity, remedy, state, holds, granted, wanted, quote, refunded, give_minor, uses
) VALUES (
    %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb, %s, %s::jsonb
)
ON CONFLICT (shop_id, case_number, item_id) DO UPDATE SET
    quantity = excluded.quantity, remedy = excluded.remedy, state = excluded.state, holds = excluded.holds,
    granted = excluded.granted, wanted = excluded.wanted, quote = excluded.quote, refunded = excluded.refunded,
    give_minor = excluded.give_minor, uses = excluded.uses
"""
_DECIDE = """
INSERT INTO records_decision (shop_id, case_number, item_id, number, policy_hash, at, facts, verdicts, figures)
VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb)
"""
_DECISIONS = """
SELECT item_id, policy_hash, at, facts, verdicts, figures FROM records_decision
WHERE shop_id = %s AND case_number = %s ORDER BY number
"""
_Kept = tuple[dict[str, Any], dict[str, Any] | None, Refunded | None]
_read_case = msgspec.json.Decoder(Case).decode
_read_items = msgspec.json.Decoder(dict[str, _Kept]).decode
_read_figures = msgspec.json.Decoder(Figures).decode
_read_document = msgspec.json.Decoder(dict[str, Any]).decode


class LineTaken(Exception):
    """Another open case holds units that were asked for; the database said so."""


class NumberTaken(Exception):
    """A case has that number already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """An item of a case with what is kept beside its events: what is wanted, and the money worked out."""

    item: Item
    wanted: Mapping[str, Any] = field(default_factory=dict)
    quote: Mapping[str, Any] | None = None
    refunded: Refunded | None = None

    @property
    def counts(self) -> bool:
        """This property will say whether what it was granted counts against the order."""
        return self.item.is_granted


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case as it is kept."""

    number: str
    form_key: str
    case: Case
    items: tuple[ItemRow, ...]
    note: str = ""
    language: str = ""  # that its mails and papers are written in; the shop's where it is not known

    @property
    def order_number(self) -> str:
        """This property will hold the order that it is about."""
        return self.case.order

    def item(self, item_id: str) -> ItemRow:
        """This function will return the item with that id; a `KeyError` is a fault in our code."""
        for one in self.items:
            if one.item.id == item_id:
                return one
        raise KeyError(item_id)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What an item was decided on, and what was decided, as documents."""

    policy_hash: str
    at: Instant
    facts: Mapping[str, Any]
    verdicts: Mapping[str, Any]
    figures: Figures | None = None  # that its amount was worked out from, where it has one

    def terms_of(self, remedy: str) -> Terms | None:
        """This function will return the terms that were decided for a remedy, where it was one of the policy's."""
        verdict = self.verdicts["verdicts"].get(remedy)
        return msgspec.convert(verdict["terms"], Terms) if verdict else None


def add_case(shop_id: str, row: CaseRow, at: Instant) -> None:
    """This function will keep a new case without its items, or raise `NumberTaken`."""
    case = row.case
    is_new = plain_sql.run(
        _ADD, shop_id, row.number, case.order, row.form_key, case.by, case.channel, row.language, case.currency,
        utc_of(case.opened_at), row.note, *_standing(case, at).values(), as_json(case),
    )  # fmt: skip
    if not is_new:
        raise NumberTaken(row.number)


def save_case(shop_id: str, number: str, case: Case, at: Instant) -> None:
    """This function will keep how the case stands now; the caller has locked it."""
    values = _standing(case, at)
    plain_sql.run(_SAVE, *values.values(), as_json(case), shop_id, number)


def save_items(shop_id: str, number: str, order_number: str, rows: Iterable[ItemRow]) -> None:
    """This function will add the items, or change them to what is given."""
    for one in rows:
        item = one.item
        plain_sql.run(
            _SAVE_ITEM, shop_id, number, item.id, order_number, item.piece_id, item.line_id, item.reason, item.lane,
            item.quantity, item.remedy, item.state.value, item.holds_units, item.is_granted, as_json(dict(one.wanted)),
            None if one.quote is None else as_json(one.quote),
            None if one.refunded is None else as_json(one.refunded),
            item.answer.give_minor, as_json(item.answer.uses),
        )  # fmt: skip


def _standing(case: Case, at: Instant) -> dict[str, Any]:
    act_by = case.act_by
    return {
        "changed_at": utc_of(at),
        "version": case.version,
        "state": case.foremost.state.value,
        "actor": case.actor,
        "act_by": None if act_by is None else utc_of(act_by),
        "is_over": case.is_over and case.actor == "nobody",
    }


def claim_units(shop_id: str, order_number: str, line_id: str, quantity: int, units: int) -> None:
    """This function will hold so many of the line's units for a case, or raise `LineTaken` where too few are free.

    A constraint of the table decides, so that it holds whatever else happens at the same moment. Below zero: let go.
    """
    try:
        with transaction.atomic():
            plain_sql.run(
                "INSERT INTO records_claimedline (shop_id, order_number, line_id, units, claimed)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (shop_id, order_number, line_id)"
                " DO UPDATE SET claimed = records_claimedline.claimed + excluded.claimed, units = excluded.units",
                shop_id, order_number, line_id, units, quantity,
            )  # fmt: skip
    except IntegrityError as error:
        raise LineTaken(line_id) from error


def free_units(shop_id: str, order_number: str, line_id: str, quantity: int) -> None:
    """This function will let go of so many units of the line that a case has held."""
    plain_sql.run(
        "UPDATE records_claimedline SET claimed = claimed - %s"
        " WHERE shop_id = %s AND order_number = %s AND line_id = %s",
        quantity, shop_id, order_number, line_id,
    )  # fmt: skip


def case_of_form(shop_id: str, order_number: str, form_key: str) -> CaseRow | None:
    """This function will return the case that this form has opened already, or nothing."""
    return _first(_cases(_OF_FORM, shop_id, order_number, form_key))


def case_with(shop_id: str, number: str, order_numbers: Iterable[str]) -> CaseRow | None:
    """This function will return the case with that number, where it belongs to one of the orders."""
    found = case_numbered(shop_id, number)
    return found if found is not None and found.order_number in set(order_numbers) else None


def case_numbered(shop_id: str, number: str, *, lock: bool = False) -> CaseRow | None:
    """This function will return the shop's case; locked, nobody else changes it until the transaction ends."""
    if lock:
        plain_sql.run(_LOCK, shop_id, number)  # by itself: only what is asked for after it is what stands then
    return _first(_cases(_NUMBERED, shop_id, number))


def cases_of(shop_id: str, order_number: str) -> tuple[CaseRow, ...]:
    """This function will return the order's cases, the first one first."""
    return _cases(_OF_ORDER, shop_id, order_number)


def cases_of_orders(shop_id: str, order_numbers: list[str]) -> tuple[CaseRow, ...]:
    """This function will return the cases of several orders, the first one first, by one query."""
    return _cases(_OF_ORDERS, shop_id, order_numbers)


def add_decision(
    shop_id: str, case_number: str, item_id: str, number: int, decision: Decision, figures: Figures | None = None
) -> None:
    """This function will keep what was decided about an item with everything needed to decide it again.

    `number` is that of the event which tells of the answer.
    """
    plain_sql.run(
        _DECIDE, shop_id, case_number, item_id, number, decision.policy_hash, utc_of(decision.at),
        as_json(facts_document(decision.facts)), as_json(verdicts_document(decision)),
        None if figures is None else as_json(figures),
    )  # fmt: skip


def decisions_of(shop_id: str, case_number: str) -> dict[str, DecisionRow]:
    """This function will return what the case's items were last decided on, by item."""
    return {
        item_id: DecisionRow(
            policy_hash,
            instant_of(at),
            _read_document(facts),
            _read_document(verdicts),
            None if figures is None else _read_figures(figures),
        )
        for item_id, policy_hash, at, facts, verdicts, figures in plain_sql.rows(_DECISIONS, shop_id, case_number)
    }


def case_from(document: Any) -> Case:
    """This function will return the folded case that the document holds."""
    return msgspec.convert(document, Case)


def _cases(statement: str, *values: str | list[str]) -> tuple[CaseRow, ...]:
    return tuple(_row(*one) for one in plain_sql.rows(statement, *values))


def _row(number: str, form_key: str, note: str, language: str, folded: str, items: str | None) -> CaseRow:
    case, kept = _read_case(folded), _read_items(items or "{}")
    return CaseRow(
        number=number, form_key=form_key, case=case, note=note, language=language,
        items=tuple(_item_row(item, kept[item.id]) for item in case.items),
    )  # fmt: skip


def _item_row(item: Item, kept: _Kept) -> ItemRow:
    wanted, quote, refunded = kept
    return ItemRow(item=item, wanted=wanted, quote=quote, refunded=refunded)


def _first(rows: tuple[CaseRow, ...]) -> CaseRow | None:
    return rows[0] if rows else None
