"""Histories made to deceive, and several processes at one history: nothing but the file itself is read."""

from __future__ import annotations

import os
from datetime import time
from decimal import Decimal
from pathlib import Path
from time import time as now
from typing import Any
from xml.dom.minidom import parseString

import pytest
from benchmarks.claims import CALENDAR, policy_text
from benchmarks.history import write_history
from click.testing import CliRunner, Result
from pyarrow import array, table
from pyarrow.parquet import read_table, write_table

from amends.backtest.backtesting import backtest
from amends.backtest.beside import ABANDONED, BESIDE, PARTIAL, partial_of, written_whole
from amends.backtest.embedded import connected
from amends.backtest.opening import open_history
from amends.backtest.own_days import ends_hold
from amends.backtest.packing import packed, write_packed
from amends.backtest.pictures import Line, Panel, curves
from amends.backtest.schema import NOT_YET, NOT_YET_DAY, HistoryInvalid
from amends.cli.given import FileUnwritable, write_whole
from amends.cli.main import amends
from amends.core.dates import local_day
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


def refused(file: Path) -> str:
    """This function will return why a history cannot be prepared; no query of a policy is asked."""
    shop = POLICY.shop
    with connected() as connection, pytest.raises(HistoryInvalid) as raised:
        open_history(connection, file, shop.zone, shop.currency, POLICY.vocabulary)
    return str(raised.value)


@pytest.mark.parametrize("price", ["10.005", "1_000", "1e3", "0x10", "+5", ".5", "5.", "10 USD"])
def test_an_amount_is_neither_rounded_nor_guessed(price: str, tmp_path: Path) -> None:
    assert f"`item.price` cannot be `{price}`" in refused(written(tmp_path / "history.csv", price=price))


@pytest.mark.parametrize(
    "moment", ["infinity", "epoch", "2026-03-10T14:30:00 Asia/Tokyo", "2026-03-10T14:30:00+99:99", "290000-01-01"]
)
def test_a_moment_is_neither_dropped_nor_moved(moment: str, tmp_path: Path) -> None:
    """`infinity` was a claim that nobody had made; a zone's name was passed over, and the hours were the shop's."""
    file = written(tmp_path / "history.csv")
    file.write_text(file.read_text(encoding="utf-8").replace("2026-03-10T14:30:00", moment), encoding="utf-8")
    assert f"`claim.asked_at` cannot be `{moment}`" in refused(file)


def test_an_offset_of_whole_hours_is_an_offset(tmp_path: Path) -> None:
    file = written(tmp_path / "history.csv")
    file.write_text(file.read_text(encoding="utf-8").replace("T14:30:00", "T14:30:00-05"), encoding="utf-8")
    with connected() as connection:
        shop = POLICY.shop
        history = open_history(connection, file, shop.zone, shop.currency, POLICY.vocabulary)
        found = connection.execute('SELECT "claim.asked_at" FROM read_parquet(?)', [history.path]).fetchone()
    assert found == (1_773_171_000_000_000,)  # 19:30 UTC


@pytest.mark.parametrize("name", ["item.price", "Item.Price"])
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_column_that_is_there_twice_is_not_chosen_from(name: str, ending: str, tmp_path: Path) -> None:
    file = written(tmp_path / "history.csv", columns=f',"{name}"')
    if ending == ".parquet":
        texts = file.read_text(encoding="utf-8").replace('"', "").splitlines()
        names, values = (line.split(",") for line in texts)
        file = tmp_path / "history.parquet"
        write_table(table([array([value]) for value in values], names=names), file)
    assert "is there twice" in refused(file)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("item.price", True), ("item.price", [1]), ("item.price", {"a": 1}), ("claim.remedy", ["refund"]),
        ("claim.remedy", b"refund"), ("item.quantity", 1.5), ("claim.asked_at", 1.5), ("claim.asked_at", time(1)),
        ("item.marks", ["final|sale"]), ("item.price", Decimal("10.005")),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_not_made_into_one(column: str, value: Any, tmp_path: Path) -> None:
    names, row = HEAD.split(","), ROW.format(product="p", price="10.00").split(",")
    columns: dict[str, Any] = dict(zip(names, row, strict=True))
    file = tmp_path / "history.parquet"
    write_table(table({name: array([one]) for name, one in {**columns, column: value}.items()}), file)
    assert column in refused(file)


