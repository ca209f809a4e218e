"""Opening a case: what the customer confirmed is decided once more, kept with its facts, and its pieces are held.

Laws: the same form sent twice is one case; no unit is in two open cases; what is confirmed is what was shown.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from amends.core.claims import Claim
from amends.core.dates import Instant
from amends.core.engine.uses import counters_used
from amends.core.engine.verdict import Outcome
from amends.core.errors import AmendsError
from amends.records.cases import (
    CaseRow,
    HeldPiece,
    LineTaken,
    NumberTaken,
    add_case,
    add_decision,
    case_of_form,
    claim_units,
)
from amends.records.documents import as_document
from amends.records.events import EventRow, add_event
from amends.records.shops import ShopRow
from amends.usecases.read_order import AUTHORISED, WAITING, InHand, read_order
from amends.usecases.weigh_claim import Option, Wanted, Weighed, weigh_claim

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misread
_TRIES = 20


class CaseNotOpened(AmendsError):
    """A case could not be opened."""

    code = "case_not_opened"


class AlreadyInCase(CaseNotOpened):
    """Other cases hold what was asked for; `numbers` are theirs."""

    code = "already_in_case"

    def __init__(self, numbers: tuple[str, ...]) -> None:
        super().__init__(f"this piece is already in return {' and '.join(numbers)}.")
        self.numbers = numbers


class AnswerChanged(CaseNotOpened):
    """What would be opened is not what the customer saw."""

    code = "answer_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the customer confirms: the claim, the remedy, and the seal of what was shown."""

    key: str  # the form's own, so that it counts once however often it is sent
    piece_id: str
    claim: Claim
    remedy: str
    seal: str
    wanted: Wanted | None = None
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)  # of what is wanted, in words


def open_case(shop: ShopRow, order_number: str, form: Form, at: Instant, secret: bytes) -> CaseRow:
    """This function will open the case, or return the one that this form has opened already.

    Raises `AlreadyInCase`, `AnswerChanged`, or `CaseNotOpened` where the remedy is not to be had.
    """
    with transaction.atomic():
        in_hand = read_order(shop, order_number, lock=True)
        if in_hand is None or form.piece_id not in in_hand.pieces:
            raise CaseNotOpened("the order has no such piece.")
        opened = case_of_form(shop.id, order_number, form.key)
        if opened is not None:
            return opened
        if form.claim.quantity > in_hand.free_units(form.piece_id):
            raise AlreadyInCase(_holders(in_hand, form))
        weighed = weigh_claim(in_hand, form.piece_id, form.claim, at, form.wanted)
        option = weighed.option(form.remedy)
        if option is None or option.outcome is Outcome.REFUSED:
            raise AnswerChanged("this is no longer possible.")
        if not hmac.compare_digest(form.seal, seal_of(weighed, form.remedy)):
            raise AnswerChanged("the answer is another one now.")
        _hold(in_hand, form)
        return _keep(in_hand, weighed, option, form, secret)


def seal_of(weighed: Weighed, remedy: str) -> str:
    """This function will return what stands for all that was shown of a remedy: outcome, clauses, terms, money."""
    option = weighed.option(remedy)
    if option is None:
        return ""
    verdict = option.verdict
    shown = [
        weighed.decision.policy_hash, weighed.piece.id, weighed.claim.quantity, weighed.claim.reason, remedy,
        option.outcome.value, as_document(verdict.reasons), as_document(verdict.terms),
        as_document(option.refund), as_document(option.exchange),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _hold(in_hand: InHand, form: Form) -> None:
    """This function will hold the units. The order is locked and they are free; the table decides all the same."""
    line = in_hand.pieces[form.piece_id][0].line
    try:
        claim_units(in_hand.shop.id, in_hand.order.number, line.id, form.claim.quantity, line.quantity)
    except LineTaken as error:
        raise AlreadyInCase(_holders(in_hand, form)) from error


def _holders(in_hand: InHand, form: Form) -> tuple[str, ...]:
    return tuple(case.number for case, _ in in_hand.holding(form.piece_id))


def _keep(in_hand: InHand, weighed: Weighed, option: Option, form: Form, secret: bytes) -> CaseRow:
    shop_id, piece = in_hand.shop.id, weighed.piece
    accepted = option.outcome is Outcome.ACCEPTED
    answer_by = None if accepted else weighed.answer_by
    quote = as_document(option.refund if option.refund is not None else option.exchange)
    details = dict(form.details)
    if form.wanted is not None:
        details |= {
            "sku": form.wanted.variant.sku,
            "name": form.wanted.product.name,
            "options": dict(form.wanted.variant.options),
        }
    case = CaseRow(
        number="",
        order_number=in_hand.order.number,
        form_key=form.key,
        state=AUTHORISED if accepted else WAITING,
        remedy=form.remedy,
        lane=weighed.decision.lanes[0] if len(weighed.decision.lanes) == 1 else "",
        reason=form.claim.reason or "",
        by=form.claim.by,
        opened_at=weighed.decision.at,
        answer_by=answer_by.closes_at if answer_by else None,
        answer_in_days=answer_by is None or answer_by.last_day is not None,
        note=form.note,
        wanted=details,
        quote=quote,
        refunded=option.refunded if accepted else None,
        total_minor=option.total_minor if accepted else 0,
        currency=in_hand.order.currency,
        uses=_uses(in_hand, weighed, form.remedy) if accepted else (),
        pieces=(HeldPiece(piece_id=piece.id, line_id=piece.line.id, quantity=form.claim.quantity),),
    )
    case = _numbered(shop_id, case)
    add_decision(shop_id, case.number, piece.id, weighed.decision)
    add_event(
        shop_id, case.number, EventRow(1, case.opened_at, "case_opened", case.by, _told(case, weighed, option, secret))
    )
    return case


def _uses(in_hand: InHand, weighed: Weighed, remedy: str) -> tuple[str, ...]:
    decision = weighed.decision
    return tuple(sorted(counters_used(in_hand.policy, decision.lanes, remedy, decision.facts, decision.at)))


def _told(case: CaseRow, weighed: Weighed, option: Option, secret: bytes) -> dict[str, Any]:
    """This function will return what the event says: no names and no words of the customer, only a digest of those."""
    note = hmac.new(secret, case.note.encode(), hashlib.sha256).hexdigest() if case.note else ""
    return {
        "order": case.order_number, "pieces": [as_document(held) for held in case.pieces], "remedy": case.remedy,
        "reason": case.reason, "lane": case.lane, "outcome": option.outcome.value, "clauses": option.verdict.clauses,
        "policy": weighed.decision.policy_hash, "total_minor": case.total_minor, "currency": case.currency,
        "answer_by": case.answer_by, "note_digest": note,
    }  # fmt: skip


def _numbered(shop_id: str, case: CaseRow) -> CaseRow:
    for _ in range(_TRIES):
        numbered = replace(case, number="R-" + "".join(secrets.choice(_LETTERS) for _ in range(5)))
        try:
            add_case(shop_id, numbered)
        except NumberTaken:
            continue
        return numbered
    raise CaseNotOpened("no free case number was found.")
