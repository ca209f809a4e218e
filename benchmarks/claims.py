"""Claims to decide: thousands, no two alike, all of them sensible. The same every time."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from amends.core.dates import HOUR, NOT_YET, Calendar, Instant, datetime_of, parse_instant
from amends.core.facts import Facts
from amends.core.money import format_amount
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy

HERE = Path(__file__).parent
CALENDAR = Calendar(frozenset(), date(2020, 1, 1).toordinal(), date(2030, 12, 31).toordinal())
Claim = tuple[Facts, Instant]
DAY = 24 * HOUR
REASONS = (
    *("changed_mind", "changed_mind", "another_size"),
    *("defective", "tarnished", "damaged_on_arrival", "stone_loose"),
)


def policy_text() -> str:
    """This function will return the text of the benchmark's policy."""
    return (HERE / "policy.yaml").read_text(encoding="utf-8")


def policy() -> Policy:
    """This function will return the benchmark's policy of twenty clauses."""
    return load_policy(policy_text(), CALENDAR)


def claims(of: Policy, count: int, seed: int = 7) -> list[Claim]:
    """This function will return so many different claims in which every fact is known."""
    random = Random(seed)  # noqa: S311 - the same claims every time
    first = parse_instant("2022-01-01T00:00:00", of.shop.zone)
    return [_claim(random, first) for _ in range(count)]


def _claim(random: Random, first: Instant) -> Claim:
    placed = first + random.randrange(900 * DAY)
    shipped = placed + random.randrange(HOUR, 4 * DAY)
    delivered = shipped + random.randrange(DAY, 6 * DAY)
    asked = placed + int(random.expovariate(1 / 25) * DAY) + random.randrange(HOUR)
    often = random.random
    facts: dict[str, Any] = {
        "claim.reason": random.choice(
            (
                "changed_mind",
                "another_size",
                "changed_mind",
                "defective",
                "tarnished",
                "damaged_on_arrival",
                "stone_loose",
            )
        ),
        "claim.cause": random.choice(("unknown", "manufacture", "wear", "accident")),
        "claim.photo": often() < 0.7,
        "item.category": random.choice(("ring", "ring", "necklace", "bracelet", "earring", "gift_card")),
        "item.material": random.choice(("silver", "gold", "platinum")),
        "item.marks": frozenset({"final_sale"} if often() < 0.1 else ()),
        "item.personalised": often() < 0.1,
        "item.custom": often() < 0.05,
        "item.discounted": often() < 0.25,
        "item.price": random.randrange(1500, 40000),
        "condition.worn": often() < 0.15,
        "condition.used": often() < 0.1,
        "condition.original_packaging": often() < 0.9,
        "used.order.exchange": int(often() < 0.1),
        "order.placed_at": placed,
        "parcel.shipped_at": shipped if shipped <= asked else NOT_YET,
        "parcel.delivered_at": delivered if delivered <= asked else NOT_YET,
    }
    return facts, asked


def requests(of: Policy, asked: list[Claim]) -> list[bytes]:
    """This function will return the claims as JSON, as a client would send them."""
    return [_request(of, facts, at) for facts, at in asked]


def _request(of: Policy, facts: Facts, at: Instant) -> bytes:
    zone = of.shop.zone

    def written(name: str, value: Any) -> Any:
        if value is NOT_YET:
            return "not_yet"
        if name.endswith("_at"):
            return datetime_of(value, zone).isoformat()
        if name == "item.price":
            return format_amount(value, of.shop.currency)
        return sorted(value) if isinstance(value, frozenset) else value

    body = {name: written(name, value) for name, value in facts.items()}
    return json.dumps({"facts": body, "at": datetime_of(at, zone).isoformat()}).encode()
