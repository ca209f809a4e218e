"""Which claims a new version answers differently: complete, grouped by the clause that makes the difference.

Every group has a witness, one concrete claim that `amends decide` answers differently under the two versions, and the
engine has confirmed it. Laws: no group at all means that no claim can be answered differently; a witness that the
engine does not confirm is a fault of ours, and is never told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from amends.core.changes.clauses import matched
from amends.core.changes.granted import terms_in
from amends.core.changes.joint import Joint, Pair, rule_of
from amends.core.changes.judge import Way as Judged
from amends.core.changes.judge import What, by_outcome, by_terms
from amends.core.engine.spec import answer, facts_in
from amends.core.engine.standings import conditions_of
from amends.core.engine.truth import tests_in
from amends.core.engine.verdict import Outcome, Verdict
from amends.core.policy.tree import Clause, Effect, Policy
from amends.core.refunds.terms import Terms
from amends.core.regions.diagram import NONE
from amends.core.regions.possible import ORDER_OF_THINGS
from amends.core.regions.space import REASON, Claimed
from amends.core.regions.witness import DATES, Unconfirmed, Witness

ASKED = "claim.asked_at"


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """Claims about one remedy in one lane that are answered differently for one cause, shown by one of them."""

    remedy: str
    lanes: tuple[str, str]  # before and after; they differ where another lane is what changes
    what: What
    way: Judged
    cause: str  # the id of the clause that makes the difference; nothing where several do together
    before: Verdict | None
    after: Verdict | None
    witness: Witness


def answer_changes(old: Policy, new: Policy) -> Iterator[AnswerChange]:
    """This function will return every group of claims that the new version answers differently.

    Two policies that are no versions of one raise `NotComparable`, one that asks too much at once `TooManySituations`.
    """
    joint = Joint(old, new)
    changed = changed_clauses(joint.old, joint.new)
    for pair in joint.pairs():
        yield from _outcomes(joint, pair, changed)
        yield from _terms(joint, pair, changed)


def changed_clauses(old: Policy, new: Policy) -> tuple[tuple[Clause | None, Clause | None], ...]:
    """This function will return the clauses that decide otherwise, before and after; nothing where one is not there."""
    pairs = matched(old, new)
    found: list[tuple[Clause | None, Clause | None]] = []
    for clause in new.clauses:
        before = pairs.get(clause.id)
        if before is None or rule_of(before, old, "") != rule_of(clause, new, ""):
            found.append((before, clause))
    kept = {one.id for one in pairs.values()}
    return (*found, *((one, None) for one in old.clauses if one.id not in kept))


def _outcomes(
    joint: Joint, pair: Pair, changed: Iterable[tuple[Clause | None, Clause | None]]
) -> Iterator[AnswerChange]:
    sets = pair.old.sets
    for before, after in product(Outcome, Outcome):
        here = sets.both(pair.old.answers[before], pair.new.answers[after])
        if before is after or here == NONE:
            continue
        for cause, part in _by_cause(pair, here, changed):
            yield _shown(joint, pair, part, cause, What.OUTCOME)


def _terms(joint: Joint, pair: Pair, changed: Iterable[tuple[Clause | None, Clause | None]]) -> Iterator[AnswerChange]:
    sets = pair.old.sets
    accepted = sets.both(
        pair.old.answers[Outcome.ACCEPTED], pair.new.answers[Outcome.ACCEPTED], _touched(joint, pair, changed)
    )
    if accepted == NONE:
        return
    by_change: dict[tuple[tuple[str, object, object], ...], int] = {}
    for (before, first), (after, second) in product(
        terms_in(pair.old, accepted).items(), terms_in(pair.new, accepted).items()
    ):
        sets.steps.take()
        here = sets.both(first, second) if before != after else NONE
        if here != NONE:
            fields = tuple(
                (name, getattr(before, name), getattr(after, name))
                for name in Terms.__dataclass_fields__
                if getattr(before, name) != getattr(after, name)
            )
            by_change[fields] = sets.either(by_change.get(fields, NONE), here)
    for here in by_change.values():
        for cause, part in _by_cause(pair, here, changed):
            yield _shown(joint, pair, part, cause, What.TERMS)


def _touched(joint: Joint, pair: Pair, changed: Iterable[tuple[Clause | None, Clause | None]]) -> int:
    """The claims that a changed clause is about: of all others the terms are what they were."""
    if pair.old.lane != pair.new.lane or joint.differ_at_large:
        return pair.all
    both = [(view, one) for each in changed for view, one in zip((pair.old, pair.new), each, strict=True)]
    if any(one is not None and one.effect is Effect.EXTEND for _, one in both):
        return pair.all
    return pair.old.sets.either(*(view.scope(one) for view, one in both if one is not None and one in view.clauses))


def _by_cause(
    pair: Pair, here: int, changed: Iterable[tuple[Clause | None, Clause | None]]
) -> Iterator[tuple[str, int]]:
    """The set in parts, by the changed clause that acts on one side and not, or otherwise, on the other."""
    sets, left = pair.old.sets, here
    for before, after in changed:
        first = NONE if before is None else pair.old.acting(before)
        second = NONE if after is None else pair.new.acting(after)
        other = sets.either(sets.without(second, first), sets.without(first, second))
        if before is not None and after is not None and dict(before.terms) != dict(after.terms):
            other = sets.either(first, second)
        part = sets.both(left, other)
        if part != NONE:
            found = after or before
            yield (found.id if found else ""), part
            left = sets.without(part, left)
    if left != NONE:
        yield "", left


def _shown(joint: Joint, pair: Pair, here: int, cause: str, what: What) -> AnswerChange:
    """The group with a witness, a sensible one where there is any; the engine decides it under both versions."""
    space = pair.old.space
    plain = space.sets.both(here, pair.old.sensible)
    claimed = space.claim_in(plain if plain != NONE else here)
    if claimed is None:
        raise Unconfirmed("a set of claims that is not empty holds none.", hint="Please report this.")
    remedy = pair.old.remedy
    witness = Witness(_told(joint, pair, claimed), claimed.at, remedy)
    first, second = (answer(policy, remedy, witness.facts, witness.at)[1] for policy in (joint.old, joint.new))
    way = by_outcome(first, second) if what is What.OUTCOME else by_terms(first, second)
    if way is Judged.SAME:
        where = f"for `{remedy}` in the lane `{pair.old.lane}`"
        raise Unconfirmed(f"the engine does not confirm that an answer {where} differs.", hint="Please report this.")
    return AnswerChange(remedy, (pair.old.lane, pair.new.lane), what, way, cause, first, second, witness)


def _told(joint: Joint, pair: Pair, claimed: Claimed) -> dict[str, object]:
    """The facts that either version asks about, and the dates of the order; not what silence says as well."""
    asked = {REASON, *DATES}
    for view in (pair.old, pair.new):
        for clause in view.clauses:
            conditions = conditions_of(view.policy, clause, view.lane)
            asked |= {name for one in conditions for test in tests_in(one) for name in facts_in(test)}
        scopes = (one.scope for one in view.policy.clauses if one.effect is Effect.CLASSIFY)
        asked |= {name for one in scopes for test in tests_in(one) for name in facts_in(test)}
    if any(name in asked for name in ORDER_OF_THINGS[ORDER_OF_THINGS.index(ASKED) + 1 :]):
        asked.add(ASKED)
    found: dict[str, object] = {}
    for name, value in claimed.facts.items():
        silence = claimed.at if name == ASKED else joint.both.vocabulary.find(name).absent
        if (name in asked or name == ASKED) and value != silence:
            found[name] = value
    return found
