"""Whether a file that has local days beside its moments already may be believed: they must be the days of this zone.

Whoever makes such a file can make it wrongly: days of UTC, days counted from 1970, days left over from other moments.
Of all groups of rows the first and the last of each moment are looked at, which the file itself says and which a wrong
way of counting cannot all get right; and of a file of up to `WHOLE` rows each row. What is not believed is worked out
anew, as for any other file.
"""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import duckdb

from amends.backtest.local_days import DAY as DAY_LONG
from amends.backtest.local_days import EPOCH_DAY, offset_at
from amends.backtest.preparing import EARLIEST, LATEST, clock_of, day_of, month_of, quoted, quoted_text
from amends.backtest.schema import DAY, MONTH, NOT_YET, NOT_YET_DAY, SENSELESS_DAY, TYPES
from amends.core.dates import Instant
from amends.core.facts import Kind

WHOLE = 500_000
FIGURES = "figures"  # what a file says of each column in each group of rows, as the engine finds it
SOME = "some_rows"
Ends = tuple[int | None, int | None]


def days_hold(
    connection: duckdb.DuckDBPyConnection, path: str, lines: int, moments: Iterable[str], zone: ZoneInfo
) -> bool:
    """This function will say whether the local days and months in a file are those of its moments, as far as it looks.

    `FIGURES` has to be there.
    """
    named = list(moments)
    return _ends_hold(connection, named, zone) and (lines > WHOLE or _rows_hold(connection, path, named, zone))


def ends_hold(moments: Ends, days: Ends, zone: ZoneInfo) -> bool:
    """This function will say whether the first and the last of some moments fall on the first and the last day."""
    return all(
        day in (None, SENSELESS_DAY, _day(instant, zone))
        for instant, day in zip(moments, days, strict=True)
        if instant is not None and (instant == NOT_YET or EARLIEST <= instant <= LATEST)
    )


def _day(instant: Instant, zone: ZoneInfo) -> int:
    return NOT_YET_DAY if instant == NOT_YET else (instant + offset_at(instant, zone)) // DAY_LONG + EPOCH_DAY


def _ends_hold(connection: duckdb.DuckDBPyConnection, moments: Iterable[str], zone: ZoneInfo) -> bool:
    listed = ", ".join(map(quoted_text, moments))
    groups = connection.execute(
        f"""SELECT moment.low, moment.high, day.low, day.high, moment.nulls IS DISTINCT FROM day.nulls
            FROM {FIGURES} AS moment JOIN {FIGURES} AS day
            ON moment.part = day.part AND day.name = moment.name || '{DAY}' WHERE moment.name IN ({listed})"""  # noqa: S608 - quoted
    ).fetchall()
    return all(not gaps and ends_hold((low, high), (first, last), zone) for low, high, first, last, gaps in groups)


def _rows_hold(connection: duckdb.DuckDBPyConnection, path: str, moments: list[str], zone: ZoneInfo) -> bool:
    columns = ", ".join(quoted(name) for one in moments for name in (one, f"{one}{DAY}"))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {SOME} AS "  # noqa: S608 - quoted
        f"SELECT {columns}, {quoted(MONTH)} FROM read_parquet({quoted_text(path)})"
    )
    clock = clock_of(connection, SOME, moments, dict.fromkeys(moments, TYPES[Kind.MOMENT]), zone)
    wrong = [f"{quoted(one + DAY)} IS DISTINCT FROM {day_of(one, clock)}" for one in moments]
    wrong.append(f"{quoted(MONTH)} IS DISTINCT FROM {month_of()}")
    found = connection.execute(f"SELECT 1 FROM {SOME} WHERE {' OR '.join(wrong)} LIMIT 1").fetchone()  # noqa: S608 - quoted
    connection.execute(f"DROP TABLE {SOME}")
    return found is None
