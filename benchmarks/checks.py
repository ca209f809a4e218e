"""How long `amends check` takes on policies of 25 to 200 clauses, all of one shop, looked at in every situation.

`python -m benchmarks.checks` writes the seconds of one processor; a policy of 100 clauses is to take less than 10.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import date

from amends.core.checks.every import CHECKS, findings_of
from amends.core.checks.finding import Subject
from amends.core.dates import Calendar
from amends.core.policy.load import load_policy
from amends.core.policy.source import read_yaml
from amends.core.policy.tree import Policy

CALENDAR = Calendar(frozenset(), date(2000, 1, 1).toordinal(), date(2060, 12, 31).toordinal())
HEAD = """\
amends: 1
shop: {id: large, name: Large, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2026-01-01
answers_within: {business_days: 2}
post_within: {days: 14}
"""
CATEGORIES = ("ring", "earring", "necklace", "bracelet", "brooch", "watch", "charm", "chain", "stud", "pin")
MARKS = ("final_sale", "sample_sale", "outlet", "gift_with_purchase", "surprise_set")
ANCHORS = ("order", "shipment", "delivery")
LANES = ("change_of_mind", "fault", "guarantee", "delivery")
EACH = 10  # clauses of a kind of piece


def large_policy(count: int) -> Policy:
    """This function will return a policy of so many clauses: windows, prices, marks, limits and terms of many kinds."""
    clauses = [one for number in range(count // EACH + 1) for one in _of_kind(number)]
    return load_policy(json.dumps({**_head(), "clauses": clauses[:count]}), CALENDAR)


def _head() -> dict[str, object]:
    return dict(read_yaml(HEAD, "").data)


def _of_kind(number: int) -> Iterator[dict[str, object]]:
    category, mark = CATEGORIES[number % len(CATEGORIES)], MARKS[number % len(MARKS)]
    lane, price = LANES[number % len(LANES)], f"{20 + 15 * number}.00"
    piece, windows = {"item.category": category}, {"days": 14 + number, "of": ANCHORS[number % 3]}

    def clause(name: str, **parts: object) -> dict[str, object]:
        said = {"id": f"k{number}-{name}", "says": f"Sentence {number} {name}.", "lanes": [lane]}
        return {**said, **parts}

    yield clause("window", when=piece, within=windows, accept=["refund", "exchange"])
    yield clause("credit", when=piece, within={"months": 2, "of": "delivery"}, accept=["store_credit"])
    yield clause("marked", when={**piece, "item.marks": {"has": mark}}, refuse=["refund", "exchange"])
    yield clause("dear", when={**piece, "item.price": {"over": price}}, refuse=["exchange"])
    yield clause("unworn", when=piece, require=["refund"], provided={"condition.worn": False})
    yield clause("boxed", when={"item.price": {"at_least": price}}, require=["refund", "exchange"],
                 provided={"condition.original_packaging": True})  # fmt: skip
    yield clause("postage", when=piece, terms=["refund"], set={"return_postage": "customer"})
    yield clause("free", when={**piece, "item.discounted": False}, terms=["exchange"], set={"return_postage": "shop"})
    yield clause("repair", when={**piece, "claim.cause": ["manufacture", "unknown"]},
                 within={"years": 1, "of": "delivery"}, accept=["repair"])  # fmt: skip
    yield clause("sent", when={**piece, "return.state": "arrived"}, require=["refund"],
                 within={"days": 7 + number, "of": "authorisation", "event": "goods_sent"})  # fmt: skip


def main() -> None:
    """This function will check policies of growing length and write what that took."""
    for count in (25, 50, 100, 200):
        policy = large_policy(count)
        subject = Subject(policy, policy.starts)
        start = time.process_time()
        found = len(list(findings_of(subject)))
        seconds = time.process_time() - start
        sys.stdout.write(f"{count} clauses, {len(CHECKS)} checks: {seconds:.2f} s, {found} findings, ")
        sys.stdout.write(f"{len(subject.unconfirmed)} unconfirmed\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
