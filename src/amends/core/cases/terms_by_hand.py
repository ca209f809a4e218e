"""On which terms a person grants what the policy does not: those that its clauses set for such a claim all the same."""

from __future__ import annotations

from collections.abc import Collection

from amends.core.dates import Instant
from amends.core.engine.agreed import agreed, best
from amends.core.engine.standings import speaking
from amends.core.engine.truth import NO, YES, holds, truth_in
from amends.core.facts import Facts
from amends.core.policy.tree import Effect, Policy
from amends.core.refunds.terms import Terms


def terms_by_hand(policy: Policy, lanes: Collection[str], remedy: str, facts: Facts, at: Instant) -> Terms:
    """This function will return the terms of the acceptances that are about the claim, whatever they require."""
    truth = truth_in(policy, facts, at)
    each = []
    for lane in lanes:
        terms = [one for one in speaking(policy, lane, remedy, Effect.TERMS) if holds(one.scope, truth) is YES]
        about = [one for one in speaking(policy, lane, remedy, Effect.ACCEPT) if holds(one.scope, truth) is not NO]
        each += [agreed((one, *terms)) for one in about] or [agreed(tuple(terms))]
    return best(each)
