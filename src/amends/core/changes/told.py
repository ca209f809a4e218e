"""What a new version changes, put together to be read: clauses first, then consequences, each with one example.

What differs for the same cause, in the same way and with the same answers is told once, with all its remedies and
lanes. Words are those of the language handed in; who shows this adds only headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from amends.core.changes.alike import not_alike
from amends.core.changes.answers import AnswerChange, answer_changes
from amends.core.changes.clauses import ClauseChange, Difference, clause_changes, head_changes, matched
from amends.core.changes.judge import Way, What, changed_terms, outcome_of
from amends.core.changes.promises import PromiseChange, promise_changes
from amends.core.dates import NOT_YET
from amends.core.engine.language import ENGLISH, Words
from amends.core.engine.standings import conditions_of
from amends.core.engine.termsheet import terms_in_words
from amends.core.engine.truth import tests_in
from amends.core.engine.verdict import Ground, Outcome
from amends.core.engine.wording import moment_in_words, moment_of, parts_of
from amends.core.facts import Kind
from amends.core.policy.tree import Clause, Op, Policy, Test
from amends.core.regions.diagram import TooManySituations
from amends.core.regions.possible import ORDER_OF_THINGS
from amends.core.regions.witness import Witness

ASKED, REASON = "claim.asked_at", "claim.reason"
_ORDER = (Way.WORSE, Way.MIXED, Way.BETTER)


@dataclass(frozen=True, slots=True)
class Consequence:
    """Claims that are answered differently in the same way for the same cause, with one of them."""

    way: Way
    what: What
    cause: str  # a clause's id; nothing where several make the difference together
    remedies: tuple[str, ...]
    lanes: tuple[str, ...]
    before: str  # outcomes
    after: str
    terms_before: tuple[str, ...]  # what is told of the terms before and no more, in words
    terms_after: tuple[str, ...]
    example: tuple[str, ...]  # what the claim is, in words
    witness: Witness
    also: int  # how many more groups of claims it stands for


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a new version changes."""

    old: Policy
    new: Policy
    head: tuple[Difference, ...]
    clauses: tuple[ClauseChange, ...]
    consequences: tuple[Consequence, ...]
    promises: tuple[PromiseChange, ...]
    unproved: str = ""  # why consequences could not be worked out, or not all of them, where they could not

    @property
    def answers_differ(self) -> bool:
        """This property will say whether some claim is answered or promised something differently."""
        return bool(self.consequences or self.promises or self.unproved)

    @property
    def only_improves(self) -> bool:
        """This property will say whether no answer gets worse: such a version may start in the past (X3)."""
        ways = {*(one.way for one in self.consequences), *(one.way for one in self.promises)}
        return not self.unproved and ways <= {Way.SAME, Way.BETTER}

    def of_way(self, way: str) -> tuple[Consequence, ...]:
        """This function will return the consequences of one way: `better`, `worse` or `mixed`."""
        return tuple(one for one in self.consequences if one.way.value == way)


def tell(old: Policy, new: Policy, words: Words = ENGLISH) -> Told:
    """This function will return what the new version changes, or raise `NotComparable` where they are no versions."""
    found: tuple[AnswerChange, ...] = ()
    promised: tuple[PromiseChange, ...] = ()
    unproved = not_alike(old, new)
    try:
        found, promised = tuple(answer_changes(old, new)), tuple(promise_changes(old, new))
    except TooManySituations as error:
        unproved = f"{unproved} {error.what}".strip()
    return Told(
        old, new, head_changes(old, new, words), clause_changes(old, new, words),
        tuple(consequences(found, old, new, words)), promised, unproved,
    )  # fmt: skip


