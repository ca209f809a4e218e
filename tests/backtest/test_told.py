"""What a backtest tells its reader: in any terminal, on the page, as a picture; and what it says to wrong input."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from amends.backtest.backtesting import backtest
from amends.backtest.columns import Answer
from amends.backtest.page import page
from amends.backtest.pictures import Line, Panel, curves
from amends.backtest.report import Report, Step, Tally
from amends.backtest.telling import document, money_of, paid, summary
from amends.cli.main import amends
from amends.cli.tables import tell_table
from amends.core.engine.verdict import Ground, Outcome
from amends.usecases.read_policy import read_policy

CLAIM = "1001-1,2026-03-20T10:00:00,refund,changed_mind,2026-03-01T12:00:00,2026-03-04T12:00:00,false"
HEADS = "line,claim.asked_at,claim.remedy,claim.reason,order.placed_at,parcel.delivered_at,condition.worn\n"
NAMES = ("version 1", "version 2")
BEFORE = Answer(Outcome.ACCEPTED, Ground.ACCEPTS, "window")
AFTER = Answer(Outcome.REFUSED, Ground.TOO_LATE, "window")
CHANGED = Tally(1_371, 1_371, 29_586_800, 20_266_300)
HOSTILE = 'p<script>"1'
REPORT = Report(
    lines=20_000,
    outcomes={("accepted", "refused"): CHANGED, ("accepted", "accepted"): Tally(2_000, 0, 500, 500)},
    answers={("change_of_mind", AFTER): CHANGED},
    steps=(Step("change_of_mind", BEFORE, AFTER, CHANGED, ("1001-1", "1002-1")),),
    by={"lane": {"change_of_mind": CHANGED}, "product": {HOSTILE: CHANGED}, "month": {"202603": CHANGED}},
    compared=True,
)


class Read(HTMLParser):
    """What stands in each table's rows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.rows[-1][-1] += data


