"""Tables of what a command tells; where a terminal is too narrow for one, each row is told line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from amends.cli.plain import plain

WIDE = 10_000
LEAST = 12  # signs that a column of several words should have


def tell_table(
    console: Console,
    heads: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    numbers: Collection[str] = (),
    spare: Sequence[str] = (),
) -> None:
    """This function will print a table; `numbers` are the columns that stand at the right, and never wrap.

    `spare` are columns that go before any other does, the first of them first.
    """
    found = [[one if isinstance(one, Text) else Text(plain(one)) for one in row] for row in rows]
    table = _table(heads, found, numbers)
    if Measurement.get(console, console.options.update_width(WIDE), table).minimum <= console.width:
        console.print(table)
    elif spare:
        kept = [place for place, name in enumerate(heads) if name != spare[0]]
        fewer = [[row[place] for place in kept] for row in found]
        tell_table(console, [heads[place] for place in kept], fewer, numbers, spare[1:])
    else:
        _tell_lines(console, heads, found)


def _table(heads: Sequence[str], rows: Sequence[Sequence[Text]], numbers: Collection[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for place, name in enumerate(heads):
        longest = max((len(row[place].plain) for row in rows), default=0)
        least = None if name in numbers else min(LEAST, longest)
        table.add_column(name, justify="right" if name in numbers else "left", no_wrap=name in numbers, min_width=least)
    for row in rows:
        table.add_row(*row)
    return table


def _tell_lines(console: Console, heads: Sequence[str], rows: Iterable[Sequence[Text]]) -> None:
    """Each row as lines that begin with the name of their column; what is empty is left out."""
    for row in rows:
        console.print()
        for name, cell in zip(heads, row, strict=True):
            if cell.plain:
                console.print(Text.assemble((f"{name}: ", "bold"), cell))
    console.print()
