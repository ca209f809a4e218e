"""All checks, in the order in which they are run."""

from __future__ import annotations

from amends.core.checks.finding import Check, Finding, Subject
from amends.core.checks.never_known import never_known
from amends.core.checks.never_speaks import never_speaks
from amends.core.checks.nothing_to_govern import nothing_to_govern
from amends.core.checks.season_over import season_over
from amends.core.checks.season_without_effect import season_without_effect
from amends.core.checks.sentence_differs import sentence_differs
from amends.core.checks.starts_far_ahead import starts_far_ahead
from amends.core.checks.unused import unused
from amends.core.checks.window_never_open import window_never_open
from amends.core.policy.tree import Policy

CHECKS: tuple[Check, ...] = (
    never_known,
    never_speaks,
    nothing_to_govern,
    season_over,
    season_without_effect,
    sentence_differs,
    starts_far_ahead,
    unused,
    window_never_open,
)


def findings(policy: Policy, as_of: int) -> tuple[Finding, ...]:
    """This function will return what every check finds; `as_of` is the ordinal of a day."""
    return tuple(one for check in CHECKS for one in check(Subject(policy, as_of)))
