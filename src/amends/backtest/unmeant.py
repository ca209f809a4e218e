"""Values of a history that are none of those there are: a remedy that nobody has heard of, an answer that is none.

Law: a claim is never counted under a word that was mistyped without its being told, with how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from sqlglot import exp

from amends.backtest.columns import NOT_OFFERED, OUTCOMES
from amends.backtest.comparing import SOURCE
from amends.backtest.projection import Projection
from amends.backtest.report import Counting
from amends.backtest.schema import ANSWERED, ASKED, DECIDED, REMEDY, History
from amends.backtest.telling import counted
from amends.core.errors import did_you_mean
from amends.core.vocabulary import REMEDIES

MOST_TOLD = 5
LONGEST = 80
Ask = Callable[[exp.Select], Sequence[Sequence[Any]]]


def notes_on(counting: Counting, history: History, ask: Ask) -> tuple[str, ...]:
    """This function will say what is amiss with the remedies and the answers of a history, once it is counted.

    The remedies are asked for only where something was answered that nobody is offered.
    """
    notes: list[str] = []
    if any(NOT_OFFERED in kind[1:3] for kind in counting.kinds):
        notes += _notes(REMEDY, REMEDIES, ask(question(history)), "and no remedy, so it counts as not offered")
    words = [one.value for one in OUTCOMES]
    said: Counter[str] = Counter()
    for (_, before, *_), sums in counting.kinds.items():
        if isinstance(before, str) and before not in words:
            said[before] += sums.claims
    return (*notes, *_notes(ANSWERED, words, _ranked(said.items()), "and no answer, so it counts as another one"))


def notes_on_packed(projection: Projection) -> tuple[str, ...]:
    """This function will say what is amiss with the remedies of packed columns."""
    texts = projection.texts.get(REMEDY, ())
    if set(texts) <= set(REMEDIES):
        return ()
    counts = np.bincount(projection.columns[REMEDY], minlength=len(texts) + 1)[1:].tolist()
    found = [one for one in zip(texts, counts, strict=True) if one[0] not in REMEDIES]
    return tuple(_notes(REMEDY, REMEDIES, _ranked(found), "and no remedy, so it counts as not offered"))


def question(history: History) -> exp.Select:
    """This function will return the query for the remedies that are none, how many claims name each, and all."""
    remedy = exp.Coalesce(this=exp.column(REMEDY, quoted=True), expressions=[exp.Literal.string("")])
    dates = [exp.column(one, quoted=True) for one in (ASKED, DECIDED) if history.has(one)]
    asked = exp.or_(*(exp.Not(this=exp.Is(this=one, expression=exp.null())) for one in dates))
    known = exp.In(this=remedy.copy(), expressions=[exp.Literal.string(one) for one in REMEDIES])
    found = exp.select(exp.alias_(remedy, "remedy"), "COUNT(*) AS claims").from_(SOURCE)
    found = found.where(asked, exp.Not(this=known)).group_by(remedy.copy())
    totals = ("remedy", "claims", "SUM(claims) OVER () AS every", "COUNT(*) OVER () AS kinds")
    return exp.select(*totals).from_(found.subquery("found")).order_by("claims DESC", "remedy").limit(MOST_TOLD)


def _ranked(found: Iterable[tuple[str, int]]) -> list[tuple[str, int, int, int]]:
    each = sorted(found, key=lambda one: (-one[1], one[0]))
    return [(*one, sum(claims for _, claims in each), len(each)) for one in each[:MOST_TOLD]]


def _notes(column: str, known: Sequence[str], rows: Sequence[Sequence[Any]], so: str) -> Iterator[str]:
    told = 0
    for value, claims, *_ in rows:
        hint = did_you_mean(value, known) or f"There are {', '.join(f'`{one}`' for one in known)}."
        word = f"`{value[:LONGEST]}`" if value else "empty"
        yield f"`{column}` is {word} in {counted(claims, 'claim')}, {so}. {hint}"
        told += claims
    if rows and rows[0][3] > len(rows):
        yield f"`{column}` is something else again in {counted(int(rows[0][2]) - told, 'claim')} more, {so}."
