"""All that can be found, and how well each entry answers a sentence: BM25 over weighted fields, and likeness to what
customers asked.

Laws: the same question over the same entries gives the same answers in the same order; an entry that shares nothing
with the question is never among them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from amends.core.asking.dictionary import Dictionary
from amends.core.asking.letters import tokens_of
from amends.core.asking.reading import Reader, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that can be found. `about` are meanings that it is for, such as its reasons."""

    id: str
    title: str
    says: str = ""
    body: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    weight: int = 100  # percent: how readily it is offered beside others


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that may answer the question, and how well it fits, in thousandths."""

    id: str
    fit: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found, best first. Where it is not `sure`, the page says so and offers a person."""

    found: tuple[Found, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of the search, found on the half of the labelled sentences that is tuned on."""

    title: int = 6
    says: int = 2
    body: int = 1
    asked: int = 6
    about: int = 5
    saturation: int = 24  # tenths: how soon more of the same counts no more
    length: int = 2  # tenths: how much a long entry is held back
    meant: int = 3  # tenths: a stem whose word has a meaning, against one that has none
    meaning: int = 13  # tenths: a meaning against a stem
    joint: int = 26
    likeness: int = 60  # tenths: what likeness to a customer's sentence adds
    slip: int = 7  # tenths: what is left of a word for each letter that was set right
    sure_fit: int = 11000  # thousandths
    sure_share: int = 400  # thousandths of the question that the first answer must speak to


_TUNED = Tuning()


@dataclass(frozen=True, slots=True)
class Index:
    """Entries made ready to be asked. Weights are whole numbers, thousandths unless said otherwise."""

    reader: Reader
    entries: tuple[Entry, ...]
    tuning: Tuning
    postings: Mapping[str, tuple[tuple[int, int], ...]]  # term -> (entry, how strongly it says it)
    rarity: Mapping[str, int]
    asked: tuple[tuple[int, frozenset[str], int], ...] = field(default=())  # entry, terms, their length squared

    def ask(self, question: str, most: int = 5) -> Answers:
        """This function will return the entries that may answer the question, best first."""
        reading = self.reader.read(question)
        weights = self._weights(reading)
        scores: dict[int, int] = defaultdict(int)
        spoken: dict[int, int] = defaultdict(int)
        for name, weight in weights.items():
            for place, strength in self.postings.get(name, ()):
                scores[place] += weight * strength // 1000
                spoken[place] += weight
        for place, likeness in self._likeness(weights).items():
            scores[place] += likeness * self.tuning.likeness // 10
        scores = {place: score * self.entries[place].weight // 100 for place, score in scores.items()}
        ranked = sorted(scores, key=lambda place: (-scores[place], place))[:most]
        found = tuple(Found(self.entries[place].id, scores[place]) for place in ranked)
        if not found:
            return Answers((), is_sure=False)
        whole = sum(weights.values()) + max(self.rarity.values(), default=0) * len(reading.unknown)
        is_about_it = spoken[ranked[0]] * 1000 >= whole * self.tuning.sure_share
        return Answers(found, is_sure=is_about_it and found[0].fit >= self.tuning.sure_fit)

    def _weights(self, reading: Reading) -> dict[str, int]:
        tuning = self.tuning
        kinds = {"=": 10, "~": tuning.meant, "@": tuning.meaning, "&": tuning.joint}
        return {
            term.name: self.rarity[term.name] * kinds[term.name[0]] * tuning.slip**term.slips // (10 * 10**term.slips)
            for term in reading.terms
            if term.name in self.rarity
        }

    def _likeness(self, weights: Mapping[str, int]) -> dict[int, int]:
        """How like the question is to what was asked before, at most 1000: the angle between the two."""
        whole = sum(weight * weight for weight in weights.values())
        best: dict[int, int] = defaultdict(int)
        for place, terms, length in self.asked if whole else ():
            shared = sum(weights[name] * self.rarity[name] for name in terms if name in weights)
            if shared:
                best[place] = max(best[place], shared * 1000 // math.isqrt(whole * length))
        return best


def index_of(
    entries: Iterable[Entry],
    dictionary: Dictionary,
    language: str,
    *,
    is_spelling: bool = True,
    is_meaning: bool = True,
    tuning: Tuning = _TUNED,
) -> Index:
    """This function will make the entries ready to be asked in any language that the dictionary knows.

    Without spelling or meanings it is the broken variant that tests compare with.
    """
    all_entries = tuple(entries)
    texts = (text for one in all_entries for text in (one.title, one.says, *one.body, *one.asked))
    vocabulary = frozenset(word for text in texts for word in tokens_of(text))
    reader = Reader(dictionary, language, vocabulary, is_spelling, is_meaning)
    plain = replace(reader, is_spelling=False)
    counted = [_counted(one, plain, tuning) for one in all_entries]
    frequency = Counter(name for counts in counted for name in counts)
    rarity = {name: _rarity(count, len(counted)) for name, count in frequency.items()}
    asked = []
    for place, one in enumerate(all_entries):
        for sentence in (one.title, *one.asked):
            terms = frozenset(term.name for term in plain.read(sentence).terms if term.name in rarity)
            if terms:
                asked.append((place, terms, sum(rarity[name] ** 2 for name in terms)))
    return Index(reader, all_entries, tuning, _postings(counted, tuning), rarity, tuple(asked))


def _rarity(count: int, entries: int) -> int:
    return round(1000 * (math.log(2 * entries + 2) - math.log(2 * count + 1)))


def _postings(counted: Sequence[Counter[str]], tuning: Tuning) -> dict[str, tuple[tuple[int, int], ...]]:
    """How strongly each entry says each of its terms, by BM25: more of the same counts less and less."""
    lengths = [sum(counts.values()) for counts in counted]
    middle = max(1, sum(lengths) // max(1, len(lengths)))
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    hold, sat = tuning.length, tuning.saturation
    for place, counts in enumerate(counted):
        held = sat * ((10 - hold) * middle + hold * lengths[place]) // middle  # hundredths
        for name, count in counts.items():
            postings[name].append((place, 10_000 * count * (sat + 10) // (100 * count + held)))
    return {name: tuple(rows) for name, rows in postings.items()}


def _counted(entry: Entry, reader: Reader, tuning: Tuning) -> Counter[str]:
    counts: Counter[str] = Counter()
    fields = (
        (tuning.title, (entry.title,)), (tuning.says, (entry.says,)), (tuning.body, entry.body),
        (tuning.asked, entry.asked),
    )  # fmt: skip
    for weight, texts in fields:
        for piece in (piece for text in texts for piece in text.split(". ")):
            for term in reader.read(piece).terms:
                counts[term.name] += weight
    for name in entry.about:
        counts[f"&{name}"] += tuning.about
        counts[f"@{name}"] += tuning.about
    return counts
