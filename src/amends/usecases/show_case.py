"""Showing a case: the row, the order it is about, and its decision, decided once more from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amends.core.claims import Piece
from amends.core.dates import Deadline, deadline
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import Decision, Verdict
from amends.core.orders import Line, Order
from amends.core.policy.tree import Policy
from amends.records.cases import CaseRow, HeldPiece, case_with, decisions_of
from amends.records.policies import decider_with, policy_with
from amends.records.shops import ShopRow
from amends.usecases.read_order import WAITING, read_order


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with everything that its page says."""

    case: CaseRow
    held: HeldPiece
    order: Order
    line: Line
    piece: Piece | None  # nothing, where the goods have been parted into parcels since
    policy: Policy
    decision: Decision

    @property
    def verdict(self) -> Verdict:
        """This property will hold the verdict on what was asked for."""
        return self.decision.verdicts[self.case.remedy]

    @property
    def answer_by(self) -> Deadline | None:
        """This property will hold by when a person answers, while that is open."""
        if self.case.state != WAITING:
            return None
        return next(due.deadline for due in self.decision.promises if due.what == "answer")

    @property
    def post_by(self) -> Deadline:
        """This property will hold by when the goods are to be posted."""
        within, shop = self.policy.post_within, self.policy.shop
        return deadline(self.case.opened_at, within.amount, within.unit, shop.zone, self.policy.calendar)


def show_case(shop: ShopRow, number: str, found_by: Mapping[str, str]) -> ShownCase | None:
    """This function will return the case for whoever opened it, or nothing.

    `found_by` are the orders that the visitor has found, each with the name in which: buyer or gift recipient.
    """
    case = case_with(shop.id, number, found_by)
    if case is None or case.by != found_by[case.order_number]:
        return None
    in_hand = read_order(shop, case.order_number)
    held = case.pieces[0]
    line = in_hand.order.line(held.line_id) if in_hand else None
    if in_hand is None or line is None:
        return None
    kept = decisions_of(shop.id, case.number)[held.piece_id]
    policy = policy_with(shop.id, kept.policy_hash)
    decision = decider_with(shop.id, kept.policy_hash).decide(facts_from(dict(kept.facts), policy.vocabulary), kept.at)
    found = in_hand.pieces.get(held.piece_id)
    return ShownCase(case, held, in_hand.order, line, found[0] if found else None, policy, decision)
