"""A finding: something in a readable policy that is probably not meant, with a claim that shows it where one can.

Law: what the engine does not confirm is not reported; it is counted, because it is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from amends.core.orders import Product
from amends.core.policy.tree import Floor, Policy
from amends.core.regions.situations import Regions, Situations
from amends.core.regions.witness import Shows, Unconfirmed, Witness, witness_of

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Offence:
    """A clause of the policy that offends against a duty of a law."""

    clause: str
    rule: str
    article: str
    says: str  # what the law asks
    do: str
    lane: str  # empty: of all
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Statute:
    """The law of one or more places that say the same, as it holds for orders of the day."""

    places: tuple[str, ...]  # such as `DE`, or `US-NY`; never none
    floor: Floor
    asks: frozenset[str]  # the facts that its clauses ask about
    offences: tuple[Offence, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What the checks look at, with every situation of it, worked out once."""

    policy: Policy
    as_of: int  # the day on which it is looked at, an ordinal
    unconfirmed: list[Unconfirmed] = field(default_factory=list)  # what the engine did not agree with
    products: tuple[Product, ...] = ()  # the shop's catalogue, where it is known
    laws: tuple[Statute, ...] = ()  # what the policy is held against

    @cached_property
    def regions(self) -> Regions:
        """This property will hold all situations of the policy."""
        return Regions(self.policy)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is probably not meant, where, and what to do about it."""

    code: str  # the name of the check's module
    message: str
    hint: str = ""
    clause: str = ""  # the id of the clause, where it is about one
    field: tuple[str | int, ...] = ()  # the way to the part, in the clause or in the file
    witness: Witness | None = None  # a claim that shows it
    level: Level = "warning"


Check = Callable[[Subject], Iterator[Finding]]


def shown(subject: Subject, situations: Situations, wanted: int, shows: Shows) -> Witness | None:
    """This function will return a claim of the set that the engine confirms; nothing where there is none."""
    try:
        return witness_of(situations, wanted, shows)
    except Unconfirmed as error:
        subject.unconfirmed.append(error)
        return None
