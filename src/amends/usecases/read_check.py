"""What the check finds in a shop's version in force or in a proposal, clause by clause, each with an example in words.

A policy takes seconds to be looked at whole, so what was found is kept for the day, in each process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from amends.core.changes.told import claim_in_words
from amends.core.checks.finding import Finding
from amends.core.dates import Instant, local_day
from amends.core.engine.decide import compile_policy
from amends.core.engine.language import Words
from amends.core.engine.verdict import Outcome
from amends.core.errors import Place
from amends.core.policy.floors import alone, under
from amends.core.policy.tree import Clause, Policy
from amends.laws.floors import floor_for
from amends.records.policies import policy_for, policy_with, versions_of
from amends.records.proposals import proposal_with, proposed_policy, proposed_text, published_text
from amends.records.shops import ShopRow
from amends.usecases.check_policy import findings_in

_KEPT = 32
Findings = tuple[tuple[Place, Finding], ...]
_found: OrderedDict[tuple[str, str, tuple[str, ...], date], Findings] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with the claim that shows it, in words, and how that is answered."""

    place: Place
    finding: Finding
    example: tuple[str, ...]
    remedy: str
    answer: Outcome | None  # by the shop's clauses
    by_law: Outcome | None  # with the law, where it is about one


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one clause; of the whole policy where there is none."""

    clause: Clause | None
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A version of the policy and what was found in it."""

    policy: Policy
    proposal_id: str
    groups: tuple[Group, ...]


def read_check(
    shop: ShopRow, at: Instant, words: Words, law: tuple[str, ...] = (), proposal_id: str = ""
) -> Checked | None:
    """This function will check the version in force, or a proposal, also against the laws of those places.

    Nothing where there is no such version or proposal.
    """
    today = date.fromordinal(local_day(at, shop.zone))
    if proposal_id:
        if proposal_with(shop.id, proposal_id) is None:
            return None
        policy, text = proposed_policy(shop.id, proposal_id), proposed_text(shop.id, proposal_id)
    else:
        now = policy_for(shop, at)
        begun = next((one for one in versions_of(shop.id) if now is not None and one.hash == now.hash), None)
        written = None if begun is None else published_text(shop.id, begun.hash)
        if begun is None or written is None:
            return None
        policy, text = policy_with(shop.id, begun.hash), written
    key = (shop.id, policy.hash, law, today)
    found = _found.get(key)
    if found is None:
        found = _found[key] = tuple(findings_in(text, policy, "", today, law=law))
        while len(_found) > _KEPT:
            _found.popitem(last=False)
    return Checked(policy, proposal_id, tuple(_grouped(found, policy, words)))


def _grouped(found: Findings, policy: Policy, words: Words) -> Iterator[Group]:
    by_clause: dict[str, list[Shown]] = {}
    for place, one in found:
        by_clause.setdefault(one.clause, []).append(_shown(place, one, policy, words))
    for name, shown in by_clause.items():
        yield Group(policy.clause(name) if name else None, tuple(shown))


def _shown(place: Place, one: Finding, policy: Policy, words: Words) -> Shown:
    witness = one.witness
    if witness is None:
        return Shown(place, one, (), "", None, None)
    about = frozenset(witness.facts)
    example = tuple(claim_in_words(witness, about, policy, words))
    own = _answer(alone(policy), one)
    country, region = (str(witness.facts.get(name, "")) for name in ("order.country", "order.region"))
    placed = witness.facts.get("order.placed_at", witness.at)
    floor = floor_for(country, region, local_day(placed, policy.shop.zone), policy.shop) if witness.with_law else None
    return Shown(
        place, one, example, witness.remedy, own, None if floor is None else _answer(under(policy, floor), one)
    )  # fmt: skip


def _answer(policy: Policy, one: Finding) -> Outcome | None:
    if one.witness is None:
        return None
    verdict = compile_policy(policy).decide(one.witness.facts, one.witness.at).verdicts.get(one.witness.remedy)
    return Outcome.REFUSED if verdict is None else verdict.outcome
