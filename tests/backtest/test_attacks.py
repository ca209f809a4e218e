"""Histories made to deceive, and several processes at one history: nothing but the file itself is read."""

from __future__ import annotations

import os
from pathlib import Path
from time import time

import pytest
from benchmarks.claims import CALENDAR, policy_text
from benchmarks.history import write_history
from click.testing import CliRunner, Result

from amends.backtest.backtesting import backtest
from amends.backtest.beside import ABANDONED, BESIDE, PARTIAL, partial_of
from amends.backtest.embedded import connected
from amends.backtest.opening import open_history
from amends.backtest.packing import packed, write_packed
from amends.backtest.schema import HistoryInvalid
from amends.cli.main import amends
from amends.core.policy.load import load_policy

POLICY = load_policy(policy_text(), CALENDAR)
HEAD = "claim.asked_at,claim.reason,claim.remedy,item.product,item.price,order.placed_at,parcel.delivered_at"
ROW = "2026-03-10T14:30:00,changed_mind,refund,{product},{price},2026-03-01T10:00:00,2026-03-04T10:00:00"
EVIL = "'; DROP TABLE history; --"


def written(file: Path, product: str = "p", price: str = "10.00", columns: str = "") -> Path:
    """This function will write a history of one claim."""
    more = ',"1"' * columns.count(",")
    row = ROW.format(product='"' + product.replace('"', '""') + '"', price=price)
    file.write_text(f"{HEAD}{columns}\n{row}{more}\n", encoding="utf-8")
    return file


def test_names_and_values_that_look_like_queries_are_names_and_values(tmp_path: Path) -> None:
    columns = f',"{EVIL}","a"" FROM x","item.price"" --"'
    report = backtest([POLICY], written(tmp_path / 'it\'s "a" history.csv', EVIL, columns=columns))
    plain = backtest([POLICY], written(tmp_path / "history.csv"))
    assert (report.lines, report.total, report.answers) == (plain.lines, plain.total, plain.answers)


@pytest.mark.parametrize("name", ["claim.asked_at", "claim.remedy"])
def test_a_column_without_which_nothing_can_be_said_is_named(name: str, tmp_path: Path) -> None:
    file = written(tmp_path / "history.csv")
    file.write_text(file.read_text(encoding="utf-8").replace(name, "x"), encoding="utf-8")
    with pytest.raises(HistoryInvalid, match=f"no column `{name}`"):
        backtest([POLICY], file)


@pytest.mark.parametrize("price", ["NaN", "Infinity", "1e400", "9999999999999999.99", "=1+1", "ten"])
def test_numbers_that_are_none_are_a_sentence(price: str, tmp_path: Path) -> None:
    with pytest.raises(HistoryInvalid, match="cannot be read"):
        backtest([POLICY], written(tmp_path / "history.csv", price=price))


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"PAR1", os.urandom(2_000)])
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_any_bytes_are_a_sentence(content: bytes, ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"history{ending}"
    file.write_bytes(content)
    with pytest.raises(HistoryInvalid):
        backtest([POLICY], file)


def test_a_name_that_is_a_pattern_reads_no_other_file(tmp_path: Path) -> None:
    written(tmp_path / "history.csv")
    for name in ("h*.csv", "histor?.csv", "histor[y].csv"):
        with pytest.raises(HistoryInvalid, match="pattern"):
            backtest([POLICY], written(tmp_path / name))


def test_what_another_process_is_writing_is_not_touched(tmp_path: Path) -> None:
    """Two names that were one: the second process wrote over what the first then took for whole."""
    file = write_history(tmp_path / "history.parquet", 50, claimed_percent=50)
    csv = written(tmp_path / "history.csv")
    with connected() as connection:
        shop = POLICY.shop
        copy = Path(open_history(connection, csv, shop.zone, shop.currency, POLICY.vocabulary).path)
        copy.unlink()
        others = [copy.with_suffix(PARTIAL), partial_of(copy)]
        folder = tmp_path / BESIDE / "one.packed"
        theirs = [folder.with_suffix(PARTIAL), partial_of(folder)]
        for one in others:
            one.write_bytes(b"half")
        for one in theirs:
            one.mkdir()
            (one / "0.bin").write_bytes(b"half")
        assert open_history(connection, csv, shop.zone, shop.currency, POLICY.vocabulary).lines == 1
        write_packed(connection, file, folder)
        write_packed(connection, file, folder)  # which is there already
        assert packed(connection, file, Path(file.path)).rows > 0
    assert [one.read_bytes() for one in others] == [b"half", b"half"]
    assert [(one / "0.bin").read_bytes() for one in theirs] == [b"half", b"half"]
    assert len(list((tmp_path / BESIDE).glob(f"*{PARTIAL}"))) == 4  # and nothing of ours is left


def test_what_was_left_half_written_goes_after_a_day(tmp_path: Path) -> None:
    old, new = (partial_of(tmp_path / "x.parquet") for _ in range(2))
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (time() - ABANDONED - 10,) * 2)
    assert partial_of(tmp_path / "x.parquet") not in (old, new)
    assert [old.exists(), new.exists()] == [False, True]


def told(*words: str) -> Result:
    """This function will run the command; whatever it is given, there is no traceback."""
    return CliRunner().invoke(amends, ["backtest", *words])


def test_nothing_in_a_history_steers_the_terminal(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(policy_text(), encoding="utf-8")
    evil = "US\x1b[2J\u202e\x07"
    file = tmp_path / "history.csv"
    file.write_text(f'{HEAD},order.country\n{ROW.format(product=evil, price="10.00")},"{evil}"\n', encoding="utf-8")
    found = told(str(policy), "--history", str(file))
    assert found.exit_code == 0
    assert "US" in found.output
    assert not set(evil) & set("\x1b\u202e\x07") & set(found.output)


@pytest.mark.parametrize("memory", ["", "-1", "0MB", "1500", "MB", "1500MB'; --", "9" * 30 + "GB"])
def test_what_is_no_amount_of_memory_is_a_sentence(memory: str) -> None:
    found = told("silver", "--history", "none.csv", "--memory", memory)
    assert found.exit_code == 2
    assert isinstance(found.exception, SystemExit)
    assert "is no amount of memory" in found.output
