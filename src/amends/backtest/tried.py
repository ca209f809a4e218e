"""Which number of a policy is tried, and the policy with another value in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from amends.core.engine.standings import window_test
from amends.core.errors import AmendsError, did_you_mean
from amends.core.facts import read_amount
from amends.core.policy.tree import Clause, Policy, Test

FREE_FROM = "clawback_free_from_minor"
SHOP_FREE_FROM = "shop.shipping.free_from"
SETTABLE = {
    "clawback.free_from": FREE_FROM,
    "clawback.rate": "clawback_rate_minor",
    "fee": "fee_minor",
    "restocking_percent": "restocking_percent",
}
MOST_VALUES = 1_000
_RANGE = re.compile(r"(\d+)\.\.(\d+)(?::(\d+))?", re.ASCII)


class ParameterInvalid(AmendsError):
    """A number to try is not in the policy, or its range is none."""

    code = "parameter_invalid"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the policy, as `A1-window.within.days` names it."""

    name: str
    clauses: tuple[str, ...]  # the free-shipping minimum stands in several
    key: str  # of the terms; empty for a window or a limit
    part: str  # within, set, limit
    is_money: bool


@dataclass(frozen=True, slots=True)
class Turning:
    """A policy with a number that is nowhere else in place of the one tried: a test, or a clawback's minimum."""

    policy: Policy
    test: Test | None
    marker: int | None = None


def read_sweep(text: str, policy: Policy) -> tuple[Parameter, tuple[int, ...]]:
    """This function will read `A1-window.within.days=14..60` (or `0..200:5`), or raise `ParameterInvalid`."""
    name, _, said = text.partition("=")
    parameter = parameter_named(name.strip(), policy)
    found = _RANGE.fullmatch(said.strip())
    if found is None:
        hint = f"Write it as `{name}=14..60`, or `{name}=0..200:5` for every fifth."
        raise ParameterInvalid(f"`{said}` is no range." if said else "there is no range to try.", hint=hint)
    first, last, step = int(found[1]), int(found[2]), int(found[3] or 1)
    if last < first:
        raise ParameterInvalid(f"`{said}` ends before it begins.", hint=f"Write it as `{last}..{first}`.")
    if not step:
        raise ParameterInvalid(f"`{said}` goes nowhere: its step is 0.", hint="Write a step: `0..200:5`.")
    values = range(first, last + 1, step)
    if len(values) > MOST_VALUES:
        raise ParameterInvalid(f"`{said}` holds more than {MOST_VALUES:,} values.", hint="Write a step: `0..200:5`.")
    if parameter.is_money:
        return parameter, tuple(read_amount(str(one), policy.shop.currency) for one in values)
    return parameter, tuple(values)


def parameter_named(name: str, policy: Policy) -> Parameter:
    """This function will return the number of that name, or raise `ParameterInvalid` with those that there are."""
    known = {one.name: one for one in parameters(policy)}
    if name not in known:
        hint = did_you_mean(name, known) or f"There are {', '.join(f'`{one}`' for one in list(known)[:8])}."
        raise ParameterInvalid(f"the policy has no number `{name[:80]}`.", hint=hint)
    return known[name]


def parameters(policy: Policy) -> list[Parameter]:
    """This function will return the numbers of the policy that can be tried."""
    found = []
    for clause in policy.clauses:
        if clause.within is not None:
            name = f"{clause.id}.within.{clause.within.unit.value}"
            found.append(Parameter(name, (clause.id,), "", "within", is_money=False))
        if clause.times:
            found.append(Parameter(f"{clause.id}.limit.times", (clause.id,), "", "limit", is_money=False))
        for said, key in SETTABLE.items():
            if clause.terms.get(key) is not None:
                money = key.endswith("_minor")
                found.append(Parameter(f"{clause.id}.set.{said}", (clause.id,), key, "set", is_money=money))
    shared = _with_shops_minimum(policy)
    if shared:
        found.append(Parameter(SHOP_FREE_FROM, shared, FREE_FROM, "set", is_money=True))
    return found


def _with_shops_minimum(policy: Policy) -> tuple[str, ...]:
    """The clauses whose clawback has the minimum from which the shop ships free."""
    minimum = policy.shop.free_shipping_from_minor
    if minimum is None:
        return ()
    return tuple(one.id for one in policy.clauses if one.terms.get(FREE_FROM) == minimum)


def with_value(policy: Policy, parameter: Parameter, value: int) -> Policy:
    """This function will return the policy with another value of the number."""
    clauses = (_changed(one, parameter, value) if one.id in parameter.clauses else one for one in policy.clauses)
    return replace(policy, clauses=tuple(clauses))


def _changed(clause: Clause, parameter: Parameter, value: int) -> Clause:
    if parameter.part == "within" and clause.within is not None:
        return replace(clause, within=replace(clause.within, amount=value))
    if parameter.part == "limit":
        return replace(clause, times=value)
    said: Any = Decimal(value) if parameter.key.endswith("_percent") else value
    return replace(clause, terms={**clause.terms, parameter.key: said})


def turning(policy: Policy, parameter: Parameter, values: Sequence[int]) -> Turning | None:
    """This function will return the policy with a number of its own in place of the one tried, where that is enough.

    Nothing where claims do not turn once with the number; then each value is decided by itself.
    """
    marker = max(values) + 1
    if parameter.part == "within":
        taken = {one.within.amount for one in policy.clauses if one.within is not None}
        while marker in taken:
            marker += 1
        marked = with_value(policy, parameter, marker)
        within = marked.clause(parameter.clauses[0]).within
        return None if within is None else Turning(marked, window_test(within))
    others = [one for one in policy.clauses if one.terms.get(FREE_FROM) is not None]
    if parameter.key != FREE_FROM or {one.id for one in others} != set(parameter.clauses):
        return None
    return Turning(with_value(policy, parameter, marker), None, marker)
