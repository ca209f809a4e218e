"""The policy starts more than a year from now, which is more often a mistyped year than a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say

YEAR_DAYS = 366


def starts_far_ahead(subject: Subject) -> Iterator[Finding]:
    """This function will find a start that lies more than a year ahead."""
    if subject.policy.starts > subject.as_of + YEAR_DAYS:
        day = date.fromordinal(subject.policy.starts).isoformat()
        message = say("starts_far_ahead", day=day)
        yield Finding("starts_far_ahead", message, say("starts_far_ahead.do"), "", ("starts",))