def consequences(
    found: Iterable[AnswerChange], old: Policy, new: Policy, words: Words = ENGLISH
) -> Iterator[Consequence]:
    """This function will put changes of the same kind together, what is worse first."""
    groups: dict[tuple[Any, ...], list[AnswerChange]] = {}
    for one in found:
        fields = changed_terms(one.before.terms, one.after.terms) if one.before and one.after else ()
        answers = outcome_of(one.before), outcome_of(one.after)
        key = (one.way, one.what, one.cause, *answers, fields if one.what is What.TERMS else ())
        groups.setdefault(key, []).append(one)
    for key in sorted(groups, key=lambda key: (_ORDER.index(key[0]), list(What).index(key[1]))):
        yield _consequence(groups[key], old, new, words)


def _consequence(group: list[AnswerChange], old: Policy, new: Policy, words: Words) -> Consequence:
    first = group[0]
    terms: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    if first.what is What.TERMS and first.before and first.after:
        was = tuple(terms_in_words(first.remedy, first.before.terms, old, words))
        now = tuple(terms_in_words(first.remedy, first.after.terms, new, words))
        terms = tuple(one for one in was if one not in now), tuple(one for one in now if one not in was)
    return Consequence(
        way=first.way, what=first.what, cause=first.cause,
        remedies=tuple(dict.fromkeys(one.remedy for one in group)),
        lanes=tuple(dict.fromkeys(lane for one in group for lane in one.lanes)),
        before=outcome_of(first.before).value, after=outcome_of(first.after).value,
        terms_before=terms[0], terms_after=terms[1],
        example=tuple(claim_in_words(first.witness, _asking(_referring(first) | {first.cause}, old, new), new, words)),
        witness=first.witness, also=len(group) - 1,
    )  # fmt: skip


def _referring(change: AnswerChange) -> frozenset[str]:
    """The clauses that leave the claim to a person, before or now: without what they ask nobody sees why."""
    sides = (one for one in (change.before, change.after) if one is not None and one.outcome is Outcome.REFERRED)
    return frozenset(each.clause for one in sides for each in one.reasons if each.ground is Ground.CONDITION_MISSED)


def _asking(causes: frozenset[str], old: Policy, new: Policy) -> frozenset[str]:
    """The facts that the clauses ask about, before and now."""
    pairs: Mapping[str, Clause] = matched(old, new)
    paired = [pairs[one] for one in causes if one in pairs]
    sides = [(new, one) for one in new.clauses if one.id in causes]
    sides += [(old, one) for one in old.clauses if one.id in causes or any(one is each for each in paired)]
    lanes = [(policy, clause, lane) for policy, clause in sides for lane in sorted(clause.lanes) or [""]]
    conditions = chain.from_iterable(conditions_of(policy, clause, lane) for policy, clause, lane in lanes)
    return frozenset(test.fact for one in conditions for test in tests_in(one))


def _in_order(moment: tuple[str, Any]) -> tuple[bool, int, int]:
    """What has happened first, in the order of things where it is the same instant."""
    name, value = moment
    place = ORDER_OF_THINGS.index(name) if name in ORDER_OF_THINGS else len(ORDER_OF_THINGS)
    return value is NOT_YET, 0 if value is NOT_YET else value, place


def claim_in_words(witness: Witness, about: frozenset[str], policy: Policy, words: Words) -> Iterator[str]:
    """This function will say what a claim is: why it is made, when what happened, and the facts that it is about."""
    facts = dict(witness.facts)
    facts.setdefault(ASKED, witness.at)
    yield from parts_of(Test(REASON, Op.IS, (facts.pop(REASON),)), policy, words)
    moments = {name: value for name, value in facts.items() if policy.vocabulary.find(name).kind is Kind.MOMENT}
    for name, value in sorted(moments.items(), key=_in_order):
        if value is not NOT_YET:
            yield f"{moment_of(name, policy, words)}: {moment_in_words(value, policy, words)}"
        elif name in about:
            yield moment_of(name, policy, words, happened=False)
    for name in sorted(about & facts.keys() - moments.keys()):
        value = facts[name]
        if isinstance(value, frozenset):
            test = Test(name, Op.HAS, tuple(sorted(value)))
            yield from parts_of(test, policy, words) if value else ()
        else:
            yield from parts_of(Test(name, Op.IS, (value,)), policy, words)
