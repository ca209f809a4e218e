"""A report as one page that stands alone: what changes, for whom, and the money.

Laws: no script, nothing from elsewhere; every bar stands beside its figure, so nothing is said by a picture alone; it
reads at 320 pixels and in the dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from amends.backtest.pictures import bar, plain
from amends.backtest.report import Report, Tally
from amends.backtest.telling import NAMES, amount, because, largest, money_of, summary, value_named

MOST_ROWS, MOST_VALUES, MOST_MONTHS = 30, 12, 36
LONGEST_NAME = 24
NUMERIC = ("Claims", "Difference", "Paid back", "Share")
STYLE = """
:root { color-scheme: light dark; --paper: #fcfcfa; --ink: #1d2321; --muted: #5a635f; --hairline: #e0e3de;
--accent: #2b5a4b; }
@media (prefers-color-scheme: dark) { :root { --paper: #101413; --ink: #e9eeeb; --muted: #a3ada8; --hairline: #2c3431;
--accent: #8fd3b8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink);
font: 400 1rem/1.5 Inter, system-ui, sans-serif; overflow-wrap: break-word; }
h1 { margin: 0; font-size: 1rem; font-weight: 500; color: var(--muted); }
h2 { margin: 3rem 0 0.5rem; font-size: 1.125rem; font-weight: 600; }
.answer { margin: 0.5rem 0 0; max-width: 40rem; font-size: 1.625rem; font-weight: 500; line-height: 1.25;
text-wrap: balance; }
dl { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin: 1.75rem 0 0; padding: 1rem 0;
border: solid var(--hairline); border-width: 1px 0; }
dt, .muted { color: var(--muted); font-size: 0.875rem; } dd { margin: 0; font-size: 1.375rem; }
dd, .number { font-variant-numeric: tabular-nums; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.5rem 1.25rem 0.5rem 0; border-bottom: 1px solid var(--hairline); text-align: left;
vertical-align: top; font-weight: 400; }
thead th { color: var(--muted); font-size: 0.875rem; } :is(th, td):last-child { padding-right: 0; }
.name { white-space: nowrap; } .number { text-align: right; } .bar svg { display: block; width: 100%; height: 0.625rem;
margin-top: 0.5rem; fill: var(--accent); }
@media (min-width: 40.01rem) { .barred { table-layout: fixed; } .barred .bar { width: 36%; }
.barred th.number { width: 14%; } .barred th.number + th.number { width: 18%; } }
@media (max-width: 40rem) { .answer { font-size: 1.375rem; } .bar { display: none; }
.stacked :is(table, tbody, tr, td) { display: block; } .stacked thead { position: absolute; clip-path: inset(50%);
width: 1px; height: 1px; overflow: hidden; }
.stacked tr { padding: 0.75rem 0; border-bottom: 1px solid var(--hairline); }
.stacked td { display: flex; gap: 1rem; padding: 0.125rem 0; border: 0; text-align: left; white-space: normal; }
.stacked td::before { content: attr(data-name); flex: 0 0 5.5rem; color: var(--muted); font-size: 0.875rem; } }
@media print { :root { color-scheme: light; } tr { break-inside: avoid; } }
"""


def page(report: Report, currency: str, names: Sequence[str]) -> str:
    """This function will return the page; `names` are those of the policies, the older first."""
    two = len(names) == 2
    title = f"What {names[-1]} would have answered" + (f" instead of {names[0]}" if two else "")
    parts = [f'<h1>{plain(title)}</h1><p class="answer">{plain(summary(report, names))}</p>']
    parts.append(_figures(report, currency, two=two))
    parts += [f'<p class="muted">{plain(one)}</p>' for one in report.notes]
    if report.steps:
        parts += ["<h2>What changes</h2>", _steps(report, currency, two=two)]
    parts += ["<h2>Answers</h2>", _outcomes(report, currency, two=two)]
    if not two and report.answers:
        parts += ["<h2>By clause</h2>", _answers(report, currency)]
    for dimension, values in report.by.items():
        if values:
            heading = f"{'What changes' if report.compared else 'Claims'}, by {NAMES[dimension].lower()}"
            parts += [f"<h2>{heading}</h2>", _values(dimension, values, currency, two=two)]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1"><title>{plain(title)}</title><style>{STYLE}</style></head>'
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _figures(report: Report, currency: str, *, two: bool) -> str:
    """What stands first: the counts, and the money with what it is counted in."""
    total = report.total
    found = [("Lines", f"{report.lines:,}"), ("Claims", f"{total.claims:,}")]
    if report.compared:
        found.append(("Answered differently", f"{total.changed:,}"))
    if two:
        found.append((f"Paid back before, {currency}", _amount(total.before_minor, currency)))
        found.append((f"Paid back after, {currency}", _amount(total.after_minor, currency)))
        found.append(("Difference", _amount(total.after_minor - total.before_minor, currency)))
    else:
        found.append((f"Paid back, {currency}", _amount(total.after_minor, currency)))
    rows = "".join(f"<div><dt>{plain(name)}</dt><dd>{plain(text)}</dd></div>" for name, text in found)
    return f"<dl>{rows}</dl>"


def _steps(report: Report, currency: str, *, two: bool) -> str:
    rows = [
        (
            value_named("lane", one.lane),
            because(one.before),
            because(one.after),
            f"{one.tally.claims:,}",
            _signed(money_of(one.tally, currency, two=two)),
            one.examples,
        )
        for one in report.steps[:MOST_ROWS]
    ]
    heads = ("Lane", "Before", "After", "Claims", "Difference" if two else "Paid back", "Examples")
    left = len(report.steps) - MOST_ROWS
    more = f'<p class="muted">{left:,} rarer changes are not shown.</p>' if left > 0 else ""
    return _stacked(heads, rows) + more


def _outcomes(report: Report, currency: str, *, two: bool) -> str:
    """Claims by the answer before and after, each with its share."""
    rows = [
        (before if before == after else f"{before}, then {after}", tally)
        for (before, after), tally in sorted(report.outcomes.items())
    ]
    return _barred("Answer", rows, currency, two=two)


def _answers(report: Report, currency: str) -> str:
    found = sorted(report.answers.items(), key=lambda one: (-one[1].claims, str(one[0])))
    rows = [
        (
            value_named("lane", lane),
            because(answer),
            f"{tally.claims:,}",
            _amount(tally.after_minor, currency),
        )
        for (lane, answer), tally in found[:MOST_ROWS]
    ]  # fmt: skip
    return _stacked(("Lane", "Answer", "Claims", "Paid back"), rows)


def _values(dimension: str, values: Mapping[str, Tally], currency: str, *, two: bool) -> str:
    most = MOST_MONTHS if dimension == "month" else MOST_VALUES
    rows = [(value_named(dimension, value), tally) for value, tally in largest(values, most, dimension)]
    left = len(values) - len(rows)
    more = f'<p class="muted">{left:,} more, with fewer claims each, are not shown.</p>' if left > 0 else ""
    return _barred(NAMES[dimension], rows, currency, two=two) + more


def _barred(name: str, rows: Sequence[tuple[str, Tally]], currency: str, *, two: bool) -> str:
    """A table of tallies, each with a bar as long as its claims are many."""
    most = max((tally.claims for _, tally in rows), default=0)
    body = "".join(
        f'<tr><th scope="row">{plain(text)}</th><td class="bar">{bar(tally.claims, most)}</td>'
        f'<td class="number">{tally.claims:,}</td>'
        f'<td class="number">{_signed(money_of(tally, currency, two=two))}</td></tr>'
        for text, tally in rows
    )
    money = "Difference" if two else "Paid back"
    return (
        f'<table class="barred"><thead><tr><th scope="col">{name}</th><td class="bar"></td>'
        '<th scope="col" class="number">Claims</th>'
        f'<th scope="col" class="number">{money}</th></tr></thead><tbody>{body}</tbody></table>'
    )


def _stacked(heads: Sequence[str], rows: Iterable[Sequence[str | tuple[str, ...]]]) -> str:
    """A table whose rows become lists on a phone; roles keep it a table to whoever has it read aloud."""

    def cell(head: str, said: str | tuple[str, ...]) -> str:
        kind = ' class="number"' if head in NUMERIC else ""
        text = plain(said) if isinstance(said, str) else ", ".join(map(_name, said))
        return f'<td role="cell" data-name="{head}"{kind}><span>{text}</span></td>'

    top = "".join(
        f'<th scope="col" role="columnheader"{" class=number" if head in NUMERIC else ""}>{head}</th>' for head in heads
    )
    body = "".join(
        f'<tr role="row">{"".join(cell(head, text) for head, text in zip(heads, row, strict=True))}</tr>'
        for row in rows
    )
    return (
        f'<div class="stacked"><table role="table"><thead role="rowgroup"><tr role="row">{top}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _name(line: str) -> str:
    """The name of a line in one piece: `1001-1` is none at `1001-`. One that no phone has room for may be parted."""
    return f'<span class="name">{plain(line)}</span>' if len(line) <= LONGEST_NAME else plain(line)


def _amount(minor: int, currency: str) -> str:
    return _signed(amount(minor, currency))


def _signed(text: str) -> str:
    return text.replace("-", "\u2212")
