"""What events and commands are made of: answers, what was asked, quotes, tasks, payments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.core.cases.states import State
from amends.core.dates import Instant

Outcome = Literal["accepted", "refused", "referred"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered to an item: by the policy, or by a person, who gives a reason and may overrule clauses."""

    outcome: Outcome
    clauses: tuple[str, ...] = ()  # that decided it
    left: tuple[State, ...] = ()  # the steps that it takes; none: refused
    give_minor: int = 0  # what the customer gets
    due_minor: int = 0  # what the customer pays before anything moves
    due_for: str = ""  # new_postage, difference, fee ...
    label: Literal["prepaid", "none"] = "none"
    uses: tuple[str, ...] = ()  # counters of the policy's limits that it uses up
    answer_by: Instant | None = None  # where it is referred
    pay_by: Instant | None = None  # by when money is promised, or due by law; it may be held until the goods are back
    person: str = ""  # a member's id; empty: the policy answered
    reason: str = ""  # the person's
    overruled: tuple[str, ...] = ()  # clauses that had said otherwise
    remedy: str = ""  # where another one is granted than was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAsked:
    """One remedy asked for, for units of one piece, with the first answer."""

    id: str
    piece_id: str
    line_id: str
    quantity: int
    reason: str
    lane: str
    remedy: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Money that is to leave by one payment; its id is the provider's key for ever."""

    id: str
    payment_id: str  # of the order; empty: by hand
    amount_minor: int
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that customs want of the customer."""

    id: str
    says: str
    by: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a repair or remake costs the customer, part by part."""

    labour_minor: int = 0
    materials_minor: int = 0
    postage_minor: int = 0
    says: str = ""

    @property
    def total_minor(self) -> int:
        """This property will hold all parts together."""
        return self.labour_minor + self.materials_minor + self.postage_minor
