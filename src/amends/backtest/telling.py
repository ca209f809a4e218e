"""A report in words and as data: what the terminal, the file and the page all say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.backtest.columns import Answer
from amends.backtest.report import Report, Step, Tally
from amends.core.engine.verdict import Ground
from amends.core.money import format_amount

GROUNDS: Mapping[Ground, str] = {
    Ground.TOO_LATE: "it is too late",
    Ground.NOT_BEGUN: "its time has not begun",
    Ground.CONDITION_MISSED: "a condition is missed",
    Ground.USED_UP: "it is used up",
    Ground.NOT_OFFERED: "nobody is offered this",
    Ground.SILENT: "no clause speaks of it",
    Ground.UNKNOWN: "facts are missing",
    Ground.WRONG: "facts make no sense",
}
NAMES: Mapping[str, str] = {"lane": "Lane", "product": "Product", "country": "Country", "month": "Month"}


def because(answer: Answer | str) -> str:
    """This function will say an answer and what it rests on, such as `refused by A1-window: it is too late`."""
    if isinstance(answer, str):
        return f"{answer} by the shop"
    by = f" by {answer.clause}" if answer.clause else ""
    told = answer.ground in (Ground.ACCEPTS, Ground.REFUSES)  # the outcome says as much
    return f"{answer.outcome.value}{by}" if told else f"{answer.outcome.value}{by}: {GROUNDS[answer.ground]}"


def value_named(dimension: str, value: str) -> str:
    """This function will return a value as people read it: a month as `2026-11`, what is not known as a dash."""
    if not value:
        return "–"
    if dimension == "month" and len(value) == 6:
        return f"{value[:4]}-{value[4:]}"
    return value.replace("_", " ") if dimension == "lane" else value


def largest(by: Mapping[str, Tally], most: int, dimension: str) -> list[tuple[str, Tally]]:
    """This function will return the values with most claims; months in order."""
    order = sorted(by.items(), key=lambda one: (-one[1].claims, one[0]))[:most]
    return sorted(order) if dimension == "month" else order


def document(report: Report, currency: str) -> dict[str, Any]:
    """This function will return the report as JSON can hold it; amounts as texts."""

    def money(minor: int) -> str:
        return format_amount(minor, currency)

    def tally(one: Tally) -> dict[str, Any]:
        return {
            "claims": one.claims,
            "changed": one.changed,
            "before": money(one.before_minor),
            "after": money(one.after_minor),
            "difference": money(one.after_minor - one.before_minor),
        }

    def side(one: Answer | str) -> dict[str, Any]:
        if isinstance(one, str):
            return {"outcome": one, "by": "shop"}
        return {"outcome": one.outcome.value, "clause": one.clause or None, "ground": one.ground.value}

    def step(one: Step) -> dict[str, Any]:
        sides = {"lane": one.lane, "before": side(one.before), "after": side(one.after)}
        return {**sides, **tally(one.tally), "examples": list(one.examples)}

    return {
        "lines": report.lines,
        "currency": currency,
        "compared": report.compared,
        "total": tally(report.total),
        "outcomes": [
            {"before": before, "after": after, **tally(one)} for (before, after), one in sorted(report.outcomes.items())
        ],
        "answers": [
            {"lane": lane, **side(answer), **tally(one)}
            for (lane, answer), one in sorted(report.answers.items(), key=lambda one: (-one[1].claims, str(one[0])))
        ],
        "changes": [step(one) for one in report.steps],
        "by": {
            name: {value_named(name, value): tally(one) for value, one in sorted(values.items())}
            for name, values in report.by.items()
        },
    }
