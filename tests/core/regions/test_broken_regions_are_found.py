"""What holds the regions to the engine has to be able to fail: each of these broken variants is found by it."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
from tests.core.policy.policies import CALENDAR, HEAD
from tests.core.regions.claims_at_random import claims_at_random
from tests.core.regions.test_every_situation import missed, wrong

from amends.core.dates import NOT_YET
from amends.core.engine.spec import lanes_of, verdict_of
from amends.core.engine.truth import truth_in
from amends.core.engine.verdict import Ground
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Clause, Window
from amends.core.regions.clockwork import Clockwork
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import Situations
from amends.core.regions.space import Claimed

CLAUSES = """\
clauses:
  - id: window
    says: You have 30 days from the delivery.
    lanes: [change_of_mind]
    within: {days: 30, of: delivery}
    accept: [refund]
  - id: longer
    says: For rings 60 days from the order.
    lanes: [change_of_mind]
    when: {item.category: ring}
    within: {days: 60, of: order}
    accept: [refund]
  - id: unworn
    says: Unworn.
    lanes: [change_of_mind]
    require: [refund]
    provided: {condition.worn: false}
    otherwise: refer
  - id: small
    says: No small things of silver.
    lanes: [change_of_mind]
    when: {item.price: {under: 40.00}, item.material: silver}
    refuse: [refund]
  - id: tarnish
    says: Silver darkens.
    when: {item.material: silver}
    classify: {reasons: [tarnished], lane: change_of_mind}
"""
POLICY = load_policy(HEAD + CLAUSES, CALENDAR)
CLAIMS = 400


def tried(found: Situations) -> bool:
    """This function will say whether claims at random find nothing wrong with the situations."""
    claims = claims_at_random(found.space, Random(7), CLAIMS)  # noqa: S311 - no secret
    assert len(claims) > CLAIMS // 8
    return not missed(found, claims) and not wrong(found, claims)


def situations(clockwork: Clockwork | None = None, kind: type[Situations] = Situations) -> Situations:
    """This function will return the situations of a refund after a change of mind."""
    return kind(POLICY, "change_of_mind", "refund", (), clockwork)


class Blind(Clockwork):
    """It sees no window open."""

    def opens(self, window: Window, event: int) -> int:
        """This function will return the event itself."""
        del window
        return event


class Hasty(Clockwork):
    """It lets windows of the order open where only the shorter ones of the delivery do."""

    def opens(self, window: Window, event: int) -> int:
        """This function will return when the window would open, were it one of 30 days."""
        return super().opens(Window(30, window.unit, window.anchor, window.event), event)


class Mild(Situations):
    """It forgets refusals."""

    def refused_by(self, without: Any = ()) -> int:
        """This function will return nothing."""
        del without
        return NONE


class Careless(Situations):
    """It takes what is required for met."""

    def met_in(self, here: int, clause: Clause) -> int:
        """This function will return all of the claims, whatever the clause asks for."""
        return here if clause.provided.__class__.__name__ == "Test" else super().met_in(here, clause)


def test_the_situations_as_they_are_pass() -> None:
    assert tried(situations())


@pytest.mark.parametrize("clockwork", [Blind, Hasty])
def test_a_line_of_time_that_is_cut_wrongly_is_found(clockwork: type[Clockwork]) -> None:
    assert not tried(situations(clockwork(POLICY)))


@pytest.mark.parametrize("kind", [Mild, Careless])
def test_a_verdict_that_is_lowered_wrongly_is_found(kind: type[Situations]) -> None:
    assert not tried(situations(kind=kind))


def test_every_kind_of_answer_that_all_claims_together_get_is_there_and_no_other() -> None:
    """The whole product of values is decided by the definition, and compared with what the sets say there is."""
    found = situations()
    reached = set()
    day = 24 * 3_600_000_000
    asked = found.space.clockwork.first + 400 * day
    values: dict[str, tuple[Any, ...]] = {
        "claim.reason": tuple(POLICY.lane_of_reason),
        "item.category": ("ring", "brooch"),
        "condition.worn": (True, False),
        "item.material": ("silver", "gold"),
        "item.price": (3999, 4000),
        "order.placed_at": (asked - 60 * day, asked - 61 * day),
        "parcel.delivered_at": (*(asked - days * day for days in (0, 30, 31, 60)), NOT_YET),
    }
    for row in product(*values.values()):
        facts: dict[str, Any] = dict(zip(values, row, strict=True))
        facts["parcel.shipped_at"] = facts["order.placed_at"]
        lanes = tuple(lanes_of(POLICY, facts["claim.reason"], truth_in(POLICY, facts, asked)))
        if lanes == ("change_of_mind",) and (
            facts["claim.reason"] != "tarnished" or facts["parcel.delivered_at"] != NOT_YET
        ):
            reached.add(answer(Claimed(facts, asked)))
    assert {answer(one) for one in found.claims()} == reached
    for outcome, where in found.outcomes.items():
        assert (where != NONE) is any(one[0] == outcome for one in reached)


def answer(claimed: Claimed) -> tuple[Any, ...]:
    """This function will return the outcome and which clauses are named on which grounds."""
    truth = truth_in(POLICY, claimed.facts, claimed.at)
    lanes = lanes_of(POLICY, claimed.facts["claim.reason"], truth)
    verdict = verdict_of(POLICY, "refund", claimed.facts["claim.reason"], lanes, truth, with_ways=False)
    reasons = frozenset((one.clause, one.ground) for one in verdict.reasons if one.ground is not Ground.TERMS)
    return verdict.outcome, reasons
