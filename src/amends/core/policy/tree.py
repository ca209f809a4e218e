"""A policy as the engine sees it: normalised once, nothing left to interpret.

Anchors are names of facts, amounts are minor units, days are ordinals, and every condition is a small tree of tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal
from zoneinfo import ZoneInfo

from amends.core.dates import Calendar, Unit
from amends.core.facts import Vocabulary


class Op(Enum):
    """How a test compares a fact with its value."""

    __hash__ = object.__hash__  # members are single, and Enum's own hash is slow

    IS = "is"  # one of a tuple of values
    HAS = "has"  # the marks share one with a tuple of words
    OVER = "over"
    AT_LEAST = "at_least"
    UNDER = "under"
    AT_MOST = "at_most"
    HAPPENED = "happened"  # a moment: it has come
    WITHIN = "within"  # a moment is the anchor of a window (value: Window) and the window's event lies in it
    DAYS = "days"  # a moment: on a local day between two ordinals, both included
    SEASON = "season"  # ordered in a season (value: OpenSeason) that is still open


@dataclass(frozen=True, slots=True)
class OtherFact:
    """The value of a test that is itself a fact: `at_most: {fact: item.size_tolerance_mm}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Window:
    """So many units from an anchor; what must happen in it is `event` (a moment; while that has not come: now)."""

    amount: int
    unit: Unit
    anchor: str
    event: str = "claim.asked_at"


@dataclass(frozen=True, slots=True)
class Test:
    """One question about one fact."""

    fact: str
    op: Op
    value: Any


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every part holds; with no parts, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Condition


Condition = Test | AllOf | AnyOf | Not
ALWAYS = AllOf(())


class Effect(Enum):
    """What a clause does to the claims in its scope."""

    __hash__ = object.__hash__  # members are single, and Enum's own hash is slow

    ACCEPT = "accept"
    REFUSE = "refuse"
    REQUIRE = "require"
    TERMS = "terms"
    LIMIT = "limit"
    PROMISE = "promise"
    ADVISE = "advise"
    CLASSIFY = "classify"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Season:
    """Ordered between two days (included): open until a day at least (all ordinals)."""

    ordered_from: int
    ordered_to: int
    open_until: int


@dataclass(frozen=True, slots=True)
class OpenSeason:
    """The seasons of one clause as the value of a test; `event` as in `Window`."""

    seasons: tuple[Season, ...]
    event: str = "claim.asked_at"


@dataclass(frozen=True, slots=True)
class Unless:
    """A named exception: the clause does not speak where `when` holds."""

    id: str
    says: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Promise:
    """What the shop binds itself to, and until when."""

    what: str  # answer, refund, instructions, label, resend, quote
    within: Window


@dataclass(frozen=True, slots=True)
class Article:
    """Where a law says what one of its clauses says, and whether somebody has read it there.

    What is not verified never decides; it is told as advice.
    """

    rule: str  # our name of it, such as `EU-W-01`
    article: str  # such as `Directive 2011/83/EU, Art. 9(1)`
    source: str  # its address
    status: Literal["verified", "unverified"] = "unverified"


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """One clause: whom it is about (lanes, remedies, when, exceptions), what must be so, and what it does."""

    id: str
    says: str
    effect: Effect
    lanes: frozenset[str]
    remedies: frozenset[str]
    section: str = ""
    when: Condition = ALWAYS
    unless: tuple[Unless, ...] = ()
    within: Window | None = None
    provided: Condition = ALWAYS
    refers: bool = False  # a missed requirement refers to a person instead of refusing
    terms: Mapping[str, Any] = field(default_factory=dict)
    times: int = 0
    counter: str = ""
    promise: Promise | None = None
    reasons: frozenset[str] = frozenset()  # CLASSIFY: the reasons it speaks of (empty: all) ...
    lane: str = ""  # ... and the lane they belong to then
    extends: frozenset[str] = frozenset()
    seasons: OpenSeason | None = None
    article: Article | None = None  # of a law's clause

    @property
    def scope(self) -> Condition:
        """This property will hold whom the clause is about, apart from lanes and remedies."""
        if not self.unless:
            return self.when
        return AllOf((self.when, *(Not(exception.when) for exception in self.unless)))


@dataclass(frozen=True, slots=True)
class Shop:
    """Who speaks, and how its dates and amounts are read."""

    id: str
    name: str
    country: str
    zone: ZoneInfo
    currency: str
    email: str = ""
    free_shipping_from_minor: int | None = None
    flat_rate_minor: int | None = None
    longest_days: int | None = None  # from the order until a parcel has arrived; None: nobody says


@dataclass(frozen=True, slots=True)
class Clock:
    """How a law counts its days: by its own country's holidays, and to the later of several midnights.

    `rolls`: a last day that is no business day moves to the next one.
    """

    calendar: Calendar
    zones: tuple[ZoneInfo, ...]
    rolls: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Floor:
    """The law that holds for the consumers of one place and day of contract: no policy of a shop gives less."""

    name: str  # such as `DE 2026-07-31`
    hash: str  # of all that it says, its clock included
    clauses: tuple[Clause, ...]  # each with its article
    clock: Clock  # its zones are those of the consumer's country; the shop's own counts beside them
    assumes: Mapping[str, Any] = field(default_factory=dict)  # what it takes for granted of facts that nobody has told


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one shop's policy, with the law under which it stands where there is one."""

    shop: Shop
    version: str
    starts: int  # ordinal of the first local day on which orders fall under it
    clauses: tuple[Clause, ...]
    vocabulary: Vocabulary
    lane_of_reason: Mapping[str, str]
    calendar: Calendar
    answer_within: Window  # how soon a person answers what is referred
    post_within: Window  # how soon authorised goods are to be handed to the carrier
    hash: str = ""  # with a floor, of both
    floor: Floor | None = None
    own_hash: str = ""  # of the shop's clauses, where there is a floor
    clock: Clock | None = None  # of a law that is decided by itself (`floors.law_in`); the shop's own days where none

    @property
    def is_law(self) -> bool:
        """This property will hold whether this is a law that is decided by itself."""
        return self.clock is not None

    @property
    def all_clauses(self) -> tuple[Clause, ...]:
        """This property will hold the clauses of the shop, and those of the law over it."""
        return self.clauses if self.floor is None else (*self.clauses, *self.floor.clauses)

    def clause(self, clause_id: str) -> Clause:
        """This function will return the clause with that id, also of the law; a `KeyError` is a fault in our code."""
        found = next((clause for clause in self.all_clauses if clause.id == clause_id), None)
        if found is None:
            raise KeyError(clause_id)
        return found
