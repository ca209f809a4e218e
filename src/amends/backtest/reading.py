"""A history read from its Parquet file some rows at a time, each column as the array that it would be packed as.

Laws: memory holds a batch of rows for each reader, however many there are; a text has one number in every batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import accumulate, groupby, islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from amends.backtest.preparing import ROW_GROUP, first_line
from amends.backtest.projection import NO_FLAG, Array, Projection, smallest
from amends.backtest.schema import LINE, History, HistoryInvalid

BATCH = ROW_GROUP  # rows
TOGETHER = 2  # groups whose heads are looked at together
BUFFER = 1 << 20  # bytes of a column that are read ahead, however long it is in the file
LISTED = frozenset({"PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE", "BIT_PACKED"})  # encodings of texts by a list of them
FLAGS = np.dtype(np.uint8)
WHOLE: Mapping[int, np.dtype[Any]] = {32: np.dtype(np.int32), 64: np.dtype(np.int64), 128: np.dtype(np.int64)}


@contextmanager
def readable() -> Iterator[None]:
    """This function will say in the history's own words that its file cannot be read."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise HistoryInvalid(f"the history cannot be read: {first_line(error)}") from error


class Reading:
    """The columns of a history, of its texts those that are named; `blank` has their types and texts, and no rows.

    `days` is asked last: it may be worked out meanwhile.
    """

    def __init__(
        self, history: History, texts: Iterable[str], days: Callable[[], Mapping[str, tuple[int, int]]]
    ) -> None:
        self._history = history
        self._metadata = pq.read_metadata(history.path)
        types = {field.name: field.type for field in self._metadata.schema.to_arrow_schema()}
        self._listed = [name for name in texts if name in types and _is_text(types[name])]
        self.groups = range(self._metadata.num_row_groups)
        self._starts = [0, *accumulate(self._metadata.row_group(one).num_rows for one in self.groups)]
        found = self._texts()
        self._numbers = {name: {text: at for at, text in enumerate(each, 1)} for name, each in found.items()}
        self._kinds: dict[str, np.dtype[Any]] = {name: smallest(len(each)) for name, each in found.items()}
        for name, type_ in types.items():
            if pa.types.is_boolean(type_):
                self._kinds[name] = FLAGS
            elif not _is_text(type_) and type_.bit_width in WHOLE:
                self._kinds[name] = WHOLE[type_.bit_width]
        blank = {name: np.zeros(0, dtype=kind) for name, kind in self._kinds.items()}
        self.blank = Projection(history, 0, blank, found, days())

    def _opened(self) -> pq.ParquetFile:
        return pq.ParquetFile(
            self._history.path, metadata=self._metadata, read_dictionary=self._listed, buffer_size=BUFFER
        )

    def _texts(self) -> dict[str, tuple[str, ...]]:
        """Every text of each column, in order."""
        with ThreadPoolExecutor(TOGETHER) as pool:
            parts = list(pool.map(lambda first: self._texts_in(self.groups[first::TOGETHER]), range(TOGETHER)))
        return {name: tuple(sorted(set().union(*(one[name] for one in parts)))) for name in self._listed}

    def _texts_in(self, groups: Iterable[int]) -> dict[str, set[str]]:
        """The texts in some groups of rows: each lists them at its head, or else all of its rows are read."""
        found: dict[str, set[str]] = {name: set() for name in self._listed}
        with self._opened() as file:
            for group in groups if self._listed else ():
                about = self._metadata.row_group(group)
                columns = [about.column(place) for place in range(about.num_columns)]
                listed = all(LISTED.issuperset(one.encodings) for one in columns if one.path_in_schema in found)
                batches = file.iter_batches(1 if listed else BATCH, [group], self._listed, use_threads=False)
                for batch in islice(batches, 1 if listed else None):
                    for name, texts in found.items():
                        texts.update(_encoded(batch.column(name)).dictionary.to_pylist())
        return found

    def rows(self, groups: Iterable[int], names: Iterable[str]) -> Iterator[tuple[int, Projection]]:
        """This function will give some columns of some groups of rows, batch by batch, and where each begins."""
        listed = sorted(names)
        with self._opened() as file:
            for group in groups:
                start = self._starts[group]
                for batch in file.iter_batches(BATCH, [group], listed, use_threads=False):
                    columns = {name: self._array(name, batch.column(name)) for name in listed}
                    yield start, Projection(self._history, batch.num_rows, columns, self.blank.texts, self.blank.days)
                    start += batch.num_rows

    def _array(self, name: str, column: pa.Array) -> Array:
        if name in self._numbers:
            return self._numbered(name, column)
        kind = self._kinds[name]
        if kind is FLAGS:
            said = _bits(column, 1)
            return np.where(_bits(column, 0), said, FLAGS.type(NO_FLAG)) if column.null_count else said
        every = column.type.bit_width // 8 // kind.itemsize  # of a number that is twice as wide, the lower half
        held = np.frombuffer(column.buffers()[1], dtype=kind)[::every]
        said = np.ascontiguousarray(held[column.offset : column.offset + len(column)])
        return np.where(_bits(column, 0), said, np.iinfo(kind).min) if column.null_count else said

    def _numbered(self, name: str, column: pa.Array) -> Array:
        column = _encoded(column)
        try:
            found = list(map(self._numbers[name].__getitem__, column.dictionary.to_pylist()))
            places = column.indices.fill_null(len(found)) if column.null_count else column.indices
            numbered: Array = np.array([*found, 0], dtype=self._kinds[name]).take(places.to_numpy())
        except (KeyError, IndexError) as error:
            raise HistoryInvalid(f"the history cannot be read: not all texts of `{name}` are listed in it.") from error
        return numbered

    def lines(self, rows: Iterable[int]) -> dict[int, str | None]:
        """This function will return the names of the lines in some places of the file."""
        found: dict[int, str | None] = {}
        if not self._history.has(LINE):
            return found
        with self._opened() as file:
            for group, wanted in groupby(sorted(rows), self._group_of):
                left, start = list(wanted), self._starts[group]
                batches = file.iter_batches(BATCH, [group], [LINE], use_threads=False)
                while left:
                    names = next(batches).column(LINE)
                    here = [row for row in left if row < start + len(names)]
                    found |= {row: names[row - start].as_py() for row in here}
                    left, start = left[len(here) :], start + len(names)
        return found

    def _group_of(self, row: int) -> int:
        return int(np.searchsorted(self._starts, row, side="right")) - 1


def _is_text(type_: pa.DataType) -> bool:
    return not any(of(type_) for of in (pa.types.is_boolean, pa.types.is_integer, pa.types.is_decimal))


def _encoded(column: pa.Array) -> pa.DictionaryArray:
    """A column of texts as numbers of its own, whichever width of text the file asks for."""
    return column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()


def _bits(column: pa.Array, place: int) -> Array:
    """The flags of a column, one a byte: which rows are known (0), or what they say (1)."""
    held = np.frombuffer(column.buffers()[place], dtype=np.uint8)
    first, rest = divmod(column.offset, 8)
    return np.unpackbits(held[first:], bitorder="little", count=rest + len(column))[rest:]
