"""Words that a language of the shop lacks, and words of a language that belong to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from amends.core.errors import did_you_mean
from amends.core.help.finding import Found, Subject
from amends.core.help.links import links_in
from amends.core.help.model import Guide, Step
from amends.core.help.read import ANSWERS, INDEX
from amends.core.help.written import AnswersTexts, GuideTexts, StepTexts
from amends.core.policy.source import Path

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_STANDS_IN = "Until then it is shown in the shop's own language."


def language_findings(subject: Subject) -> Iterator[Found]:
    """This function will compare every language with the shop's own."""
    files = subject.files
    spoken = {*files.texts, *files.answers}
    for language in files.index.languages:
        if language not in spoken and language != files.index.language:
            what = f"the shop speaks `{language}`, but there is no folder `{language}` in the help."
            yield Found(INDEX, ("languages",), "missing_translation", what, _STANDS_IN)
    for language in sorted(spoken):
        yield from _language(subject, language)


def _language(subject: Subject, language: str) -> Iterator[Found]:
    files = subject.files
    texts = files.texts.get(language, {})
    answers = files.answers.get(language, AnswersTexts()).answers
    known = {guide.id for guide in subject.guides() if not guide.is_answer}
    for name in texts.keys() - known:
        hint = did_you_mean(name, known) or "Rename it, or take it out."
        yield Found(f"{language}/{name}.yaml", (), "translation_of_nothing", f"there is no guide `{name}`.", hint)
    file = f"{language}/{ANSWERS}"
    known = {guide.id for guide in subject.guides() if guide.is_answer}
    yield from _of_nothing(file, ("answers",), answers, known)
    for guide in subject.guides():
        if not guide.is_answer and guide.id in texts:
            yield from _guide(f"{language}/{guide.id}.yaml", guide, texts[guide.id])
        elif not guide.is_answer:
            what = f"`{guide.id}` is not there in `{language}`."
            yield Found(f"{guide.id}.yaml", (), "missing_translation", what, f"Write `{language}/{guide.id}.yaml`.")
        elif guide.id in answers:
            one, path = answers[guide.id], ("answers", guide.id)
            yield from _same(file, path, "title", guide.title, one.title)
            yield from _same(file, path, "says", guide.start.says, one.says)
            yield from _asked(file, path, guide, one.asked)
        else:
            what = f"the answer `{guide.id}` is not there in `{language}`."
            yield Found(file if file in files.sources else ANSWERS, (), "missing_translation", what, _STANDS_IN)


def _guide(file: str, guide: Guide, texts: GuideTexts) -> Iterator[Found]:
    yield from _same(file, (), "title", guide.title, texts.title)
    yield from _same(file, (), "summary", guide.summary, texts.summary)
    yield from _asked(file, (), guide, texts.asked)
    yield from _of_nothing(file, ("steps",), texts.steps, guide.steps)
    for step in guide.steps.values():
        yield from _step(file, step, texts.steps.get(step.id, StepTexts()))


def _asked(file: str, path: Path, guide: Guide, asked: list[str]) -> Iterator[Found]:
    if guide.asked and not asked:
        what = "there are no words under `asked`, so that a search in this language finds it badly."
        yield Found(file, path, "missing_translation", what, "Write how customers put it, in their language.")


def _step(file: str, step: Step, texts: StepTexts) -> Iterator[Found]:
    path: Path = ("steps", step.id)
    yield from _same(file, path, "says", step.says, texts.says)
    yield from _same(file, path, "question", step.question, texts.question)
    if len(texts.do) != len(step.do):
        what = f"`do` has {len(texts.do)} lines, and {len(step.do)} in the shop's own language."
        yield Found(file, (*path, "do"), "missing_translation", what, _STANDS_IN)
    else:
        for own, other in zip(step.do, texts.do, strict=True):
            yield from _same(file, path, "do", own, other)
    pictures = {one.file: one.says for one in step.pictures}
    choices = {one.id: one.says for one in step.choices}
    for name, own_words, words in (("pictures", pictures, texts.pictures), ("choices", choices, texts.choices)):
        yield from _of_nothing(file, (*path, name), words, own_words)
        for key, own in own_words.items():
            yield from _same(file, (*path, name), key, own, words.get(key))


def _same(file: str, path: Path, name: str, own: str, other: str | None) -> Iterator[Found]:
    """Something is said where something is said, with the same numbers and links."""
    if own and not other:
        yield Found(file, (*path, name), "missing_translation", f"`{name}` is not translated.", _STANDS_IN)
    if not own and other:
        what = f"`{name}` says something that the shop's own language does not."
        yield Found(file, (*path, name), "translation_of_nothing", what, "Take it out, or say it there as well.")
    if own and other:
        if _numbers(own) != _numbers(other):
            said, there = (", ".join(_numbers(one)) or "none" for one in (own, other))
            what = f"the numbers differ: {said} in the shop's own language, {there} here."
            yield Found(file, (*path, name), "translation_differs", what, "Make them the same.")
        if {(one.kind, one.name) for one in links_in(own)} != {(one.kind, one.name) for one in links_in(other)}:
            what = "the links differ from those of the shop's own language."
            yield Found(file, (*path, name), "translation_differs", what, "Make them the same.")


def _numbers(text: str) -> list[str]:
    return sorted(one.replace(",", ".") for one in _NUMBER.findall(text))


def _of_nothing(file: str, path: Path, written: Iterable[str], known: Iterable[str]) -> Iterator[Found]:
    names = list(known)
    for name in written:
        if name not in names:
            hint = did_you_mean(name, names) or "Rename it, or take it out."
            what = f"`{name}` is not there in the shop's own language."
            yield Found(file, (*path, name), "translation_of_nothing", what, hint)
