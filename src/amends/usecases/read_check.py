"""What the check finds in a shop's version in force or in a proposal, clause by clause, each with an example in words.

A policy takes seconds to be looked at whole, so that is done beside the request, and what was found is kept for the
day, in each process. What is said of it is said in the language of who reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from amends.core.changes.told import claim_in_words
from amends.core.checks.finding import Finding, Level, Rule, Spot
from amends.core.checks.words import Named, Telling
from amends.core.dates import Instant, local_day
from amends.core.engine.language import Words
from amends.core.engine.spec import answer
from amends.core.engine.verdict import Outcome
from amends.core.engine.wording import parts_of
from amends.core.errors import Place
from amends.core.policy.floors import alone, under
from amends.core.policy.tree import Clause, Condition, Policy
from amends.core.regions.witness import Witness
from amends.laws.floors import floor_for, floor_texts
from amends.records.policies import policy_for, policy_with, versions_of
from amends.records.proposals import proposal_with, proposed_policy, proposed_text, published_text
from amends.records.shops import ShopRow
from amends.usecases.check_policy import findings_in
from amends.usecases.look_aside import Aside

_KEPT = 32
Findings = tuple[tuple[Place, Finding], ...]
ASIDE: Aside[tuple[str, str, tuple[str, ...], date], Findings] = Aside(_KEPT)


@dataclass(frozen=True, slots=True)
class Example:
    """One claim that shows a finding in words, and how it is answered; `place` is the line of its clause."""

    place: Place
    clause: str
    says: tuple[str, ...]
    remedy: str
    answer: Outcome | None  # by the shop's clauses
    by_law: Outcome | None  # with the law, where it is about one


@dataclass(frozen=True, slots=True)
class LawSays:
    """A rule that goes before the clause: its name, where it holds, its article and its sentence."""

    rule: str
    where: str
    article: str
    says: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding in words, with the claims that show it: of its own clause first, then of those like it."""

    level: Level
    message: str
    hint: str
    examples: tuple[Example, ...]
    rules: tuple[LawSays, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one clause; of the whole policy where there is none."""

    clause: Clause | None
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A version of the policy and what was found in it; nothing yet while it is still being looked at."""

    policy: Policy
    proposal_id: str
    groups: tuple[Group, ...] | None


def read_check(
    shop: ShopRow,
    at: Instant,
    words: Words,
    texts: Mapping[str, str],
    law: tuple[str, ...] = (),
    proposal_id: str = "",
    wait_seconds: float = 1.0,
) -> Checked | None:
    """This function will check the version in force, or a proposal, also against the laws of those places.

    `texts` are those of `core.checks.words` in the reader's language. Nothing where there is no such version or
    proposal.
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
    look = partial(_look, text, policy, today, law)
    found = ASIDE.look(key, look, wait_seconds)
    groups = None if found is None else tuple(_grouped(found, policy, words, texts))
    return Checked(policy, proposal_id, groups)


def _look(text: str, policy: Policy, today: date, law: tuple[str, ...]) -> Findings:
    return tuple(findings_in(text, policy, "", today, law=law))


def _grouped(found: Findings, policy: Policy, words: Words, texts: Mapping[str, str]) -> Iterator[Group]:
    telling = Telling(texts, partial(_condition, policy, words), partial(_name, words), partial(_of_law, words))
    by_clause: dict[str, list[Shown]] = {}
    for place, one in found:
        by_clause.setdefault(one.clause, []).append(_shown(place, one, policy, words, telling))
    for name, shown in by_clause.items():
        yield Group(policy.clause(name) if name else None, tuple(shown))


def _condition(policy: Policy, words: Words, condition: Condition) -> str:
    return "; ".join(parts_of(condition, policy, words))


def _name(words: Words, named: Named) -> str:
    label, _ = words.lanes[named.word] if named.kind == "lane" else words.remedies[named.word]
    return words.say("quoted", text=label)


def _shown(place: Place, one: Finding, policy: Policy, words: Words, telling: Telling) -> Shown:
    spots = (Spot(one.clause, one.witness, place), *one.also)
    examples = tuple(_example(spot, policy, words) for spot in spots)
    rules = tuple(_rule(each, words, telling) for each in one.rules)
    return Shown(one.level, telling.said(one.message), telling.said(one.hint), examples, rules)


def _rule(rule: Rule, words: Words, telling: Telling) -> LawSays:
    """The rule with its sentence in the reader's language, where the law has been translated."""
    says = _of_law(words, rule.places[0], rule.clause, rule.says) if rule.clause else telling.said(rule.says)
    return LawSays(rule.name, telling.said(rule.where), rule.article, says)


def _of_law(words: Words, place: str, name: str, english: str) -> str:
    return floor_texts(place.partition("-")[0], words.language).says.get(name, english)


def _example(spot: Spot, policy: Policy, words: Words) -> Example:
    place, witness = spot.place or Place(), spot.witness
    if witness is None:
        return Example(place, spot.clause, (), "", None, None)
    says = tuple(claim_in_words(witness, frozenset(witness.facts), policy, words))
    country, region = (str(witness.facts.get(name, "")) for name in ("order.country", "order.region"))
    placed = witness.facts.get("order.placed_at", witness.at)
    floor = floor_for(country, region, local_day(placed, policy.shop.zone), policy.shop) if witness.with_law else None
    by_law = None if floor is None else _answer(under(policy, floor), witness)
    return Example(place, spot.clause, says, witness.remedy, _answer(alone(policy), witness), by_law)


def _answer(policy: Policy, witness: Witness) -> Outcome:
    _, verdict = answer(policy, witness.remedy, witness.facts, witness.at)
    return Outcome.REFUSED if verdict is None else verdict.outcome
