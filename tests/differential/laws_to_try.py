"""Generated laws over the whole language, and policies that stand under them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from tests.differential.policies_to_try import CALENDAR, ZONES, Case, claims, policies, written_policies

from amends.core.policy.floors import under
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Article, Clock, Floor, Policy

STATUSES: tuple[Literal["verified", "unverified"], ...] = ("verified", "verified", "unverified")
ARTICLES = st.sampled_from(
    [Article(f"L{number}", "Art. 1", "https://example.org", status) for number, status in enumerate(STATUSES)]
)


@st.composite
def floors(draw: DrawFn, *, most: int = 4) -> Floor:
    """The law of some place: clauses as a policy has them, with articles, and days of its own."""
    law = load_policy(draw(written_policies(most=most)), CALENDAR)
    named = {clause.id: f"L{clause.id}" for clause in law.clauses}
    clauses = tuple(
        replace(
            clause,
            id=named[clause.id],
            extends=frozenset(named[one] for one in clause.extends),
            article=draw(ARTICLES),
        )
        for clause in law.clauses
    )
    zones = draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True))
    clock = Clock(CALENDAR, tuple(ZoneInfo(name) for name in zones), rolls=draw(st.booleans()))
    assumes = draw(st.sampled_from(({}, {"condition.worn": False, "claim.photo": True})))
    return Floor("law", law.hash, clauses, clock, assumes)


REST = "answers_within: {hours: 12}\npost_within: {days: 14}\n"


def law_of(clauses: str) -> Floor:
    """This function will return these clauses, as YAML, as a law of Germany that somebody has verified."""
    head = "amends: 1\nshop: {id: law, name: Law, country: DE, zone: Europe/Berlin, currency: EUR}\n"
    law = load_policy(f'{head}version: "1"\nstarts: 2000-01-01\n{REST}clauses:\n{clauses}', CALENDAR)
    article = Article("DE-1", "Art. 1", "https://example.org", "verified")
    clock = Clock(CALENDAR, (ZoneInfo("Europe/Berlin"),), rolls=True)
    return Floor("law", law.hash, tuple(replace(one, article=article) for one in law.clauses), clock)


def lawful_policies(*, most: int = 5) -> SearchStrategy[Policy]:
    """Policies that stand under a law."""
    return st.builds(under, policies(most=most), floors())


def lawful_cases(*, most: int = 5) -> SearchStrategy[Case]:
    """A policy under a law, and a claim."""
    return lawful_policies(most=most).flatmap(claims)
