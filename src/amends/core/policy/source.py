"""Reading YAML as its authors mean it, with the line and column of every part.

`no` is a word, `40.00` an exact number, `2023-11-01` the name of a day. A key twice in one mapping, anchors, aliases,
tags and characters that nobody sees are problems, in comments too, where one can end the line for YAML alone: a policy
needs none of them, and each can make a file say something else than it seems to say. The text is read event by event,
so that neither depth nor aliases can make a small file large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

import yaml

from amends.core.errors import AmendsError, Place, PolicyInvalid

MOST_BYTES = 2_000_000
MOST_DEPTH = 40
TOO_LARGE = "the file is larger than a policy can be (2 MB)."
MOST_HIDDEN = 20  # that are told, of characters that nobody sees
MOST_SHOWN = 80  # characters of a name in a message
_LONGEST_NUMBER = 18
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_EXACT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+", re.ASCII)

# Control characters but for tabs and line ends, lone surrogates, what makes text run the other way, and what has
# neither width nor ink; but for the soft hyphen, and the two joiners that scripts and emoji are written with.
_UNSEEN = (
    "\x80-\x9f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e007f"
)
_HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{_UNSEEN}\ud800-\udfff]")
_HIDDEN_ANYWHERE = re.compile(f"\r(?!\n)|[{_UNSEEN}]")  # of what YAML takes for text

Path = tuple[str | int, ...]
Problem = tuple[Path, AmendsError]


class PolicyText(AmendsError):
    """One thing that is wrong in a policy file."""

    code = "policy_text"


@dataclass(slots=True)
class Source:
    """What a YAML text says, where it says it, and what is wrong with how it says it."""

    data: Any = None
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, file: str) -> Place:
        """This function will return the place of the path, or of the nearest thing around it."""
        known = path
        while known and known not in self.marks:
            known = known[:-1]
        line, column = self.marks.get(known, (1, 1))
        return Place(file, line, column, readable(path, self.data))


def readable(path: Path, data: Any) -> str:
    """This function will return the path as people say it: `clause B1-window, within, of`."""
    words: list[str] = []
    for part, inside in _down(path, data):
        if isinstance(part, str):
            words.append(_short(part))
            continue
        name = inside.get("id") if isinstance(inside, dict) else None
        kind = {"clauses": "clause", "unless": "exception"}.get(words[-1]) if words else None
        if kind:
            words[-1] = f"{kind} {_short(name)}" if isinstance(name, str) else f"{kind} {part + 1}"
        else:
            words.append(str(part + 1))
    if len(words) > 1 and path[0] == "facts":
        words[:2] = [f"fact {words[1]}"]
    return ", ".join(words)


def _short(name: str) -> str:
    """A name as a message shows it: whatever it is, on one line, and not too long."""
    shown = " ".join(name.split())
    return shown if len(shown) <= MOST_SHOWN else shown[: MOST_SHOWN - 3] + "..."


def _down(path: Path, data: Any) -> Iterator[tuple[str | int, Any]]:
    """Every part of the path with what lies there, or nothing."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        yield part, data


def read_yaml(text: str, file: str, *, kept: bool = False) -> Source:
    """This function will read YAML with the place of every key and value, or raise `PolicyInvalid` where it is none.

    A text that is `kept` says what it said when it was let in: characters that nobody sees are taken as they are.
    """
    if len(text) > MOST_BYTES:
        raise PolicyInvalid((PolicyText(TOO_LARGE, place=Place(file)),))
    text = text.removeprefix("\ufeff")
    if not kept and (hidden := list(islice(_HIDDEN_ANYWHERE.finditer(text), MOST_HIDDEN))):
        raise PolicyInvalid(tuple(_hidden(one.group(), Place(file, *_line_of(text, one.start()))) for one in hidden))
    try:
        return _Builder(yaml.parse(text, Loader=_LOADER), kept=kept).source()
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark or error.context_mark, file)
        what = f"this is no readable YAML: {error.problem or error.context}."
        raise PolicyInvalid((PolicyText(what, place=place, hint=_yaml_hint(str(error.problem))),)) from error
    except yaml.reader.ReaderError as error:
        line = text.encode("utf-8", "surrogatepass")[: error.position].count(b"\n") + 1
        hint = "Is it a text file, saved as UTF-8?"
        raise PolicyInvalid((PolicyText("this is no readable text.", place=Place(file, line), hint=hint),)) from error
    except UnicodeError as error:
        raise PolicyInvalid((PolicyText("this is no readable text.", place=Place(file)),)) from error


