"""What a decision is: for each remedy an outcome, all reasons with their clauses, the terms and what would change it.

A `Verdict` follows from which tests hold and from nothing else, so the same answers give the same verdict; the dates
that belong to it stand beside it in the `Decision`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum

import msgspec

from amends.core.dates import Deadline, Instant
from amends.core.facts import Facts
from amends.core.policy.tree import Condition
from amends.core.refunds.terms import Terms


class Outcome(Enum):
    """The three answers to a claim."""

    __hash__ = object.__hash__  # members are single, and Enum's own hash is slow

    ACCEPTED = "accepted"
    REFUSED = "refused"
    REFERRED = "referred"


class Ground(Enum):
    """Why a clause is named in a verdict."""

    __hash__ = object.__hash__  # members are single, and Enum's own hash is slow

    ACCEPTS = "accepts"
    REFUSES = "refuses"
    MET = "met"  # a requirement over the acceptance is met
    TOO_LATE = "too_late"
    NOT_BEGUN = "not_begun"  # the window opens at something that has not happened
    CONDITION_MISSED = "condition_missed"
    USED_UP = "used_up"  # a limit is reached
    TERMS = "terms"
    LENGTHENED = "lengthened"  # a season keeps a window open
    CLASSIFIED = "classified"  # the clause put the claim into its lane
    NOT_OFFERED = "not_offered"  # nobody is granted this remedy
    SILENT = "silent"  # no clause speaks of this claim and remedy
    UNKNOWN = "unknown"  # facts are missing
    WRONG = "wrong"  # a fact makes no sense
    YIELDS = "yields"  # a clause of the shop that goes behind the law


# Why a clause stands against a remedy.
AGAINST = frozenset({Ground.REFUSES, Ground.TOO_LATE, Ground.NOT_BEGUN, Ground.CONDITION_MISSED, Ground.USED_UP})


@dataclass(frozen=True, slots=True)
class Reason:
    """One clause's part in a verdict; `clause` and `says` are empty where no clause speaks."""

    clause: str
    ground: Ground
    says: str = ""
    missed: tuple[Condition, ...] = ()  # the parts of the requirement that do not hold
    to: tuple[str, ...] = ()  # YIELDS: the clauses of the law that go before it


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would have to be so for the answer to change."""

    clause: str
    ground: Ground  # REFUSES: it must not fit; ACCEPTS: it must fit; CLASSIFIED: another lane; else what is missed now
    wanted: Condition | None  # None: the reason would have to be one of the lane named here
    lane: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """The answer for one remedy. Its ways may be worked out when they are first asked for."""

    remedy: str
    outcome: Outcome
    on_offer: bool
    reasons: tuple[Reason, ...]
    terms: Terms
    possible: frozenset[Outcome]  # what it could still become with the facts that are missing
    # Facts, one of which at least is missing, where that keeps the answer open (or better terms, if the law accepts).
    doubts: tuple[str, ...] = ()
    ways: tuple[tuple[Change, ...], ...] = ()  # each way: changes that together would make it accepted
    advice: tuple[str, ...] = ()  # ids of clauses that advise

    def __eq__(self, other: object) -> bool:
        """Two verdicts are equal when all they say is, however it was worked out."""
        if not isinstance(other, Verdict):
            return NotImplemented
        return all(getattr(self, one.name) == getattr(other, one.name) for one in fields(Verdict))

    __hash__ = None  # type: ignore[assignment]  # nothing looks verdicts up by themselves

    def on_terms(self, terms: Terms) -> Verdict:
        """This function will return the same verdict on other terms, without its ways."""
        return Verdict(
            remedy=self.remedy, outcome=self.outcome, on_offer=self.on_offer, reasons=self.reasons, terms=terms,
            possible=self.possible, doubts=self.doubts, advice=self.advice,
        )  # fmt: skip

    @property
    def clauses(self) -> tuple[str, ...]:
        """This property will hold the ids of all clauses that decided, in order, each once; none that yields."""
        deciding = (one for one in self.reasons if one.clause and one.ground is not Ground.YIELDS)
        return tuple(dict.fromkeys(reason.clause for reason in deciding))


@dataclass(frozen=True, slots=True)
class Due:
    """A date that somebody must keep: the customer to ask or to post, the shop to answer or to pay."""

    what: str
    clause: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates that belong to a decision."""

    closings: Mapping[str, Deadline]  # clause id -> until when its window is open (seasons included)
    promises: tuple[Due, ...]
    until: Mapping[
        str, Deadline
    ]  # accepted remedy -> the last instant at which asking for it is accepted, if there is one


class Decision(msgspec.Struct, frozen=True, eq=False):
    """Everything decided about one line at one instant. Its dates may be worked out when they are first asked for."""

    policy_hash: str
    at: Instant
    facts: Facts
    lanes: tuple[str, ...]  # one, unless a missing fact leaves the lane open
    verdicts: Mapping[str, Verdict]
    dates: Callable[[], Dates]

    @property
    def closings(self) -> Mapping[str, Deadline]:
        """This property will hold until when each window is open (seasons included), by clause."""
        return self.dates().closings

    @property
    def promises(self) -> tuple[Due, ...]:
        """This property will hold what the shop has promised, and by when."""
        return self.dates().promises

    def open_until(self, remedy: str) -> Deadline | None:
        """This function will return the last instant at which an open remedy may be asked for, if it ever closes."""
        return self.dates().until.get(remedy)

    def missing(self, remedy: str) -> tuple[str, ...]:
        """This function will return the facts whose absence keeps the answer open."""
        return tuple(name for name in self.verdicts[remedy].doubts if self.facts.get(name) is None)

    @property
    def open_remedies(self) -> tuple[str, ...]:
        """This property will hold the remedies that are accepted."""
        return tuple(name for name, verdict in self.verdicts.items() if verdict.outcome is Outcome.ACCEPTED)

    def __eq__(self, other: object) -> bool:
        """Two decisions are equal when all they say is, however their dates were worked out."""
        if not isinstance(other, Decision):
            return NotImplemented
        return _contents(self) == _contents(other)

    def __ne__(self, other: object) -> bool:
        """The struct below brings a comparison of its own, so the opposite has to be said."""
        return not self == other

    __hash__ = None  # type: ignore[assignment]  # it holds mappings


def _contents(one: Decision) -> tuple[object, ...]:
    return (one.policy_hash, one.at, one.facts, one.lanes, one.verdicts, one.dates())
