"""The money of an accepted claim, from the terms of the clauses that accept it: whole coins, no fraction left over.

Law: for a claim that is the first of its order, the amount equals `refunds.quote_refund` to the cent. Percentages are
fractions of whole numbers; a half coin goes to the customer's favour or against it exactly as there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from amends.backtest.columns import MISFILED, OPEN, Lowered
from amends.backtest.formulas import Case, Chain, Formula, every, holds, may_hold, opposite, otherwise, some
from amends.backtest.places import Place
from amends.core.policy.tree import Clause
from amends.core.refunds.terms import BETTER, SameOrSilence, Terms
from amends.core.vocabulary import LANES

PAID_BACK = ("refund", "store_credit")
WHOLE = "cancel"  # everything paid for the line, whatever the terms
MONEY_TERMS = ("restocking_percent", "fee_minor", "refund_shipping", "clawback_free_from_minor", "clawback_rate_minor")
SILENCE: Mapping[str, Any] = {one.name: one.default for one in fields(Terms) if one.name in MONEY_TERMS}
Chosen = Chain[Any]  # a value of the terms: the first case that is so


@dataclass(frozen=True, slots=True)
class Payout:
    """How the money of an accepted claim is computed; every part is a chain of cases with whole numbers or words."""

    restocking: Chosen  # Fraction of the goods
    fee: Chosen
    shipping: Chosen  # all, pro_rata, none
    free_from: Chosen  # minor units, or None
    rate: Chosen
    counts: Formula  # the lane is a change of mind: what comes back counts as not kept


def payout(lowered: Lowered, remedy: str, lane: str) -> Payout | None:
    """This function will return how an accepted claim is paid; nothing for remedies that pay nothing back.

    Where the lane is open the claim may be in several: each gives its terms; goods count as kept no longer where one of
    them is a change of mind, which comes first by name.
    """
    if remedy not in PAID_BACK or remedy not in lowered.remedies or lane == MISFILED:
        return None
    lanes = [(True, lane)] if lane != OPEN else [(lowered.in_lane(one), one) for one in LANES]
    places: list[tuple[Formula, Place]] = [(inside, lowered.place(remedy, one)) for inside, one in lanes]
    chosen = {name: tuple(_chosen(name, places)) for name in MONEY_TERMS}
    return Payout(
        restocking=tuple(Case(one.when, _fraction(one.then)) for one in chosen["restocking_percent"]),
        fee=chosen["fee_minor"],
        shipping=chosen["refund_shipping"],
        free_from=chosen["clawback_free_from_minor"],
        rate=chosen["clawback_rate_minor"],
        counts=lane == "change_of_mind" if lane != OPEN else lowered.in_lane("change_of_mind"),
    )


def _fraction(percent: Any) -> Fraction:
    return Fraction(percent) / 100


def _chosen(name: str, places: Iterable[tuple[Formula, Place]]) -> Iterator[Case[Any]]:
    """The value of one key of the terms: of all that are said (or left unsaid) the best for the customer."""
    said: dict[Any, list[Formula]] = {}
    for inside, place in places:
        over = [(holds(one.scope), one) for one in place.terms if name in one.terms]
        for fits, clause in over:
            said.setdefault(clause.terms[name], []).append(every((inside, fits)))
        silent = every(opposite(fits) for fits, _ in over)
        for part, clause in _having_a_part(place):
            if name in clause.terms:
                said.setdefault(clause.terms[name], []).append(every((inside, part)))
            else:
                said.setdefault(SILENCE[name], []).append(every((inside, part, silent)))
    found = {value: some(parts) for value, parts in said.items()}
    order = BETTER[name]
    if isinstance(order, SameOrSilence):
        for value, where in found.items():
            if value is not None:
                yield Case(every((where, *(opposite(other) for one, other in found.items() if one != value))), value)
        yield otherwise(None)
        return
    left = [value for value, where in found.items() if where is not False]
    while len(left) > 1:
        best = left[0]
        for value in left[1:]:
            best = order.better(best, value)
        yield Case(found[best], best)
        if found[best] is True:
            return
        left.remove(best)
    yield otherwise(left[0] if left else SILENCE[name])


def _having_a_part(place: Place) -> Iterator[tuple[Formula, Clause]]:
    """The acceptances whose terms count where the claim is accepted: all that are met, or may be."""
    alone = len(place.acceptances) == 1
    for one in place.acceptances:
        yield (True if alone else may_hold(one.met)), one.clause
