"""What words mean, as data: one list for each language, and what several meanings together come to.

A word has the same meaning in every language, so a sentence in German finds a guide that is written in English.
`small` words say nothing by themselves. `words` names each meaning with the words and phrases for it; a word with an
exclamation mark means it only as it is written (`customs!` is no `customer`). `together` says what it means where
several meanings stand near each other: `not` and `arrive` make `not_received`; `outdoes`, which meaning leaves no room
for which other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import snowballstemmer
import yaml

from amends.core.asking.letters import folded, tokens_of
from amends.core.errors import AmendsError

STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "sv": "swedish",
}  # fmt: skip


class DictionaryInvalid(AmendsError):
    """A list of words that cannot be read."""

    code = "dictionary_invalid"


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, by their stems; phrases by the stem of their first word."""

    code: str
    small: frozenset[str]
    plain: frozenset[str]  # written right, though they mean nothing to us
    meanings: Mapping[str, tuple[str, ...]]  # stem, or a word with `!`, -> what it means
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first stem -> (stems, what they mean)
    exact: frozenset[str]  # single words that mean something, as they are written: a small one may be among them
    written: frozenset[str]  # every word as it is written, folded


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The words of all languages, and what meanings come to together."""

    languages: tuple[Language, ...]
    together: Mapping[str, tuple[tuple[frozenset[str], str], ...]]  # by one of its meanings: what they come to
    outdoes: Mapping[str, frozenset[str]]


def stem(word: str, language: str) -> str:
    """This function will return the part of the word that its forms have in common; folded where no rules are known."""
    name = STEMMERS.get(language.split("-", maxsplit=1)[0])
    return _stem(word, name) if name else word


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


@cache
def _stem(word: str, name: str) -> str:
    return str(_stemmer(name).stemWord(word))


def read_dictionary(files: Mapping[str, str], together: str) -> Dictionary:
    """This function will read the lists: `files` holds a language's code and its text, `together` what they share."""
    languages = tuple(_read_language(code, _mapping(text, code)) for code, text in sorted(files.items()))
    shared = _mapping(together, "together")
    if not shared.keys() <= {"together", "outdoes"}:
        raise DictionaryInvalid(f"what the languages share has `{sorted(shared)}`; it is `together` and `outdoes`.")
    rules = []
    for meaning, lines in shared.get("together", {}).items():
        rules += [(frozenset(str(line).split()), str(meaning)) for line in lines if str(line).strip()]
    outdoes = {str(name): frozenset(map(str, ones)) for name, ones in shared.get("outdoes", {}).items()}
    known = {name for one in languages for names in one.meanings.values() for name in names}
    known |= {name for one in languages for rows in one.phrases.values() for _, name in rows}
    known |= {meaning for _, meaning in rules}
    asked = {name for parts, _ in rules for name in parts} | outdoes.keys() | set().union(*outdoes.values())
    unknown = sorted(asked - known)
    if unknown:
        raise DictionaryInvalid(f"`together` asks for meanings that no language has a word for: {unknown}.")
    by_one: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    for parts, meaning in rules:
        by_one[min(parts)].append((parts, meaning))
    return Dictionary(languages, {one: tuple(found) for one, found in by_one.items()}, outdoes)


def _mapping(text: str, name: str) -> dict[str, Any]:
    raw = yaml.safe_load(text)
    if not isinstance(raw, dict):
        raise DictionaryInvalid(f"the words of `{name}` are no mapping.")
    return raw


def _read_language(code: str, raw: Mapping[str, Any]) -> Language:
    if not raw.keys() <= {"small", "plain", "words"}:
        raise DictionaryInvalid(
            f"the words of `{code}` have `{sorted(raw)}`.", hint="A language has `small`, `plain` and `words`."
        )
    meanings: dict[str, list[str]] = defaultdict(list)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    as_written: dict[str, list[str]] = defaultdict(list)
    written: set[str] = set()
    small, plain = ({folded(word) for word in _words(raw.get(kind, ()))} for kind in ("small", "plain"))
    exact: set[str] = set()
    for meaning, lines in raw.get("words", {}).items():
        for line in _words(lines):
            parts = tokens_of(line)
            written.update(parts)
            stems = tuple(stem(part, code) for part in parts)
            if len(stems) == 1 and str(line).endswith("!"):
                exact.add(parts[0])
                as_written[parts[0]].append(str(meaning))
            elif len(stems) == 1:
                exact.add(parts[0])
                if meaning not in meanings[stems[0]]:
                    meanings[stems[0]].append(str(meaning))
            elif stems:
                phrases[stems[0]].append((stems, str(meaning)))
    ordered = {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in phrases.items()}
    found = {one: tuple(names) for one, names in meanings.items()}
    found |= {f"{word}!": tuple(names) for word, names in as_written.items()}
    every = frozenset(written | small | plain)
    return Language(code, frozenset(small), frozenset(plain), found, ordered, frozenset(exact), every)


def _words(lines: str | Iterable[str]) -> list[str]:
    """A list, or one text in which commas part the words."""
    parts = lines.split(",") if isinstance(lines, str) else lines
    return [str(part).strip() for part in parts if str(part).strip()]
