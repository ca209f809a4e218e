"""A witness: one concrete claim that shows what a finding says, and the engine's word that it does.

Laws: a witness holds every fact that the clauses ask about, so nothing in it is unknown; the command line that runs it
gives the same facts; what the engine does not confirm is not reported.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from amends.core.dates import NOT_YET, Instant, datetime_of
from amends.core.engine.closings import ASKED
from amends.core.engine.spec import facts_in, lanes_of, verdict_of
from amends.core.engine.standings import conditions_of, speaking
from amends.core.engine.truth import tests_in, truth_in
from amends.core.engine.verdict import Verdict
from amends.core.errors import AmendsError
from amends.core.facts import Facts, Kind
from amends.core.money import format_amount
from amends.core.policy.floors import alone
from amends.core.policy.tree import Clause, Policy
from amends.core.regions.situations import SPEAKING, Situations
from amends.core.regions.space import Claimed

DATES = ("order.placed_at", "parcel.shipped_at", "parcel.delivered_at")
Shows = Callable[[Verdict], bool]


class Unconfirmed(AmendsError):
    """The engine does not agree with a witness: a fault of the checker, never of the policy."""

    code = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Witness:
    """One claim: its facts, the instant at which it is decided, and the remedy that is asked for."""

    facts: Facts
    at: Instant
    remedy: str
    with_law: bool = False  # it shows what the shop's clauses and the law say together

    def command(self, policy: Policy, file: str) -> str:
        """This function will return the command line that decides the claim under the policy in that file."""
        parts = ["amends", "decide", file, "--remedy", self.remedy, "--at", self.moment(policy)]
        if "order.country" in self.facts and not self.with_law:
            parts.append("--without-law")
        for name, value in self.written(policy).items():
            said = value if isinstance(value, str) else json.dumps(value)
            parts += ["--fact", f"{name}={said}"]
        return " ".join(shlex.quote(part) for part in parts)

    def moment(self, policy: Policy) -> str:
        """This function will return when the claim is decided, in the shop's own time."""
        return _iso(self.at, policy)

    def written(self, policy: Policy) -> dict[str, Any]:
        """This function will return the facts as a file of facts would say them."""
        return {name: _written(name, value, policy) for name, value in self.facts.items()}


def witness_of(situations: Situations, wanted: int, shows: Shows) -> Witness | None:
    """This function will return a witness from the set, or nothing where the set is empty.

    `shows` looks at the engine's verdict; where it does not hold, `Unconfirmed` is raised.
    """
    claimed = situations.claim_in(wanted)
    if claimed is None:
        return None
    found = told(situations, claimed, situations.remedy)
    lanes, verdict = decided(situations.policy, found)
    if lanes != (situations.lane,) or not shows(verdict):
        what = f"the engine does not confirm a claim for `{situations.remedy}` in the lane `{situations.lane}`."
        raise Unconfirmed(what, hint="Please report this: it is a fault of the checker, and not of the policy.")
    return found


def decided(policy: Policy, witness: Witness) -> tuple[tuple[str, ...], Verdict]:
    """This function will return the lanes of the claim and the verdict of the shop's own clauses for its remedy."""
    own = alone(policy)
    truth = truth_in(own, witness.facts, witness.at)
    reason = witness.facts.get("claim.reason")
    lanes = lanes_of(own, reason, truth)
    return tuple(lanes), verdict_of(own, witness.remedy, reason, lanes, truth, with_ways=False)


def told(situations: Situations, claimed: Claimed, remedy: str) -> Witness:
    """This function will return the claim as a witness: what clauses ask about, and the dates of the order.

    What silence says too is left out, such as a return that nobody has begun.
    """
    policy, facts = situations.policy, claimed.facts
    clauses = speaking(policy, situations.lane, remedy, *SPEAKING)
    asked = {name for one in clauses for name in _asked_by(policy, situations.lane, one)} | set(DATES)
    asked |= {name for one in situations.also for test in tests_in(one) for name in facts_in(test)}
    asked |= {name for one in policy.clauses if one.lane for test in tests_in(one.scope) for name in facts_in(test)}
    found = {"claim.reason": facts["claim.reason"]}
    for name, value in facts.items():
        plain = claimed.at if name == ASKED else policy.vocabulary.find(name).absent
        if (name in asked or name == ASKED) and value != plain:
            found[name] = value
    return Witness(found, claimed.at, remedy)


def _asked_by(policy: Policy, lane: str, clause: Clause) -> Iterator[str]:
    for condition in conditions_of(policy, clause, lane):
        for test in tests_in(condition):
            yield from facts_in(test)


def _written(name: str, value: Any, policy: Policy) -> Any:
    kind = policy.vocabulary.find(name).kind
    if value is NOT_YET:
        return "not_yet"
    match kind:
        case Kind.MONEY:
            return format_amount(value, policy.shop.currency)
        case Kind.MOMENT:
            return _iso(value, policy)
        case Kind.MARKS:
            return sorted(value)
        case Kind.NUMBER:
            return str(value)
    return value


def _iso(instant: Instant, policy: Policy) -> str:
    return datetime_of(instant, policy.shop.zone).isoformat()
