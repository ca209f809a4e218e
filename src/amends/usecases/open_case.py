"""Opening a case: what the customer confirmed is decided once more, kept with its facts, and its pieces are held.

Laws: the same form sent twice is one case; no unit is in two open cases; what is confirmed is what was shown.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from django.db import transaction

from amends.core.cases.case import Case
from amends.core.cases.commands import Open
from amends.core.cases.events import CaseOpened
from amends.core.cases.handle import handle
from amends.core.cases.rules import rules_of
from amends.core.cases.values import ItemAsked
from amends.core.claims import region_of
from amends.core.dates import Instant, local_day
from amends.core.engine.documents import as_document
from amends.core.engine.verdict import Outcome
from amends.core.errors import AmendsError
from amends.core.policy.tree import Policy
from amends.core.scans import CLEAR_LETTERS
from amends.laws.kept import law_text
from amends.records.cases import CaseRow, ItemRow, LineTaken, NumberTaken, add_case, add_decision
from amends.records.laws import KeptLaw, has_law, keep_law
from amends.records.shops import ShopRow
from amends.usecases.answer_of import answer_of
from amends.usecases.read_order import InHand, read_order
from amends.usecases.weigh_claim import Ask, Option, Weighed, weigh_asks
from amends.usecases.write_down import write_down

TOLD_FIRST = "EU-C-13"  # the choice between repair and replacement, and that a repair lengthens the liability
_LENGTH = 6
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
    """What is confirmed: what is asked for, piece by piece, and the seal of what was shown.

    Who asks by mail has been shown nothing: `seal` is nothing then, and refused items are kept as refused.
    """

    key: str  # the form's own, so that it counts once however often it is sent
    asks: tuple[Ask, ...]
    seal: str | None
    note: str = ""
    channel: Literal["portal", "mail", "console", "withdrawal"] = "portal"
    actor: str = "customer"  # who sends it: customer, or a member's id
    language: str = ""  # that it was filled in in; mails and papers are written in it
    policy: Policy | None = None  # that decides, where it is not the order's own
    stated: Mapping[str, str] = field(default_factory=dict)  # in which words somebody withdrew, or what was told


Answered = tuple[Weighed, Option]


def open_case(shop: ShopRow, order_number: str, form: Form, at: Instant, secret: bytes) -> CaseRow:
    """This function will open the case, or return the one that this form has opened already.

    Raises `AlreadyInCase`, `AnswerChanged`, or `CaseNotOpened` where the remedy is not to be had.
    """
    with transaction.atomic():
        in_hand = read_order(shop, order_number, lock=True)
        if in_hand is None or not form.asks or any(ask.piece_id not in in_hand.pieces for ask in form.asks):
            raise CaseNotOpened("the order has no such piece.")
        opened = next((case for case in in_hand.cases if case.form_key == form.key), None)
        if opened is not None:
            return opened
        in_hand = replace(in_hand, policy=form.policy or in_hand.policy)
        _check_free(in_hand, form)
        answered = _weigh(in_hand, form, at)
        try:
            return _keep(in_hand, answered, form, at, secret)
        except LineTaken as error:
            raise AlreadyInCase(_holders(in_hand, form)) from error


def seal_of(answered: Sequence[tuple[Weighed, Option | None]]) -> str:
    """This function will return what stands for all that was shown: outcomes, clauses, terms, money, in order."""
    shown = []
    for weighed, option in answered:
        if option is None:
            return ""
        verdict = option.verdict
        shown.append([
            weighed.decision.policy_hash, weighed.piece.id, weighed.claim.quantity, weighed.claim.reason,
            option.remedy, option.outcome.value, as_document(verdict.reasons), as_document(verdict.terms),
            as_document(option.refund), as_document(option.exchange),
        ])  # fmt: skip
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _check_free(in_hand: InHand, form: Form) -> None:
    asked: dict[str, int] = {}
    for ask in form.asks:
        asked[ask.piece_id] = asked.get(ask.piece_id, 0) + ask.claim.quantity
        if asked[ask.piece_id] > in_hand.free_units(ask.piece_id):
            raise AlreadyInCase(_holders(in_hand, form))


def _holders(in_hand: InHand, form: Form) -> tuple[str, ...]:
    numbers = (case.number for ask in form.asks for case, _ in in_hand.holding(ask.piece_id))
    return tuple(dict.fromkeys(numbers))


def _weigh(in_hand: InHand, form: Form, at: Instant) -> tuple[Answered, ...]:
    weighed = weigh_asks(in_hand, form.asks, at)
    answered = tuple((one, option) for one, option in weighed if option is not None)
    if len(answered) < len(weighed):
        raise AnswerChanged("this is not on offer.")
    if form.seal is not None:
        if any(option.outcome is Outcome.REFUSED for _, option in answered):
            raise AnswerChanged("this is no longer possible.")
        if not hmac.compare_digest(form.seal, seal_of(answered)):
            raise AnswerChanged("the answer is another one now.")
    return answered


def _keep(in_hand: InHand, answered: Sequence[Answered], form: Form, at: Instant, secret: bytes) -> CaseRow:
    shop, order = in_hand.shop, in_hand.order
    _keep_law(in_hand)
    opened = CaseOpened(
        order=order.number,
        by=form.asks[0].claim.by,
        channel=form.channel,
        currency=order.currency,
        policy=in_hand.policy.hash,
        items=_items(in_hand, answered),
        note_digest=hmac.new(secret, form.note.encode(), hashlib.sha256).hexdigest() if form.note else "",
        stated=form.stated,
    )
    rules = rules_of(in_hand.policy, shop.desk)
    history, case = handle(None, Open(opened=opened), at, form.actor, rules)
    new = CaseRow(number="", form_key=form.key, case=case, items=(), note=form.note, language=form.language)
    row = _numbered(shop.id, new, at)
    changes = {
        item.id: _item_row(row.case, item.id, ask, option)
        for item, ask, (_, option) in zip(opened.items, form.asks, answered, strict=True)
    }
    for item, (weighed, option) in zip(opened.items, answered, strict=True):
        add_decision(shop.id, row.number, item.id, 1, weighed.decision, option.figures)
    return write_down(shop, order, row, history, rules, before=None, changes=changes)


def _keep_law(in_hand: InHand) -> None:
    """Keeps the law under which the case's policy stands, so that it is decided the same when the law has changed."""
    policy, order = in_hand.policy, in_hand.order
    if policy.floor is None or not isinstance(order.placed_at, int) or has_law(in_hand.shop.id, policy.hash):
        return
    day = local_day(order.placed_at, in_hand.shop.zone)
    law = law_text(order.country, region_of(order), day, policy.shop)
    if law is not None:
        keep_law(in_hand.shop.id, policy.hash, KeptLaw(policy.own_hash, law))


