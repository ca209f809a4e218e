"""What the words of a question speak for, learned from how customers put it: naive Bayes over three kinds of marks.

A mark is a meaning, a word or two beside each other, or three or four letters of a word. Each speaks for an entry as
often as its sentences hold the mark, against how often all sentences do; what a guide says itself counts less than what
is asked of it.

Laws: whole numbers only; a mark that no sentence holds speaks neither for nor against any entry.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from amends.core.asking.letters import tokens_of
from amends.core.asking.reading import Reading

MEANING, WORD, LETTERS = range(3)
WEIGHTS = (970, 360, 300)  # thousandths, of each kind; fitted on sentences that were left out of the index
_SMOOTH = 8  # sentences' worth of doubt: how many it takes until an entry's own outweigh all others'
_SAID = 30  # hundredths of a sentence that a sentence of the guide itself counts
_MOST_SAID, _MOST_PIECES = 2, 6  # sentences of a guide that count for one mark, and in all: a long one weighs no more
_ABOUT = 3  # sentences' worth of a reason that the guide is for
_LESS_SURE = 20  # sentences in all that are not there
_GRAMS = (3, 4)

Marks = tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]]  # kind -> mark -> how surely, in thousandths


@dataclass(frozen=True, slots=True)
class Sayings:
    """What is known of one entry: what was asked of it, what it says itself, and the reasons it is for."""

    asked: Sequence[str]
    said: Sequence[str]
    about: Sequence[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly each mark speaks for each entry, in thousandths; beside it, what a mark that it lacks says."""

    strengths: tuple[Mapping[str, tuple[tuple[int, int], ...]], ...]
    absent: tuple[int, ...]

    def weigh(self, marks: Marks) -> list[int]:
        """This function will return how strongly the marks speak for each entry, in thousandths."""
        totals = [0] * len(self.absent)
        for kind, found in enumerate(marks):
            strengths = self.strengths[kind]
            known = [(strengths[mark], sure) for mark, sure in found.items() if mark in strengths]
            if not known:
                continue
            root = math.isqrt(1_000_000 * len(found))
            every = sum(sure for _, sure in known)
            sums = [every * one // 1000 for one in self.absent]
            for rows, sure in known:
                for place, strength in rows:
                    sums[place] += sure * strength // 1000
            for place, total in enumerate(sums):
                totals[place] += total * WEIGHTS[kind] // root
        return totals

    def holding(self, marks: Marks) -> frozenset[int]:
        """This function will return the entries that share a word with the question, were it a small one."""
        words = self.strengths[WORD]
        return frozenset(place for mark in marks[WORD] if " " not in mark for place, _ in words.get(mark, ()))


def marks_of(text: str, reading: Reading, slip: int) -> Marks:
    """This function will return the marks of a text; `slip` tenths are left of a meaning for each letter set right."""
    meanings: dict[str, int] = {}
    for term in reading.terms:
        if term.name[0] in "@&":
            meanings[term.name] = 1000 * slip**term.slips // 10**term.slips
    words = ["0" if word.isdigit() else word for word in tokens_of(text)]  # which number says less than that it is one
    said = dict.fromkeys([*words, *(f"{one} {other}" for one, other in pairwise(["^", *words, "$"]))], 1000)
    padded = [f" {word} " for word in words]
    grams = dict.fromkeys(
        (word[at : at + size] for word in padded for size in _GRAMS for at in range(len(word) - size + 1)), 1000
    )
    return meanings, said, grams


def evidence_of(sayings: Iterable[Sayings], read: Callable[[str], Reading], slip: int) -> Evidence:
    """This function will learn from all that is known of the entries, in their order."""
    learned = [_learned(one, read, slip) for one in sayings]
    sentences = sum(asked for asked, _, _ in learned)
    known = [100 * asked + _SAID * min(_MOST_PIECES, said) for asked, said, _ in learned]
    absent = tuple(_log(100 * _SMOOTH, one + 100 * _SMOOTH) for one in known)
    strengths = tuple(_strengths([counts[kind] for _, _, counts in learned], sentences) for kind in range(3))
    return Evidence(strengths, absent)


def _learned(one: Sayings, read: Callable[[str], Reading], slip: int) -> tuple[int, int, list[dict[str, int]]]:
    """How many sentences there are, asked and said, and what each mark counts in hundredths of a sentence."""
    asked: list[Counter[str]] = [Counter(), Counter(), Counter()]
    said: list[Counter[str]] = [Counter(), Counter(), Counter()]
    pieces = [piece for text in one.said for piece in text.split(". ") if piece.strip()]
    for counts, texts in ((asked, one.asked), (said, pieces)):
        for text in texts:
            for kind, found in enumerate(marks_of(text, read(text), slip)):
                counts[kind].update(found.keys())
    for name in one.about:
        asked[MEANING][f"&{name}"] += _ABOUT
    both: list[dict[str, int]] = []
    for mine, own in zip(asked, said, strict=True):
        both.append({
            mark: 100 * mine[mark] + _SAID * min(_MOST_SAID, own[mark]) for mark in mine.keys() | own.keys()
        })  # fmt: skip
    return len(one.asked), len(pieces), both


def _strengths(entries: Sequence[Mapping[str, int]], sentences: int) -> dict[str, tuple[tuple[int, int], ...]]:
    every: Counter[str] = Counter()
    held: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, counts in enumerate(entries):
        for mark, count in counts.items():
            every[mark] += count
            held[mark].append((place, count))
    found = {}
    for mark, rows in held.items():
        # What the mark would count in an entry that is like all others: `_SMOOTH` times its share of all sentences.
        usual = _SMOOTH * (every[mark] + 50)
        found[mark] = tuple((place, _log(count * (sentences + _LESS_SURE) + usual, usual)) for place, count in rows)
    return found


def _log(one: int, other: int) -> int:
    return round(1000 * (math.log(one) - math.log(other)))
