"""A guide in another language: the same tree with other words. A word that is missing stays in the shop's own."""

from __future__ import annotations

from dataclasses import replace

from amends.core.help.model import Guide, Picture, Step
from amends.core.help.written import AnswerTexts, GuideTexts, StepTexts

_NOTHING = StepTexts()


def translated(guide: Guide, texts: GuideTexts, language: str) -> Guide:
    """This function will return the guide in the words of the texts, step by step."""
    return replace(
        guide,
        title=texts.title or guide.title,
        summary=texts.summary or guide.summary,
        asked=tuple(texts.asked) or guide.asked,
        steps={name: _step(step, texts.steps.get(name, _NOTHING)) for name, step in guide.steps.items()},
        language=language,
    )


def translated_answer(guide: Guide, texts: AnswerTexts, language: str) -> Guide:
    """This function will return a short question and its answer in the words of the texts."""
    step = replace(guide.start, says=texts.says or guide.start.says)
    return replace(
        guide,
        title=texts.title or guide.title,
        asked=tuple(texts.asked) or guide.asked,
        steps={step.id: step},
        language=language,
    )


def _step(step: Step, texts: StepTexts) -> Step:
    # Half a list in one language and half in another would be worse than all of it in the shop's own.
    do = tuple(texts.do) if len(texts.do) == len(step.do) else step.do
    return replace(
        step,
        says=texts.says or step.says,
        do=do,
        pictures=tuple(Picture(one.file, texts.pictures.get(one.file, one.says)) for one in step.pictures),
        question=texts.question or step.question,
        choices=tuple(replace(one, says=texts.choices.get(one.id, one.says)) for one in step.choices),
    )