def _items(in_hand: InHand, answered: Sequence[Answered]) -> tuple[ItemAsked, ...]:
    items: list[ItemAsked] = []
    for place, (weighed, option) in enumerate(answered, 1):
        answer = answer_of(in_hand, weighed, option)
        lanes = weighed.decision.lanes
        items.append(
            ItemAsked(
                id=str(place), piece_id=weighed.piece.id, line_id=weighed.piece.line.id,
                quantity=weighed.claim.quantity, reason=weighed.claim.reason or "",
                lane=lanes[0] if len(lanes) == 1 else "", remedy=option.remedy, answer=answer,
            )
        )  # fmt: skip
    return tuple(items)


def _item_row(case: Case, item_id: str, ask: Ask, option: Option) -> ItemRow:
    details = dict(ask.details)
    if ask.wanted is not None:
        variant = ask.wanted.variant
        product = ask.wanted.product
        details |= {
            "product": product.id, "sku": variant.sku, "name": product.name, "options": dict(variant.options),
        }  # fmt: skip
    return ItemRow(
        item=case.item(item_id),
        wanted=details,
        quote=as_document(option.quote),
        refunded=option.refunded if option.outcome is Outcome.ACCEPTED else None,
    )


def _numbered(shop_id: str, row: CaseRow, at: Instant) -> CaseRow:
    for _ in range(_TRIES):
        numbered = replace(row, number="R-" + "".join(secrets.choice(CLEAR_LETTERS) for _ in range(_LENGTH)))
        try:
            add_case(shop_id, numbered, at)
        except NumberTaken:
            continue
        return numbered
    raise CaseNotOpened("no free case number was found.")
