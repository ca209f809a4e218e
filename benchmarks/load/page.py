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
