"""Policies that are hard for what their clauses do: seasons, terms, limits, promises, lanes and many remedies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from benchmarks.hostile_clauses import (
    ACCEPTED,
    ANCHORS,
    LANES,
    Clause,
    Parts,
    category,
    clause,
    either,
    mark,
    own,
    price,
)

COUNTRIES = "US CA GB DE FR ES IT NL AT BE PL SE DK FI NO IE PT GR CZ HU JP AU IN NZ".split()
REMEDIES = (
    "cancel", "change", "refund", "partial_refund", "store_credit", "exchange", "resend", "remake", "repair",
    "price_adjustment",
)  # fmt: skip


def seasons(count: int, _: Random) -> Parts:
    """Twenty clauses lengthen the windows of all others, in three seasons each."""
    kinds, first = count - 20, date(2026, 1, 10)
    clauses = [
        clause(one, when=category(one), within={"days": 14 + one, "of": ANCHORS[one % 3]}, **ACCEPTED)
        for one in range(kinds)
    ]
    for one in range(20):
        days = [first + timedelta(days=20 * one + 400 * year) for year in range(3)]
        weeks = [
            {"ordered_from": f"{day}", "ordered_to": f"{day + timedelta(days=15)}",
             "open_until": f"{day + timedelta(days=90 + one)}"}
            for day in days
        ]  # fmt: skip
        longer = [f"c{other}" for other in range(one, kinds, 5)]
        clauses.append(clause(kinds + one, extend={"clauses": longer, "seasons": weeks}))
    return {}, clauses


def ordered_days(count: int, _: Random) -> Parts:
    """Every clause is for the orders of thirty days of its own."""
    first = date(2026, 1, 10)

    def days(number: int) -> Clause:
        start = first + timedelta(days=5 * number)
        return {"ordered_from": f"{start}", "ordered_to": f"{start + timedelta(days=30)}"}

    return {}, [
        clause(one, **days(one), within={"days": 10 + one % 9, "of": "delivery"}, **ACCEPTED) for one in range(count)
    ]


def terms(count: int, _: Random) -> Parts:
    """Terms by mark, of which the best holds."""
    clauses = [clause(0, accept=["refund", "exchange"])]
    for one in range(1, count):
        sets = ({"fee": one}, {"restocking_percent": one % 90}, {"return_postage": ("customer", "shop")[one % 2]})
        clauses.append(clause(one, when=mark(one), terms=["refund"], set=sets[one % 3]))
    return {}, clauses


def terms_accepts(count: int, _: Random) -> Parts:
    """Acceptances by mark, each on terms of its own."""

    def sets(number: int) -> Clause:
        return {"fee": number, "return_postage": "customer", "restocking_percent": (count - number) % 90}

    return {}, [clause(one, when=mark(one), set=sets(one), **ACCEPTED) for one in range(count)]


def terms_priced(count: int, _: Random) -> Parts:
    """Fees by price and kind of piece."""
    priced = ({**price(one), **category(one % 9)} for one in range(1, count))
    rest = [clause(one, when=when, terms=["refund"], set={"fee": one}) for one, when in enumerate(priced, 1)]
    return {}, [clause(0, **ACCEPTED), *rest]


def all_lanes(count: int, _: Random) -> Parts:
    """Clauses for all lanes and all remedies."""
    clauses = []
    for one in range(count):
        effect: Clause = (
            {"accept": "all", "within": {"days": 10 + one, "of": "delivery"}},
            {"refuse": "all"},
            {"require": "all", "provided": {"claim.photo": True}},
            {"accept": "all", "provided": {"condition.worn": False}, "otherwise": "refer"},
        )[one % 4]
        clauses.append(clause(one, (), when={**category(one % 40), **price(one)}, **effect))
    return {}, clauses


def classifying(count: int, _: Random) -> Parts:
    """Half of the clauses say in which lane a claim is, so that four lanes are open for most."""
    half, reasons = count // 2, ("tarnished", "defective", "bent", "worn")
    found = []
    for one in range(half):
        into = {"reasons": [reasons[one % 4]], "lane": LANES[one // 4 % 4]}
        found.append(clause(one, (), when={"item.material": f"stuff-{one}", **price(one)}, classify=into))
    for one in range(half):
        window = {"days": 10 + one, "of": "delivery"}
        found.append(clause(half + one, (LANES[one % 4],), within=window, **ACCEPTED))
    return {}, found


def moments(facts_of: int, *, by_category: bool) -> Callable[[int, Random], Parts]:
    """Windows that are counted from moments of the shop's own, which may lie in any order."""

    def parts(count: int, _: Random) -> Parts:
        facts = own("moment", facts_of)
        names = list(facts)
        clauses = []
        for one in range(count):
            days = 5 + (one if by_category else one // facts_of)
            when = {names[one % facts_of]: {"within": {"days": days}}, **(category(one) if by_category else {})}
            clauses.append(clause(one, when=when, **either(one)))
        return {"facts": facts}, clauses

    return parts


def limits(count: int, _: Random) -> Parts:
    """Thirty counters with limits by kind of piece."""
    counted = ({"remedies": ["refund"], "counting": f"u{one % 30}", "times": 1 + one % 4} for one in range(1, count))
    rest = [clause(one, when=category(one), limit=limit) for one, limit in enumerate(counted, 1)]
    return {}, [clause(0, accept=["refund", "exchange"]), *rest]


def promises(count: int, _: Random) -> Parts:
    """Promises by price and kind of piece."""
    clauses = [clause(0, accept=["refund", "exchange"])]
    for one in range(1, count):
        due = {"days": 1 + one, "of": "asked" if one % 3 else "order"}
        promise = {"what": ("refund", "answer")[one % 2], "within": due}
        clauses.append(clause(one, when={**category(one), **price(one)}, promise=promise))
    return {}, clauses


def countries(count: int, random: Random) -> Parts:
    """Five countries and a price a clause, drawn at random."""
    clauses = []
    for one in range(count):
        when = {"order.country": random.sample(COUNTRIES, 5), **price(one)}
        window = {"days": 7 + one % 40, "of": "delivery"}
        clauses.append(clause(one, when=when, within=window, accept=["refund", "exchange"]))
    return {}, clauses


def many_remedies(count: int, random: Random) -> Parts:
    """Ten remedies, four of them a clause."""
    clauses = []
    for one in range(count):
        window = {("days", "hours", "months")[one % 3]: 5 + one, "of": ANCHORS[one % 3]}
        when = {**category(one % 30), **mark(one % 20)}
        clauses.append(clause(one, (), when=when, within=window, accept=random.sample(REMEDIES, 4)))
    return {}, clauses
