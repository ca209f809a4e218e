"""A season is over: no order can fall into it any more and be open because of it.

Seasons are data, so last year's line is easily left and this year's forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amends.core.checks.finding import Finding, Subject


def season_over(subject: Subject) -> Iterator[Finding]:
    """This function will find the clauses whose seasons have all ended."""
    for clause in subject.policy.clauses:
        seasons = clause.seasons.seasons if clause.seasons else ()
        if seasons and all(one.open_until < subject.as_of for one in seasons):
            last = date.fromordinal(max(one.open_until for one in seasons)).isoformat()
            message = f"the last season of `{clause.id}` ended on {last}."
            hint = "Add this year's season, and keep the old line while orders from it can still be asked about."
            yield Finding("season_over", message, hint, clause.id, ("extend", "seasons"))
