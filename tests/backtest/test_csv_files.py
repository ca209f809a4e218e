"""Histories as spreadsheets and platforms write them: read as they are meant, or told by line with what to do."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from benchmarks.claims import CALENDAR, policy_text

from amends.backtest.beside import BESIDE
from amends.backtest.embedded import connected
from amends.backtest.opening import open_history
from amends.backtest.schema import HistoryInvalid
from amends.cli.columns import told_columns
from amends.core.policy.load import load_policy

POLICY = load_policy(policy_text(), CALENDAR)
NAMES = ("line", "claim.asked_at", "claim.remedy", "condition.worn", "item.paid", "item.quantity")
CLAIM = ("1001-1", "2026-03-20T10:00:00", "refund", "false", "40.00", "1")
READ = [("1001-1", 1_774_015_200_000_000, "refund", False, 4000, 1)]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with connected() as opened:
        yield opened


def written(*rows: tuple[str, ...], by: str = ",", end: str = "\n") -> str:
    """A file of these rows."""
    return "".join(by.join(row) + end for row in rows)


def having(**values: str) -> tuple[str, ...]:
    """The claim with other values in some columns."""
    return tuple(values.get(name.rpartition(".")[2], value) for name, value in zip(NAMES, CLAIM, strict=True))


def opened(connection: duckdb.DuckDBPyConnection, file: Path) -> str:
    """The path of the history as it is read."""
    shop = POLICY.shop
    return open_history(connection, file, shop.zone, shop.currency, POLICY.vocabulary).path


@pytest.mark.parametrize(
    "content",
    [
        written(NAMES, CLAIM).encode("utf-8-sig"),
        written(NAMES, CLAIM, by=";", end="\r\n").encode("utf-8-sig"),
        written(NAMES, CLAIM, by="\t").encode(),
        ("sep=;\n" + written(NAMES, CLAIM, by=";")).encode(),
        ("Returns in March\n\n" + written(NAMES, CLAIM)).encode(),
        written((*NAMES, "", ""), (*CLAIM, "", "")).encode(),
        written(tuple(f" {name} " for name in NAMES), CLAIM).encode(),
        written((*NAMES, "note"), (*CLAIM, '"two\nlines, and a comma"'), ("", "")).encode()[:-2],
        gzip.compress(written(NAMES, CLAIM).encode()),
    ],
    ids=("mark", "semicolons", "tabs", "sep", "title", "trailing", "spaces", "lines in a value", "packed"),
)
def test_a_file_is_read_however_its_columns_are_parted(
    content: bytes, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / ("history.csv.gz" if content[:2] == b"\x1f\x8b" else "history.csv")
    file.write_bytes(content)
    columns = ", ".join(f'"{name}"' for name in NAMES)
    found = connection.execute(f"SELECT {columns} FROM read_parquet(?)", [opened(connection, file)])  # noqa: S608 - ours
    assert found.fetchall() == READ
    assert not [one for one in told_columns(file, POLICY) if one.startswith("`claim.asked_at`")]


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        (written(NAMES, CLAIM, having(paid='"40,00"')), 3, "`item.paid` cannot be `40,00`. Write an amount as `40.00`"),
        (written(NAMES, CLAIM, having(paid="40,00")), 3, "more columns than the 6 of the head. Put a value"),
        (written(NAMES, having(paid="-40.00")), 2, "`item.paid` cannot be `-40.00`."),
        (written(NAMES, having(paid="$40.00")), 2, "`item.paid` cannot be `$40.00`."),
        (written(NAMES, having(asked_at="20/03/2026 10:00")), 2, "cannot be `20/03/2026 10:00`. Write a moment as"),
        (written(NAMES, having(asked_at="2026-02-30")), 2, "`claim.asked_at` cannot be `2026-02-30`."),
        (written(NAMES, having(worn="nein")), 2, "`condition.worn` cannot be `nein`. Write `true` or `false`."),
        (written(NAMES, having(quantity="-1")), 2, "`item.quantity` cannot be `-1`. Write a whole number from 0."),
        (written(NAMES, having(quantity="9" * 30)), 2, "`item.quantity` cannot be `9999"),
        (written(NAMES, having(line='"a\nb"'), having(paid="x")), 4, "`item.paid` cannot be `x`."),
        ("Title\n\n" + written(NAMES, CLAIM, having(paid="x")), 5, "`item.paid` cannot be `x`."),
        (written(NAMES, CLAIM, CLAIM[:3]), 3, "it has 3 of the 6 columns of the head. Give each row all columns"),
        (written(NAMES, having(line='"1001')), 2, "a quote is opened and never closed."),
        (written((*NAMES, "Currency"), (*CLAIM, "usd"), (*CLAIM, "EUR")), 3, "`Currency` is `EUR`, and the policy"),
        (written((*NAMES, "item.paid"), (*CLAIM, "1.00")), 1, "the column `item.paid` is there twice. Keep one"),
        (written(("Name", "Lineitem name", "Financial Status", "Lineitem quantity")), 1, "Take it in with `amends im"),
        (written(NAMES, having(line="Größe")).encode("cp1252"), 2, "not written in UTF-8. Save it as `CSV UTF-8`"),
        (written(NAMES, CLAIM).encode("utf-16"), 0, "it is written in UTF-16. Save it as `CSV UTF-8`"),
        (b"PK\x03\x04abc", 0, "it is a workbook or an archive, no CSV. Save it as `CSV UTF-8`"),
        (b"", 0, "the file is empty."),
        (written(tuple(map(str.upper, NAMES)), CLAIM), 0, "Write `CLAIM.ASKED_AT` in small letters."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_what_to_do(
    content: str | bytes, line: int, told: str, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "history.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(HistoryInvalid) as raised:
        opened(connection, file)
    assert told in str(raised.value)
    assert raised.value.place.line == line
    assert not list((tmp_path / BESIDE).glob("*"))
    assert not [one for one in told_columns(file, POLICY) if "has no column" in one and not line]
