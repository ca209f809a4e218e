"""Withdrawing from an order by right: a statement that holds when it is made, and becomes a case that is granted.

Laws: nobody approves it and no reason is asked; the same form sent twice is one statement; the statement is kept word
for word as the note of the case, and acknowledged by mail with its content and time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from amends.core.claims import Claim, Piece
from amends.core.dates import NOT_YET, Deadline, Instant
from amends.core.engine.verdict import Outcome
from amends.core.withdrawal import is_consumer_there, is_in_time, withdrawal_ends
from amends.laws import withdrawal_policy
from amends.records.cases import CaseRow, case_of_form
from amends.records.shops import ShopRow
from amends.usecases.open_case import CaseNotOpened, Form, open_case
from amends.usecases.read_order import InHand, read_order
from amends.usecases.read_policy import calendar_for
from amends.usecases.weigh_claim import Ask, weigh_claim

BUYER = "buyer"
_REASON = "changed_mind"  # none is asked; this is the lane that needs none


@dataclass(frozen=True, slots=True)
class Right:
    """What may be withdrawn from: all free units of a piece, by this remedy."""

    piece: Piece
    units: int
    remedy: str

    def ask(self, at: Instant) -> Ask:
        """This function will return what withdrawing from it asks for."""
        return Ask(piece_id=self.piece.id, claim=_claim(self.units, at), remedy=self.remedy)


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
    language: str


def rights_to_withdraw(in_hand: InHand, at: Instant) -> Rights:
    """This function will return what of the order the buyer may still withdraw from at that moment."""
    return Rights(each=tuple(_each(in_hand, at)), ends=_ends(in_hand))


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
    chosen = _chosen(rights_to_withdraw(in_hand, at), statement.pieces)
    form = Form(
        key=statement.key, asks=tuple(one.ask(at) for one in chosen), seal=None, note=statement.text,
        channel="withdrawal", language=statement.language, policy=withdrawal_policy(in_hand.policy),
    )  # fmt: skip
    return open_case(shop, order_number, form, at, secret)


def _chosen(rights: Rights, pieces: Collection[str]) -> tuple[Right, ...]:
    found = tuple(one for one in rights.each if one.piece.id in pieces)
    if not found or len(found) < len(set(pieces)):
        raise CaseNotOpened("one of these pieces cannot be withdrawn from any more.", hint="Look at the order again.")
    return found


def _ends(in_hand: InHand) -> Deadline | None:
    if not is_consumer_there(in_hand.order):
        return None
    received = (one.parcel.delivered_at if one.parcel else NOT_YET for one, _facts in in_hand.pieces.values())
    return withdrawal_ends(received, in_hand.policy.shop.zone, calendar_for(in_hand.order.country))


def _each(in_hand: InHand, at: Instant) -> Iterator[Right]:
    if not is_consumer_there(in_hand.order) or not is_in_time(_ends(in_hand), at):
        return
    under = replace(in_hand, policy=withdrawal_policy(in_hand.policy))
    for piece, _facts in in_hand.pieces.values():
        right = _right(under, piece, at)
        if right is not None:
            yield right


def _right(in_hand: InHand, piece: Piece, at: Instant) -> Right | None:
    units = in_hand.free_units(piece.id)
    if not units:
        return None
    weighed = weigh_claim(in_hand, piece.id, _claim(units, at), at)
    remedy = "refund" if piece.parcel else "cancel"
    option = weighed.option(remedy)
    return None if option is None or option.outcome is Outcome.REFUSED else Right(piece, units, remedy)


def _claim(units: int, at: Instant) -> Claim:
    return Claim(reason=_REASON, quantity=units, by=BUYER, asked_at=at)
