"""What is amiss with the columns of a CSV file, told before the work: one that is misspelt leaves claims unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from amends.backtest.csv_files import columns_of, is_csv
from amends.backtest.schema import ASKED, CURRENCY, DAY, MONTH, OTHERS, HistoryInvalid, kind_of
from amends.cli.plain import plain
from amends.core.checks.asked import asked_by
from amends.core.errors import did_you_mean
from amends.core.policy.tree import Policy

MOST_TOLD = 5


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
        if name.lower().rpartition(".")[2] == CURRENCY:
            continue  # which has to be the shop's; that is looked at where the file is read
        hint = did_you_mean(name, known)
        if hint or name.partition(".")[0] in areas:
            told.append(f"`{plain(name[:80])}` is no fact of the policy, and is not read. {hint}".rstrip())
    if ASKED in names:  # else it is no history, which is told where it is opened
        told += _lacking(names, policy)
    more = len(told) - MOST_TOLD
    return [*told[:MOST_TOLD], *([f"And {more:,} more."] if more > 0 else [])]


def tell_notes(notes: Iterable[str]) -> None:
    """This function will print what is amiss with a history beside what the command prints."""
    for note in notes:
        click.echo(f"Note: {plain(note)}", err=True)


def _lacking(names: Sequence[str], policy: Policy) -> list[str]:
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
        if name not in names
    ]


def _names(history: Path) -> tuple[str, ...]:
    """The names at the head of a CSV file, without the engine; of what is none, or cannot be read, no names."""
    if not is_csv(history.name) or not history.is_file():
        return ()
    try:
        return columns_of(history)
    except HistoryInvalid:
        return ()  # which is told where it is opened
