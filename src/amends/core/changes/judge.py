"""Whether an answer under a new version is better or worse for the customer than the one before.

Laws: the same answer is neither; what is better for one is worse the other way round; terms are compared as
`refunds.terms` ranks them, field by field, and where one field is better and another worse, nobody knows which weighs
more: such an answer is `MIXED`, which is no improvement.
"""

from __future__ import annotations

from dataclasses import fields, replace
from enum import Enum

from amends.core.engine.verdict import Outcome, Verdict
from amends.core.refunds.terms import UNSAID, Terms, better


class Way(Enum):
    """Which way an answer changes, seen by the customer."""

    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"


SAME, BETTER, WORSE, MIXED = Way.SAME, Way.BETTER, Way.WORSE, Way.MIXED
_RANK = {Outcome.REFUSED: 0, Outcome.REFERRED: 1, Outcome.ACCEPTED: 2}


class What(Enum):
    """What it is that changes about an answer."""

    OUTCOME = "outcome"
    TERMS = "terms"


def outcome_of(verdict: Verdict | None) -> Outcome:
    """This function will return the outcome; a remedy that no clause names is refused."""
    return Outcome.REFUSED if verdict is None else verdict.outcome


def by_outcome(old: Verdict | None, new: Verdict | None) -> Way:
    """This function will compare two answers: accepted before referred before refused."""
    return _compared(_RANK[outcome_of(old)], _RANK[outcome_of(new)])


def by_terms(old: Verdict | None, new: Verdict | None) -> Way:
    """This function will compare the terms of two answers that both accept; others have no terms to compare."""
    if old is None or new is None or not old.outcome is new.outcome is Outcome.ACCEPTED:
        return SAME
    before, after = told(old.terms), told(new.terms)
    if before == after:
        return SAME
    best = better(before, after)
    return BETTER if best == after else WORSE if best == before else MIXED


def judged(old: Verdict | None, new: Verdict | None) -> tuple[What, Way] | None:
    """This function will return what is different about two answers, and for whom: the outcome, else the terms."""
    for what, way in ((What.OUTCOME, by_outcome(old, new)), (What.TERMS, by_terms(old, new))):
        if way is not SAME:
            return what, way
    return None


def told(terms: Terms) -> Terms:
    """This function will return the terms without what has no effect: the rate of a deduction that is never made."""
    if terms.clawback_free_from_minor is None or not terms.clawback_rate_minor:
        terms = replace(terms, clawback_free_from_minor=None, clawback_rate_minor=0)
    return terms if terms.fee_minor else replace(terms, fee_per=UNSAID.fee_per)


def changed_terms(old: Terms, new: Terms) -> tuple[str, ...]:
    """This function will name the fields in which two terms differ."""
    before, after = told(old), told(new)
    return tuple(one.name for one in fields(Terms) if getattr(before, one.name) != getattr(after, one.name))


def _compared(before: int, after: int) -> Way:
    return SAME if before == after else BETTER if after > before else WORSE