def test_days_that_are_not_those_of_the_moments_beside_them_are_not_believed(tmp_path: Path) -> None:
    """Counted from 1970, of one other row, missing: the report is that of the moments. Days of its own stay."""
    file = tmp_path / "history.parquet"
    lines = 2_000
    write_history(file, lines, claimed_percent=60)
    rows = read_table(file)
    day = "parcel.shipped_at_day"
    days, place = rows[day].to_numpy(), rows.schema.get_field_index(day)
    another, gap = days.copy(), [*days[:-1].tolist(), None]
    another[lines // 2] += 40
    for at, forged in enumerate((days - 719_163, another, gap)):
        other = tmp_path / f"{at}.parquet"
        write_table(rows.set_column(place, day, array(forged, "int32")), other, row_group_size=700)
        with connected() as connection:
            found = open_history(connection, other, POLICY.shop.zone, "USD", POLICY.vocabulary)
            assert Path(found.path).parent.name == BESIDE
    assert backtest([POLICY], tmp_path / "1.parquet") == backtest([POLICY], file)
    with connected() as connection:
        assert Path(open_history(connection, file, POLICY.shop.zone, "USD", POLICY.vocabulary).path) == file


def test_of_rows_that_are_not_looked_at_the_ends_of_their_group_are(tmp_path: Path) -> None:
    zone, known = POLICY.shop.zone, 1_773_171_000_000_000
    day = local_day(known, zone)
    assert ends_hold((known, NOT_YET), (day, NOT_YET_DAY), zone)
    assert ends_hold((None, None), (None, None), zone)
    for moments, days in (
        ((known, known), (day, day + 1)),
        ((known, known), (day - 719_163, day)),
        ((known, NOT_YET), (day, day)),
        ((known, known), (day, NOT_YET_DAY)),
    ):
        assert not ends_hold(moments, days, zone)


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


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("is_folder", [False, True])
def test_nothing_half_written_is_left_where_writing_ends_early(
    fault: BaseException, is_folder: bool, tmp_path: Path
) -> None:
    """A full disk in the middle of packing was a traceback, and left the columns that it had written."""

    def write() -> None:
        with written_whole(tmp_path / "x.packed") as partial:
            if is_folder:
                partial.mkdir()
            (partial / "0.bin" if is_folder else partial).write_bytes(b"half")
            raise fault

    with pytest.raises(HistoryInvalid if isinstance(fault, OSError) else KeyboardInterrupt) as raised:
        write()
    assert ("no space left" in str(raised.value)) is isinstance(fault, OSError)
    assert not list(tmp_path.iterdir())


def test_where_no_copy_can_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / BESIDE).write_text("a file", encoding="utf-8")
    assert "a copy cannot be kept in `.amends-backtest`" in refused(written(tmp_path / "history.csv"))


def test_a_page_for_which_there_is_no_room_is_told(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("before", encoding="utf-8")
    with pytest.raises(FileUnwritable, match="no space left"):
        write_whole(Path("/dev/full"), "x" * 100_000)
    write_whole(file, "after")
    assert {one.name: one.read_text(encoding="utf-8") for one in tmp_path.iterdir()} == {"page.html": "after"}


def test_what_was_left_half_written_goes_after_a_day(tmp_path: Path) -> None:
    old, new = (partial_of(tmp_path / "x.parquet") for _ in range(2))
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (now() - ABANDONED - 10,) * 2)
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


def test_nothing_in_a_name_is_more_than_text_on_the_page() -> None:
    evil = "</text><script>x</script>&\x01\x1b\u202e\ufffe\"'"
    picture = curves(evil, evil, [1, 2], lambda _: evil, [Panel([Line(evil, [1, 2])], lambda _: evil)])
    assert not set("\x01\x1b\u202e\ufffe") & set(picture)
    assert parseString(f"<a>{picture}</a>").getElementsByTagName("script") == []  # noqa: S318 - of our own making


@pytest.mark.parametrize("memory", ["", "-1", "0MB", "1500", "MB", "1500MB'; --", "9" * 30 + "GB"])
def test_what_is_no_amount_of_memory_is_a_sentence(memory: str) -> None:
    found = told("silver", "--history", "none.csv", "--memory", memory)
    assert found.exit_code == 2
    assert isinstance(found.exception, SystemExit)
    assert "is no amount of memory" in found.output
