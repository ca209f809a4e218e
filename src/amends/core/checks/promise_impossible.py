"""A promise is due before anybody can know of it: the day it names may be over when the customer asks.

"Your money within 5 days of the order" is broken from the start for whoever may ask on the twentieth day.
"""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.checks.finding import Finding, Subject, shown
from amends.core.checks.words import say
from amends.core.engine.closings import ASKED
from amends.core.engine.standings import begun_test, window_test
from amends.core.engine.verdict import Outcome, Verdict
from amends.core.policy.tree import Clause, Condition, Not, Promise
from amends.core.regions.possible import ORDER_OF_THINGS
from amends.core.regions.situations import Situations
from amends.core.vocabulary import LANES

BEFORE_ASKING = ORDER_OF_THINGS[: ORDER_OF_THINGS.index(ASKED)]
OF_REMEDY = {"resend": "resend"}  # what else is promised belongs to money that goes back, if any does


def promise_impossible(subject: Subject) -> Iterator[Finding]:
    """This function will find promises that are broken already when they are made."""
    for clause in subject.policy.clauses:
        if clause.promise is not None and clause.promise.within.anchor in BEFORE_ASKING:
            yield from _of(subject, clause, clause.promise)


def _of(subject: Subject, clause: Clause, promise: Promise) -> Iterator[Finding]:
    window = promise.within
    asked = (clause.scope, begun_test(window), window_test(window))
    for lane in LANES:
        wanted = OF_REMEDY.get(promise.what, "refund")
        remedies = [wanted] if wanted in subject.regions.on_offer else sorted(subject.regions.on_offer)[:1]
        for remedy in remedies if lane in clause.lanes else ():
            view = subject.regions.of(lane, remedy, asked)
            witness = shown(subject, view, _late(view, asked), _is_granted)
            if witness is not None:
                message = say("promise_impossible", clause=f"`{clause.id}`")
                hint = say("promise_impossible.do")
                yield Finding("promise_impossible", message, hint, clause.id, ("promise", "within", "of"), witness)
                return


def _late(view: Situations, asked: tuple[Condition, Condition, Condition]) -> int:
    scope, begun, inside = asked
    late = view.sets.both(view.where(scope), view.where(begun), view.where(Not(inside)))
    return view.sets.both(late, view.outcomes[Outcome.ACCEPTED])


def _is_granted(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.ACCEPTED
