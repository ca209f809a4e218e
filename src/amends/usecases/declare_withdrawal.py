"""Withdrawing from an order by right: a statement that holds when it is made, and becomes a case that is granted.

Laws: nobody approves it and no reason is asked; what may be withdrawn from is what the law alone gives, and the terms
are the better of the law's and the shop's; the same form sent twice is one statement; the statement is kept word for
word as the note of the case, and acknowledged by mail with its content and time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from amends.core.cases.effects import Effect
from amends.core.cases.sheet import LOOKED_AT
from amends.core.claims import Claim, Piece, claimed
from amends.core.dates import Deadline, Instant
from amends.core.engine.verdict import Decision
from amends.core.policy.floors import protects
from amends.core.vocabulary import BUYER
from amends.core.withdrawal import LABELS, Labels, is_consumer_there
from amends.records.cases import CaseRow, case_of_form
from amends.records.contacts import COPY, COPY_KEY, add_contact, contacts_of
from amends.records.outbox import add_effects
from amends.records.shops import ShopRow
from amends.usecases.name_contact import address_of
from amends.usecases.open_case import CaseNotOpened, Form, open_case
from amends.usecases.read_order import InHand, read_order
from amends.usecases.weigh_claim import Ask, answers_in

WINDOW = "EU-W-01"  # the law's clause with the usual time
_REASON = "changed_mind"  # none is asked; this is the lane that needs none
_REMEDIES = ("cancel", "refund")  # what has not been posted yet is cancelled


@dataclass(frozen=True, slots=True)
class Right:
    """What may be withdrawn from: all free units of a piece, by this remedy."""

    piece: Piece
    units: int
    remedy: str
    answers: Mapping[str, Any] = field(default_factory=dict)  # what the state of the goods is taken to be

    def ask(self, at: Instant) -> Ask:
        """This function will return what withdrawing from it asks for."""
        return Ask(piece_id=self.piece.id, claim=_claim(self.units, at, self.answers), remedy=self.remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What of an order may be withdrawn from, and until when; `None`: not all of it has been received yet."""

    each: tuple[Right, ...] = ()
    ends: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the consumer states: from which pieces they withdraw, in the words that they confirmed."""

    key: str  # the form's own, so that it counts once however often it is sent
    pieces: tuple[str, ...]
    text: str
    language: str  # of the pages; mails are written in it
    words: Labels = LABELS["en"]  # that it was made with
    units: Mapping[str, int] = field(default_factory=dict)  # how many of a piece, where they are not all
    is_free: bool = False  # made in the consumer's own words, by mail or letter
    email: str = ""  # another address for the acknowledgement, beside that of the order


def rights_to_withdraw(in_hand: InHand, at: Instant) -> Rights:
    """This function will return what of the order the buyer may still withdraw from at that moment."""
    return Rights(each=tuple(_each(in_hand, at)), ends=_ends(in_hand, at))


def may_withdraw(in_hand: InHand, at: Instant) -> bool:
    """This function will say whether there is anything of it; it looks no further than the first piece that is."""
    return any(True for _ in _each(in_hand, at))


def declare_withdrawal(
    shop: ShopRow, order_number: str, statement: Statement, at: Instant, secret: bytes
) -> CaseRow:  # fmt: skip
    """This function will keep the statement as a case that is granted, or return the one that it has become already.

    Raises `CaseNotOpened` where one of the pieces cannot be withdrawn from any more.
    """
    before = case_of_form(shop.id, order_number, statement.key)
    if before is not None:
        return before
    in_hand = read_order(shop, order_number)
    if in_hand is None:
        raise CaseNotOpened("there is no such order.")
    chosen = _chosen(rights_to_withdraw(in_hand, at), statement)
    form = Form(
        key=statement.key, asks=tuple(one.ask(at) for one in chosen), seal=None, note=statement.text,
        channel="withdrawal", language=statement.language,
        stated={"words": "own" if statement.is_free else statement.words.version, "language": statement.words.language},
    )  # fmt: skip
    with transaction.atomic():
        row = open_case(shop, order_number, form, at, secret)
        if statement.email and not contacts_of(shop.id, row.number):
            _acknowledge_to(shop, row, statement.email, at)
    return row


def _acknowledge_to(shop: ShopRow, row: CaseRow, email: str, at: Instant) -> None:
    """The acknowledgement goes where the consumer wants it (Art. 11a(4)), and to the order's address all the same.

    Whoever reads it there can look at the case no more than anybody, and cannot write into it.
    """
    contact = add_contact(shop.id, row.number, COPY, "", address_of(email), at)
    body = {"event": 1, "stage": "withdrawal", "item": "", "copy": contact.id}
    add_effects(shop.id, row.number, [Effect(key=COPY_KEY, kind="mail", body=body)], at)


def _chosen(rights: Rights, statement: Statement) -> tuple[Right, ...]:
    found = tuple(one for one in rights.each if one.piece.id in statement.pieces)
    wanted = {one.piece.id: statement.units.get(one.piece.id, one.units) for one in found}
    too_many = any(not 1 <= wanted[one.piece.id] <= one.units for one in found)
    if not found or too_many or len(found) < len(set(statement.pieces)):
        raise CaseNotOpened("one of these pieces cannot be withdrawn from any more.", hint="Look at the order again.")
    return tuple(replace(one, units=wanted[one.piece.id]) for one in found)


def _each(in_hand: InHand, at: Instant) -> Iterator[Right]:
    for piece, _facts in in_hand.pieces.values():
        units = in_hand.free_units(piece.id)
        given = _by_law(in_hand, piece, units, at) if units else None
        remedy = next((one for one in _REMEDIES if given is not None and one in given.open_remedies), None)
        if remedy is not None:
            yield Right(piece, units, remedy, _hoped(in_hand, piece, units, remedy, at))


def _ends(in_hand: InHand, at: Instant) -> Deadline | None:
    """The last day that the law gives for any piece, were it over already; nothing before all has been received."""
    found = []
    for piece, _facts in in_hand.pieces.values():
        given = _by_law(in_hand, piece, 1, at)
        if given is not None:
            until, window = given.open_until("refund"), given.closings.get(WINDOW)
            found += [one for one in (until, None if until else window) if one is not None]
    return max(found, key=lambda one: one.closes_at, default=None)


def _by_law(in_hand: InHand, piece: Piece, units: int, at: Instant) -> Decision | None:
    """What the law alone gives who changes their mind; nothing where it has no such function, or for a business."""
    law, facts = in_hand.decider.law, _known(in_hand, piece, _claim(units, at))
    if law is None or not is_consumer_there(in_hand.order) or not protects(in_hand.policy, facts):
        return None
    return law.decide(facts, at)


def _hoped(in_hand: InHand, piece: Piece, units: int, remedy: str, at: Instant) -> Mapping[str, Any]:
    """The state of the goods with which the shop itself would take them back, perhaps on better terms.

    Nothing may be asked, so they are taken to be as they should be until somebody has looked.
    """
    own = in_hand.decider.own_verdicts(_known(in_hand, piece, _claim(units, at)), at).get(remedy)
    for way in own.ways if own is not None else ():
        answers = answers_in(way)
        if answers and all(name.startswith(LOOKED_AT) for name in answers):
            return answers
    return {}


def _known(in_hand: InHand, piece: Piece, claim: Claim) -> dict[str, Any]:
    facts = in_hand.pieces[piece.id][1]
    return claimed({**facts, **in_hand.uses(piece.line.id)}, claim)


def _claim(units: int, at: Instant, answers: Mapping[str, Any] | None = None) -> Claim:
    return Claim(reason=_REASON, quantity=units, by=BUYER, asked_at=at, answers=answers or {})
