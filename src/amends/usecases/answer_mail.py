"""Answering a mail that asks for something on an order: by a case, where its words say enough; else by a person.

Laws: a case is opened exactly as by the form on the shop's pages, and once a mail; the moment of asking is the moment
at which the mail came; who withdraws by right in so many words has withdrawn, and is told so; a mail on an order whose
case is open goes there, unless it asks for another piece.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import transaction

from amends.core.claims import Claim
from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.core.mail.wishes import Named, Wish, folded, lines_named, wish_of
from amends.core.mail.withdrawals import withdrawal_in
from amends.core.vocabulary import BUYER, GIFT_RECIPIENT
from amends.core.withdrawal import labels_in
from amends.languages import nearest_of_the_law
from amends.records.cases import CaseRow
from amends.records.mail import MailRow
from amends.records.shops import ShopRow
from amends.usecases.declare_withdrawal import Statement, declare_withdrawal, rights_to_withdraw
from amends.usecases.open_case import AlreadyInCase, CaseNotOpened, Form, open_case
from amends.usecases.read_order import InHand, is_sent, read_order
from amends.usecases.weigh_claim import Ask

MOST_NOTED = 4_000  # characters of a mail that stand in the case as its note
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What became of a mail: the case it is in now, or the one that it is to be put into as a message, or a guess."""

    case_number: str = ""
    into: str = ""
    guess: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


def open_by_mail(shop: ShopRow, row: MailRow, words: str, order_number: str, *, at: Instant, secret: bytes) -> Filed:
    """This function will open a case for what the mail asks, or say which case it goes to, or what it may mean."""
    try:
        with transaction.atomic():
            in_hand = read_order(shop, order_number, lock=True)
            if in_hand is None:
                return Filed()
            return _filed(shop, row, words, in_hand, at, secret)
    except AmendsError as error:
        return Filed(guess={"order": order_number, "why": error.what})


def _filed(shop: ShopRow, row: MailRow, words: str, in_hand: InHand, at: Instant, secret: bytes) -> Filed:
    wish = wish_of(row.subject, words, _lines(in_hand), tuple(in_hand.policy.lane_of_reason))
    guess = {
        "order": in_hand.order.number, "line": wish.line_id, "reason": wish.reason, "remedy": wish.remedy,
        "answers": dict(wish.answers),
    }  # fmt: skip
    withdrawn = _withdrawn(shop, row, words, in_hand, at, secret)
    if withdrawn is not None:
        return withdrawn
    live = [one for one in in_hand.cases if not one.case.is_over and one.case.by != GIFT_RECIPIENT]
    pieces = _pieces(in_hand, wish)
    if wish.reason and pieces and wish.remedy in ("refund", "cancel", "store_credit"):
        try:
            asks = tuple(_ask(piece_id, units, wish, at) for piece_id, units in pieces)
            form = Form(key=row.id, asks=asks, seal=None, note=words[:MOST_NOTED].strip(), channel="mail")
            return Filed(case_number=open_case(shop, in_hand.order.number, form, at, secret).number, guess=guess)
        except AlreadyInCase as error:
            own = [one.number for one in live if one.number in error.numbers]
            return Filed(into=own[0] if len(own) == 1 else "", guess=guess)
        except CaseNotOpened as error:
            return Filed(guess={**guess, "why": error.what})
    held = _holding(in_hand, wish, live)
    return Filed(into=held, guess=guess)


def _withdrawn(
    shop: ShopRow, row: MailRow, words: str, in_hand: InHand, at: Instant, secret: bytes
) -> Filed | None:  # fmt: skip
    """The case that a withdrawal by mail becomes: of what it names, or of all that the right still holds for."""
    language = withdrawal_in(f"{row.subject}\n\n{words}")
    rights = rights_to_withdraw(in_hand, at).each if language else ()
    named = lines_named(folded(f"{row.subject}\n{words}"), _lines(in_hand))
    if not rights or not set(named) <= {one.piece.line.id for one in rights}:
        return None
    stated = Statement(
        key=row.id, pieces=tuple(one.piece.id for one in rights if not named or one.piece.line.id in named),
        text=words[:MOST_NOTED].strip(), language=nearest_of_the_law([language]), words=labels_in(language),
        is_free=True,
    )  # fmt: skip
    case = declare_withdrawal(shop, in_hand.order.number, stated, at, secret)
    return Filed(case_number=case.number, guess={"order": in_hand.order.number, "withdraws": language})


def _lines(in_hand: InHand) -> Sequence[Named]:
    return tuple(Named(one.id, one.name, one.sku) for one in in_hand.order.lines)


def _pieces(in_hand: InHand, wish: Wish) -> tuple[tuple[str, int], ...]:
    """The pieces that are meant, with their units; nothing where that is not clear.

    Whoever cancels and names nothing means the whole order, as long as nothing of it is posted or held by a case.
    """
    free = {piece_id: in_hand.free_units(piece_id) for piece_id in in_hand.pieces}
    if wish.remedy == "cancel" and wish.names_nothing:
        is_whole = all(free.values()) and not any(is_sent(piece) for piece, _ in in_hand.pieces.values())
        return tuple(free.items()) if is_whole else ()
    of_line = [piece_id for piece_id, (piece, _) in in_hand.pieces.items() if piece.line.id == wish.line_id]
    if len(of_line) != 1:
        return ()
    (piece_id,) = of_line
    units = in_hand.pieces[piece_id][0].quantity
    # Of several units some may be meant; a piece that a case holds is for `AlreadyInCase` to say.
    return ((piece_id, 1),) if units == 1 else ()


def _ask(piece_id: str, units: int, wish: Wish, at: Instant) -> Ask:
    claim = Claim(reason=wish.reason, quantity=units, by=BUYER, asked_at=at, answers=dict(wish.answers))
    return Ask(piece_id=piece_id, claim=claim, remedy=wish.remedy)


def _holding(in_hand: InHand, wish: Wish, live: Sequence[CaseRow]) -> str:
    """The open case of the order that alone can be meant; none where the mail speaks of a piece without a case."""
    of_piece = [one for one in live if any(item.item.line_id == wish.line_id for item in one.items)]
    meant = of_piece if wish.line_id and len(in_hand.order.lines) > 1 else list(live)
    return meant[0].number if len(meant) == 1 else ""
