"""Policies that are hard for what their clauses ask: kinds, windows, amounts, marks, flags and nested conditions."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.hostile_clauses import (
    ACCEPTED,
    ANCHORS,
    REFUSED,
    Clause,
    Parts,
    category,
    clause,
    either,
    mark,
    now_and_then,
    own,
    price,
)


def categories(count: int, _: Random) -> Parts:
    """Every clause is about one kind of piece."""
    return {}, [clause(one, when=category(one), **either(one)) for one in range(count)]


def category_lists(count: int, random: Random) -> Parts:
    """Every clause is about half of all kinds of pieces."""
    names = [f"kind-{one}" for one in range(count)]
    halves = (sorted(random.sample(names, count // 2)) for _ in names)
    return {}, [clause(one, when={"item.category": half}, **either(one)) for one, half in enumerate(halves)]


def _amount(unit: str, number: int) -> int:
    return {
        "days": 5 + number,
        "hours": 24 + 7 * number,
        "business_days": 3 + number,
        "months": 1 + number % 30,
        "years": 1 + number % 5,
    }[unit]


def windows(units: tuple[str, ...], anchors: tuple[str, ...] = ANCHORS) -> Callable[[int, Random], Parts]:
    """Every kind of piece has a window of its own, counted in these units from these events."""

    def parts(count: int, _: Random) -> Parts:
        clauses = []
        for one in range(count):
            unit = units[one % len(units)]
            window = {unit: _amount(unit, one), "of": anchors[one % len(anchors)]}
            clauses.append(clause(one, when=category(one), within=window, **ACCEPTED))
        return {}, clauses

    return parts


def windows_required(count: int, _: Random) -> Parts:
    """Windows between events of which none is the asking."""
    clauses = []
    for one in range(count):
        window = {("days", "hours", "months")[one % 3]: 1 + one, "of": ("authorisation", "delivery", "order")[one % 3]}
        event = "goods_sent" if one % 2 else "goods_back"
        effect = ACCEPTED if one % 4 else {"require": ["refund"]}
        clauses.append(clause(one, when=category(one), within={**window, "event": event}, **effect))
    return {}, clauses


def windows_in_when(count: int, _: Random) -> Parts:
    """Windows that are conditions, over seven kinds of pieces."""
    names = ("order.placed_at", "parcel.shipped_at", "parcel.delivered_at")
    whens = ({names[one % 3]: {"within": {"days": 5 + one}}, **category(one % 7)} for one in range(count))
    return {}, [clause(one, when=when, **either(one)) for one, when in enumerate(whens)]


def amounts(count: int, _: Random) -> Parts:
    """A hundred bounds of one price, over five kinds of pieces."""
    whens = ({**price(3 + 7 * one), **category(one % 5)} for one in range(count))
    return {}, [clause(one, when=when, **either(one)) for one, when in enumerate(whens)]


def amounts_many(count: int, _: Random) -> Parts:
    """Bounds of three amounts that depend on each other."""
    names = ("item.price", "item.paid", "order.goods_paid")
    whens = ({names[one % 3]: {"over": f"{3 + 7 * one}.50"}} for one in range(count))
    return {}, [clause(one, when=when, **either(one)) for one, when in enumerate(whens)]


def amounts_compared(count: int, random: Random) -> Parts:
    """Amounts are compared with amounts, and with bounds."""
    facts = own("money", 4)
    names = ["item.price", "item.paid", "order.goods_paid", *facts]
    clauses = []
    for one in range(count):
        less, more = random.sample(names, 2)
        bound = {"fact": more} if one % 2 else f"{3 + 7 * one}.50"
        clauses.append(clause(one, when={less: {"over": bound}}, **either(one)))
    return {"facts": facts}, clauses


def texts(count: int, random: Random) -> Parts:
    """Six texts of which every one has many values."""
    facts = own("text", 6)
    return {"facts": facts}, [
        clause(one, when={random.choice(list(facts)): f"word-{one}"}, **either(one)) for one in range(count)
    ]


def marks(count: int, _: Random) -> Parts:
    """A piece can have every mark, or none: two to the power of a hundred pieces."""
    return {}, [clause(one, when={"item.marks": {"has": f"mark-{one}"}}, **either(one)) for one in range(count)]


def marks_pairs(count: int, _: Random) -> Parts:
    """Accepted with any mark, refused with a pair of which the two stand far apart in any order of the marks."""
    half = count // 2
    first = clause(0, when={"any": [mark(one) for one in range(count)]}, **ACCEPTED)
    pairs = ({"all": [mark(one), mark(one + half)]} for one in range(half))
    return {}, [first, *(clause(one + 1, when=when, **REFUSED) for one, when in enumerate(pairs))]


def marks_three(count: int, random: Random) -> Parts:
    """Three marks a clause, drawn at random: a formula of the hard kind."""
    clauses = []
    for one in range(count):
        first, second, third = random.sample(range(count), 3)
        when = {"any": [mark(first), {"none": [mark(second)]}, mark(third)]}
        clauses.append(clause(one, when=when, **(REFUSED if one % 7 else ACCEPTED)))
    return {}, clauses


def marks_required(count: int, random: Random) -> Parts:
    """Requirements that hold for marks drawn at random."""
    clauses = []
    for one in range(count):
        when = {"any": [mark(each) for each in random.sample(range(count), 3)]}
        effect = {"require": ["refund"], "provided": {"claim.photo": True}} if one % 7 else ACCEPTED
        clauses.append(clause(one, when=when, **effect))
    return {}, clauses


def choices(count: int, random: Random) -> Parts:
    """Twenty traits of six values, two of them a clause."""
    values = [f"v{one}" for one in range(6)]
    facts = own("choice", 20, values=values)
    clauses = []
    for one in range(count):
        first, second = random.sample(list(facts), 2)
        when = {first: random.sample(values, 2), second: random.choice(values)}
        clauses.append(clause(one, when=when, **now_and_then(one)))
    return {"facts": facts}, clauses


def flags(count: int, random: Random) -> Parts:
    """Forty flags, three of them a clause."""
    facts = own("flag", 40)
    clauses = []
    for one in range(count):
        when = {name: bool(random.randrange(2)) for name in random.sample(list(facts), 3)}
        clauses.append(clause(one, when=when, **now_and_then(one)))
    return {"facts": facts}, clauses


def _nested(random: Random, depth: int, names: list[str]) -> Clause:
    if depth == 0:
        return {random.choice(names): bool(random.randrange(2))}
    kind = random.choice(("all", "any", "none"))
    return {kind: [_nested(random, depth - 1, names) for _ in range(1 if kind == "none" else 2)]}


def deep(count: int, random: Random) -> Parts:
    """Conditions that are nested six deep, over thirty flags."""
    facts = own("flag", 30)
    whens = [_nested(random, 6, list(facts)) for _ in range(count)]
    return {"facts": facts}, [clause(one, when=when, **now_and_then(one)) for one, when in enumerate(whens)]


def products(count: int, random: Random) -> Parts:
    """Products of sums over sixty flags, which no diagram holds small."""
    facts = own("flag", 60)
    names = list(facts)

    def a_sum() -> Clause:
        return {"any": [{random.choice(names): bool(random.randrange(2))} for _ in range(3)]}

    whens = [{"all": [a_sum() for _ in range(12)]} for _ in range(count)]
    return {"facts": facts}, [clause(one, when=when, **either(one)) for one, when in enumerate(whens)]


def exceptions(count: int, _: Random) -> Parts:
    """Five exceptions a clause."""
    clauses = []
    for one in range(count):
        unless = [
            {"id": f"x{one}-{place}", "says": "But.",
             "when": {"item.marks": {"lacks": f"m{(one * 3 + place) % 30}"}, **category(place)}}
            for place in range(5)
        ]  # fmt: skip
        clauses.append(clause(one, when=price(one), unless=unless, **either(one)))
    return {}, clauses
