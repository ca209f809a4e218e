"""Reading the help of one shop: its files as texts in, guides out, or every fault in all of them at once.

The files are named as they lie in the folder `help`: `index.yaml`, `faq.yaml`, `asked.yaml`, `<guide>.yaml`, and the
words of another language as `<language>/<guide>.yaml`. Nothing is read from a disk here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from amends.core.errors import AmendsError, Place, PolicyInvalid, did_you_mean
from amends.core.help.faults import HelpInvalid, HelpText, faults_in, placed
from amends.core.help.model import Choice, End, Guide, Help, Outcome, Picture, Step
from amends.core.help.translate import translated, translated_answer
from amends.core.help.written import AnswerOf, AnswersOf, AnswersTexts, AskedOf, GuideOf, GuideTexts, IndexOf, StepOf
from amends.core.policy.source import Path, Source, read_yaml

INDEX, ANSWERS, ASKED = "index.yaml", "faq.yaml", "asked.yaml"
_NOTHING = AnswersTexts()
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class HelpFiles:
    """The help of one shop as written, and where each part of it stands."""

    index: IndexOf
    guides: Mapping[str, Guide]  # in the shop's own language
    sources: Mapping[str, Source]  # by the name of the file
    texts: Mapping[str, Mapping[str, GuideTexts]] = field(default_factory=dict)  # language -> guide -> words
    answers: Mapping[str, AnswersTexts] = field(default_factory=dict)  # language -> words
    asked: Mapping[str, AskedOf] = field(
        default_factory=dict
    )  # language, `` for the shop's own -> how customers put it

    def file_of(self, guide: Guide) -> str:
        """This function will return the name of the file in which the guide stands."""
        return ANSWERS if guide.is_answer else f"{guide.id}.yaml"

    def in_language(self, language: str) -> Help:
        """This function will return all guides in that language; what it lacks stands in the shop's own."""
        texts, answers = self.texts.get(language, {}), self.answers.get(language, _NOTHING).answers
        guides = {}
        for name, guide in self.guides.items():
            if name in texts:
                guides[name] = translated(guide, texts[name], language)
            elif guide.is_answer and name in answers:
                guides[name] = translated_answer(guide, answers[name], language)
            else:
                guides[name] = guide
        for where in ("", language):
            guides |= _asked_more(guides, self.asked.get(where))
        known = language == self.index.language or language in self.texts or language in self.answers
        return Help(language=language if known else self.index.language, guides=guides, usual=tuple(self.index.usual))


def read_help(files: Mapping[str, str]) -> HelpFiles:
    """This function will read all help files of a shop, or raise `HelpInvalid` with every fault in every file."""
    problems: list[AmendsError] = []
    read = _Files(files, problems)
    index = read.one(INDEX, IndexOf) if INDEX in files else IndexOf()
    guides: dict[str, Guide] = {}
    texts: dict[str, dict[str, GuideTexts]] = {}
    answers: dict[str, AnswersTexts] = {}
    asked: dict[str, AskedOf] = {}
    language = index.language if index else "en"
    for name in sorted(files):
        where, _, file = name.rpartition("/")
        guide_id = file.removesuffix(".yaml")
        if file == ASKED:
            said = read.one(name, AskedOf)
            if said is not None:
                asked[where] = said
        elif where and file == ANSWERS:
            answers[where] = read.one(name, AnswersTexts) or _NOTHING
        elif where:
            texts.setdefault(where, {})[guide_id] = read.one(name, GuideTexts) or GuideTexts()
        elif file not in {INDEX, ANSWERS}:
            written = read.one(name, GuideOf)
            if written is not None:
                guides[guide_id] = _guide(guide_id, written, language)
                problems += _unknown_steps(written, read.sources[name], name)
    listed = read.one(ANSWERS, AnswersOf) if ANSWERS in files else None
    for answer_id, answer in (listed.answers if listed else {}).items():
        if answer_id in guides:
            what = f"there is a guide `{answer_id}` as well."
            problems.append(placed(read.sources[ANSWERS], ("answers", answer_id), ANSWERS, what, "Rename one."))
        else:
            guides[answer_id] = _answer(answer_id, answer, language)
    # While a guide cannot be read, its sentences are not to blame.
    for where, said in asked.items() if not problems else ():
        problems += _unknown_guides(said, guides, read, f"{where}/{ASKED}".lstrip("/"))
    if problems or index is None:
        raise HelpInvalid(problems)
    return HelpFiles(index, guides, read.sources, texts, answers, asked)


