"""What is looked at when goods arrive: the sheet is made from the clauses over the item, and so is every ground.

Laws: a line cites each clause that asks for it; with every line as it should be, no clause turns the goods down that
the sheet knows of; a clause that cannot speak of the item has no line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from amends.core.dates import Instant
from amends.core.engine.standings import in_window, speaking
from amends.core.engine.truth import NO, holds, truth_in
from amends.core.facts import Facts, Kind
from amends.core.policy.tree import AllOf, AnyOf, Clause, Condition, Effect, Not, Op, Policy, Test

SENT_AT = "return.sent_at"
LOOKED_AT = "condition."
_AUTHORISED = "return.authorised"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One thing to look at."""

    fact: str  # its name, which is the ground where it does not hold
    about: str  # in the words of the vocabulary
    clauses: tuple[str, ...]  # that ask for it
    says: tuple[str, ...]  # their sentences
    right: bool = True  # what the fact is when all is well
    known: bool | None = None  # whether it holds, where nobody has to look


def sheet_of(policy: Policy, lanes: Collection[str], remedy: str, facts: Facts, at: Instant) -> tuple[SheetLine, ...]:
    """This function will return the lines for goods that have arrived, in the order of the policy's clauses.

    What the customer stated about the condition is put aside: it is looked at now.
    """
    seen = {name: value for name, value in facts.items() if not name.startswith(LOOKED_AT)}
    truth = truth_in(policy, seen, at)
    either_way = [truth_in(policy, {**seen, _AUTHORISED: agreed}, at) for agreed in (True, False)]
    found: dict[str, SheetLine] = {}
    for lane in lanes:
        for clause in speaking(policy, lane, remedy, Effect.ACCEPT, Effect.REQUIRE, Effect.REFUSE):
            if all(holds(clause.scope, one) is NO for one in either_way):
                continue
            for fact, right in _asked(clause, policy):
                known = None if fact.startswith(LOOKED_AT) else seen.get(fact, right) is right
                _add(found, policy, clause, fact, right, known)
            if clause.within is not None and clause.within.event == SENT_AT:
                in_time = holds(in_window(policy, clause, clause.within, lane), truth) is not NO
                _add(found, policy, clause, SENT_AT, True, in_time)  # noqa: FBT003 - what is right
    return tuple(found.values())


def _asked(clause: Clause, policy: Policy) -> Iterator[tuple[str, bool]]:
    refuses = clause.effect is Effect.REFUSE
    conditions = (clause.scope,) if refuses else (clause.provided,)
    for condition in conditions:
        for test, plainly in _flags(condition):
            fact = policy.vocabulary.find(test.fact)
            is_looked_at = test.fact.startswith(LOOKED_AT) or test.fact == _AUTHORISED
            if is_looked_at and fact.kind is Kind.FLAG and test.op is Op.IS and len(test.value) == 1:
                wanted = bool(test.value[0]) is plainly
                yield test.fact, wanted is not refuses


def _flags(condition: Condition, *, plainly: bool = True) -> Iterator[tuple[Test, bool]]:
    match condition:
        case Test():
            yield condition, plainly
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _flags(part, plainly=plainly)
        case Not(part):
            yield from _flags(part, plainly=not plainly)


def _add(
    found: dict[str, SheetLine], policy: Policy, clause: Clause, fact: str, right: bool, known: bool | None
) -> None:
    before = found.get(fact)
    found[fact] = SheetLine(
        fact=fact,
        about=policy.vocabulary.find(fact).about,
        clauses=tuple(dict.fromkeys((*(before.clauses if before else ()), clause.id))),
        says=tuple(dict.fromkeys((*(before.says if before else ()), clause.says))),
        right=right,
        known=known if before is None or before.known is not False else False,
    )
