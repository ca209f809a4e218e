"""What a check of the help looks at, and what it says of it: a finding with its file, its place and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from amends.core.checks.finding import Finding
from amends.core.errors import Place
from amends.core.facts import Vocabulary
from amends.core.help.model import Guide, Step
from amends.core.help.read import HelpFiles
from amends.core.orders import Product
from amends.core.policy.source import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the shop has, so that a guide can speak of it. What is not there at all is not looked up."""

    reasons: Collection[str]
    vocabulary: Vocabulary
    clauses: Collection[str] | None = None
    products: tuple[Product, ...] | None = None
    pictures: Mapping[str, str] | None = None  # file -> its text, as far as it is one


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at."""

    files: HelpFiles
    known: Known

    def guides(self) -> Iterator[Guide]:
        """This function will return all guides and answers in the shop's own language."""
        yield from self.files.guides.values()


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, with the file and the way to the part of it."""

    file: str
    path: Path
    code: str
    message: str
    hint: str = ""

    def placed(self, files: HelpFiles) -> tuple[Place, Finding]:
        """This function will return the finding with the place in its file."""
        source = files.sources.get(self.file)
        place = source.place(self.path, self.file) if source else Place(self.file)
        return place, Finding(self.code, self.message, self.hint, field=self.path)


def path_to(guide: Guide, step: Step | None = None, *parts: str) -> Path:
    """This function will return the way to a guide, a step or a part of a step in its file."""
    if guide.is_answer:
        return ("answers", guide.id, *parts)
    return ("steps", step.id, *parts) if step else parts


def found(
    subject: Subject, guide: Guide, step: Step | None, parts: tuple[str, ...], code: str, message: str, hint: str = ""
) -> Found:
    """This function will return a finding about a part of a guide."""
    return Found(subject.files.file_of(guide), path_to(guide, step, *parts), code, message, hint)
