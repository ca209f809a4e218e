"""A season lengthens nothing: the window itself is open longer for every order of the season.

Only windows that count days from the order are looked at; of others nobody knows beforehand when they close.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say
from amends.core.dates import Unit


def season_without_effect(subject: Subject) -> Iterator[Finding]:
    """This function will find seasons that end before the windows do that they are to lengthen."""
    windows = {clause.id: clause.within for clause in subject.policy.clauses}
    for clause in subject.policy.clauses:
        for place, season in enumerate(clause.seasons.seasons if clause.seasons else ()):
            for name in sorted(clause.extends):
                window = windows[name]
                if window is None or window.anchor != "order.placed_at" or window.unit is not Unit.DAYS:
                    continue
                if season.open_until <= season.ordered_from + window.amount:
                    until = date.fromordinal(season.open_until).isoformat()
                    message = say("season_without_effect", clause=f"`{name}`", day=until)
                    field = ("extend", "seasons", place, "open_until")
                    yield Finding("season_without_effect", message, say("season_without_effect.do"), clause.id, field)
