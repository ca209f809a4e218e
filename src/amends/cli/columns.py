"""What is amiss with the columns of a CSV file, told before the work: one that is misspelt leaves claims unknown."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable
from pathlib import Path

import click

from amends.backtest.schema import ASKED, DAY, MONTH, OTHERS, kind_of
from amends.cli.plain import plain
from amends.core.checks.asked import asked_by
from amends.core.errors import did_you_mean
from amends.core.policy.tree import Policy

MOST_TOLD = 5
LONGEST = 100_000  # characters of a head that are read


def told_columns(history: Path, policy: Policy) -> list[str]:
    """This function will say which columns are named like facts, but are none, and which facts have no column.

    Columns of other names are the shop's own affair.
    """
    vocabulary = policy.vocabulary
    known = {*vocabulary.facts, *OTHERS, MONTH, ASKED}
    areas = {name.partition(".")[0] for name in known if "." in name}
    told = []
    names = _names(history)
    for name in names:
        if kind_of(name, vocabulary) or name in known or name.removesuffix(DAY) in known:
            continue
        hint = did_you_mean(name, known)
        if hint or name.partition(".")[0] in areas:
            told.append(f"`{plain(name[:80])}` is no fact of the policy, and is not read. {hint}".rstrip())
    told += _lacking(names, policy)
    more = len(told) - MOST_TOLD
    return [*told[:MOST_TOLD], *([f"And {more:,} more."] if more > 0 else [])]


def tell_notes(notes: Iterable[str]) -> None:
    """This function will print what is amiss with a history beside what the command prints."""
    for note in notes:
        click.echo(f"Note: {plain(note)}", err=True)


def _lacking(names: list[str], policy: Policy) -> list[str]:
    """Facts that clauses ask for, that mean something only where they are known, and that have no column."""
    asked: dict[str, str] = {}
    for clause in policy.clauses:
        for name in asked_by(clause):
            fact = policy.vocabulary.facts.get(name)
            if fact is not None and fact.absent is None:
                asked.setdefault(name, clause.id)
    return [
        f"`{name}` has no column, and `{clause}` asks for it: a person would answer each claim that it decides."
        for name, clause in asked.items()
        if names and name not in names
    ]


def _names(history: Path) -> list[str]:
    """The names at the head of a CSV file, without the engine; of what is none, or cannot be read, no names."""
    lower = history.name.lower()
    if not lower.endswith((".csv", ".csv.gz")) or not history.is_file():
        return []
    try:
        with (gzip.open if lower.endswith(".gz") else open)(history, "rt", encoding="utf-8-sig", newline="") as file:
            return next(csv.reader([file.readline(LONGEST)]), [])
    except (OSError, EOFError, UnicodeDecodeError, csv.Error):
        return []  # which is told where it is opened
