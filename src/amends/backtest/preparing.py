"""From a file as people have it to the columns of a history: types, instants, local days.

Whatever is written as text is read as a file of facts would be: `40.00` is an amount, `2026-03-10T14:30:00` is the
shop's local time, `not_yet` a moment that has not come. Whole numbers are taken as they stand: minor units,
microseconds. Law: what is no value of its kind is told with the value; nothing is rounded, guessed or left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from amends.backtest.beside import unkept, written_whole
from amends.backtest.csv_files import columns_of, explained, is_csv, line_of, reading
from amends.backtest.local_days import DAY as UTC_DAY
from amends.backtest.local_days import EPOCH_DAY, offsets
from amends.backtest.schema import (
    ASKED,
    CURRENCY,
    DAY,
    EARLIEST_DAY,
    LATEST_DAY,
    MONTH,
    NOT_YET,
    NOT_YET_DAY,
    REMEDY,
    SENSELESS_DAY,
    TYPES,
    ZONE,
    HistoryInvalid,
    kind_of,
)
from amends.core.dates import Instant
from amends.core.errors import Place, did_you_mean
from amends.core.facts import Kind, Vocabulary
from amends.core.money import digits_of

WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT"}
EARLIEST: Instant = (EARLIEST_DAY + 1 - EPOCH_DAY) * UTC_DAY
LATEST: Instant = (LATEST_DAY - 1 - EPOCH_DAY) * UTC_DAY
ROW_GROUP = 122_880
LONGEST_SHOWN = 80  # letters of a value that is none
MOMENT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"
    r"(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?"
)
WITH_OFFSET = "[:.][0-9]+(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"
PARTED = ("STRUCT", "MAP", "UNION", "BLOB")  # types of values that are not one, or no text
DATED = ("TIMESTAMP", "DATE")
NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MOMENT)
COUNTED = "[+]?[0-9]+([.]0*)?"


HINTS = {
    Kind.MONEY: "Write an amount as `40.00`: with a point, from 0, no sign of a currency, none between thousands.",
    Kind.MOMENT: "Write a moment as `2026-03-10T14:30:00`, in the shop's time or with `+01:00` behind, or `not_yet`.",
    Kind.FLAG: "Write `true` or `false`.",
    Kind.COUNT: "Write a whole number from 0.",
    Kind.NUMBER: "Write a number with a point, as `0.5`.",
    Kind.MARKS: "Marks are parted by `|`, which none of them can hold.",
}


def check_ending(path: str) -> None:
    """This function will raise `HistoryInvalid` for the name of a file that is neither CSV nor Parquet."""
    if not is_csv(path) and not path.lower().endswith(".parquet"):
        hint = "Give a file that ends in `.parquet` or `.csv`; the columns are described in docs/backtest.md."
        raise HistoryInvalid(f"`{Path(path).name}` is no history that can be read.", hint=hint)


def reader_of(path: str) -> str:
    """This function will return the expression that reads the file as it is, by its ending."""
    check_ending(path)
    return reading(path, quoted_text(path)) if is_csv(path) else f"read_parquet({quoted_text(path)})"


def described(connection: duckdb.DuckDBPyConnection, path: str) -> dict[str, str]:
    """This function will return the columns of the file with their types."""
    check_ending(path)
    if is_csv(path):
        return dict.fromkeys(columns_of(Path(path)), "VARCHAR")
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {reader_of(path)}").fetchall()  # noqa: S608 - quoted
        names = connection.execute("SELECT name FROM parquet_schema(?)", [path]).fetchall()
    except duckdb.Error as error:
        raise HistoryInvalid(f"the history cannot be read: {first_line(error)}", place=Place(file=path)) from error
    types = {row[0]: row[1] for row in rows}
    lower = Counter(name.lower() for (name,) in names)
    twice = next((name for name in types if lower[name.lower()] > 1), None)
    if twice is not None:
        raise HistoryInvalid(
            f"the column `{twice}` is there twice.", place=Place(file=path), hint="Keep one of the two."
        )
    return types


def check_currency(connection: duckdb.DuckDBPyConnection, path: str, types: Iterable[str], currency: str) -> None:
    """This function will raise `HistoryInvalid` where a column of currencies names another than the shop's."""
    for name in types:
        if name.lower().rpartition(".")[2] != CURRENCY:
            continue
        said = f"CAST({quoted(name)} AS VARCHAR)"
        query = f"SELECT {said} FROM {reader_of(path)} WHERE upper(trim({said})) NOT IN ('', '{currency}') LIMIT 1"  # noqa: S608 - quoted
        try:
            found = connection.execute(query).fetchone()
        except duckdb.Error as error:
            raise _fault(error, path, {}) from error
        if found is not None:
            place = Place(file=path, line=line_of(path, name, found[0]))
            hint = f"Leave out such rows, or write their amounts in {currency}."
            raise HistoryInvalid(
                f"`{name}` is `{found[0]}`, and the policy counts in {currency}.", place=place, hint=hint
            )


