"""All that can be found, and how well each entry answers a sentence: BM25 over weighted fields, likeness to what
customers asked, and what the marks of the question speak for.

Laws: the same question over the same entries gives the same answers in the same order; an entry that shares nothing
with the question is never among them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from amends.core.asking.dictionary import Dictionary
from amends.core.asking.evidence import Evidence, Sayings, evidence_of, marks_of
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
    fit: int = 64  # thousandths of the two that count beside what the marks speak for
    ready: int = 30  # thousandths, for each percent of an entry's weight
    slip: int = 7  # tenths: what is left of a word for each letter that was set right
    sure_fit: int = 9000  # thousandths
    sure_share: int = 520  # thousandths of the question that the first answer must speak to


_TUNED = Tuning()


@dataclass(frozen=True, slots=True)
class Index:
    """Entries made ready to be asked. Weights are whole numbers, thousandths unless said otherwise."""

    reader: Reader
    entries: tuple[Entry, ...]
    tuning: Tuning
    postings: Mapping[str, tuple[tuple[int, int], ...]]  # term -> (entry, how strongly it says it)
    rarity: Mapping[str, int]
    evidence: Evidence
    asked: tuple[tuple[int, int], ...] = ()  # of each sentence that was asked before: its entry, its length squared
    asking: Mapping[str, Sequence[int]] = field(default_factory=dict)  # term -> the sentences that have it

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
        marks = marks_of(question, reading, self.tuning.slip)
        spoken_for = self.evidence.weigh(marks)
        if reading.terms or not reading.unknown:  # small words alone may mean something: they were asked before
            for place in self.evidence.holding(marks):
                scores.setdefault(place, 0)
        rank = {place: self._rank(place, score, spoken_for[place]) for place, score in scores.items()}
        ranked = sorted(rank, key=lambda place: (-rank[place], place))[:most]
        found = tuple(Found(self.entries[place].id, scores[place]) for place in ranked)
        if not found:
            return Answers((), is_sure=False)
        whole = sum(weights.values()) + max(self.rarity.values(), default=0) * len(reading.unknown)
        is_about_it = spoken[ranked[0]] * 1000 >= whole * self.tuning.sure_share
        return Answers(found, is_sure=is_about_it and found[0].fit >= self.tuning.sure_fit)

    def _rank(self, place: int, fit: int, spoken_for: int) -> int:
        tuning = self.tuning
        return fit * tuning.fit // 1000 + spoken_for + self.entries[place].weight * tuning.ready

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
        shared: dict[int, int] = defaultdict(int)
        for name, weight in weights.items():
            for number in self.asking.get(name, ()):
                shared[number] += weight * self.rarity[name]
        best: dict[int, int] = defaultdict(int)
        for number, both in shared.items():
            place, length = self.asked[number]
            best[place] = max(best[place], both * 1000 // max(1, math.isqrt(whole * length)))
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
    read = cache(replace(reader, is_spelling=False).read)
    counted = [_counted(one, read, tuning) for one in all_entries]
    frequency = Counter(name for counts in counted for name in counts)
    rarity = {name: _rarity(count, len(counted)) for name, count in frequency.items()}
    asked: list[tuple[int, int]] = []
    asking: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(all_entries):
        for sentence in (one.title, *one.asked):
            terms = {term.name for term in read(sentence).terms if term.name in rarity}
            for name in terms:
                asking[name].append(len(asked))
            asked.append((place, sum(rarity[name] ** 2 for name in terms)))
    evidence = evidence_of((_sayings(one) for one in all_entries), read, tuning.slip)
    return Index(reader, all_entries, tuning, _postings(counted, tuning), rarity, evidence, tuple(asked), asking)


def _sayings(entry: Entry) -> Sayings:
    return Sayings((entry.title, *entry.asked), (entry.says, *entry.body), entry.about)


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


def _counted(entry: Entry, read: Callable[[str], Reading], tuning: Tuning) -> Counter[str]:
    counts: Counter[str] = Counter()
    fields = (
        (tuning.title, (entry.title,)), (tuning.says, (entry.says,)), (tuning.body, entry.body),
        (tuning.asked, entry.asked),
    )  # fmt: skip
    for weight, texts in fields:
        for piece in (piece for text in texts for piece in text.split(". ")):
            for term in read(piece).terms:
                counts[term.name] += weight
    for name in entry.about:
        counts[f"&{name}"] += tuning.about
        counts[f"@{name}"] += tuning.about
    return counts
