"""What a version would have answered to the shop's own cases of the last weeks, before it is published.

Laws: nothing is written; what is compared is what each claim was last decided on, under the policy of that day and
under the new version on the same facts and the same law; so many claims and no more, and the queries are the same few
whatever their number. Only claims that were made are looked at: who would have asked, nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from amends.core.changes.judge import Way, What, judged, outcome_of
from amends.core.claims import Claim
from amends.core.dates import DAY, Instant
from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import Decision, Outcome
from amends.core.errors import AmendsError
from amends.core.policy.floors import under
from amends.core.policy.tree import Policy
from amends.core.refunds.claimed import MONEY_BACK
from amends.core.vocabulary import BUYER, REMEDIES
from amends.records.past_claims import PastClaim, orders_and_cases, past_claims
from amends.records.policies import decider_with
from amends.records.shops import ShopRow
from amends.usecases.read_order import InHand
from amends.usecases.weigh_claim import Option, priced

DAYS = 30
MOST_CLAIMS = 1_000  # that are decided again
MOST_PRICED = 100  # of those answered differently


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one version answers to a claim."""

    outcome: str
    clauses: tuple[str, ...]
    give_minor: int | None = None  # what the customer gets; nothing where it was not worked out


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A claim that the new version answers differently."""

    claim: PastClaim
    what: What
    way: Way
    before: Answered
    after: Answered
    unknown: tuple[str, ...] = ()  # what the new version asks and nobody was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a version would have changed."""

    days: int
    claims: int  # that were decided again
    is_all: bool  # whether these are all there were
    differing: tuple[Differing, ...]

    def count(self, way: str) -> int:
        """This function will return how many answers would have changed that way."""
        return sum(one.way.value == way for one in self.differing)

    @property
    def priced(self) -> tuple[Differing, ...]:
        """This property will hold those of which the money is known on both sides."""
        return tuple(one for one in self.differing if None not in {one.before.give_minor, one.after.give_minor})

    @property
    def before_minor(self) -> int:
        """This property will hold what customers got for these."""
        return sum(one.before.give_minor or 0 for one in self.priced)

    @property
    def after_minor(self) -> int:
        """This property will hold what they would have got."""
        return sum(one.after.give_minor or 0 for one in self.priced)


def preview_policy(shop: ShopRow, new: Policy, at: Instant, days: int = DAYS) -> Preview:
    """This function will decide the claims of the last days again under the new version; nothing is written."""
    found = past_claims(shop.id, at - days * DAY, MOST_CLAIMS + 1)
    again = _Again(shop, new)
    differing = [one for one in map(again.compare, found[:MOST_CLAIMS]) if one is not None]
    return Preview(
        days=days, claims=min(len(found), MOST_CLAIMS), is_all=len(found) <= MOST_CLAIMS,
        differing=(*_priced(shop, differing[:MOST_PRICED]), *(one.found for one in differing[MOST_PRICED:])),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Side:
    policy: Policy
    decision: Decision


@dataclass(frozen=True, slots=True)
class _Compared:
    found: Differing
    before: _Side
    after: _Side


class _Again:
    """Decides claims again; the new version is made ready once for each law that it comes to stand under."""

    def __init__(self, shop: ShopRow, new: Policy) -> None:
        self.shop = shop
        self.new = new
        self._ready: dict[str, Decider] = {}

    def compare(self, claim: PastClaim) -> _Compared | None:
        """This function will return the claim where it is answered differently."""
        old = decider_with(self.shop.id, claim.policy_hash)
        new = self._decider(old.policy)
        known = new.policy.vocabulary.facts
        facts = facts_from(claim.facts, old.policy.vocabulary)
        before = old.decide(facts, claim.at)
        after = new.decide({name: value for name, value in facts.items() if name in known}, claim.at)
        found = judged(before.verdicts.get(claim.remedy), after.verdicts.get(claim.remedy))
        if found is None:
            return None
        asked = after.missing(claim.remedy) if claim.remedy in after.verdicts else ()
        differing = Differing(
            claim=claim, what=found[0], way=found[1],
            before=_answered(before, claim.remedy), after=_answered(after, claim.remedy),
            unknown=tuple(name for name in asked if facts.get(name) is None and name not in claim.facts),
        )  # fmt: skip
        return _Compared(differing, _Side(old.policy, before), _Side(new.policy, after))

    def _decider(self, old: Policy) -> Decider:
        key = old.floor.hash if old.floor else ""
        found = self._ready.get(key)
        if found is None:
            found = self._ready[key] = compile_policy(under(self.new, old.floor))
        return found


def _answered(decision: Decision, remedy: str) -> Answered:
    verdict = decision.verdicts.get(remedy)
    return Answered(outcome=outcome_of(verdict).value, clauses=verdict.clauses if verdict else ())


def _priced(shop: ShopRow, differing: list[_Compared]) -> Iterator[Differing]:
    """The claims with what the customer gets under each version, as the case stands without this one."""
    known = orders_and_cases(shop.id, (one.found.claim.order_number for one in differing))
    for one in differing:
        claim = one.found.claim
        if claim.order_number not in known:
            yield one.found
            continue
        order, cases = known[claim.order_number]
        others = tuple(case for case in cases if case.number != claim.case_number)
        was, now = (
            money_given(InHand(shop, order, side.policy, others), side.decision, claim)
            for side in (one.before, one.after)
        )
        before, after = replace(one.found.before, give_minor=was), replace(one.found.after, give_minor=now)
        yield replace(one.found, before=before, after=after)


def claim_of(claim: PastClaim, decision: Decision) -> Claim:
    """This function will return the claim as its money is worked out."""
    by: Any = decision.facts.get("claim.by", BUYER)
    return Claim(reason=claim.reason or None, quantity=claim.quantity, by=by)


def money_given(in_hand: InHand, decision: Decision, claim: PastClaim) -> int | None:
    """This function will return what the customer gets: nothing where it is refused, unknown where a person decides.

    Unknown too where nothing is paid back.
    """
    verdict = decision.verdicts.get(claim.remedy)
    outcome = outcome_of(verdict)
    if claim.remedy not in MONEY_BACK or claim.remedy not in REMEDIES or outcome is Outcome.REFERRED:
        return None
    if verdict is None or outcome is Outcome.REFUSED:
        return 0
    piece, _ = in_hand.pieces.get(claim.piece_id, (None, None))
    if piece is None:
        return None
    asked = claim_of(claim, decision)
    option = Option(claim.remedy, verdict.outcome, verdict, None, ())
    try:
        return priced(in_hand, option, piece, asked, decision, None).total_minor
    except AmendsError:
        return None
