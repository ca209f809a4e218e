"""One language as the engine speaks it: its tables of words and how it writes figures, handed in as one value.

Laws: there is no present language; whoever speaks is given one. English is complete by itself, every other language is
the same tables with other texts, so a text that is not translated is English and nothing is ever missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from amends.core.engine import page_words, words
from amends.core.facts import Kind
from amends.core.formats import English, Formats
from amends.core.policy.tree import Clause, Policy, Unless
from amends.core.texts import Translate, translated
from amends.core.vocabulary import VOCABULARY


def _asked() -> dict[str, str]:
    return {name: fact.ask for name, fact in VOCABULARY.facts.items() if fact.ask}


def _about() -> dict[str, str]:
    return {name: fact.about for name, fact in VOCABULARY.facts.items()}


def _names() -> dict[str, str]:
    choices = (fact for fact in VOCABULARY.facts.values() if fact.kind is Kind.CHOICE and fact.name != "claim.reason")
    of_facts = {f"{fact.name}.{value}": value.replace("_", " ") for fact in choices for value in fact.values}
    return {**of_facts, **words.NAMES}


@dataclass(frozen=True, slots=True, eq=False)
class PageWords:
    """What the policy page says beneath its clauses."""

    labels: Mapping[str, str] = field(default_factory=lambda: page_words.LABELS)
    lines: Mapping[str, str] = field(default_factory=lambda: page_words.LINES)
    windows: Mapping[str, str] = field(default_factory=lambda: page_words.WINDOWS)
    promises: Mapping[str, str] = field(default_factory=lambda: page_words.PROMISES)
    each: Mapping[str, str] = field(default_factory=lambda: page_words.EACH)
    answer: str = page_words.ANSWER
    only_for: str = page_words.ONLY_FOR
    everything: str = page_words.EVERYTHING


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Everything the engine says, in one language; without anything given, in English."""

    remedies: Mapping[str, tuple[str, str]] = field(default_factory=lambda: words.REMEDIES)
    lanes: Mapping[str, tuple[str, str]] = field(default_factory=lambda: words.LANES)
    reasons: Mapping[str, str] = field(default_factory=lambda: words.REASONS)
    flags: Mapping[str, tuple[str, str]] = field(default_factory=lambda: words.FLAGS)
    moments: Mapping[str, tuple[str, str, str]] = field(default_factory=lambda: words.MOMENTS)
    events: Mapping[str, tuple[str, str]] = field(default_factory=lambda: words.EVENTS)
    labels: Mapping[str, str] = field(default_factory=lambda: words.LABELS)
    units: Mapping[str, tuple[str, str]] = field(default_factory=lambda: words.UNITS)
    promises: Mapping[str, str] = field(default_factory=lambda: words.PROMISES)
    sentences: Mapping[str, str] = field(default_factory=lambda: words.SENTENCES)
    questions: Mapping[str, str] = field(default_factory=lambda: words.QUESTIONS)
    times: Mapping[int, str] = field(default_factory=lambda: words.TIMES)
    many_times: str = words.MANY_TIMES
    names: Mapping[str, str] = field(default_factory=_names)
    within_sentences: str = words.WITHIN_SENTENCES
    asks: Mapping[str, str] = field(default_factory=_asked)
    about: Mapping[str, str] = field(default_factory=_about)
    page: PageWords = field(default_factory=PageWords)
    formats: Formats = field(default_factory=English)

    @property
    def language(self) -> str:
        """This property will hold the language's code."""
        return self.formats.language

    def say(self, sentence: str, **places: object) -> str:
        """This function will return one of the sentences with its places filled in."""
        return self.sentences[sentence].format(**places)

    def lowered(self, label: str) -> str:
        """This function will return a label as it stands inside a sentence of this language."""
        return label[:1].lower() + label[1:] if self.within_sentences == "lower" else label


ENGLISH = Words()
NAME = "engine"  # what the names of these texts begin with


def words_in(translate: Translate, formats: Formats) -> Words:
    """This function will return the words of another language."""
    return replace(translated(ENGLISH, translate, NAME), formats=formats)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopTexts:
    """What a shop says in one language, by the ids of its own policy."""

    says: Mapping[str, str] = field(default_factory=dict)  # by clause, and by exception
    sections: Mapping[str, str] = field(default_factory=dict)  # by the heading in the policy's own language
    asks: Mapping[str, str] = field(default_factory=dict)  # by fact
    about: Mapping[str, str] = field(default_factory=dict)  # by fact of the shop's own
    names: Mapping[str, str] = field(default_factory=dict)  # by value: styles, marks, products


@dataclass(frozen=True, slots=True)
class Told:
    """A policy as it is told in one language: what it says there, and the words that the engine has for the rest."""

    policy: Policy
    words: Words = ENGLISH


def told_in(policy: Policy, words: Words, texts: ShopTexts, law: ShopTexts | None = None) -> Told:
    """This function will return the policy in the shop's words of another language; what is missing stays as it is.

    `law`: what the law over it says in that language.

    It decides as the policy itself does: only what is said is another, and its hash is the same.
    """
    facts = {
        name: replace(
            fact,
            ask=texts.asks.get(name) or (words.asks.get(name, "") if _is_common(name, fact.ask, "ask") else fact.ask),
            about=texts.about.get(name)
            or (words.about.get(name, "") if _is_common(name, fact.about, "about") else fact.about),
        )
        for name, fact in policy.vocabulary.facts.items()
    }
    floor = policy.floor
    said = replace(
        policy,
        clauses=tuple(_clause(clause, texts) for clause in policy.clauses),
        floor=floor and replace(floor, clauses=tuple(_clause(clause, law or ShopTexts()) for clause in floor.clauses)),
        vocabulary=replace(policy.vocabulary, facts=facts),
    )
    return Told(said, replace(words, names={**words.names, **texts.names}) if texts.names else words)


def _is_common(name: str, text: str, part: str) -> bool:
    """Whether the shop asks or says what every policy does."""
    fact = VOCABULARY.facts.get(name)
    return fact is not None and bool(text) and getattr(fact, part) == text


def _clause(clause: Clause, texts: ShopTexts) -> Clause:
    def says(one: Clause | Unless) -> str:
        return texts.says.get(one.id) or one.says

    unless = tuple(replace(one, says=says(one)) for one in clause.unless)
    section = texts.sections.get(clause.section) or clause.section
    return replace(clause, says=says(clause), unless=unless, section=section)
