"""Tests of marks in their smallest parts: one mark each."""

from __future__ import annotations

from amends.core.policy.tree import Op, Test


def atoms_of(test: Test) -> tuple[Test, ...]:
    """This function will return the test as ones that have single marks; it holds where one of them does."""
    if test.op is not Op.HAS:
        return (test,)
    return tuple(Test(test.fact, Op.HAS, (word,)) for word in test.value)
