"""A guide as a shop writes it, and its words in another language by the same names.

Strict: what is not known here is a fault, so that a slip of the pen does not become silence.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(min_length=1, max_length=6_000)]
PictureName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.svg$", max_length=80)]
Topic = Literal[
    "fitting", "sizes", "orders", "shipping", "returns", "gifts", "care", "problems", "repairs", "privacy"
]  # fmt: skip
Ends = Literal["solved", "claim", "size", "write", "clause", "product", "guide"]
# An empty description is written on purpose by nobody, and found by the check rather than refused here.
Pictures = Annotated[
    dict[PictureName, str], Field(description="pictures, each with what is to be seen on it for those who cannot see")
]


MOST_STEPS = 100


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, strict=True)


class ChoiceOf(_Part):
    """One answer to a question."""

    says: Annotated[Line, Field(description="what the answer says")]
    picture: PictureName | None = None
    facts: Annotated[dict[str, Any], Field(description="what the answer tells us: facts and their values")] = {}
    to: Annotated[Id | None, Field(description="the step that follows")] = None
    guide: Annotated[Id | None, Field(description="the guide that follows")] = None


class StepOf(_Part):
    """One page of a guide; it goes on by `next`, by a question with `choices`, or ends."""

    says: Annotated[Text | None, Field(description="what the page says, in Markdown")] = None
    do: Annotated[list[Line], Field(description="what to do, one thing after the other")] = []
    pictures: Pictures = {}
    question: Line | None = None
    choices: Annotated[dict[Id, ChoiceOf], Field(description="the answers to the question, by their names")] = {}
    next: Annotated[Id | None, Field(description="the step that follows")] = None
    end: Annotated[Ends | None, Field(description="how the guide ends here")] = None
    reason: Annotated[str | None, Field(description="the reason of the claim to go on with")] = None
    clause: Annotated[str | None, Field(description="the clause to read")] = None
    product: Annotated[str | None, Field(description="the product to look at")] = None
    guide: Annotated[Id | None, Field(description="the guide to go on in")] = None


class GuideOf(_Part):
    """One guide, a file."""

    title: Annotated[Line, Field(description="the question or the trouble, as a customer would head it")]
    summary: Annotated[Line, Field(description="the answer in a sentence or two")]
    topic: Annotated[Topic, Field(description="where it stands in the list of all answers")]
    clauses: list[str] = []
    reasons: Annotated[list[str], Field(description="the reasons for which it is offered before a claim")] = []
    products: Annotated[dict[str, list[str]], Field(description="facts of the pieces that it is for")] = {}
    asked: Annotated[list[Line], Field(description="how customers put it; the search knows these words")] = []
    first: Annotated[Id | None, Field(description="the step to begin with; the first one unless given")] = None
    steps: Annotated[
        dict[Id, StepOf], Field(min_length=1, max_length=MOST_STEPS, description="the pages, by their names")
    ]


class AnswerOf(_Part):
    """One short question with its answer; `guide` goes on where more is to be said."""

    title: Annotated[Line, Field(description="the question")]
    says: Annotated[Text, Field(description="the answer, in Markdown")]
    topic: Annotated[Topic, Field(description="where it stands in the list of all answers")]
    clauses: list[str] = []
    asked: list[Line] = []
    end: Ends = "solved"
    reason: str | None = None
    clause: str | None = None
    product: str | None = None
    guide: Id | None = None


class AnswersOf(_Part):
    """The file `faq.yaml`: short questions with their answers, by their names."""

    answers: dict[Id, AnswerOf]


class AskedOf(_Part):
    """The file `asked.yaml`: more of how customers put it, by the guide or short answer that helps them."""

    asked: dict[Id, list[Line]]


class IndexOf(_Part):
    """The file `index.yaml`: the shop's own language, the others it speaks, and what most people look for."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]] = []
    usual: list[Id] = []


class StepTexts(_Part):
    """The words of one step in another language."""

    says: Text | None = None
    do: list[Line] = []
    pictures: dict[PictureName, Line] = {}
    question: Line | None = None
    choices: dict[Id, Line] = {}


class GuideTexts(_Part):
    """The words of one guide in another language, by the same names."""

    title: Line | None = None
    summary: Line | None = None
    asked: list[Line] = []
    steps: dict[Id, StepTexts] = {}


class AnswerTexts(_Part):
    """The words of one short answer in another language."""

    title: Line | None = None
    says: Text | None = None
    asked: list[Line] = []


class AnswersTexts(_Part):
    """The file `faq.yaml` in another language."""

    answers: dict[Id, AnswerTexts] = {}
