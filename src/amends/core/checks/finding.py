"""A finding: something in a readable policy that is probably not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from amends.core.policy.tree import Policy


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at."""

    policy: Policy
    as_of: int  # the day on which it is looked at, an ordinal


@dataclass(frozen=True, slots=True)
class Finding:
    """What is probably not meant, where, and what to do about it."""

    code: str  # the name of the check's module
    message: str
    hint: str = ""
    clause: str = ""  # the id of the clause, where it is about one
    field: tuple[str | int, ...] = ()  # the way to the part, in the clause or in the file


Check = Callable[[Subject], Iterator[Finding]]
