"""Queries on cases, the pieces that they hold, and the decisions they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from amends.core.dates import Instant, datetime_of, instant_of, zone_named
from amends.core.engine.stored import facts_document
from amends.core.engine.verdict import Decision
from amends.core.refunds.units import Refunded
from amends.records import models
from amends.records.documents import as_document, refunded_from, verdicts_document

CLOSED = ("closed", "withdrawn", "refused")  # states in which a case holds no goods
_UTC = zone_named("UTC")


class LineTaken(Exception):
    """Another open case holds units that were asked for; the database said so."""


class NumberTaken(Exception):
    """A case has that number already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPiece:
    """Units of a piece that a case is about."""

    piece_id: str
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case as it is kept."""

    number: str
    order_number: str
    form_key: str
    state: str
    remedy: str
    lane: str
    reason: str
    by: str
    opened_at: Instant
    currency: str
    answer_by: Instant | None = None
    answer_in_days: bool = True
    note: str = ""
    wanted: Mapping[str, Any] = field(default_factory=dict)
    quote: Mapping[str, Any] | None = None
    refunded: Refunded | None = None
    total_minor: int = 0
    uses: tuple[str, ...] = ()  # the counters that this case adds one to, once it is granted
    pieces: tuple[HeldPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What a piece was decided on, and what was decided, as documents."""

    policy_hash: str
    at: Instant
    facts: Mapping[str, Any]
    verdicts: Mapping[str, Any]


def add_case(shop_id: str, case: CaseRow) -> None:
    """This function will keep a new case, or raise `NumberTaken`."""
    row = models.Case(
        shop_id=shop_id, number=case.number, order_number=case.order_number, form_key=case.form_key, state=case.state,
        remedy=case.remedy, lane=case.lane, reason=case.reason, by=case.by, opened_at=_moment(case.opened_at),
        answer_by=None if case.answer_by is None else _moment(case.answer_by), answer_in_days=case.answer_in_days,
        note=case.note, wanted=dict(case.wanted),
        quote=case.quote, refunded=as_document(case.refunded), total_minor=case.total_minor, currency=case.currency,
        uses=list(case.uses),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NumberTaken(case.number) from error
    models.CasePiece.objects.bulk_create(
        models.CasePiece(
            shop_id=shop_id, case_number=case.number, order_number=case.order_number,
            piece_id=held.piece_id, line_id=held.line_id, quantity=held.quantity,
        )
        for held in case.pieces
    )  # fmt: skip


def claim_units(shop_id: str, order_number: str, line_id: str, quantity: int, units: int) -> None:
    """This function will hold so many of the line's units for a case, or raise `LineTaken` where too few are free.

    A constraint of the table decides, so that it holds whatever else happens at the same moment.
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


def case_of_form(shop_id: str, order_number: str, form_key: str) -> CaseRow | None:
    """This function will return the case that this form has opened already, or nothing."""
    return _first(_cases(shop_id, models.Case.objects.filter(order_number=order_number, form_key=form_key)))


def case_with(shop_id: str, number: str, order_numbers: Iterable[str]) -> CaseRow | None:
    """This function will return the case with that number, where it belongs to one of the orders."""
    return _first(_cases(shop_id, models.Case.objects.filter(number=number, order_number__in=list(order_numbers))))


def cases_of(shop_id: str, order_number: str) -> tuple[CaseRow, ...]:
    """This function will return the order's cases, the first one first."""
    return _cases(shop_id, models.Case.objects.filter(order_number=order_number))


def add_decision(shop_id: str, case_number: str, piece_id: str, decision: Decision) -> None:
    """This function will keep what was decided about a piece with everything that is needed to decide it again."""
    models.Decision.objects.create(
        shop_id=shop_id,
        case_number=case_number,
        piece_id=piece_id,
        policy_hash=decision.policy_hash,
        at=_moment(decision.at),
        facts=facts_document(decision.facts),
        verdicts=verdicts_document(decision),
    )


def decisions_of(shop_id: str, case_number: str) -> dict[str, DecisionRow]:
    """This function will return what the case's pieces were decided on, by piece."""
    found = models.Decision.objects.filter(shop_id=shop_id, case_number=case_number)
    return {one.piece_id: DecisionRow(one.policy_hash, instant_of(one.at), one.facts, one.verdicts) for one in found}


def _cases(shop_id: str, rows: Any) -> tuple[CaseRow, ...]:
    found = list(rows.filter(shop_id=shop_id).order_by("opened_at", "number"))
    if not found:
        return ()
    pieces: dict[str, list[HeldPiece]] = {one.number: [] for one in found}
    held = models.CasePiece.objects.filter(shop_id=shop_id, case_number__in=pieces).order_by("piece_id")
    for one in held:
        pieces[one.case_number].append(HeldPiece(piece_id=one.piece_id, line_id=one.line_id, quantity=one.quantity))
    return tuple(_row(one, pieces[one.number]) for one in found)


def _row(one: models.Case, pieces: Sequence[HeldPiece]) -> CaseRow:
    return CaseRow(
        number=one.number, order_number=one.order_number, form_key=one.form_key, state=one.state, remedy=one.remedy,
        lane=one.lane, reason=one.reason, by=one.by, opened_at=instant_of(one.opened_at), currency=one.currency,
        answer_by=instant_of(one.answer_by) if one.answer_by else None, answer_in_days=one.answer_in_days,
        note=one.note, wanted=one.wanted, quote=one.quote,
        refunded=refunded_from(one.refunded) if one.refunded else None, total_minor=one.total_minor,
        uses=tuple(one.uses), pieces=tuple(pieces),
    )  # fmt: skip


def _first(rows: tuple[CaseRow, ...]) -> CaseRow | None:
    return rows[0] if rows else None


def _moment(at: Instant) -> datetime:
    return datetime_of(at, _UTC)
