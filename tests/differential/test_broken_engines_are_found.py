"""The differential test can fail: engines that are broken on purpose are told from the definition.

Each is the fast engine with one thing changed in the function that it generated, or in what it remembers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.differential.policies_to_try import CALENDAR, Case, claims

from amends.core.engine import spec
from amends.core.engine.compile import Questions
from amends.core.engine.decide import Decider
from amends.core.engine.verdict import Decision
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy

Break = Callable[[Decider, Questions], None]
ROWS = 80  # of up to six claims; a dozen tell every broken engine apart


def rewritten(pattern: str, replacement: str) -> Break:
    """This function will return what changes the generated function's source."""

    def break_it(decider: Decider, questions: Questions) -> None:
        source, count = re.subn(pattern, replacement, questions.source)
        assert count or pattern == replacement, "the pattern is not in the source any more"
        namespace = dict(questions.look.__globals__)
        exec(source, namespace)  # noqa: S102 - our own generated source, changed by this test
        questions.look = decider._look = namespace["look"]

    return break_it


def forgets_what_is_missing(decider: Decider, questions: Questions) -> None:
    for remedy in decider._remedies.values():
        remedy.tests = lambda _: ()
    look = questions.look

    def same(get: Callable[[str], object], at: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        conditions, tests = look(get, at)
        return (*conditions, at), tests  # every moment a new situation, so that only the remedies remember

    decider._look = same


BROKEN: dict[str, Break] = {
    "a deadline that excludes its last instant": rewritten(r"3 if e(\d+) <= x", r"3 if e\1 < x"),
    "a deadline a microsecond too long": rewritten(r"3 if e(\d+) <= x", r"3 if e\1 <= x + 1"),
    "days that exclude the last": rewritten(r"3 if g(\d+) <= x", r"3 if g\1 < x"),
    "days that begin a day late": rewritten(r"3 if g(\d+) <= x", r"3 if g\1 <= x + 1"),
    "no season": rewritten(r"c\d+ <= d <= c\d+ and e\d+ <= c\d+", "False"),
    "a season without its first day": rewritten(r"(c\d+) <= d <= (c\d+) and", r"\1 < d <= \2 and"),
    "wrong facts taken as they come": rewritten(r"elif e\d+ < f\d+:.*", "elif False: pass"),
    "unknown taken as no": rewritten(r"(is None: t\d.*) = 1", r"\1 = 0"),
    "unknown taken as yes": rewritten(r"(is None: t\d.*) = 1", r"\1 = 3"),
    "what has not come taken as unknown": rewritten(r"(is NOT_YET: t\d.*) = 0", r"\1 = 1"),
    "over taken as at least": rewritten(r"3 if (f\d+) > (c\d+)", r"3 if \1 >= \2"),
    "at most taken as under": rewritten(r"3 if (f\d+) <= (\w+) else", r"3 if \1 < \2 else"),
    "both taken as either": rewritten(r" & ", " | "),
    "either taken as both": rewritten(r" \| ", " & "),
    "negation that is always yes": rewritten(r"neg\[", "(3, 1, 1, 3)["),
    "the day before midnight for the day after": rewritten(r"if f\d+ < h\[0\]", "if True"),
    "days of 24 hours": rewritten(r"g(\d+) = h\[1\].*", r"g\1 = e\1 // DAY + 719163"),
    "reasons that all count the same": rewritten(r"return \(r,", "return (4,"),
    "marks never looked at": rewritten(r"0 if c\d+\(f\d+\) else 3", "0"),
    "absence that means nothing": rewritten(r"if f\d+ is None: f\d+ = c\d+", "pass"),
    "memory without what is missing": forgets_what_is_missing,
}


# One remedy for each part of the language, so that a fault in it shows in that remedy's verdict.
POLICY = load_policy(
    """
amends: 1
shop: {id: shop, name: Shop, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2000-01-01
answers_within: {hours: 12}
post_within: {days: 14}
clauses:
- {id: days, says: S., within: {days: 30, of: shipment}, accept: [refund]}
- id: season
  says: S.
  extend: {clauses: [days], seasons: [{ordered_from: 2023-11-05, ordered_to: 2024-02-28, open_until: 2026-12-31}]}
- {id: over, says: S., when: {item.price: {over: 40.00}}, accept: [exchange]}
- id: at-most
  says: S.
  provided: {claim.size_error_mm: {at_most: {fact: item.size_tolerance_mm}}}
  accept: store_credit
- {id: either, says: S., when: {any: [{condition.worn: false}, {claim.photo: true}]}, accept: [cancel]}
- {id: both, says: S., when: {condition.worn: false, condition.undamaged: true}, accept: [remake]}
- {id: marks, says: S., when: {item.marks: {lacks: final_sale}}, accept: [repair]}
- {id: absent, says: S., when: {claim.by: buyer}, accept: [resend]}
- {id: hours, says: S., within: {hours: 48, of: order}, accept: [change]}
- {id: lane, says: S., lanes: [fault], accept: [partial_refund]}
- {id: tarnish, says: S., classify: {reasons: [tarnished], lane: change_of_mind}}
- {id: happened, says: S., when: {return.received_at: happened}, accept: [price_adjustment]}
""",
    CALENDAR,
)


@cache
def asked_and_answered() -> tuple[tuple[tuple[Case, Decision], ...], ...]:
    """Claims in a row, each with its verdict: drawn and decided once, and put to every broken engine."""
    drawn: list[list[Case]] = []

    @settings(
        max_examples=ROWS,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(claims(POLICY), min_size=1, max_size=6))
    def draw(asked: list[Case]) -> None:
        drawn.append(asked)

    draw()
    return tuple(tuple((one, spec.decide(one.policy, one.facts, one.at)) for one in asked) for asked in drawn)


def is_told_apart(break_it: Break) -> bool:
    """This function will say whether one of the rows is decided otherwise by the engine that is broken so."""
    for row in asked_and_answered():
        decider = broken(POLICY, break_it)
        if any(decider.decide(one.facts, one.at) != verdict for one, verdict in row):
            return True
    return False


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_engine_is_found(name: str) -> None:
    assert is_told_apart(BROKEN[name])


def test_the_engine_that_is_not_broken_is_not_found() -> None:
    assert not is_told_apart(rewritten(r"never", "never"))


def broken(policy: Policy, break_it: Break) -> Decider:
    """This function will return a decider with one thing broken."""
    decider = Decider(policy)
    break_it(decider, decider._questions)
    return decider
