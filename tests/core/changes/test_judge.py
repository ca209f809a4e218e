"""Which of two answers is better for the customer."""

from __future__ import annotations

from decimal import Decimal

import pytest

from amends.core.changes.judge import Way, What, by_outcome, by_terms, judged
from amends.core.engine.verdict import Outcome, Verdict
from amends.core.refunds.terms import Terms

TURNED = {Way.BETTER: Way.WORSE, Way.WORSE: Way.BETTER, Way.SAME: Way.SAME, Way.MIXED: Way.MIXED}
FREE, DEAR = Terms(return_postage="shop"), Terms(return_postage="customer")


def verdict(outcome: Outcome, terms: Terms = DEAR) -> Verdict:
    """An answer and nothing else."""
    return Verdict("refund", outcome, on_offer=True, reasons=(), terms=terms, possible=frozenset({outcome}))


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        (Outcome.ACCEPTED, Outcome.REFUSED, Way.WORSE),
        (Outcome.ACCEPTED, Outcome.REFERRED, Way.WORSE),
        (Outcome.REFERRED, Outcome.REFUSED, Way.WORSE),
        (Outcome.REFUSED, Outcome.REFUSED, Way.SAME),
    ],
)
def test_accepted_is_better_than_referred_and_that_better_than_refused(old: Outcome, new: Outcome, way: Way) -> None:
    assert by_outcome(verdict(old), verdict(new)) is way
    assert by_outcome(verdict(new), verdict(old)) is TURNED[way]


def test_a_remedy_that_is_named_no_more_is_refused() -> None:
    assert by_outcome(verdict(Outcome.ACCEPTED), None) is Way.WORSE
    assert by_outcome(None, verdict(Outcome.REFERRED)) is Way.BETTER


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        (DEAR, FREE, Way.BETTER),
        (FREE, Terms(return_postage="shop", fee_minor=500), Way.WORSE),
        (FREE, Terms(return_postage="customer", credit_bonus_percent=Decimal(10)), Way.MIXED),
        (DEAR, Terms(clawback_rate_minor=500), Way.SAME),  # of a deduction that is never made
        (DEAR, Terms(fee_per="return"), Way.SAME),  # of a fee of nothing
        (Terms(clawback_rate_minor=500, clawback_free_from_minor=9), DEAR, Way.BETTER),
    ],
)
def test_terms_are_compared_field_by_field(old: Terms, new: Terms, way: Way) -> None:
    one, other = verdict(Outcome.ACCEPTED, old), verdict(Outcome.ACCEPTED, new)
    assert by_terms(one, other) is way
    assert by_terms(other, one) is TURNED[way]


def test_terms_of_what_is_not_granted_are_nobodys() -> None:
    assert by_terms(verdict(Outcome.REFERRED, FREE), verdict(Outcome.REFERRED, DEAR)) is Way.SAME


def test_the_outcome_is_told_before_the_terms() -> None:
    assert judged(verdict(Outcome.ACCEPTED), verdict(Outcome.REFUSED, FREE)) == (What.OUTCOME, Way.WORSE)
    assert judged(verdict(Outcome.ACCEPTED), verdict(Outcome.ACCEPTED, FREE)) == (What.TERMS, Way.BETTER)
    assert judged(verdict(Outcome.ACCEPTED), verdict(Outcome.ACCEPTED)) is None
