"""Sentences as customers type them, each with the guides that answer it; and how often the search finds those.

A topic names its guides once; a sentence that another guide answers names its own.

Every second sentence of a topic is tuned on, the other is kept back: nothing may be changed because of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from amends.core.asking.index import Entry, Index, index_of
from amends.core.asking.shelf import entries_of
from amends.dictionaries import dictionary
from amends.examples import SHOPS, help_of

SENTENCES = Path(__file__).parent / "sentences"
TUNED_ON, KEPT_BACK = 0, 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence, and the guides of which any answers it."""

    shop: str
    topic: str
    text: str
    guides: frozenset[str]


@dataclass(frozen=True, slots=True)
class Share:
    """Percents of sentences: the right guide first, among the first three, and shown without a doubt."""

    first: int
    three: int
    sure: int


@cache
def labelled(half: int | None = None) -> tuple[Labelled, ...]:
    """This function will return the sentences of one half, or all of them."""
    return tuple(_read(half))


def _read(half: int | None) -> Iterator[Labelled]:
    for shop in SHOPS:
        topics = yaml.safe_load((SENTENCES / f"{shop}.yaml").read_text(encoding="utf-8"))
        for topic, one in topics.items():
            for place, said in enumerate(one["asked"]):
                row = said if isinstance(said, dict) else {"says": said, "guides": one["guides"]}
                if half is None or place % 2 == half:
                    yield Labelled(shop, topic, row["says"], frozenset(row["guides"]))


@cache
def fresh(half: int) -> tuple[Labelled, ...]:
    """This function will return the sentences that were written when the dictionary had long stood."""
    name = ("fresh-tuned-on", "fresh-kept-back")[half]
    read = yaml.safe_load((SENTENCES / f"{name}.yaml").read_text(encoding="utf-8"))
    return tuple(
        Labelled(shop, name, text, frozenset(guides.split()))
        for shop, topics in read.items()
        for guides, texts in topics.items()
        for text in texts
    )


@cache
def nothing(half: int) -> tuple[str, ...]:
    """This function will return sentences about nothing that a shop can help with."""
    read = yaml.safe_load((SENTENCES / "nothing.yaml").read_text(encoding="utf-8"))
    return tuple(read["asked"][half::2])


@cache
def entries(shop: str) -> tuple[Entry, ...]:
    """This function will return what can be found at that shop."""
    return entries_of(help_of(shop))


@cache
def index(shop: str, *, is_spelling: bool = True, is_meaning: bool = True) -> Index:
    """This function will return the shop's index, with parts of the search switched off for a broken variant."""
    return index_of(entries(shop), dictionary(), "en", is_spelling=is_spelling, is_meaning=is_meaning)


def share(sentences: Iterable[Labelled], *, is_spelling: bool = True, is_meaning: bool = True) -> Share:
    """This function will ask every sentence, and count."""
    first = three = sure = 0
    asked = tuple(sentences)
    for one in asked:
        found = index(one.shop, is_spelling=is_spelling, is_meaning=is_meaning).ask(one.text)
        ids = [entry.id for entry in found.found]
        first += ids[:1] != [] and ids[0] in one.guides
        three += bool(one.guides & set(ids[:3]))
        sure += found.is_sure
    return Share(first * 100 // len(asked), three * 100 // len(asked), sure * 100 // len(asked))


def with_slips(sentences: Iterable[Labelled]) -> tuple[Labelled, ...]:
    """This function will put one slip of the thumb into the longest word of each sentence that has a long one."""
    slipped = []
    for number, one in enumerate(sentences):
        word = max(one.text.split(), key=len)
        if len(word) >= 5 and word.isascii() and word.isalpha():
            slipped.append(Labelled(one.shop, one.topic, one.text.replace(word, _slip(word, number)), one.guides))
    return tuple(slipped)


def _slip(word: str, number: int) -> str:
    at = 1 + number % (len(word) - 2)
    match number % 4:
        case 0:
            return word[:at] + word[at + 1 :]  # a letter left out
        case 1:
            return word[:at] + word[at] + word[at:]  # one twice
        case 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]  # two swapped
    return word[:at] + {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "t": "y"}.get(word[at], "x") + word[at + 1 :]