def _fault(error: duckdb.Error, path: str, kinds: Mapping[str, Kind]) -> HistoryInvalid:
    """What is wrong with a row: where, and what to write instead."""
    said = str(error)
    unwritten = re.search(r'Could not write file .*?: ([^"]+)"', said)
    if unwritten is not None:
        return unkept(unwritten[1])
    known = explained(said, path)
    if known is not None:
        return known
    found = re.search(r"`([^`]+)` cannot be `(.*)`", said, re.DOTALL)
    if found is None or found[1] not in kinds:
        return HistoryInvalid(f"a row cannot be read: {first_line(error)}", place=Place(file=path))
    name, value = found[1], found[2]
    place = Place(file=path, line=line_of(path, name, value))
    shown = " ".join(value.split())[:LONGEST_SHOWN] if value.strip() == value else value[:LONGEST_SHOWN]
    return HistoryInvalid(
        f"a row cannot be read: `{name}` cannot be `{shown}`.", place=place, hint=HINTS.get(kinds[name], "")
    )


def first_line(error: Exception) -> str:
    """This function will return the first line of what an engine says is wrong."""
    return str(error).strip().splitlines()[0].removeprefix("Invalid Input Error: ")


def prepare(
    connection: duckdb.DuckDBPyConnection,
    path: str,
    target: Path,
    *,
    zone: ZoneInfo,
    currency: str,
    vocabulary: Vocabulary,
) -> None:
    """This function will write the file's rows again with the columns of the schema, or raise `HistoryInvalid`."""
    types = described(connection, path)
    kinds = {name: kind for name in types if (kind := kind_of(name, vocabulary)) is not None and name != ZONE}
    _check(types, kinds, path)
    moments = [name for name, kind in kinds.items() if kind is Kind.MOMENT]
    source = reader_of(path)
    with written_whole(target) as partial:
        try:
            clock = clock_of(connection, source, moments, types, zone)
            typed = ", ".join(_typed(name, kind, types[name], currency, clock) for name, kind in kinds.items())
            days = ", ".join(f"{day_of(name, clock)} AS {quoted(name + DAY)}" for name in moments)
            month = f', {month_of()} AS "{MONTH}"'
            query = (
                f"SELECT *{month}, {quoted_text(zone.key)} AS {ZONE} FROM (SELECT *{', ' if days else ''}{days} "  # noqa: S608 - quoted
                f"FROM (SELECT {typed} FROM {source}))"
            )
            connection.execute(
                f"COPY ({query}) TO {quoted_text(str(partial))} "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
            )
        except duckdb.Error as error:
            raise _fault(error, path, kinds) from error


