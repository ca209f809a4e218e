"""What a finding says, as data (in English): each text by its name, so that staff read it in their own language.

A value may be a text again. Law: a finding keeps what it says as name and values, and is told anew in any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

TEXTS: Final[Mapping[str, str]] = {
    "and": "{first} and {last}",
    "or": "{first} or {last}",
    "less.in_lane": "in the lane {lane}, {said}",
    "less.refuses": "{clauses} refuses {remedies}, which the law of {places} gives.",
    "less.refuses.many": "{clauses} refuse {remedies}, which the law of {places} gives.",
    "less.held": "{clauses} refuses {remedies}, which the law of {places} gives; the money may wait.",
    "less.held.many": "{clauses} refuse {remedies}, which the law of {places} gives; the money may wait.",
    "less.person": "{clauses} refuses {remedies}, which the law of {places} leaves to a person.",
    "less.person.many": "{clauses} refuse {remedies}, which the law of {places} leaves to a person.",
    "less.ends": "{clauses} ends sooner than the law of {places} does.",
    "less.ends.many": "{clauses} end sooner than the law of {places} does.",
    "less.begins": "{clauses} begins later than the law of {places} does.",
    "less.begins.many": "{clauses} begin later than the law of {places} does.",
    "less.asks": "{clauses} asks for more than the law of {places} does.",
    "less.asks.many": "{clauses} ask for more than the law of {places} does.",
    "less.sets": "{set} worse than the law of {places} does.",
    "less.sets.one": "{clause} sets {terms}",
    "less.untold": "{set} worse than the law of {places} does where the buyer was not told of it before the purchase.",
    "less.duty": "{clauses} offends against the law of {places}.",
    "less.duty.many": "{clauses} offend against the law of {places}.",
    "less.whole": "the law of {places} asks something of a policy like this one that no clause can show.",
    "less.set_aside": "There it is set aside; say so in its sentence, or change it.",
    "less.looked_at": "There a person looks instead; say so in its sentence, or change it.",
    "less.told_before": "Tell it before the purchase; where that was not done, it is set aside.",
    "no_season": "a present bought on {bought} cannot be brought back on {back}: the policy knows no season.",
    "no_season.do": "Where presents may come back after the holidays, let a clause say so (`extend`, `seasons`).",
    "places.all": "{law} ({count} countries)",
    "places.most": "{law} ({count} countries, not {others})",
    "eu": "the EU and the EEA",
}  # fmt: skip


class Said(str):
    """A text in English that knows its name and its values."""

    __slots__ = ("name", "values")
    name: str
    values: Mapping[str, Any]


def say(name: str, **values: Any) -> Said:
    """This function will return one of the texts with its values filled in."""
    said = Said(_filled(TEXTS, name, values))
    said.name = name
    said.values = values
    return said


def told(text: str, texts: Mapping[str, str]) -> str:
    """This function will return what was said in another language; a plain text as it is."""
    return _filled(texts, text.name, text.values) if isinstance(text, Said) else text


def _filled(texts: Mapping[str, str], name: str, values: Mapping[str, Any]) -> str:
    return texts[name].format(**{key: _value(value, texts) for key, value in values.items()})


def _value(value: Any, texts: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return ", ".join(_value(one, texts) for one in value)
    return told(value, texts) if isinstance(value, str) else str(value)


def listed(values: Iterable[str], word: str = "and") -> str:
    """This function will join texts as a sentence does: `a, b and c`."""
    every = tuple(values)
    return every[0] if len(every) == 1 else say(word, first=every[:-1], last=every[-1]) if every else ""


def quoted(names: Iterable[str], word: str = "and") -> str:
    """This function will join the names of clauses or remedies, each marked as a word of the file."""
    return listed((f"`{one}`" for one in names), word)
