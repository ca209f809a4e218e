"""A season is over: no order can fall into it any more and be open because of it.

Seasons are data, so last year's line is easily left and this year's forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say


def season_over(subject: Subject) -> Iterator[Finding]:
    """This function will find the clauses whose seasons have all ended."""
    for clause in subject.policy.clauses:
        seasons = clause.seasons.seasons if clause.seasons else ()
        if seasons and all(one.open_until < subject.as_of for one in seasons):
            last = date.fromordinal(max(one.open_until for one in seasons)).isoformat()
            message = say("season_over", clause=f"`{clause.id}`", day=last)
            hint = say("season_over.do")
            yield Finding("season_over", message, hint, clause.id, ("extend", "seasons"))
