"""A report in words and as data: what the terminal, the file and the page all say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
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


def summary(report: Report, names: Sequence[str]) -> str:
    """This function will say in a sentence how many claims are answered differently; `names` are the policies'."""
    total = report.total
    if not report.lines:
        return "This history has no lines."
    if not total.claims:
        return f"Nobody asked about any of the {counted(report.lines, 'line')} of this history."
    if not report.compared:
        return f"{names[-1]} answers {counted(total.claims, 'claim')}."
    many = f"{total.changed:,} of {counted(total.claims, 'claim')} would have been answered differently"
    return f"{many}." if len(names) > 1 else f"{many} from how the shop answered."


def paid(report: Report, currency: str, names: Sequence[str]) -> str:
    """This function will say in a sentence what is paid back; nothing where nobody asked."""
    total = report.total
    if not total.claims:
        return ""
    after = f"{amount(total.after_minor, currency)} {currency}"
    if len(names) == 1:
        return f"Paid back under {names[-1]}: {after}."
    more = amount(total.after_minor - total.before_minor, currency)
    return f"Paid back: {after} instead of {amount(total.before_minor, currency)}, a difference of {more}."


def amount(minor: int, currency: str) -> str:
    """This function will return an amount as people read it, such as `-93,205.00`."""
    return f"{Decimal(format_amount(minor, currency)):,f}"


def counted(number: int, thing: str) -> str:
    """This function will return a number with what is counted, such as `1 claim` or `1,024 claims`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def money_of(tally: Tally, currency: str, *, two: bool) -> str:
    """This function will return what two policies pay differently; of one alone, what it pays.

    What the shop itself paid no history says, so there is nothing that one policy could differ from.
    """
    return amount(tally.after_minor - tally.before_minor if two else tally.after_minor, currency)


def document(report: Report, currency: str, *, two: bool = True) -> dict[str, Any]:
    """This function will return the report as JSON can hold it; amounts as texts. `two` policies have a difference."""

    def money(minor: int) -> str:
        return format_amount(minor, currency)

    def tally(one: Tally) -> dict[str, Any]:
        found = {"claims": one.claims, "changed": one.changed}
        if not two:
            return {**found, "after": money(one.after_minor)}
        return {
            **found,
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
        "notes": list(report.notes),
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
