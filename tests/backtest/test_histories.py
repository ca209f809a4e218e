"""A history from a file to a report: read as people write it, compared, swept, told."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from benchmarks.claims import CALENDAR, policy_text
from benchmarks.history import write_history
from click.testing import CliRunner

from amends.backtest.backtesting import backtest
from amends.backtest.beside import BESIDE
from amends.backtest.curves import curve_picture
from amends.backtest.embedded import MEMORY, connected
from amends.backtest.kept import found_packed
from amends.backtest.opening import open_history
from amends.backtest.packing import packed, packed_anew, write_packed
from amends.backtest.schema import DAY, NOT_YET, History, HistoryInvalid
from amends.backtest.sweep import sweep
from amends.backtest.tried import ParameterInvalid, parameter_named, parameters, read_sweep, with_value
from amends.cli.given import policy_path
from amends.cli.main import amends
from amends.core.dates import local_day, parse_instant
from amends.core.engine.verdict import Ground
from amends.core.facts import Kind
from amends.core.policy.load import load_policy
from amends.usecases.read_policy import read_policy

POLICY = load_policy(policy_text(), CALENDAR)
NEWER = load_policy(policy_text().replace("days: 35", "days: 45").replace("75.00", "50.00"), CALENDAR)
LINES = 3_000


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return write_history(tmp_path_factory.mktemp("history") / "history.parquet", LINES, claimed_percent=50)


def test_a_change_is_counted_the_same_by_everything_it_is_counted_by(history: History) -> None:
    found = backtest([POLICY, NEWER], Path(history.path))
    total = found.total
    assert found.lines == LINES
    assert 0 < total.changed < total.claims < LINES
    assert total.after_minor > total.before_minor
    for values in found.by.values():
        assert sum(one.changed for one in values.values()) == total.changed
        assert sum(one.after_minor - one.before_minor for one in values.values()) == (
            total.after_minor - total.before_minor
        )
    assert sum(one.tally.claims for one in found.steps) == total.changed
    assert all(one.examples for one in found.steps)
    alone = backtest([POLICY], Path(history.path)).total
    assert (alone.claims, alone.after_minor) == (total.claims, total.before_minor)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("window.within.days", (0, 14, 35, 60)),
        ("cancelling.within.hours", (1, 2, 30)),
        ("guarantee.within.years", (0, 1)),
        ("free-shipping.set.clawback.free_from", (0, 5000, 7500, 20_000)),
        ("one-exchange.limit.times", (1, 2)),
    ],
)
def test_each_point_of_a_curve_is_what_deciding_with_that_value_gives(
    history: History, name: str, values: tuple[int, ...]
) -> None:
    connection = connected()
    projection = packed(connection, history, Path(history.path))
    parameter = parameter_named(name, POLICY)
    curve = sweep(projection, POLICY, parameter, values)
    for place, value in enumerate(values):
        found = backtest([with_value(POLICY, parameter, value)], Path(history.path))
        tally = {after: one.claims for (_, after), one in found.outcomes.items()}
        told = (curve.accepted[place], curve.refused[place], curve.referred[place])
        assert told == tuple(tally.get(one, 0) for one in ("accepted", "refused", "referred"))
        assert curve.paid_minor[place] == found.total.after_minor
    connection.close()


def test_a_history_is_packed_the_same_however_few_rows_are_held(history: History, tmp_path: Path) -> None:
    with connected() as connection:
        for name, held in (("one", history.lines), ("many", 700)):
            write_packed(connection, history, tmp_path / name, held)
    one, many = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "many"))
    assert len(one) > 20
    assert one == many


def test_packed_columns_are_found_again_only_for_the_file_and_the_shop_they_are_of(
    history: History, tmp_path: Path
) -> None:
    file = tmp_path / "history.parquet"
    file.write_bytes(Path(history.path).read_bytes())
    shop, vocabulary = POLICY.shop, POLICY.vocabulary
    assert found_packed(file, shop, vocabulary) is None
    anew = packed_anew(file, shop, vocabulary, MEMORY)
    found = found_packed(file, shop, vocabulary)
    assert found is not None
    assert (found.history, found.texts, found.days) == (anew.history, anew.texts, anew.days)
    assert all((found.columns[name] == column).all() for name, column in anew.columns.items())
    assert found_packed(file, replace(shop, zone=ZoneInfo("Europe/Paris")), vocabulary) is None
    otherwise = vocabulary.with_facts({"item.paid": replace(vocabulary.find("item.price"), kind=Kind.TEXT)})
    assert found_packed(file, shop, otherwise) is None
    file.write_bytes(b"another")
    assert found_packed(file, shop, vocabulary) is None


def test_a_number_that_is_not_there_is_named_with_those_that_are() -> None:
    assert len(parameters(POLICY)) == 6
    assert read_sweep("free-shipping.set.clawback.free_from=0..2", POLICY)[1] == (0, 100, 200)
    assert read_sweep("window.within.days=14..60:23", POLICY)[1] == (14, 37, 60)
    with pytest.raises(ParameterInvalid, match="Did you mean `window"):
        read_sweep("window.within.day=14..60", POLICY)
    with pytest.raises(ParameterInvalid, match="is no range"):
        read_sweep("window.within.days=14-60", POLICY)


CSV = """\
line,order.placed_at,parcel.shipped_at,claim.asked_at,claim.remedy,claim.reason,item.paid,item.marks,claim.answered
1,2024-03-10T01:59:59,2024-03-10T12:00:00-04:00,2024-04-14T23:59:59.999999,refund,changed_mind,40.00,,accepted
2,2024-11-03T01:30:00,not_yet,2024-11-04T00:00:00,cancel,changed_mind,0.99,final_sale|sample_sale,refused
3,2024-03-01T12:00:00,2024-03-02T12:00:00Z,,,,10.00,,
"""


def test_a_history_is_read_from_text_as_people_write_it(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    file.write_text(CSV, encoding="utf-8")
    zone = POLICY.shop.zone
    connection = connected()
    found = open_history(connection, file, zone, "USD", POLICY.vocabulary)
    rows = connection.execute(
        f'SELECT "order.placed_at", "order.placed_at{DAY}", "parcel.shipped_at", "item.paid" '  # noqa: S608 - ours
        f"FROM read_parquet('{found.path}') ORDER BY line"
    ).fetchall()
    connection.close()
    placed = [parse_instant(one, zone) for one in ("2024-03-10T01:59:59", "2024-11-03T01:30:00", "2024-03-01T12:00:00")]
    assert [row[0] for row in rows] == placed
    assert [row[1] for row in rows] == [local_day(one, zone) for one in placed]
    assert [row[2] for row in rows][:2] == [parse_instant("2024-03-10T12:00:00-04:00", zone), NOT_YET]
    assert [row[3] for row in rows] == [4000, 99, 1000]
    assert Path(found.path).parent.name == BESIDE
    report = backtest([POLICY], file)
    assert report.compared
    assert report.total.claims == 2
    assert {pair: one.claims for pair, one in report.outcomes.items()} == {
        ("accepted", "referred"): 1,
        ("refused", "refused"): 1,
    }


def test_a_claim_that_only_its_decision_dates_may_have_a_fact_that_nobody_knows(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    head = "line,order.placed_at,parcel.shipped_at,claim.asked_at,decided_at,claim.remedy,claim.reason,condition.worn"
    known = ",".join(f"condition.{one}" for one in ("used", "original_packaging"))
    dates = "2024-03-01T12:00:00,2024-03-02T12:00:00,,2024-03-10T12:00:00"
    file.write_text(f"{head},{known}\n1,{dates},refund,changed_mind,,false,true\n", encoding="utf-8")
    for compiled in (False, True):
        assert list(backtest([POLICY], file, compiled=compiled).outcomes) == [("referred", "referred")]


def test_a_gap_in_a_moment_is_one_that_has_not_come(tmp_path: Path) -> None:
    """Where no other row says `not_yet`: a window from it is then no window, and no sum that is too large."""
    file = tmp_path / "history.csv"
    heads = "claim.asked_at,claim.remedy,claim.reason,order.placed_at,parcel.shipped_at,item.category"
    claim = "2026-03-20T10:00:00,refund,changed_mind,2026-03-01T12:00:00,2026-03-04T12:00:00,ring,arrived,true"
    text = f"{heads},return.state,return.authorised,return.authorised_at,return.sent_at\n"
    file.write_text(f"{text}{claim},2026-03-20T11:00:00,2026-03-22T11:00:00\n{claim},,\n", encoding="utf-8")
    for compiled in (False, True):
        found = backtest([read_policy(policy_path("silver"))], file, compiled=compiled)
        assert found.total.claims == 2
        not_begun = [one.clause for _, one in found.answers if one.ground is Ground.NOT_BEGUN]
        assert not_begun == ["B17-in-time"]  # as the engine says


def test_a_range_that_cannot_be_tried_is_told_by_what_is_wrong_with_it() -> None:
    for said, wrong in {
        "60..14": "ends before",
        "1..9:0": "step is 0",
        "1..100000": "more than",
        "": "no range",
    }.items():
        with pytest.raises(ParameterInvalid, match=wrong):
            read_sweep(f"window.within.days={said}", POLICY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("line\n1\n", "no column `claim.asked_at`"),
        ("claim.asked_at,claim.remedy\nsoon,refund\n", "a row cannot be read"),
    ],
)
def test_what_is_no_history_is_refused_with_the_reason(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "history.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HistoryInvalid, match=said):
        backtest([POLICY], file)
    assert not list(tmp_path.glob("**/*.partial"))


def test_the_command_tells_writes_a_page_and_a_curve(history: History, tmp_path: Path) -> None:
    newer, older = tmp_path / "newer.yaml", tmp_path / "older.yaml"
    older.write_text(policy_text(), encoding="utf-8")
    newer.write_text(policy_text().replace("days: 35", "days: 45"), encoding="utf-8")
    page = tmp_path / "page.html"
    told = CliRunner().invoke(
        amends, ["backtest", str(older), str(newer), "--history", history.path, "--json", "--html", str(page)]
    )
    found = json.loads(told.stdout)
    assert found["total"]["changed"] == sum(one["claims"] for one in found["changes"])
    told = CliRunner().invoke(
        amends, ["backtest", str(older), str(newer), "--history", history.path, "--totals", "--json"]
    )
    totals = json.loads(told.stdout)["outcomes"]
    names = {"claims": "claims", "changed": "differently", "before": "paid_before", "after": "paid_after"}
    for name, key in names.items():
        assert sum(Decimal(one[key]) for one in totals) == Decimal(found["total"][name])
    text = page.read_text(encoding="utf-8")
    assert "would have been answered differently" in text
    assert text.count("<svg") == text.count('aria-hidden="true"') >= 4  # a bar says nothing that no figure says
    curve = tmp_path / "curve.svg"
    said = ["backtest", str(older), "--history", history.path, "--sweep", "window.within.days=14..60", "--svg"]
    table = CliRunner().invoke(amends, [*said, str(curve)])
    assert "window.within.days, tried on" in table.stdout
    assert ET.parse(curve).getroot().tag.endswith("svg")  # noqa: S314 - our own


def test_a_picture_says_in_words_what_it_shows(history: History) -> None:
    connection = connected()
    projection = packed(connection, history, Path(history.path))
    connection.close()
    parameter, values = read_sweep("window.within.days=14..60:46", POLICY)
    curve = sweep(projection, POLICY, parameter, values)
    picture = curve_picture(curve, "USD")
    assert f"{curve.accepted[0]:,} of {curve.claims:,} claims granted" in picture
    assert "style=" not in picture


def test_a_cluster_is_asked_for_no_sweep_and_named_where_it_is_missing(history: History, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(policy_text(), encoding="utf-8")
    asked = ["backtest", str(policy), "--history", history.path, "--on", "spark"]
    assert "leave out `--on`" in CliRunner().invoke(amends, [*asked, "--sweep", "window.within.days=14..60"]).output
    if find_spec("pyspark") is None:
        assert "a backtest needs pyspark" in str(CliRunner().invoke(amends, asked).exception)
