"""A report as one page that stands alone: what changes, for whom, and the money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from amends.backtest.pictures import Bar, bars
from amends.backtest.report import Report
from amends.backtest.telling import NAMES, because, largest, value_named
from amends.core.money import format_amount

MOST_ROWS, MOST_BARS = 30, 12
NUMBER = ' class="number"'
STYLE = """
:root { color-scheme: light; } body { margin: 0 auto; max-width: 46rem; padding: 2rem 1rem 4rem; background: #fcfcfa;
color: #1d2321; font: 400 1.0625rem/1.55 Inter, system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-weight: 500; line-height: 1.2; } h2 { margin-top: 2.5rem; font-weight: 500; }
svg { max-width: 100%; height: auto; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid #e0e3de; text-align: left; vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .muted { color: #5a635f; }
"""


def page(report: Report, currency: str, names: Sequence[str]) -> str:
    """This function will return the page; `names` are those of the policies, the older first."""
    total = report.total
    title = f"What {names[-1]} would have answered"
    parts = [f"<h1>{escape(title)}</h1>", f"<p>{escape(summary(report, currency, names))}</p>"]
    if report.steps:
        parts += ["<h2>What changes</h2>", _steps(report, currency)]
    outcomes = [
        (before if before == after else f"{before}, then {after}", one.claims)
        for (before, after), one in sorted(report.outcomes.items())
    ]
    rows = [Bar(name, value, f"{value:,}") for name, value in outcomes]
    said = "; ".join(f"{name}: {value:,} claims" for name, value in outcomes)
    parts += ["<h2>All answers</h2>", bars("Claims by answer", said, rows)]
    for dimension, values in report.by.items():
        found = largest(values, MOST_BARS, dimension)
        if not found:
            continue
        name = NAMES[dimension]
        rows = [Bar(value_named(dimension, value), one.claims, f"{one.claims:,}") for value, one in found]
        what = "claims that change" if report.compared else "claims"
        said = "; ".join(f"{row.name}: {row.label}" for row in rows)
        parts += [f"<h2>By {name.lower()}</h2>", bars(f"{what.capitalize()} by {name.lower()}", said, rows)]
    parts.append(f'<p class="muted">{report.lines:,} lines, {total.claims:,} of them asked about.</p>')
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1"><title>{escape(title)}</title><style>{STYLE}</style></head>'
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def summary(report: Report, currency: str, names: Sequence[str]) -> str:
    """This function will say in two sentences how many claims change, and what that costs."""
    total = report.total
    after = format_amount(total.after_minor, currency)
    if not report.compared:
        return f"{names[-1]} answers {total.claims:,} claims and pays {after} {currency} back."
    before, many = format_amount(total.before_minor, currency), f"{total.changed:,} of {total.claims:,}"
    if len(names) == 1:
        return f"{many} claims would have been answered differently from how the shop answered them."
    more = format_amount(total.after_minor - total.before_minor, currency)
    return (
        f"{many} claims would have been answered differently. "
        f"Paid back: {after} {currency} instead of {before}, a difference of {more}."
    )


def _steps(report: Report, currency: str) -> str:
    def cells(one: Iterable[tuple[str, str]]) -> str:
        return "".join(f'<td class="{kind}">{escape(text)}</td>' for text, kind in one)

    rows = [
        cells((
            (value_named("lane", one.lane), ""),
            (because(one.before), ""),
            (because(one.after), ""),
            (f"{one.tally.claims:,}", "number"),
            (format_amount(one.tally.after_minor - one.tally.before_minor, currency), "number"),
            (", ".join(one.examples), "muted"),
        ))
        for one in report.steps[:MOST_ROWS]
    ]  # fmt: skip
    heads = "".join(
        f'<th scope="col"{NUMBER if head in ("Claims", "Money") else ""}>{head}</th>'
        for head in ("Lane", "Before", "After", "Claims", "Money", "Examples")
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    left = len(report.steps) - MOST_ROWS
    more = f'<p class="muted">{left} rarer changes are not shown.</p>' if left > 0 else ""
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="What changes">{table}</div>{more}'
