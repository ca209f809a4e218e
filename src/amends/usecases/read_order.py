"""Reading an order with all that decisions about it need: its policy, its cases, what was given back and used up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from amends.core.cases.states import State
from amends.core.claims import Piece, facts_of_pieces
from amends.core.dates import NOT_YET
from amends.core.engine.decide import Decider
from amends.core.errors import AmendsError
from amends.core.orders import Order
from amends.core.policy.tree import Policy
from amends.core.refunds.units import Refunded
from amends.records.cases import CaseRow, ItemRow, cases_of
from amends.records.orders import lock_order, order_with
from amends.records.policies import decider_of, policy_of
from amends.records.shops import ShopRow

_CARD = "gift_card"
INFORMED = "informed_of_withdrawal"  # among the shop's own numbers: 0 where it does not tell of the right to withdraw


class PolicyMissing(AmendsError):
    """A shop has no policy yet."""

    code = "policy_missing"


@dataclass(frozen=True)
class InHand:
    """An order with everything that a decision about it looks at."""

    shop: ShopRow
    order: Order
    policy: Policy
    cases: tuple[CaseRow, ...]
    asked_with: tuple[Refunded, ...] = ()  # what the same form asks for beside, as the money must see it

    @cached_property
    def pieces(self) -> Mapping[str, tuple[Piece, Mapping[str, object]]]:
        """This property will hold every piece of the order by its id, with the facts that hold before a claim."""
        found = facts_of_pieces(self.order, self.policy.vocabulary)
        waits = self._is_to_be_posted(piece for piece, _ in found)
        last = {"order.last_delivered_at": NOT_YET} if waits else {}  # the last of the goods has not come
        told = {} if self.shop.desk.get(INFORMED, 1) else {"order.withdrawal_told": False}
        return {piece.id: (piece, {**told, **facts, **last}) for piece, facts in found}

    def beside(self, *refunded: Refunded) -> InHand:
        """This function will return the same with that asked for beside; the order is looked through once for both."""
        found = replace(self, asked_with=(*self.asked_with, *refunded))
        found.__dict__["pieces"] = self.pieces
        return found

    def _is_to_be_posted(self, pieces: Iterable[Piece]) -> bool:
        """Whether goods of it are neither in a parcel nor held by a case; a gift card needs no parcel."""
        if self.order.state == "cancelled":
            return False
        held: Counter[str] = Counter()
        for one in self.items:
            held[one.item.piece_id] += one.item.quantity if one.item.holds_units else 0
        return any(
            piece.parcel is None and piece.quantity > held[piece.id] and _CARD not in (line.category, *line.marks)
            for piece in pieces
            for line in (piece.line,)
        )

    @property
    def decider(self) -> Decider:
        """This property will hold the policy as something that decides claims quickly."""
        return decider_of(self.shop.id, self.policy)

    @property
    def items(self) -> tuple[ItemRow, ...]:
        """This property will hold every item of every case, in the order in which they were asked for."""
        return tuple(item for case in self.cases for item in case.items)

    @property
    def earlier(self) -> tuple[Refunded, ...]:
        """This property will hold what has been granted already, as the money must see it."""
        return tuple(one.refunded for one in self.granted if one.refunded is not None) + self.asked_with

    @property
    def granted(self) -> tuple[ItemRow, ...]:
        """This property will hold the items that were granted and have not come to nothing."""
        return tuple(one for one in self.items if one.item.is_granted)

    def holding(self, piece_id: str) -> tuple[tuple[CaseRow, int], ...]:
        """This function will return the cases that hold units of the piece's line, and how many each."""
        line_id = self.pieces[piece_id][0].line.id
        return tuple(
            (case, one.item.quantity)
            for case in self.cases
            for one in case.items
            if one.item.holds_units and one.item.line_id == line_id
        )

    def free_units(self, piece_id: str) -> int:
        """This function will return how many units of the piece no case holds.

        A piece is named anew when it is posted, so what was asked for before counts against its whole line.
        """
        piece, _ = self.pieces[piece_id]
        line = piece.line
        held = [one.item for one in self.items if one.item.holds_units and one.item.line_id == line.id]
        of_piece = sum(one.quantity for one in held if one.piece_id == piece_id)
        return max(0, min(piece.quantity - of_piece, line.quantity - sum(one.quantity for one in held)))

    def uses(self, line_id: str) -> dict[str, int]:
        """This function will count what limits count, as facts: what the order brought along and what was granted.

        What was asked for together counts once, as long as one piece of it is still granted.
        """
        counted = {f"used.{name}": count for name, count in self.order.used.items()}
        for case in self.cases:
            granted = [one.item for one in case.items if one.item.is_granted]
            together = {
                counter
                for item in granted
                for counter in item.answer.uses
                if not counter.startswith("used.line.") or item.line_id == line_id
            }
            for counter in together:
                counted[counter] = counted.get(counter, 0) + 1
        return {**counted, **self._put_right(line_id)}

    def _put_right(self, line_id: str) -> dict[str, int]:
        """How often a fault of the line was put right already, as facts: the law counts what was done, once it is."""
        done = [
            one.item.remedy
            for one in self.items
            if one.item.line_id == line_id and one.item.lane == "fault" and one.item.state is State.DONE
        ]
        told = {"item.repaired": done.count("repair"), "item.replaced": done.count("exchange") + done.count("remake")}
        return {name: count for name, count in told.items() if count}


def read_order(shop: ShopRow, number: str, *, lock: bool = False) -> InHand | None:
    """This function will return the shop's order with all that belongs to it, or nothing where there is no such order.

    Locked: nobody else can open a case on it until the transaction ends. A shop without policy raises `PolicyMissing`.
    """
    order = lock_order(shop.id, number) if lock else order_with(shop.id, number)
    if order is None:
        return None
    policy = policy_of(shop, order)
    if policy is None:
        raise PolicyMissing(f"shop `{shop.id}` has no policy yet.", hint="Load one before orders are looked at.")
    return InHand(shop, order, policy, cases_of(shop.id, number))


def is_sent(piece: Piece) -> bool:
    """This function will say whether the piece has left the shop, as far as anybody knows."""
    return piece.parcel is not None and piece.parcel.shipped_at is not NOT_YET
