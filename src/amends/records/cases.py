"""Queries on cases as they stand, the items in them, and the decisions that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError, connection, transaction

from amends.core.cases.case import Case, Item
from amends.core.dates import Instant, datetime_of, instant_of, zone_named
from amends.core.engine.stored import facts_document
from amends.core.engine.verdict import Decision
from amends.core.refunds.units import Refunded
from amends.records import models
from amends.records.documents import as_document, refunded_from, verdicts_document

_UTC = zone_named("UTC")
# What of an item changes after it was asked for.
_CHANGING = (
    "quantity", "remedy", "state", "holds", "granted", "wanted", "quote", "refunded", "give_minor", "uses",
)  # fmt: skip


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


def add_case(shop_id: str, row: CaseRow, at: Instant) -> None:
    """This function will keep a new case without its items, or raise `NumberTaken`."""
    case = row.case
    kept = models.Case(
        shop_id=shop_id, number=row.number, order_number=case.order, form_key=row.form_key, by=case.by,
        channel=case.channel, currency=case.currency, opened_at=_moment(case.opened_at), note=row.note,
        language=row.language, **_standing(case, at),
    )  # fmt: skip
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as error:
        raise NumberTaken(row.number) from error


def save_case(shop_id: str, number: str, case: Case, at: Instant) -> None:
    """This function will keep how the case stands now; the caller has locked it."""
    models.Case.objects.filter(shop_id=shop_id, number=number).update(**_standing(case, at))


def save_items(shop_id: str, number: str, order_number: str, rows: Iterable[ItemRow]) -> None:
    """This function will add the items, or change them to what is given."""
    kept = [
        models.CaseItem(
            shop_id=shop_id, case_number=number, item_id=one.item.id, order_number=order_number,
            piece_id=one.item.piece_id, line_id=one.item.line_id, quantity=one.item.quantity, remedy=one.item.remedy,
            reason=one.item.reason, lane=one.item.lane, state=one.item.state.value, holds=one.item.holds_units,
            granted=one.item.is_granted, wanted=dict(one.wanted), quote=one.quote,
            refunded=as_document(one.refunded), give_minor=one.item.answer.give_minor,
            uses=list(one.item.answer.uses),
        )
        for one in rows
    ]  # fmt: skip
    models.CaseItem.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["shop", "case_number", "item_id"],
        update_fields=list(_CHANGING),
    )


def _standing(case: Case, at: Instant) -> dict[str, Any]:
    act_by = case.act_by
    return {
        "changed_at": _moment(at),
        "version": case.version,
        "state": case.foremost.state.value,
        "actor": case.actor,
        "act_by": None if act_by is None else _moment(act_by),
        "is_over": case.is_over and case.actor == "nobody",
        "folded": as_document(case),
    }


def claim_units(shop_id: str, order_number: str, line_id: str, quantity: int, units: int) -> None:
    """This function will hold so many of the line's units for a case, or raise `LineTaken` where too few are free.

    A constraint of the table decides, so that it holds whatever else happens at the same moment. Below zero: let go.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_claimedline (shop_id, order_number, line_id, units, claimed)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (shop_id, order_number, line_id)"
                " DO UPDATE SET claimed = records_claimedline.claimed + excluded.claimed, units = excluded.units",
                [shop_id, order_number, line_id, units, quantity],
            )
    except IntegrityError as error:
        raise LineTaken(line_id) from error


def free_units(shop_id: str, order_number: str, line_id: str, quantity: int) -> None:
    """This function will let go of so many units of the line that a case has held."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_claimedline SET claimed = claimed - %s"
            " WHERE shop_id = %s AND order_number = %s AND line_id = %s",
            [quantity, shop_id, order_number, line_id],
        )


def case_of_form(shop_id: str, order_number: str, form_key: str) -> CaseRow | None:
    """This function will return the case that this form has opened already, or nothing."""
    return _first(_cases(shop_id, models.Case.objects.filter(order_number=order_number, form_key=form_key)))


def case_with(shop_id: str, number: str, order_numbers: Iterable[str]) -> CaseRow | None:
    """This function will return the case with that number, where it belongs to one of the orders."""
    return _first(_cases(shop_id, models.Case.objects.filter(number=number, order_number__in=list(order_numbers))))


def case_numbered(shop_id: str, number: str, *, lock: bool = False) -> CaseRow | None:
    """This function will return the shop's case; locked, nobody else changes it until the transaction ends."""
    rows = models.Case.objects.filter(number=number)
    return _first(_cases(shop_id, rows.select_for_update() if lock else rows))


def cases_of(shop_id: str, order_number: str) -> tuple[CaseRow, ...]:
    """This function will return the order's cases, the first one first."""
    return _cases(shop_id, models.Case.objects.filter(order_number=order_number))


def add_decision(shop_id: str, case_number: str, item_id: str, number: int, decision: Decision) -> None:
    """This function will keep what was decided about an item with everything needed to decide it again.

    `number` is that of the event which tells of the answer.
    """
    models.Decision.objects.create(
        shop_id=shop_id,
        case_number=case_number,
        item_id=item_id,
        number=number,
        policy_hash=decision.policy_hash,
        at=_moment(decision.at),
        facts=facts_document(decision.facts),
        verdicts=verdicts_document(decision),
    )


def decisions_of(shop_id: str, case_number: str) -> dict[str, DecisionRow]:
    """This function will return what the case's items were last decided on, by item."""
    found = models.Decision.objects.filter(shop_id=shop_id, case_number=case_number).order_by("number")
    return {one.item_id: DecisionRow(one.policy_hash, instant_of(one.at), one.facts, one.verdicts) for one in found}


def case_from(document: Any) -> Case:
    """This function will return the folded case that the document holds."""
    return msgspec.convert(document, Case)


def _cases(shop_id: str, rows: Any) -> tuple[CaseRow, ...]:
    found = list(rows.filter(shop_id=shop_id).order_by("opened_at", "number"))
    if not found:
        return ()
    items: dict[str, dict[str, models.CaseItem]] = {one.number: {} for one in found}
    for one in models.CaseItem.objects.filter(shop_id=shop_id, case_number__in=items):
        items[one.case_number][one.item_id] = one
    return tuple(_row(one, items[one.number]) for one in found)


def _row(one: models.Case, kept: Mapping[str, models.CaseItem]) -> CaseRow:
    case = case_from(one.folded)
    rows = tuple(_item_row(item, kept[item.id]) for item in case.items)
    return CaseRow(
        number=one.number, form_key=one.form_key, case=case, items=rows, note=one.note, language=one.language
    )


def _item_row(item: Item, kept: models.CaseItem) -> ItemRow:
    refunded = refunded_from(kept.refunded) if kept.refunded else None
    return ItemRow(item=item, wanted=kept.wanted, quote=kept.quote, refunded=refunded)


def _first(rows: Sequence[CaseRow]) -> CaseRow | None:
    return rows[0] if rows else None


def _moment(at: Instant) -> datetime:
    return datetime_of(at, _UTC)