def _asked_more(guides: Mapping[str, Guide], said: AskedOf | None) -> dict[str, Guide]:
    """The guides of which customers' sentences are kept besides, with these."""
    return {
        name: replace(guides[name], asked=tuple(dict.fromkeys((*guides[name].asked, *more))))
        for name, more in (said.asked if said else {}).items()
    }


@dataclass(slots=True)
class _Files:
    """Reads one file after the other, and collects what is wrong."""

    files: Mapping[str, str]
    problems: list[AmendsError]
    sources: dict[str, Source] = field(default_factory=dict)

    def one(self, name: str, shape: type[Shape]) -> Shape | None:
        """This function will return what the file says, or nothing where something is wrong with it."""
        try:
            source = self.sources[name] = read_yaml(self.files[name], name)
        except PolicyInvalid as error:
            self.problems += [HelpText(one.what, place=one.place, hint=one.hint) for one in error.problems]
            return None
        for path, one in source.problems:
            place = source.place(path, name)
            line, column = one.place.line or place.line, one.place.column or place.column
            self.problems.append(HelpText(one.what, place=Place(name, line, column, place.field), hint=one.hint))
        if not isinstance(source.data, dict):
            what = "the file is empty." if source.data is None else "a help file is a mapping of names to values."
            self.problems.append(HelpText(what, place=Place(name, 1), hint="`docs/help.md` shows one."))
            return None
        try:
            return shape.model_validate(source.data)
        except ValidationError as error:
            self.problems += faults_in(error, source, name, shape)
            return None


def _unknown_guides(said: AskedOf, guides: Mapping[str, Guide], read: _Files, file: str) -> Iterator[HelpText]:
    for name in said.asked:
        if name not in guides:
            hint = did_you_mean(name, guides)
            yield placed(read.sources[file], ("asked", name), file, f"there is no guide or answer `{name}`.", hint)


def _unknown_steps(written: GuideOf, source: Source, file: str) -> Iterator[HelpText]:
    known = list(written.steps)
    leads: list[tuple[Path, str | None]] = [(("first",), written.first)]
    for name, step in written.steps.items():
        leads.append((("steps", name, "next"), step.next))
        leads += [(("steps", name, "choices", one, "to"), choice.to) for one, choice in step.choices.items()]
    for path, to in leads:
        if to is not None and to not in written.steps:
            listed = ", ".join(f"`{name}`" for name in known)
            hint = did_you_mean(to, known) or f"The steps of this guide are {listed}."
            yield placed(source, path, file, f"there is no step `{to}`.", hint)


def _guide(guide_id: str, written: GuideOf, language: str) -> Guide:
    return Guide(
        id=guide_id,
        title=written.title,
        summary=written.summary,
        topic=written.topic,
        steps={name: _step(name, step) for name, step in written.steps.items()},
        first=written.first or next(iter(written.steps)),
        clauses=tuple(written.clauses),
        reasons=tuple(written.reasons),
        products={name: tuple(values) for name, values in written.products.items()},
        asked=tuple(written.asked),
        language=language,
    )


def _answer(answer_id: str, written: AnswerOf, language: str) -> Guide:
    step = Step(id="answer", says=written.says, outcome=_outcome(written))
    return Guide(
        id=answer_id,
        title=written.title,
        summary="",
        topic=written.topic,
        steps={step.id: step},
        first=step.id,
        clauses=tuple(written.clauses),
        asked=tuple(written.asked),
        is_answer=True,
        language=language,
    )


def _step(step_id: str, written: StepOf) -> Step:
    return Step(
        id=step_id,
        says=written.says or "",
        do=tuple(written.do),
        pictures=tuple(Picture(file, says) for file, says in written.pictures.items()),
        question=written.question or "",
        choices=tuple(
            Choice(
                id=name,
                says=one.says,
                picture=one.picture or "",
                facts=dict(one.facts),
                to=one.to or "",
                guide=one.guide or "",
            )
            for name, one in written.choices.items()
        ),
        next=written.next or "",
        outcome=_outcome(written),
    )


def _outcome(written: StepOf | AnswerOf) -> Outcome | None:
    if written.end is None:
        return None
    return Outcome(
        End(written.end),
        reason=written.reason or "",
        clause=written.clause or "",
        product=written.product or "",
        guide=written.guide or "",
    )