@pytest.fixture
def files(tmp_path: Path) -> Path:
    example = CliRunner().invoke(amends, ["policy", "example"]).stdout
    (tmp_path / "policy.yaml").write_text(example, encoding="utf-8")
    (tmp_path / "changed.yaml").write_text(example.replace("days: 30", "days: 7"), encoding="utf-8")
    (tmp_path / "orders.csv").write_text(f"{HEADS}{CLAIM}\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text(HEADS, encoding="utf-8")
    return tmp_path


def asked(files: Path, *said: str) -> str:
    args = [str(files / one) if (files / one).is_file() else one for one in said]
    found = CliRunner().invoke(amends, ["backtest", *args])
    assert found.exception is None or isinstance(found.exception, SystemExit) or hasattr(found.exception, "code")
    return found.output + str(found.exception or "")


def test_the_page_has_the_money_of_every_lane_product_and_month() -> None:
    read = Read(page(REPORT, "USD", NAMES))
    for name in ("change of mind", HOSTILE, "2026-03"):
        assert [name, "", "1,371", "\u221293,205.00"] in read.rows
    assert "script" not in read.tags
    assert '<span class="name">1001-1</span>, <span class="name">1002-1</span>' in page(REPORT, "USD", NAMES)


def test_one_policy_is_told_with_what_it_pays_and_no_difference() -> None:
    alone = replace(REPORT, steps=(replace(REPORT.steps[0], before="accepted"),))
    assert money_of(CHANGED, "USD", two=False) == "202,663.00"
    assert "version 2: 202,668.00 USD" in paid(alone, "USD", NAMES[1:])
    assert "difference" not in document(alone, "USD", two=False)["changes"][0]
    assert "Difference" not in page(alone, "USD", NAMES[1:])
    assert document(REPORT, "USD", two=True)["changes"][0]["difference"] == "-93205.00"


def test_a_history_about_which_nobody_asked_is_told_as_that() -> None:
    empty = Report(3, {}, {}, (), {"lane": {}}, compared=False)
    assert summary(empty, NAMES) == "Nobody asked about any of the 3 lines of this history."
    assert paid(empty, "USD", NAMES) == ""
    assert summary(empty, NAMES) in page(empty, "USD", NAMES)


@pytest.mark.parametrize("now", [None, 30, 500])
def test_a_picture_stays_in_its_frame_and_marks_the_value_that_holds(now: int | None) -> None:
    panels = [
        Panel([Line("granted", [0, 7, 1_234_567]), Line("refused", [3, 2, 1])], lambda value: f"{value:,}"),
        Panel([Line("paid", [0, 0, 0])], str),
    ]
    picture = ET.fromstring(curves("a & b", "c < d", [7, 30, 91], "{}.00".format, panels, now))  # noqa: S314 - our own
    width, high = (int(one) for one in picture.attrib["viewBox"].split()[2:])
    for line in picture.iter("{http://www.w3.org/2000/svg}polyline"):
        for point in line.attrib["points"].split():
            x, y = map(int, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= high
    for one in picture.iter("{http://www.w3.org/2000/svg}text"):
        wide, x = 8 * len(one.text or ""), int(one.attrib["x"])
        assert x + {"start": wide, "middle": wide // 2, "end": 0}[one.attrib["text-anchor"]] <= width
        assert x - {"start": 0, "middle": wide // 2, "end": wide}[one.attrib["text-anchor"]] >= 0
    texts = [one.text or "" for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"7.00", "91.00", "granted", "refused", "paid"} <= set(texts)
    assert ("now 30.00" in texts) is (now == 30)


@pytest.mark.parametrize("width", [40, 60, 110])
def test_no_cell_is_lost_however_narrow_the_terminal(width: int) -> None:
    console = Console(width=width, record=True, force_terminal=False)
    rows = [("change of mind", "refused by window: it is too late", "1,371", "-93,205.00", "1001-1")]
    with console.capture() as told:
        tell_table(console, ("lane", "after", "claims", "money", "for example"), rows, ("claims", "money"))
    text = re.sub(r"\s+", "", told.get())
    assert "…" not in text
    for cell in rows[0]:
        assert all(word in text for word in cell.split())


def test_columns_that_can_be_spared_go_before_the_table_does() -> None:
    console = Console(width=40, force_terminal=False)
    rows = [("now 30", "1", "0", "█" * 30)]
    with console.capture() as told:
        tell_table(console, ("value", "granted", "kept", ""), rows, ("value", "granted", "kept"), ("", "kept"))
    assert "█" not in told.get()
    assert re.search(r"value +granted +kept", told.get())


def test_versions_of_one_name_are_told_apart_by_their_files(files: Path) -> None:
    said = asked(files, "policy.yaml", "changed.yaml", "--history", "orders.csv", "--html", str(files / "page.html"))
    assert "1 of 1 claim would have been answered differently." in said
    text = (files / "page.html").read_text(encoding="utf-8")
    assert "changed.yaml" in text
    assert "policy.yaml" in text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["--history", "empty.csv", "--sweep", "window.within.days=1..9"], "nobody asked about any line"),
        (["--history", "empty.csv"], "This history has no lines."),
        (["--history", "orders.csv", "--svg", "x.svg"], "say which with `--sweep`"),
        (["--history", "orders.csv", "--sweep", "window.within.days=1..9", "--html", "x.html"], "not with `--html`"),
        (["--history", "orders.csv", "--html", "/nowhere/x.html"], "there is no folder `/nowhere`"),
        (["--history", "orders.csv", "--html", "/"], "is a folder"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is(files: Path, said: list[str], told: str) -> None:
    assert told in asked(files, "policy.yaml", *said)


def test_the_value_that_holds_is_in_the_table_whatever_the_step(files: Path) -> None:
    said = asked(files, "policy.yaml", "--history", "orders.csv", "--sweep", "window.within.days=1..99:7")
    assert re.search(r"^The policy has 30\.$", said, re.MULTILINE) is None  # within the range, if no value of it
    said = asked(files, "policy.yaml", "--history", "orders.csv", "--sweep", "window.within.days=1..99")
    assert re.search(r"^ *now 30 +1 +0 +0 ", said, re.MULTILINE)
    said = asked(files, "policy.yaml", "--history", "orders.csv", "--sweep", "window.within.days=1..9")
    assert "The policy has 30." in said


def test_a_misspelt_column_is_told_and_columns_of_the_shops_own_are_not(files: Path) -> None:
    text = (files / "orders.csv").read_text(encoding="utf-8")
    heads = text.replace("condition.worn", "condition.won").replace("line,", "line,note,item.colour_of_the_box,")
    (files / "other.csv").write_text(heads.replace("1001-1,", "1001-1,x,red,"), encoding="utf-8")
    said = asked(files, "policy.yaml", "--history", "other.csv")
    assert "`condition.won` is no fact of the policy, and is not read. Did you mean `condition.worn`?" in said
    assert "`condition.worn` has no column, and `unworn` asks for it" in said
    assert "`item.colour_of_the_box` is no fact" in said
    assert "`note`" not in said
    assert "Note:" not in asked(files, "policy.yaml", "--history", "orders.csv")


def test_a_remedy_or_an_answer_that_is_none_is_told_with_how_many_there_are(files: Path) -> None:
    """It counted as refused, or as an answer that differed, without a word."""
    lines = ["refund"] * 2 + ["refnud"] * 3 + ["", "give me my money"]
    answers = ["approved"] + ["accepted"] * 6
    rows = [CLAIM.replace(",refund,", f",{one},") + f",{said}" for one, said in zip(lines, answers, strict=True)]
    text = "\n".join([HEADS.strip() + ",claim.answered", *rows, ",,,,2026-03-01T12:00:00,,,"])
    (files / "odd.csv").write_text(text, encoding="utf-8")
    said = asked(files, "policy.yaml", "--history", "odd.csv")
    for note in (
        "`claim.remedy` is `refnud` in 3 claims, and no remedy, so it counts as not offered. Did you mean `refund`?",
        "`claim.remedy` is empty in 1 claim,",
        "`claim.remedy` is `give me my money` in 1 claim, and no remedy, so it counts as not offered. There are `",
        "`claim.answered` is `approved` in 1 claim, and no answer, so it counts as another one. There are `accepted`",
    ):
        assert f"Note: {note}" in said
    for more in (["--totals"], ["--sweep", "window.within.days=1..9"]):
        assert "`refnud` in 3 claims, and no remedy" in asked(files, "policy.yaml", "--history", "odd.csv", *more)
    queried, compiled = (
        backtest([read_policy(files / "policy.yaml")], files / "odd.csv", compiled=one).notes for one in (False, True)
    )
    assert queried == compiled


def test_many_remedies_that_are_none_are_told_by_the_most_frequent(files: Path) -> None:
    rows = [CLAIM.replace(",refund,", f",word{at % 9},") for at in range(30)]
    (files / "odd.csv").write_text("\n".join([HEADS.strip(), *rows]), encoding="utf-8")
    notes = backtest([read_policy(files / "policy.yaml")], files / "odd.csv").notes
    counts = [one.split(" in ")[1].split(",")[0] for one in notes]
    assert counts == [*["4 claims"] * 3, *["3 claims"] * 2, "12 claims more"]
