"""What a granted claim uses up of the things that a policy grants only so often."""

from __future__ import annotations

from collections.abc import Collection

from amends.core.dates import Instant
from amends.core.engine.standings import speaking
from amends.core.engine.truth import YES, holds, truth_in
from amends.core.facts import Facts
from amends.core.policy.tree import Effect, Policy


def counters_used(policy: Policy, lanes: Collection[str], remedy: str, facts: Facts, at: Instant) -> frozenset[str]:
    """This function will return the counters of the limits in whose scope the granted claim lies, one use of each."""
    truth = truth_in(policy, facts, at)
    limits = (one for lane in lanes for one in speaking(policy, lane, remedy, Effect.LIMIT))
    return frozenset(one.counter for one in limits if holds(one.scope, truth) is YES)
