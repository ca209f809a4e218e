"""Nothing is missed and nothing is made up: claims at random lie in the regions, and every region is a claim."""

from __future__ import annotations

from itertools import islice
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.core.regions.claims_at_random import claims_at_random, row_of
from tests.differential.policies_to_try import policies

from amends.core.engine.spec import lanes_of, verdict_of
from amends.core.engine.truth import truth_in
from amends.core.engine.verdict import Ground
from amends.core.policy.tree import Policy
from amends.core.regions.diagram import ALL, NONE
from amends.core.regions.situations import Situations
from amends.core.regions.space import Claimed

ROWS = 10
PAIRS = st.sampled_from(
    [("change_of_mind", "refund"), ("fault", "refund"), ("guarantee", "repair"), ("fault", "exchange")]
)


def missed(found: Situations, claims: list[Claimed]) -> list[Claimed]:
    """This function will return the claims that lie in no region."""
    sets = found.sets
    return [one for one in claims if sets.given(found.space.possible, row_of(found.space, one)) != ALL]


def wrong(found: Situations, claims: list[Claimed]) -> list[tuple[Claimed, str]]:
    """This function will return the claims of which the sets and the definition say different things."""
    sets, policy = found.sets, found.policy
    odd = []
    for one in claims:
        row = row_of(found.space, one)
        truth, reason = truth_in(policy, one.facts, one.at), one.facts["claim.reason"]
        lanes = lanes_of(policy, reason, truth)
        in_lane = sets.given(found.all, row) == ALL
        if in_lane is not (tuple(lanes) == (found.lane,)):
            odd.append((one, "lane"))
        if not in_lane:
            continue
        verdict = verdict_of(policy, found.remedy, reason, lanes, truth, with_ways=False)
        said = [outcome for outcome, where in found.outcomes.items() if sets.given(where, row) == ALL]
        is_silent = Ground.SILENT in {reason.ground for reason in verdict.reasons}
        if verdict.on_offer and (said != [verdict.outcome] or is_silent is not (sets.given(found.silent, row) == ALL)):
            odd.append((one, f"{said} instead of {verdict.outcome}"))
    return odd


@settings(max_examples=8, deadline=None, phases=(Phase.generate,))
@given(policies(most=4), PAIRS, st.integers(0, 2**32))
def test_claims_at_random_lie_in_the_regions_and_get_the_verdict_of_their_set(
    policy: Policy, pair: tuple[str, str], seed: int
) -> None:
    found = Situations(policy, *pair)
    claims = claims_at_random(found.space, Random(seed))  # noqa: S311 - no secret
    assert missed(found, claims) == []
    assert wrong(found, claims) == []


@settings(max_examples=8, deadline=None, phases=(Phase.generate,))
@given(policies(most=4), PAIRS)
def test_every_region_is_a_claim_that_answers_as_the_region_says(policy: Policy, pair: tuple[str, str]) -> None:
    found = Situations(policy, *pair)
    claims = list(islice(found.claims(), ROWS))
    assert (found.all == NONE) is (claims == [])
    assert missed(found, claims) == []
    assert wrong(found, claims) == []
    for outcome in found.outcomes.values():
        one = found.claim_in(outcome)
        assert (one is None) is (outcome == NONE)
        assert one is None or wrong(found, [one]) == []
