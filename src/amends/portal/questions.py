"""The questions that a policy needs answered, as fields of a form, and what was chosen as facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from amends.core.errors import AmendsError
from amends.core.facts import Fact, Kind, Vocabulary
from amends.portal.wording import VALUES, said

PREFIX = "q."
NOT_SURE = "not_sure"
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices; without choices a number is typed."""

    name: str
    asks: str
    choices: tuple[tuple[str, str], ...]
    chosen: str = ""
    error: str = ""

    @property
    def field(self) -> str:
        """This property will hold the name of the form's field."""
        return PREFIX + self.name

    @property
    def anchor(self) -> str:
        """This property will hold what the first control is called on the page."""
        return "q-" + self.name.replace(".", "-")


def questions_about(
    names: Iterable[str], vocabulary: Vocabulary, chosen: Mapping[str, str], errors: Mapping[str, str]
) -> list[Question]:
    """This function will return the questions about these facts, in the order in which the vocabulary lists them."""
    wanted = set(names)
    facts = [fact for fact in vocabulary.facts.values() if fact.name in wanted and fact.ask]
    return [
        Question(one.name, one.ask, _choices(one), chosen.get(one.name, ""), errors.get(one.name, "")) for one in facts
    ]


def problem_with(fact: Fact, text: str) -> str:
    """This function will say what is wrong with an answer, or nothing."""
    if not text:
        return _("Choose an answer. You can say that you are not sure.") if _choices(fact) else _("Enter a number.")
    if text == NOT_SURE or _value(fact, text) is not None:
        return ""
    return _("Choose one of the answers.") if _choices(fact) else _("Enter a number in digits, such as 0.5.")


def facts_from_answers(answers: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, Any]:
    """This function will return what was answered as facts; what somebody is not sure about stays unknown."""
    found = {}
    for name, text in answers.items():
        try:
            value = _value(vocabulary.find(name), text)
        except AmendsError:
            continue  # the policy no longer asks this
        if value is not None:
            found[name] = value
    return found


def answer_words(fact: Fact, text: str) -> str:
    """This function will say an answer in words."""
    return dict(_choices(fact)).get(text, _("Not sure") if text == NOT_SURE else text)


def _choices(fact: Fact) -> tuple[tuple[str, str], ...]:
    if fact.kind is Kind.FLAG:
        return (("yes", _("Yes")), ("no", _("No")), (NOT_SURE, _("I am not sure")))
    if fact.kind is Kind.CHOICE:
        words = VALUES.get(fact.name, {})
        listed = tuple((value, said(words, value)) for value in fact.values)
        return listed if "unknown" in fact.values else (*listed, (NOT_SURE, _("I am not sure")))
    return ()


def _value(fact: Fact, text: str) -> Any:
    match fact.kind:
        case Kind.FLAG:
            return {"yes": True, "no": False}.get(text)
        case Kind.CHOICE:
            return text if text in fact.values else None
        case Kind.COUNT:
            return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
        case Kind.NUMBER:
            return _number(text)
    return None


def _number(text: str) -> Decimal | None:
    """Either sign of a decimal is understood, `0,5` as `0.5`; nothing that is not written in plain digits."""
    plain = text.strip().replace(",", ".").removesuffix("mm").strip()
    if not plain.isascii() or not plain.replace(".", "", 1).isdigit() or len(plain) > MOST_DIGITS + 1:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
