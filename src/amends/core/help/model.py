"""What a guide is: steps that say something, and where each of them leads.

A step leads on by exactly one of `next`, `choices` or `outcome`. Texts are Markdown with links to what the shop has:
`[a cloth](product:polishing-cloth)`, and likewise `guide:`, `clause:`, `sizes:` and `remedy:`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]  # name of a fact -> what an answer says of it

TOPICS = (
    "fitting", "sizes", "orders", "shipping", "returns", "gifts", "care", "problems", "repairs", "privacy",
)  # fmt: skip


class End(StrEnum):
    """How a guide can end."""

    SOLVED = "solved"
    CLAIM = "claim"  # go on to the form; the reason and the answers known so far are not asked again
    SIZE = "size"  # choose another size, and exchange
    WRITE = "write"  # write to the shop
    CLAUSE = "clause"  # read a clause of the policy
    PRODUCT = "product"  # look at a product
    GUIDE = "guide"  # go on in another guide


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a guide; `reason` with a claim or a size, the other names with their own kind."""

    end: End
    reason: str = ""
    clause: str = ""
    product: str = ""
    guide: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what is to be seen on it, for those who cannot see it."""

    file: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a step's question: what it says, what it tells us, and the step or the guide that follows."""

    id: str
    says: str
    picture: str = ""  # a file; `says` describes it
    facts: Values = field(default_factory=dict)
    to: str = ""
    guide: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of a guide."""

    id: str
    says: str = ""  # Markdown
    do: tuple[str, ...] = ()  # what to do, in order; each a line of Markdown
    pictures: tuple[Picture, ...] = ()
    question: str = ""
    choices: tuple[Choice, ...] = ()
    next: str = ""
    outcome: Outcome | None = None

    def choice(self, choice_id: str) -> Choice | None:
        """This function will return the choice of that id, or nothing."""
        return next((one for one in self.choices if one.id == choice_id), None)

    def texts(self) -> Iterator[str]:
        """This function will return everything that the step says, in order."""
        yield from (self.says, *self.do, *(one.says for one in self.pictures), self.question)
        yield from (one.says for one in self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One guide in one language. Empty `reasons` or `products` mean that it is for all of them."""

    id: str
    title: str
    summary: str
    topic: str
    steps: Mapping[str, Step]
    first: str  # the step that it begins with
    clauses: tuple[str, ...] = ()  # the clauses that it explains: ids of the policy, or how these begin
    reasons: tuple[str, ...] = ()
    products: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # fact of the piece -> the values it is for
    asked: tuple[str, ...] = ()  # how customers put it
    is_answer: bool = False  # one of the short questions and answers, not a guide to be walked
    language: str = "en"

    @property
    def start(self) -> Step:
        """This property will hold the step that the guide begins with."""
        return self.steps[self.first]

    def texts(self) -> Iterator[str]:
        """This function will return everything that the guide says, in order; `asked` is no part of it."""
        yield from (self.title, self.summary)
        for step in self.steps.values():
            yield from step.texts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """All guides of one shop in one language, in the order of their files; questions and answers come last."""

    language: str
    guides: Mapping[str, Guide]
    usual: tuple[str, ...] = ()  # the guides that most people look for, most wanted first

    def about(self, reason: str, facts: Mapping[str, Any]) -> tuple[Guide, ...]:
        """This function will return the guides that may answer this reason for a piece with these facts."""
        said = {name: str(value).lower() for name, value in facts.items()}
        return tuple(
            one
            for one in self.guides.values()
            if reason in one.reasons
            and not one.is_answer
            and all(said.get(name) in values for name, values in one.products.items())
        )
