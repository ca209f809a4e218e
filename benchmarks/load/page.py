"""The figures of a run, as a table to print and as the page in the documentation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.load.client import Answer


def figures(answers: Sequence[Answer], took: float, rate: float, cases: int, load: float) -> dict[str, Any]:
    """This function will return what was measured, times in milliseconds."""
    kinds: dict[str, list[Answer]] = {}
    for one in answers:
        kinds.setdefault(one.call.kind, []).append(one)
    wrong = [one for one in answers if not _is_right(one)]
    return {
        "rate": rate,
        "achieved": len(answers) / max(took, 0.001),
        "requests": len(answers),
        "cases": cases,
        "load_before": load,
        "errors": len(wrong),
        "wrong": sorted({f"{one.call.kind}: {one.status}" for one in wrong}),
        "reads": _times([one for one in answers if not one.call.is_write]),
        "writes": _times([one for one in answers if one.call.is_write]),
        "kinds": {kind: _times(some) for kind, some in sorted(kinds.items())},
    }


def _is_right(one: Answer) -> bool:
    return one.status == one.call.status or (one.call.status == 0 and one.status in {200, 302})


def _times(answers: Sequence[Answer]) -> dict[str, float]:
    taken = sorted(one.seconds * 1000 for one in answers)
    return {
        "count": len(taken), **{f"p{one}": part(taken, one) for one in (50, 95, 99)},
        "most": taken[-1] if taken else 0.0,
    }  # fmt: skip


def part(taken: Sequence[float], percent: int) -> float:
    """This function will return what so many of a hundred took at most; `taken` is sorted."""
    return taken[max(0, math.ceil(len(taken) * percent / 100) - 1)] if taken else 0.0


def told(found: Mapping[str, Any]) -> str:
    """This function will return the figures as a table."""
    head = (
        f"{found['requests']} requests at {found['achieved']:.0f} a second, {found['errors']} errors {found['wrong']}"
    )
    rows = ["| ms | requests | p50 | p95 | p99 | most |", "|---|---|---|---|---|---|"]
    rows += [_told_row(f"**{name}**", found[name]) for name in ("reads", "writes")]
    rows += [_told_row(kind, times) for kind, times in found["kinds"].items()]
    return "\n".join([head, "", *rows])


def _told_row(name: str, times: Mapping[str, float]) -> str:
    return (
        f"| {name} | {times['count']} | "
        + " | ".join(f"{times[one]:.0f}" for one in ("p50", "p95", "p99", "most"))
        + " |"
    )


HEAD = """\
# How it stands a busy day

Measured by `python -m benchmarks.load` and `python -m benchmarks.cases` on {machine}, Python {python}.
Server, PostgreSQL and the program that asks share its processors; the database is the one that Amends brings along,
and writes through to the disk. {remarks}

Every request comes when it is due, whether earlier ones were answered or not, and its time is counted from then: 35 of
100 are public and order pages, 25 cases as customers see them, 15 the desk's list and cases, 10 searches, and 15 write
(open a case, write a message, take a parcel in, tell that it was posted). An answer with another status than the one
that is due is an error. `python -m benchmarks.load.write` makes this page from the figures that runs have kept in
`benchmarks/figures`.

"""
GOALS = """\
## Goals

| | goal | measured | |
|---|---|---|---|
"""
CASES = """
## Opening cases

The last form of the portal, sent and confirmed: the claim is weighed once more, kept with its decision and events, its
units are held, and its mails wait in the outbox. Medusa 2.21 opened {medusa} returns a second on such a machine,
with a p50 of 143 ms.

| | a second | p50 ms | p99 ms |
|---|---|---|---|
"""
FILLED = """
## What the filled shop is

Orders and cases are copies of {patterns} real ones with numbers, addresses and tracking numbers of their own, made by
the database. One case in twenty is open, in three different states; the others are paid or withdrawn. Copies have
rows for lists, searches, dates and promises, but neither events nor decisions. The cases that pages are asked for were
opened by the use case, and have both.

Pages take at most 12 queries, however long the list: `tests/console/test_queries.py` and `tests/portal/test_queries.py`
count them.
"""
MEDUSA_A_SECOND = 9  # the best that was measured
MOST = {"reads": 300, "writes": 500}  # milliseconds; with cases filled in a fifth more
RATE = 220  # the goals are for this rate


def page(runs: Sequence[Mapping[str, Any]], opening: Mapping[str, Any], about: Mapping[str, str]) -> str:
    """This function will return the page: goals, then each run, then the opening of cases."""
    parts = [HEAD.format(**about), GOALS + "\n".join(_goals(runs, opening)) + "\n"]
    for run in runs:
        title = f"## {run['rate']:.0f} requests a second, {run['cases']:,} cases"
        parts.append(f"\n{title}\n\nLoad average before: {run['load_before']:.1f}. {told(run)}\n")
    rows = [
        f"| {way} | {opening[name]['a_second']:.0f} | {opening[name]['p50']:.0f} | {opening[name]['p99']:.0f} |"
        for way, name in (("by the use case, in 2 processes", "use case"), ("by the form, over HTTP", "form"))
    ]
    parts.append(CASES.format(medusa="6 to 9") + "\n".join(rows) + "\n")
    return "".join([*parts, FILLED.format(**about)])


def _goals(runs: Sequence[Mapping[str, Any]], opening: Mapping[str, Any]) -> list[str]:
    rows = []
    for run in (one for one in runs if one["rate"] >= RATE):
        for name, most in MOST.items():
            goal = most * 1.2 if run["cases"] else most
            what = f"{name}, {run['rate']:.0f} a second, {run['cases']:,} cases: p99"
            rows.append(_goal(what, goal, run[name]["p99"], "ms", is_met=run[name]["p99"] <= goal))
        search = max((times["p99"] for kind, times in run["kinds"].items() if kind.startswith("search")), default=0.0)
        rows.append(_goal(f"search, {run['cases']:,} cases: p99", 500, search, "ms", is_met=search <= 500))
    most = max(opening[way]["a_second"] for way in ("use case", "form"))
    goal = 10 * MEDUSA_A_SECOND
    return [*rows, _goal("opening cases", goal, most, "a second", is_met=most >= goal)]


def _goal(what: str, goal: float, found: float, unit: str, *, is_met: bool) -> str:
    return f"| {what} | {goal:.0f} {unit} | {found:.0f} {unit} | {'met' if is_met else '**missed**'} |"
