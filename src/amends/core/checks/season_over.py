"""A season is over: no order can fall into it any more and be open because of it.

Seasons are data, so last year's line is easily left and this year's forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say
from amends.core.policy.tree import Clause


def season_over(subject: Subject) -> Iterator[Finding]:
    """This function will find the clauses whose seasons have all ended; not of seasons from before this version."""
    for clause in subject.policy.clauses:
        seasons = clause.seasons.seasons if clause.seasons else ()
        if seasons and all(one.open_until < subject.as_of for one in seasons):
            if all(one.ordered_to < subject.policy.starts for one in seasons):
                continue  # which is told as a clause that never speaks
            last = date.fromordinal(max(one.open_until for one in seasons)).isoformat()
            message = say("season_over", clause=f"`{clause.id}`", day=last)
            others = _others(subject, clause)
            hint = say("season_over.another", others=others[0]) if others else say("season_over.do")
            yield Finding("season_over", message, hint, clause.id, ("extend", "seasons"))


def _others(subject: Subject, clause: Clause) -> list[str]:
    """Clauses with a season that is not over, for all the windows that this one's seasons lengthened."""
    return [
        f"`{one.id}`"
        for one in subject.policy.clauses
        if one.seasons
        and clause.extends <= one.extends
        and any(season.open_until >= subject.as_of for season in one.seasons.seasons)
    ]
