"""Which facts a clause asks about."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.engine.truth import tests_in
from amends.core.policy.tree import Clause, OtherFact


def asked_by(clause: Clause) -> Iterator[str]:
    """This function will return the names of the facts that the clause asks about, one as often as it does."""
    for test in (*tests_in(clause.scope), *tests_in(clause.provided)):
        yield test.fact
        if isinstance(test.value, OtherFact):
            yield test.value.name
    if clause.within is not None:
        yield clause.within.anchor
