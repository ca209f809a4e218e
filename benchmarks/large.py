"""Large things: a policy of 500 clauses, an order of 5,000 lines."""

from __future__ import annotations

from benchmarks.claims import Claim, policy_text

from amends.core.claims import Claim as Asked
from amends.core.claims import claimed, facts_of_pieces
from amends.core.dates import HOUR, Instant
from amends.core.engine.decide import Decider
from amends.core.orders import Line, Order, Parcel, Payment

DAY = 24 * HOUR


def five_hundred_clauses() -> str:
    """This function will return the benchmark's policy with 480 more clauses."""
    more = []
    for place in range(160):
        when = f"{{item.sku: sku-{place}, item.price: {{over: {place}.00}}}}"
        style = f"says: S., when: {{item.style: style-{place}}}"
        within = f"{{days: {place + 10}, of: delivery}}"
        more.append(f"- {{id: R{place}, says: S., lanes: change_of_mind, when: {when}, refuse: [refund, repair]}}")
        more.append(f"- {{id: A{place}, {style}, within: {within}, accept: [exchange]}}")
        more.append(f"- {{id: T{place}, {style}, terms: [refund], set: {{fee: {place}.00}}}}")
    return policy_text() + "\n".join(more) + "\n"


def varied(asked: list[Claim]) -> list[Claim]:
    """This function will return the claims, each about one of the products that the many clauses speak of."""
    return [
        ({**facts, "item.sku": f"sku-{place % 40}", "item.style": f"style-{place % 40}"}, at)
        for place, (facts, at) in enumerate(asked)
    ]


def order(lines: int, placed: Instant) -> Order:
    """This function will return an order with so many lines, posted in parcels of fifty."""
    each = tuple(
        Line(id=f"L{place}", product_id=f"p{place % 40}", sku=f"sku-{place % 40}", name="Ring", quantity=1,
             unit_price_minor=1000 + place, category="ring" if place % 5 else "earring")
        for place in range(lines)
    )  # fmt: skip
    parcels = tuple(
        Parcel(id=f"P{first}", contents={one.id: 1 for one in each[first : first + 50]}, shipped_at=placed + DAY,
               delivered_at=placed + 3 * DAY)
        for first in range(0, lines, 50)
    )  # fmt: skip
    total = sum(one.unit_price_minor for one in each)
    payment = Payment(id="1", method="card", captured_minor=total)
    return Order(number="1", currency="USD", lines=each, placed_at=placed, parcels=parcels, payments=(payment,))


def decide_order(decider: Decider, whole: Order, at: Instant) -> int:
    """This function will decide every line of an order and return how many remedies are open."""
    claim = Asked(reason="changed_mind", answers={"condition.worn": False, "condition.used": False})
    pieces = facts_of_pieces(whole, decider.policy.vocabulary)
    return sum(len(decider.decide(claimed(facts, claim), at).open_remedies) for _, facts in pieces)
