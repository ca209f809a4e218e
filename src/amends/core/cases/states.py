"""Where an item of a case can stand, who acts then, and every move from one state to another.

An item is one remedy for units of one piece. Its state is the first of the steps that are left to do, or its end.
Law: `evolve` makes no move that is not in `MOVES`, and every row of `MOVES` is made by some history (the diagram in
docs/lifecycle.md is drawn from it).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import product


class State(Enum):
    """Where an item stands: what is waited for, or how it ended."""

    __hash__ = object.__hash__  # members are single, and Enum's own hash is slow

    WAITING = "waiting"  # a person of the shop decides
    LOOKING = "looking"  # the carrier looks for the parcel
    AT_CUSTOMS = "at_customs"  # customs hold the parcel
    TO_OFFER = "to_offer"  # the shop offers a part of the price
    OFFERED = "offered"  # the customer takes the offer or declines it
    TO_QUOTE = "to_quote"  # the shop says what the work costs
    QUOTED = "quoted"  # the customer accepts the quote or declines it
    TO_PAY = "to_pay"  # the customer pays what is due before anything moves
    TO_SEND = "to_send"  # the customer posts the goods
    ON_ITS_WAY = "on_its_way"  # the carrier brings the goods back
    ARRIVED = "arrived"  # the shop inspects the goods
    TURNED_DOWN = "turned_down"  # not accepted: the customer says whether it comes back
    TO_MAKE = "to_make"  # the workshop makes or repairs it
    TO_CHANGE = "to_change"  # the shop carries out the change
    TO_POST = "to_post"  # the shop posts the piece to the customer
    TO_SEND_BACK = "to_send_back"  # the shop posts back what it did not accept
    TO_APPROVE = "to_approve"  # the shop approves the money
    PAYING = "paying"  # the money is on its way
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # at the customer's wish
    EXPIRED = "expired"  # nothing came in time
    FAILED = "failed"  # a change that was tried and did not work


S = State
ENDS = frozenset({S.DONE, S.REFUSED, S.WITHDRAWN, S.EXPIRED, S.FAILED})
CUSTOMER_ACTS = frozenset({S.OFFERED, S.QUOTED, S.TO_PAY, S.TO_SEND, S.TURNED_DOWN})
OUTSIDE_ACTS = frozenset({S.LOOKING, S.AT_CUSTOMS, S.ON_ITS_WAY, S.PAYING})  # carrier, customs, payment provider
SHOP_ACTS = frozenset(S) - ENDS - CUSTOMER_ACTS - OUTSIDE_ACTS
MONEY_DATED = frozenset({S.ARRIVED, S.TO_APPROVE, S.PAYING})  # one date binds all three: that of the money
# What a person may still decide otherwise: nothing has been paid, made or posted yet.
OPEN_TO_AN_ANSWER = frozenset({
    S.WAITING, S.LOOKING, S.AT_CUSTOMS, S.TO_OFFER, S.OFFERED, S.TO_QUOTE, S.QUOTED, S.TO_PAY, S.TO_SEND,
    S.ARRIVED, S.TURNED_DOWN, S.TO_CHANGE, S.TO_APPROVE, S.TO_MAKE, S.TO_POST, S.REFUSED, S.EXPIRED,
})  # fmt: skip
MAY_WITHDRAW = frozenset({
    S.WAITING, S.LOOKING, S.AT_CUSTOMS, S.TO_OFFER, S.OFFERED, S.TO_QUOTE, S.QUOTED, S.TO_PAY, S.TO_SEND,
})  # fmt: skip
MAY_EXPIRE = frozenset({S.OFFERED, S.QUOTED, S.TO_PAY, S.TO_SEND, S.TURNED_DOWN})
FIRST_STEPS = frozenset({
    S.WAITING, S.TO_OFFER, S.TO_QUOTE, S.TO_PAY, S.TO_SEND, S.TO_CHANGE, S.TO_POST, S.TO_MAKE, S.TO_APPROVE, S.REFUSED,
    S.ON_ITS_WAY, S.ARRIVED, S.TURNED_DOWN,  # where the goods were sent before the answer
})  # fmt: skip
_AFTER_PAYING_UP = frozenset({
    S.TO_SEND, S.ON_ITS_WAY, S.ARRIVED, S.TO_APPROVE, S.TO_MAKE, S.TO_CHANGE, S.TO_POST, S.TO_SEND_BACK,
})  # fmt: skip
_AFTER_INSPECTION = frozenset({S.TO_PAY, S.TO_APPROVE, S.TO_POST, S.TO_MAKE, S.TURNED_DOWN})


@dataclass(frozen=True)
class Move:
    """From which states an event takes an item to which."""

    pairs: frozenset[tuple[State, State]]

    @cached_property
    def start(self) -> frozenset[State]:
        """This property will hold the states in which the event can happen."""
        return frozenset(start for start, _ in self.pairs)

    @cached_property
    def to(self) -> frozenset[State]:
        """This property will hold the states to which it leads."""
        return frozenset(to for _, to in self.pairs)


States = State | AbstractSet[State]


def _move(start: States, to: States, *more: tuple[States, States]) -> Move:
    rows = ((start, to), *more)
    return Move(frozenset(pair for starts, those in rows for pair in product(_each(starts), _each(those))))


def _each(those: States) -> AbstractSet[State]:
    return {those} if isinstance(those, State) else those


# Events that are not named here change no state.
MOVES = {
    "answered": _move(OPEN_TO_AN_ANSWER, FIRST_STEPS),
    "investigation_opened": _move(S.WAITING, S.LOOKING),
    "investigation_closed": _move(S.LOOKING, S.WAITING),
    "customs_held": _move(S.WAITING, S.AT_CUSTOMS),
    "customs_ended": _move(S.AT_CUSTOMS, S.WAITING),
    "offer_made": _move({S.TO_OFFER, S.OFFERED}, S.OFFERED),
    "offer_accepted": _move(S.OFFERED, S.TO_APPROVE),
    "offer_declined": _move(S.OFFERED, S.WITHDRAWN),
    "quote_made": _move({S.TO_QUOTE, S.QUOTED}, {S.QUOTED, S.TO_SEND, S.ON_ITS_WAY, S.ARRIVED, S.TO_MAKE}),
    "quote_accepted": _move(S.QUOTED, S.TO_PAY),
    "quote_declined": _move(S.QUOTED, {S.WITHDRAWN, S.TURNED_DOWN}),
    "due_paid": _move(S.TO_PAY, _AFTER_PAYING_UP, (S.ARRIVED, S.ARRIVED)),
    "posted": _move(S.TO_SEND, S.ON_ITS_WAY, (S.TO_PAY, S.TO_PAY)),
    "received": _move(
        {S.TO_PAY, S.TO_SEND, S.ON_ITS_WAY}, S.ARRIVED,
        ({S.WAITING, S.WITHDRAWN, S.EXPIRED}, S.WAITING), (S.REFUSED, {S.WAITING, S.TURNED_DOWN}),
        (S.TO_QUOTE, S.TO_QUOTE), (S.QUOTED, S.QUOTED),
    ),
    "inspected": _move(S.ARRIVED, _AFTER_INSPECTION),
    "return_lost": _move({S.TO_PAY, S.TO_SEND, S.ON_ITS_WAY}, S.WAITING),
    "sending_back_chosen": _move(S.TURNED_DOWN, {S.TO_PAY, S.TO_SEND_BACK}),
    "given_up": _move(S.TURNED_DOWN, S.REFUSED),
    "refund_approved": _move(S.TO_APPROVE, {S.PAYING, S.DONE, S.TO_POST}),  # where there is nothing to pay
    "payout_done": _move(S.PAYING, {S.PAYING, S.DONE, S.TO_POST}, (S.TO_APPROVE, S.TO_APPROVE)),
    "payout_failed": _move({S.PAYING, S.TO_APPROVE, S.DONE, S.TO_POST}, S.TO_APPROVE),
    "credit_given": _move(S.PAYING, {S.PAYING, S.DONE, S.TO_POST}),
    "work_finished": _move(S.TO_MAKE, S.TO_POST),
    "piece_sent": _move(S.TO_POST, S.DONE, (S.TO_SEND_BACK, S.REFUSED)),
    "change_done": _move(S.TO_CHANGE, S.DONE),
    "change_failed": _move(S.TO_CHANGE, S.FAILED),
    "withdrawn": _move(MAY_WITHDRAW, S.WITHDRAWN),
    "expired": _move(
        {S.QUOTED, S.TO_PAY}, {S.EXPIRED, S.TURNED_DOWN}, ({S.OFFERED, S.TO_SEND}, S.EXPIRED),
        (S.TURNED_DOWN, S.REFUSED),
    ),
}  # fmt: skip