def _check(types: Mapping[str, str], kinds: Mapping[str, Kind], path: str) -> None:
    missing = next((name for name in (ASKED, REMEDY) if name not in kinds), None)
    if missing is not None:
        near = next((f"Write `{one}` in small letters." for one in types if one.lower() == missing), "")
        hint = near or did_you_mean(missing, types) or "Lines that nobody asked about leave it empty."
        raise HistoryInvalid(f"the history has no column `{missing}`.", place=Place(file=path), hint=hint)
    for name, kind in kinds.items():
        type_ = types[name]
        is_marks = kind is Kind.MARKS and type_ == "VARCHAR[]"
        is_parted = type_.startswith(PARTED) or (type_.endswith("]") and not is_marks)
        if is_parted or (type_ == "BOOLEAN" and kind in NUMBERS):
            what = f"the column `{name}` holds {type_}, which no {kind.value} can be."
            raise HistoryInvalid(what, place=Place(file=path), hint="Write one plain value into each of its rows.")


Clock = Sequence[tuple[Instant, int]]


def clock_of(
    connection: duckdb.DuckDBPyConnection, source: str, moments: Sequence[str], types: Mapping[str, str], zone: ZoneInfo
) -> Clock:
    """This function will return the changes of the zone's clocks on the days on which something happens."""
    if not moments:
        return ((EARLIEST, 0),)
    instants = ", ".join(f"{_naive(name, types[name])} AS t{place}" for place, name in enumerate(moments))
    days = (
        f"CASE WHEN t{place} BETWEEN {EARLIEST} AND {LATEST} THEN (t{place} - {EARLIEST}) // {UTC_DAY} END"
        for place in range(len(moments))
    )
    found = connection.execute(
        f"SELECT DISTINCT unnest([{', '.join(days)}]) FROM (SELECT {instants} FROM {source})"  # noqa: S608 - quoted
    ).fetchall()
    return offsets(zone, [day + EARLIEST // UTC_DAY for (day,) in found if day is not None]) or ((EARLIEST, 0),)


def _naive(name: str, type_: str) -> str:
    """The microseconds of a moment, as if the shop's clocks showed UTC where no offset is written."""
    column = quoted(name)
    if type_ in WHOLE:
        return f"CAST({column} AS BIGINT)"
    if type_ == "VARCHAR":
        return f"CASE WHEN {column} = 'not_yet' THEN {NOT_YET} ELSE epoch_us(TRY_CAST({column} AS TIMESTAMP)) END"
    return f"epoch_us({column})" if type_.startswith(DATED) else "CAST(NULL AS BIGINT)"


def _typed(name: str, kind: Kind, type_: str, currency: str, clock: Clock) -> str:
    column = quoted(name)
    match kind:
        case Kind.MOMENT:
            found = _instant(name, type_, clock)
        case Kind.MONEY if type_ not in WHOLE:
            found = _money(name, type_, digits_of(currency))
        case Kind.MARKS if type_.endswith("[]"):
            joined = f"array_to_string({column}, '')"
            found = _checked(name, f"contains({joined}, '|')", f"array_to_string({column}, '|')")
        case Kind.COUNT if type_ == "VARCHAR":
            found = f"TRY_CAST({column} AS BIGINT)"
            is_none = f"{column} IS NOT NULL AND (NOT regexp_full_match({column}, '{COUNTED}') OR {found} IS NULL)"
            found = _checked(name, is_none, found)
        case Kind.COUNT if type_ not in WHOLE:
            found = _checked(name, f"CAST({column} AS BIGINT) <> {column} OR {column} < 0", f"CAST({column} AS BIGINT)")
        case Kind.COUNT | Kind.MONEY if type_ in WHOLE:
            found = _checked(name, f"{column} < 0", f"CAST({column} AS BIGINT)")
        case Kind.FLAG | Kind.NUMBER if type_ == "VARCHAR":
            said = f"TRY_CAST({column} AS {TYPES[kind]})"
            found = _checked(name, f"{column} IS NOT NULL AND {said} IS NULL", said)
        case _:
            found = f"CAST({column} AS {TYPES[kind]})"
    return f"{found} AS {column}"


def _money(name: str, type_: str, digits: int) -> str:
    """An amount in minor units; what is finer than the smallest coin is none, but where the file has only floats."""
    column = quoted(name)
    found = f"CAST(TRY_CAST({column} AS DECIMAL(18,{digits})) * {10**digits} AS BIGINT)"
    if type_ == "VARCHAR":
        fraction = f"([.][0-9]{{1,{digits}}})?" if digits else ""
        is_none = f"{column} IS NOT NULL AND (NOT regexp_full_match({column}, '[0-9]+{fraction}') OR ({found}) IS NULL)"
        return _checked(name, is_none, found)
    if type_.startswith("DECIMAL"):
        return _checked(name, f"TRY_CAST({column} AS DECIMAL(18,{digits})) <> {column} OR {column} < 0", found)
    return _checked(name, f"{column} < 0 OR ({column} IS NOT NULL AND ({found}) IS NULL)", found)


def _checked(name: str, is_none: str, found: str) -> str:
    """What was found, or an error that names the column and the value which is none of its kind."""
    said = f"{quoted_text(f'`{name}` cannot be `')} || CAST({quoted(name)} AS VARCHAR) || '`'"
    return f"CASE WHEN {is_none} THEN error({said}) ELSE {found} END"


def _instant(name: str, type_: str, clock: Clock) -> str:
    naive = _naive(name, type_)
    if type_ in WHOLE or type_ == "TIMESTAMP WITH TIME ZONE":
        return naive
    # A local time belongs to the offset before a change until the clocks have passed it: the earlier of two.
    steps = "".join(
        f" WHEN {naive} < {start + max(before, after)} THEN {before}" for (_, before), (start, after) in pairwise(clock)
    )
    ahead = f"CASE{steps} ELSE {clock[-1][1]} END" if steps else str(clock[-1][1])
    column = quoted(name)
    if type_ == "VARCHAR":
        exact = f"epoch_us(TRY_CAST({column} AS TIMESTAMPTZ))"
        written = f"CASE WHEN regexp_matches({column}, '{WITH_OFFSET}') THEN {exact} ELSE {naive} - ({ahead}) END"
        is_none = f"{column} IS NOT NULL AND (NOT regexp_full_match({column}, '{MOMENT}') OR ({written}) IS NULL)"
        checked = _checked(name, is_none, written)
        return f"CASE WHEN {column} = 'not_yet' THEN {NOT_YET} ELSE {checked} END"
    if not type_.startswith(DATED):
        return _checked(name, f"{column} IS NOT NULL", naive)
    return f"{naive} - ({ahead})"


def day_of(name: str, clock: Clock) -> str:
    """This function will return the local day of a moment, as SQL."""
    column = quoted(name)
    steps = "".join(f" WHEN {column} < {start} THEN {before}" for (_, before), (start, _) in pairwise(clock))
    ahead = f"CASE{steps} ELSE {clock[-1][1]} END" if steps else str(clock[-1][1])
    shifted = f"({column} + ({ahead}))"
    floor = f"(({shifted} - (({shifted} % {UTC_DAY}) + {UTC_DAY}) % {UTC_DAY}) // {UTC_DAY})"
    return (
        f"CAST(CASE WHEN {column} IS NULL THEN NULL WHEN {column} = {NOT_YET} THEN {NOT_YET_DAY} "
        f"WHEN {column} NOT BETWEEN {EARLIEST} AND {LATEST} THEN {SENSELESS_DAY} "
        f"ELSE {floor} + {EPOCH_DAY} END AS INTEGER)"
    )


def month_of() -> str:
    """This function will return the month in which a claim was asked, as SQL."""
    day = quoted(ASKED + DAY)
    date = f"(DATE '1970-01-01' + ({day} - {EPOCH_DAY}))"
    known = f"{day} BETWEEN {EARLIEST_DAY} AND {LATEST_DAY}"
    return f"CAST(CASE WHEN {known} THEN year{date} * 100 + month{date} END AS INTEGER)"


def quoted(name: str) -> str:
    """This function will return the name of a column as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """This function will return a text as SQL quotes it."""
    return "'" + text.replace("'", "''") + "'"
