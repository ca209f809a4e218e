"""JSON to rows, without holding the file: an array, an object with lists under names, or one object a line.

Numbers with a point become exact decimals. Of a file that breaks off, nothing is trusted; of JSON lines, a broken line
is one bad row.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any, NoReturn, TextIO

from amends.core.errors import Place
from amends.imports.rows import FileInvalid, Row, RowInvalid

CHUNK = 1 << 20
LARGEST_ENTRY = 64_000_000  # characters of one order or product
_ENDS = tuple(" \t\r\n,:]}")  # what can follow a value
_SPACE = " \t\r\n\ufeff"


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"`{word}` is no number")


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant)


class _Text:
    """The unread part of a JSON text, and the line it begins on."""

    def __init__(self, text: TextIO, file: str) -> None:
        self.text = text
        self.file = file
        self.buffer = ""
        self.at = 0
        self.line = 1
        self.is_over = False

    def more(self) -> bool:
        """This function will read on and say whether anything came."""
        if self.is_over:
            return False
        # As much again as is unread, so that one large entry is not read over and over in small steps.
        piece = self.text.read(max(CHUNK, len(self.buffer) - self.at))
        if piece:
            self.buffer = self.buffer[self.at :] + piece
            self.at = 0
        self.is_over = not piece
        return bool(piece)

    def skip(self, end: int) -> None:
        """This function will move on to that place of the buffer."""
        self.line += self.buffer.count("\n", self.at, end)
        self.at = end

    def peek(self) -> str:
        """This function will return the next sign that is no space, or nothing at the end."""
        while True:
            end = self.at
            while end < len(self.buffer) and self.buffer[end] in _SPACE:
                end += 1
            self.skip(end)
            if end < len(self.buffer):
                return self.buffer[end]
            if not self.more():
                return ""

    def end_of_line(self) -> int:
        """This function will return where the unread line ends, or -1 where its end was not read yet."""
        return self.buffer.find("\n", self.at)

    def take(self, sign: str) -> None:
        """This function will move past the sign, or raise where another stands there."""
        found = self.peek()
        if found != sign:
            self.fail(f"`{sign}` is missing here")
        self.skip(self.at + 1)

    def value(self) -> Any:
        """This function will return the next value and move past it."""
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self.buffer, self.at)
            except RecursionError:
                self.fail("this is nested too deeply")
            except ValueError as error:
                if len(self.buffer) - self.at < LARGEST_ENTRY and self.more():
                    continue
                self.line += self.buffer.count("\n", self.at, getattr(error, "pos", self.at))
                is_cut = self.is_over and _cut(error, self.buffer)
                self.fail("the file breaks off here" if is_cut else f"this is no JSON: {error.args[0]}")
            if self.buffer[end : end + 1] not in _ENDS and len(self.buffer) - self.at < LARGEST_ENTRY and self.more():
                continue  # a number may go on in what was not read yet: 12, 12. and 12.5
            self.skip(end)
            return found

    def fail(self, what: str) -> NoReturn:
        """This function will raise the error that makes the file unreadable."""
        end = "" if what.endswith(".") else "."
        raise FileInvalid(f"{what[:200]}{end}", place=Place(self.file, self.line), hint="The file may be incomplete.")


def _cut(error: ValueError, text: str) -> bool:
    pos = getattr(error, "pos", 0)
    return str(error).startswith("Unterminated string") or not text[pos:].strip(_SPACE)


def read_json(text: TextIO, file: str, lists: Collection[str]) -> Iterator[tuple[str, Row | RowInvalid]]:
    """This function will yield every entry, with the name of the list it stood in, or an empty one."""
    source = _Text(text, file)
    first = source.peek()
    if first == "[":
        for row in _array(source, "row"):
            yield "", row
    elif first == "{" and _is_lines(source):
        for row in _lines(source):
            yield "", row
        return
    elif first == "{":
        yield from _object(source, lists)
    else:
        source.fail("a JSON file of orders begins with `[` or `{`")
    if source.peek():
        source.fail("something follows after the end")


def _array(source: _Text, name: str) -> Iterator[Row | RowInvalid]:
    source.take("[")
    place = 0
    while source.peek() != "]":
        if place:
            source.take(",")
            source.peek()
        line = source.line
        yield _row(source.value(), Place(source.file, line, field=f"{name}[{place}]"))
        place += 1
    source.take("]")


def _object(source: _Text, lists: Collection[str]) -> Iterator[tuple[str, Row | RowInvalid]]:
    line = source.line
    source.take("{")
    rest: dict[str, Any] = {}
    found = False
    while source.peek() != "}":
        if rest or found:
            source.take(",")
        key = source.value()
        if not isinstance(key, str):
            source.fail("a name in quotation marks is missing here")
        source.take(":")
        if key in lists and source.peek() == "[":
            found = True
            for row in _array(source, key):
                yield key, row
        else:
            rest[key] = source.value()
    source.take("}")
    if not found:
        yield "", Row(Place(source.file, line), rest)


def _is_lines(source: _Text) -> bool:
    """Whether the first line is a whole object and another follows it."""
    end = source.end_of_line()
    while end < 0 or not source.buffer[end:].strip(_SPACE):
        if not source.more():
            return False
        end = source.end_of_line()
    try:
        json.loads(source.buffer[source.at : end], parse_float=Decimal)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(source: _Text) -> Iterator[Row | RowInvalid]:
    while source.peek():
        while source.end_of_line() < 0 and source.more():
            if len(source.buffer) - source.at > LARGEST_ENTRY:
                source.fail("this line is too long")
        end = source.end_of_line()
        end = len(source.buffer) if end < 0 else end
        place = Place(source.file, source.line)
        try:
            value = json.loads(source.buffer[source.at : end], parse_float=Decimal, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            yield RowInvalid("this line is no JSON.", place=place, hint="Each line holds one object.")
        else:
            yield _row(value, place)
        source.skip(end)


def _row(value: Any, place: Place) -> Row | RowInvalid:
    if isinstance(value, dict):
        return Row(place, value)
    return RowInvalid("this is no object with names.", place=place, hint='Write `{"number": ...}`.')
