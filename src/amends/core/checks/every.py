"""All checks, in the order in which they are run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from amends.core.checks.below_the_law import below_the_law
from amends.core.checks.contradiction import contradiction
from amends.core.checks.dead_clause import dead_clause
from amends.core.checks.exception_unused import exception_unused
from amends.core.checks.finding import Check, Finding, Subject
from amends.core.checks.gap import gap
from amends.core.checks.loophole import loophole
from amends.core.checks.needs_unknown_fact import needs_unknown_fact
from amends.core.checks.never_known import never_known
from amends.core.checks.never_speaks import never_speaks
from amends.core.checks.no_season import no_season
from amends.core.checks.nothing_to_govern import nothing_to_govern
from amends.core.checks.promise_impossible import promise_impossible
from amends.core.checks.season_over import season_over
from amends.core.checks.season_without_effect import season_without_effect
from amends.core.checks.sentence_differs import sentence_differs
from amends.core.checks.shadowed import shadowed
from amends.core.checks.starts_far_ahead import starts_far_ahead
from amends.core.checks.unused import unused
from amends.core.checks.window_impossible import window_impossible
from amends.core.checks.window_never_open import window_never_open
from amends.core.policy.tree import Policy
from amends.core.regions.diagram import TooManySituations

CHECKS: tuple[Check, ...] = (
    below_the_law,
    contradiction,
    dead_clause,
    exception_unused,
    gap,
    loophole,
    needs_unknown_fact,
    never_known,
    never_speaks,
    no_season,
    nothing_to_govern,
    promise_impossible,
    season_over,
    season_without_effect,
    sentence_differs,
    shadowed,
    starts_far_ahead,
    unused,
    window_impossible,
    window_never_open,
)


# Those that look at every situation of a policy, which takes seconds where a policy is long.
COMPLETE: tuple[Check, ...] = (
    contradiction, dead_clause, exception_unused, gap, loophole, no_season, promise_impossible, shadowed,
    window_impossible,
)  # fmt: skip


# Those about orders that are still to come: of a version that another one has replaced there are none.
TO_COME: tuple[Check, ...] = (below_the_law, no_season)


def findings(policy: Policy, as_of: int, checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """This function will return what the checks find; `as_of` is the ordinal of a day."""
    return tuple(findings_of(Subject(policy, as_of), checks))


def findings_of(subject: Subject, checks: Iterable[Check] = CHECKS) -> Iterator[Finding]:
    """This function will return what the checks find in the subject, which notes what could not be confirmed.

    Where a policy asks too much at once for a check to look at all of it, that itself is found, once, by the checks'
    names.
    """
    unfinished: dict[str, TooManySituations] = {}
    for check in checks:
        try:
            yield from check(subject)
        except TooManySituations as error:
            unfinished[check.__name__] = error
    if unfinished:
        first = next(iter(unfinished.values()))
        names = ", ".join(f"`{one}`" for one in unfinished)
        what = f"{first.what} These checks did not look at every claim: {names}."
        yield Finding(first.code, what, first.hint, "", ("clauses",))
