"""A clause speaks of no order of this version: it is for orders placed before the version starts.

Orders keep the policy under which they were placed, so an earlier rule belongs into the earlier version.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say
from amends.core.policy.tree import AllOf, Op, Test


def never_speaks(subject: Subject) -> Iterator[Finding]:
    """This function will find clauses, and seasons, that end before the version starts."""
    start = date.fromordinal(subject.policy.starts).isoformat()
    for clause in subject.policy.clauses:
        parts = clause.when.parts if isinstance(clause.when, AllOf) else (clause.when,)
        days = [
            one.value for one in parts if isinstance(one, Test) and one.op is Op.DAYS and one.fact == "order.placed_at"
        ]
        if any(last < subject.policy.starts for _, last in days):
            message = say("never_speaks", clause=f"`{clause.id}`", day=start)
            yield Finding("never_speaks", message, say("never_speaks.do"), clause.id)
        for place, season in enumerate(clause.seasons.seasons if clause.seasons else ()):
            if season.ordered_to < subject.policy.starts:
                message = say("never_speaks.season", clause=f"`{clause.id}`", day=start)
                yield Finding(
                    "never_speaks", message, say("never_speaks.season.do"), clause.id, ("extend", "seasons", place)
                )
