"""The differential test can fail: engines that are broken on purpose are told from the definition.

Each is the fast engine with one thing changed in the function that it generated, or in what it remembers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from tests.differential.policies_to_try import Case, claims, policies

from amends.core.engine import spec
from amends.core.engine.compile import Questions
from amends.core.engine.decide import Decider
from amends.core.policy.tree import Policy

Break = Callable[[Decider, Questions], None]


def rewritten(pattern: str, replacement: str) -> Break:
    """This function will return what changes the generated function's source."""

    def break_it(decider: Decider, questions: Questions) -> None:
        source = re.sub(pattern, replacement, questions.source)
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
    "a deadline that excludes its last instant": rewritten(r"3 if e <= x", "3 if e < x"),
    "a deadline a microsecond too long": rewritten(r"3 if e <= x", "3 if e <= x + 1"),
    "no season": rewritten(r"(elif c\d+ <= d <= c\d+ and e <= c\d+: t\d+) = 3", r"\1 = 0"),
    "a season without its first day": rewritten(r"elif (c\d+) <= d <= (c\d+) and", r"elif \1 < d <= \2 and"),
    "wrong facts taken as they come": rewritten(r"elif e < f\d+: raise .*", "elif False: pass"),
    "unknown taken as no": rewritten(r"(is None: t\d.*) = 1", r"\1 = 0"),
    "unknown taken as yes": rewritten(r"(is None: t\d.*) = 1", r"\1 = 3"),
    "what has not come taken as unknown": rewritten(r"(is NOT_YET: t\d.*) = 0", r"\1 = 1"),
    "over taken as at least": rewritten(r"3 if (f\d+) > (c\d+)", r"3 if \1 >= \2"),
    "at most taken as under": rewritten(r"3 if (f\d+) <= (\w+) else", r"3 if \1 < \2 else"),
    "both taken as either": rewritten(r" & ", " | "),
    "either taken as both": rewritten(r" \| ", " & "),
    "no negation": rewritten(r"neg\[", "(0, 1, 1, 3)["),
    "the day before midnight for the day after": rewritten(r"if f\d+ < h\[0\]", "if True"),
    "days of 24 hours": rewritten(r"x = closes.get\(k\)", "x = (e // DAY) * DAY"),
    "reasons that all count the same": rewritten(r"return \(r,", "return (4,"),
    "marks never looked at": rewritten(r"0 if c\d+\(f\d+\) else 3", "0"),
    "absence that means nothing": rewritten(r"if f\d+ is None: f\d+ = c\d+", "pass"),
    "memory without what is missing": forgets_what_is_missing,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_engine_is_found(name: str) -> None:
    def differs(cases: list[Case]) -> bool:
        decider = broken(cases[0].policy, BROKEN[name])
        return any(decider.decide(one.facts, one.at) != spec.decide(one.policy, one.facts, one.at) for one in cases)

    find(
        policies().flatmap(lambda policy: st.lists(claims(policy), min_size=1, max_size=6)),
        differs,
        settings=settings(
            max_examples=3_000,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def broken(policy: Policy, break_it: Break) -> Decider:
    """This function will return a decider with one thing broken."""
    decider = Decider(policy)
    break_it(decider, decider._questions)
    return decider
