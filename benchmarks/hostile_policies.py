"""Policies of a hundred clauses of many kinds, each made to be hard for whoever looks at all situations of a policy.

No shop writes such policies. What is hard in each is said with it; `KINDS` names them all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random

from benchmarks import hostile_conditions as conditions
from benchmarks import hostile_rules as rules
from benchmarks.hostile_clauses import HEAD, UNITS, Clause, Parts


def written(kind: str, count: int = 100, seed: int = 1) -> str:
    """This function will write the policy of that kind with about so many clauses."""
    head, clauses = KINDS[kind](count, Random(seed))  # noqa: S311 - nothing secret
    return json.dumps({**HEAD, **head, "clauses": clauses})


def a_little_of_everything(count: int, random: Random) -> Parts:
    """Clauses of twelve kinds in one policy."""
    makers = (
        conditions.categories, conditions.windows(UNITS), conditions.amounts, conditions.marks, conditions.exceptions,
        rules.terms, rules.all_lanes, rules.promises, rules.classifying, rules.limits, conditions.marks_three,
        conditions.windows_required,
    )  # fmt: skip
    sets = [maker(count, random)[1] for maker in makers]
    return {}, list(_in_turn(sets, count))


def _in_turn(sets: list[list[Clause]], count: int) -> Iterator[Clause]:
    for one in range(count):
        yield {**sets[one % len(sets)][one], "id": f"c{one}"}


KINDS: dict[str, Callable[[int, Random], Parts]] = {
    "kinds of pieces": conditions.categories,
    "lists of kinds": conditions.category_lists,
    "windows in days": conditions.windows(("days",)),
    "windows in hours": conditions.windows(("hours",)),
    "windows in business days": conditions.windows(("business_days",)),
    "windows in months": conditions.windows(("months",)),
    "windows in all units": conditions.windows(UNITS),
    "windows in all units of one event": conditions.windows(UNITS, ("delivery",)),
    "windows between events": conditions.windows_required,
    "windows as conditions": conditions.windows_in_when,
    "bounds of a price": conditions.amounts,
    "bounds of three amounts": conditions.amounts_many,
    "amounts compared": conditions.amounts_compared,
    "texts": conditions.texts,
    "marks": conditions.marks,
    "pairs of marks": conditions.marks_pairs,
    "three marks at random": conditions.marks_three,
    "requirements by mark": conditions.marks_required,
    "traits of six values": conditions.choices,
    "forty flags": conditions.flags,
    "nested conditions": conditions.deep,
    "products of sums": conditions.products,
    "exceptions": conditions.exceptions,
    "seasons": rules.seasons,
    "days of orders": rules.ordered_days,
    "terms by mark": rules.terms,
    "acceptances with terms by mark": rules.terms_accepts,
    "fees by price": rules.terms_priced,
    "all lanes": rules.all_lanes,
    "lanes by material": rules.classifying,
    "ten moments of the shop's own": rules.moments(10, by_category=True),
    "three moments, many windows": rules.moments(3, by_category=False),
    "limits": rules.limits,
    "promises": rules.promises,
    "countries": rules.countries,
    "ten remedies": rules.many_remedies,
    "a little of everything": a_little_of_everything,
}
