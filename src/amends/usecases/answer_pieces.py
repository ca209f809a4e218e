"""Answering before anybody asks: what could be done about a piece, until when and on which conditions, and what not.

Who has not said a reason is answered for the usual ones: a change of mind, a fault, wear under the guarantee.
Questions that are open are taken as answered well, and named as conditions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from amends.core.claims import Claim, Piece
from amends.core.dates import Instant
from amends.core.engine.verdict import Ground, Outcome
from amends.records.cases import CaseRow
from amends.usecases.read_order import InHand
from amends.usecases.weigh_claim import Option, Weighed, hopeful, weigh_claim

USUAL_REASONS = {"change_of_mind": "changed_mind", "fault": "defective", "guarantee": "clasp_broken"}
BACK = ("cancel", "refund", "store_credit", "exchange")  # what a change of mind can come to, the best first


@dataclass(frozen=True, slots=True)
class Chance:
    """What one remedy would come to, the open questions answered well; `conditions` are the clauses that ask them."""

    option: Option
    conditions: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """This property will say whether the remedy can be had."""
        return self.option.outcome is Outcome.ACCEPTED


@dataclass(frozen=True, slots=True)
class PieceAnswer:
    """One piece with what could be done about it, and the open cases that hold units of it."""

    piece: Piece
    free_units: int
    held_by: tuple[CaseRow, ...]
    lanes: dict[str, tuple[Chance, ...]]
    weighed: dict[str, Weighed]

    def best(self, lane: str, remedies: tuple[str, ...] = BACK) -> Chance | None:
        """This function will return the first of these remedies that can be had in the lane."""
        found = {one.option.remedy: one for one in self.lanes[lane] if one.possible}
        return next((found[remedy] for remedy in remedies if remedy in found), None)

    def all_of(self, lane: str) -> tuple[Chance, ...]:
        """This function will return every remedy that can be had in the lane."""
        return tuple(one for one in self.lanes[lane] if one.possible)


def answer_pieces(in_hand: InHand, piece_ids: Iterable[str], by: str, at: Instant) -> tuple[PieceAnswer, ...]:
    """This function will answer for each of the pieces."""
    return tuple(_answer(in_hand, piece_id, by, at) for piece_id in piece_ids)


def _answer(in_hand: InHand, piece_id: str, by: str, at: Instant) -> PieceAnswer:
    free = in_hand.free_units(piece_id)
    weighed = {
        lane: weigh_claim(in_hand, piece_id, Claim(reason=reason, quantity=max(1, free), by=by, asked_at=at), at)
        for lane, reason in USUAL_REASONS.items()
    }
    lanes = {lane: tuple(_chances(in_hand, one, at)) for lane, one in weighed.items()}
    held_by = tuple(case for case, _ in in_hand.holding(piece_id))
    return PieceAnswer(in_hand.pieces[piece_id][0], free, held_by, lanes, weighed)


def _chances(in_hand: InHand, weighed: Weighed, at: Instant) -> Iterable[Chance]:
    for option in weighed.options:
        answers = hopeful(weighed, option.remedy)
        if not answers:
            yield Chance(option)
            continue
        claim = weighed.claim
        hoped = Claim(
            reason=claim.reason, quantity=claim.quantity, by=claim.by, asked_at=claim.asked_at, answers=answers
        )
        found = weigh_claim(in_hand, weighed.piece.id, hoped, at, only=option.remedy).option(option.remedy)
        if found is not None:
            met = tuple(one.clause for one in found.verdict.reasons if one.ground is Ground.MET)
            before = {one.clause for one in option.verdict.reasons if one.ground is Ground.MET}
            yield Chance(found, tuple(clause for clause in dict.fromkeys(met) if clause not in before))
