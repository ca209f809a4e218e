"""What the hostile policies are written of: clauses, what they do, and conditions."""

from __future__ import annotations

from typing import Any

Clause = dict[str, Any]
Parts = tuple[dict[str, Any], list[Clause]]  # what stands at the head of the file, and the clauses
HEAD: dict[str, Any] = {
    "amends": 1,
    "shop": {"id": "hostile", "name": "Hostile", "country": "US", "zone": "America/New_York", "currency": "USD"},
    "version": "1",
    "starts": "2026-01-01",
    "answers_within": {"hours": 12},
    "post_within": {"days": 14},
}
ANCHORS = ("order", "shipment", "delivery")
LANES = ("change_of_mind", "fault", "guarantee", "delivery")
UNITS = ("days", "hours", "business_days", "months", "years")
ACCEPTED: Clause = {"accept": ["refund"]}
REFUSED: Clause = {"refuse": ["refund"]}


def clause(number: int, lanes: tuple[str, ...] = LANES[:1], **parts: Any) -> Clause:
    """This function will write a clause, of a change of mind unless told otherwise."""
    said: Clause = {"id": f"c{number}", "says": f"Sentence {number}."}
    return {**said, "lanes": list(lanes), **parts} if lanes else {**said, **parts}


def either(number: int) -> Clause:
    """This function will write what a clause does that accepts and refuses in turn."""
    return ACCEPTED if number % 2 else REFUSED


def now_and_then(number: int, every: int = 3) -> Clause:
    """This function will write what a clause does of which few refuse."""
    return ACCEPTED if number % every else REFUSED


def category(number: int) -> Clause:
    """This function will write a condition about the kind of piece."""
    return {"item.category": f"kind-{number}"}


def mark(number: int) -> Clause:
    """This function will write a condition about a mark."""
    return {"item.marks": {"has": f"m{number}"}}


def price(amount: int) -> Clause:
    """This function will write a condition about the price."""
    return {"item.price": {"over": f"{amount}.00"}}


def own(kind: str, count: int, **more: Any) -> dict[str, Clause]:
    """This function will write facts of the shop's own."""
    return {f"item.own{place}": {"kind": kind, "about": f"thing {place}", **more} for place in range(count)}