def _hidden(found: str, place: Place) -> PolicyText:
    what = f"a character stands here that nobody sees: U+{ord(found):04X}."
    return PolicyText(what, place=place, hint="Take it out: it can make a text read as something else than it is.")


def _line_of(text: str, position: int) -> tuple[int, int]:
    """The line and column of a place in the text, as editors count them."""
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _place(mark: Any, file: str) -> Place:
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


def _spot(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


class _Builder:
    """Builds plain data from the parser's events; stops where the file is nested too deeply."""

    def __init__(self, events: Iterator[Any], *, kept: bool) -> None:
        self.events = events
        self.kept = kept
        self.made = Source()

    def source(self) -> Source:
        """This function will return what the one document of the file says."""
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return self.made
        self.made.data = self.value(next(self.events), (), 0)
        next(self.events)  # the end of the document
        following = next(self.events)
        if not isinstance(following, yaml.StreamEndEvent):
            self.problem(
                following, (), "a second document begins here.", "A policy is one document: take out the `---`."
            )
        return self.made

    def problem(self, event: Any, path: Path, what: str, hint: str = "") -> None:
        """This function will note a problem at the event."""
        place = _place(event.start_mark, "")
        self.made.problems.append((path, PolicyText(what, place=place, hint=hint)))

    def value(self, event: Any, path: Path, depth: int) -> Any:
        """This function will return what begins with the event as plain data."""
        self.made.marks.setdefault(path, _spot(event))
        if depth > MOST_DEPTH:
            raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self.problem(
                event, path, f"`*{event.anchor}` repeats another part.", "Write the part out; see `unless` and lists."
            )
            return None
        if event.anchor is not None:
            self.problem(
                event, path, f"`&{event.anchor}` names a part to be repeated.", "A policy writes everything out."
            )
        if event.tag not in (None, "!"):
            tag = str(event.tag)[:60]
            self.problem(
                event, path, f"the YAML tag `{tag}` has no meaning here.", "Take it out, or use quotes for a text."
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        text = self._seen(event, path)
        return _plain(text) if event.implicit[0] else text

    def _seen(self, event: Any, path: Path) -> str:
        """The text of a scalar without what nobody can see, which is a problem wherever it stands."""
        text = str(event.value)
        hidden = None if self.kept else _HIDDEN.search(text)
        if hidden is None:
            return text
        self.made.problems.append((path, _hidden(hidden.group(), _place(event.start_mark, ""))))
        return _HIDDEN.sub("\ufffd", text)

    def _list(self, path: Path, depth: int) -> list[Any]:
        built: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            built.append(self.value(event, (*path, len(built)), depth + 1))
        return built

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        built: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.problem(
                    event, path, "a name is expected here, not a list or a mapping.", "Write entries as `name: value`."
                )
                self.value(event, (*path, "?"), depth + 1)
                self.value(next(self.events), (*path, "?"), depth + 1)
                continue
            name = self._seen(event, path)
            here = (*path, name)
            if name in built:
                self.problem(event, here, f"`{_short(name)}` is written twice.", "Keep one of the two.")
            self.made.marks[here] = _spot(event)
            built[name] = self.value(next(self.events), here, depth + 1)
        return built


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _EXACT.fullmatch(text) else text


def _yaml_hint(problem: str) -> str:
    for words, hint in _HINTS:
        if words in problem:
            return hint
    return ""


_QUOTES = "A text that holds `: ` or begins with a sign such as `@`, `%`, `[` or a backtick is written in quotes."
_HINTS = (
    ("mapping values are not allowed", f"{_QUOTES} Entries of one mapping begin in one column."),
    ("could not find expected ':'", "An entry is written `name: value`, with a space after the colon."),
    ("cannot start any token", f"Indent with spaces, not with tabs. {_QUOTES}"),
    ("did not find expected", "Look at the indentation here and just before, and for a bracket or quote left open."),
    ("expected <block end>", "Look at the indentation here and just before, and for a bracket or quote left open."),
    ("expected ',' or", "A bracket is opened before this and not closed."),
    ("unexpected end of stream", "A quote or bracket is opened and never closed."),
    ("undefined alias", "A text that begins with `*` is written in quotes."),
    ("nested too deeply", f"A policy needs no more than {MOST_DEPTH} levels."),
)
