"""What an explanation is made of, as values: clauses that were named, dates to keep, questions, and the whole of it.

Whoever shows an explanation needs these alone; `explain` makes them.
"""

from __future__ import annotations

import msgspec


class Lawful(msgspec.Struct, frozen=True):
    """Where the law says what a clause of it says."""

    rule: str
    article: str
    source: str
    status: str  # verified, unverified


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clause that had a part in the answer: its own sentence, what it comes to here, and whether it is the law's."""

    clause: str
    ground: str
    says: str
    detail: str
    law: Lawful | None = None


class Dated(msgspec.Struct, frozen=True):
    """A date that somebody must keep."""

    who: str  # you, we
    what: str
    says: str
    by: str  # the last instant, as ISO 8601 in the shop's zone; empty where it is only a length of time


class Question(msgspec.Struct, frozen=True):
    """What is missing: a question to the customer, or something that the shop has to look up."""

    fact: str
    says: str
    yours: bool


class Explained(msgspec.Struct, frozen=True):
    """One remedy, explained."""

    remedy: str
    label: str
    outcome: str
    answer: str
    reasons: tuple[Named, ...]
    terms: tuple[str, ...]
    dates: tuple[Dated, ...]
    questions: tuple[Question, ...]
    ways: tuple[str, ...]
    instead: tuple[str, ...]
    advice: tuple[Named, ...]
