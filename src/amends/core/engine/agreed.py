"""The terms that hold when several clauses set them: what is better for the customer, key by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from typing import Any

from amends.core.policy.tree import Clause
from amends.core.refunds.terms import BETTER, UNSAID, Terms, better


@lru_cache(maxsize=2_000)
def agreed(clauses: tuple[Clause, ...]) -> Terms:
    """This function will return the terms on which these clauses agree: key by key the best for the customer."""
    return combined(clause.terms for clause in clauses)


def combined(settings: Iterable[Mapping[str, Any]]) -> Terms:
    """This function will return the terms in which each key has the best value that one of the settings gives it."""
    chosen: dict[str, Any] = {}
    for setting in settings:
        for key, value in setting.items():
            chosen[key] = BETTER[key].better(chosen[key], value) if key in chosen else value
    return Terms(**chosen)


def best(terms: Iterable[Terms]) -> Terms:
    """This function will return the best of several acceptances' terms; of none, the terms that silence means."""
    each = list(terms)
    return reduce(better, each) if each else UNSAID
