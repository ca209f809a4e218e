"""From words to what they mean: stems, meanings, and what several meanings come to; misspelt words set right.

A term is a stem in the language of the help (`=fit`; `~fit` where it has a meaning besides), a meaning (`@bent`) or
a joint meaning (`&not_received`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from amends.core.asking.dictionary import Dictionary, Language, stem
from amends.core.asking.letters import tokens_of

_NEAR = 7  # words between which meanings belong together
_SHORTEST, _SURE, _LONG = 4, 5, 8  # letters of a word that may have two swapped, one slip, two slips
_PART = 4  # letters that each half of a compound has at least


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a sentence says, and how many slips were set right to read it so."""

    name: str
    slips: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says: its terms, and the words that say nothing to us."""

    terms: tuple[Term, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads sentences of any known language for help that is written in `language`."""

    dictionary: Dictionary
    language: str
    vocabulary: frozenset[str] = frozenset()  # further words that are written right: those of the help itself
    is_spelling: bool = True
    is_meaning: bool = True
    known: dict[tuple[str, ...], tuple[frozenset[str], list[str]]] = field(default_factory=dict, compare=False)

    def read(self, text: str) -> Reading:
        """This function will return what the text says."""
        words = tokens_of(text)
        spoken = self._spoken(words)
        read = [self._word(word, spoken) for word in words]
        placed: list[tuple[int, Term]] = []
        unknown = []
        for place, one in enumerate(read):
            if one is None:
                continue
            terms, known = one
            placed += [(place, term) for term in terms]
            if not known:
                unknown.append(words[place])
        if self.is_meaning:
            phrases = self._phrases(words, spoken)
            held = {at for places, _ in phrases for at in places}  # what a phrase says its words do not say alone
            placed = [one for one in placed if one[0] not in held or not one[1].name.startswith("@")]
            placed += [(places[0], term) for places, term in phrases]
            placed += self._together(placed)
        best: dict[str, int] = {}
        for _, term in placed:
            best[term.name] = min(term.slips, best.get(term.name, term.slips))
        return Reading(tuple(Term(name, slips) for name, slips in best.items()), tuple(unknown))

    def _spoken(self, words: Sequence[str]) -> tuple[Language, ...]:
        """The language of the help, and the one that most of the words are in."""
        counts = {one.code: sum(word in one.written for word in words) for one in self.dictionary.languages}
        most = max(counts.values(), default=0)
        return tuple(
            one for one in self.dictionary.languages if one.code == self.language or (most and counts[one.code] == most)
        )

    def _word(self, word: str, spoken: Sequence[Language]) -> tuple[list[Term], bool] | None:
        """The terms of one word and whether it is known; nothing for a word that says nothing."""
        if self._says_nothing(word, spoken):
            return None
        if self._means(word, spoken) or word in self.vocabulary:
            return self._terms(word, spoken, 0), True
        if self.is_spelling and not any(word in one.plain for one in spoken):
            right, slips = self._set_right(word, spoken)
            parts = [part for part in right if not self._says_nothing(part, spoken)]
            if right:
                return [one for part in parts for one in self._terms(part, spoken, slips)], True
        return self._terms(word, spoken, 0), False

    def _says_nothing(self, word: str, spoken: Sequence[Language]) -> bool:
        """Numbers and small words, unless they stand among the words that mean something as they are written."""
        if any(word in one.exact for one in spoken):
            return False
        return word.isdigit() or any(word in one.small for one in spoken)

    def _means(self, word: str, spoken: Sequence[Language]) -> bool:
        return any(self._meant(word, one) for one in spoken)

    def _meant(self, word: str, language: Language) -> tuple[str, ...]:
        exactly = language.meanings.get(f"{word}!", ())
        return exactly + language.meanings.get(stem(word, language.code), ())

    def _terms(self, word: str, spoken: Sequence[Language], slips: int) -> list[Term]:
        names = dict.fromkeys(name for one in spoken for name in self._meant(word, one)) if self.is_meaning else {}
        kind = "~" if names else "="
        return [Term(f"{kind}{stem(word, self.language)}", slips), *(Term(f"@{name}", slips) for name in names)]

    def _known(self, spoken: Sequence[Language]) -> tuple[frozenset[str], list[str]]:
        """All words that are written right, sorted as well, so that of two as near the same one is always taken."""
        key = tuple(one.code for one in spoken)
        if key not in self.known:
            words = self.vocabulary.union(*(one.written for one in spoken))
            self.known[key] = (words, sorted(words))
        return self.known[key]

    def _set_right(self, word: str, spoken: Sequence[Language]) -> tuple[tuple[str, ...], int]:
        """The word that was probably meant, or the two that were written as one; and how many letters differ."""
        known, listed = self._known(spoken)
        for place in range(_PART, len(word) - _PART + 1):
            if word[:place] in known and word[place:] in known:
                return (word[:place], word[place:]), 0
        most = 1 + (len(word) >= _LONG)
        if len(word) < _SHORTEST or word.isdigit():
            return (), 0
        near = process.extract(word, listed, scorer=OSA.distance, score_cutoff=most, limit=8)
        if len(word) < _SURE:  # a short word with another letter is most often another word
            near = [one for one in near if sorted(one[0]) == sorted(word)]
        if not near:
            return (), 0
        best = min(near, key=lambda one: (one[1], one[0][0] != word[0], abs(len(one[0]) - len(word)), one[0]))
        return (best[0],), int(best[1])

    def _phrases(self, words: Sequence[str], spoken: Sequence[Language]) -> list[tuple[tuple[int, ...], Term]]:
        """Phrases stand in their order, with at most two other words between theirs; of two the longer one counts."""
        found: list[tuple[tuple[int, ...], Term]] = []
        for language in spoken:
            stems = [stem(word, language.code) for word in words]
            for place, first in enumerate(stems):
                for parts, meaning in language.phrases.get(first, ()):
                    places = _places(stems, place, parts)
                    if places:
                        found.append((places, Term(f"@{meaning}")))
        return [one for one in found if not any(set(one[0]) < set(other[0]) for other in found)]

    def _together(self, placed: Sequence[tuple[int, Term]]) -> list[tuple[int, Term]]:
        places: dict[str, list[int]] = {}
        for place, term in placed:
            if term.name.startswith("@"):
                places.setdefault(term.name[1:], []).append(place)
        found = []
        for one in places:
            for parts, meaning in self.dictionary.together.get(one, ()):
                if parts <= places.keys() and _near([places[part] for part in parts]):
                    found.append((0, Term(f"&{meaning}")))
        names = {term.name[1:] for _, term in (*placed, *found)}
        outdone = set().union(*(self.dictionary.outdoes.get(name, ()) for name in names))
        return [one for one in found if one[1].name[1:] not in outdone]


def _places(stems: Sequence[str], place: int, parts: Sequence[str]) -> tuple[int, ...]:
    places = [place]
    for part in parts[1:]:
        at = places[-1]
        there = next((one for one in range(at + 1, min(at + 4, len(stems))) if stems[one] == part), None)
        if there is None:
            return ()
        places.append(there)
    return tuple(places)


def _near(places: Sequence[Sequence[int]]) -> bool:
    """Whether one place of each can be chosen so that they lie close together."""
    return any(all(any(abs(one - first) <= _NEAR for one in others) for others in places[1:]) for first in places[0])
