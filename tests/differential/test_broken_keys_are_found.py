"""The key of a claim tells apart whatever shop or law decides otherwise, and the tests would see it if it did not."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from tests.differential.laws_to_try import law_of
from tests.differential.policies_to_try import CALENDAR, Case

from amends.core.dates import HOUR, NOT_YET
from amends.core.engine import decide as decide_module
from amends.core.engine import keys as keys_module
from amends.core.engine import spec
from amends.core.engine.decide import LawfulDecider, compile_policy
from amends.core.engine.keys import Key
from amends.core.engine.verdict import Decision
from amends.core.policy.floors import under
from amends.core.policy.load import load_policy

Break = Callable[[Key], Key]
AT = 1_700_000_000_000_000
DAY = 24 * HOUR
SHOP = """
amends: 1
shop: {id: shop, name: Shop, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2000-01-01
answers_within: {hours: 12}
post_within: {days: 14}
clauses:
- {id: window, says: S., when: {condition.worn: false}, within: {days: 30, of: shipment}, accept: [refund]}
- {id: no-sale, says: S., when: {item.marks: {has: final_sale}}, refuse: [refund]}
- {id: dear, says: S., when: {item.price: {over: 40.00}}, accept: [exchange]}
- {id: rings, says: S., when: {item.category: ring}, refuse: [exchange]}
- {id: once, says: S., when: {used.order.exchange: {at_least: 1}}, refuse: [exchange]}
"""
LAW = """
- {id: right, says: S., when: {condition.worn: false}, within: {days: 14, of: delivery}, accept: [refund]}
- {id: seal, says: S., when: {item.sealed: true}, refuse: [refund]}
- {id: fault, says: S., lanes: fault, accept: [repair]}
"""
POLICY = under(load_policy(SHOP, CALENDAR), replace(law_of(LAW), assumes={"condition.worn": False}))
FACTS: dict[str, tuple[object, ...]] = {
    "claim.reason": ("changed_mind", "defective"), "condition.worn": (None, True, False), "item.sealed": (None, True),
    "item.marks": (frozenset(), frozenset({"final_sale"})), "item.category": ("ring", "chain"),
    "used.order.exchange": (0, 1), "item.price": (30_00, 50_00), "order.buyer": ("consumer", "business"),
    "parcel.shipped_at": (AT - 9 * DAY, AT - 40 * DAY), "parcel.delivered_at": (AT - 2 * DAY, AT - 30 * DAY, NOT_YET),
}  # fmt: skip


def claims() -> Iterator[Case]:
    """Two facts at a time take each of their values, the others their first."""
    first = {name: values[0] for name, values in FACTS.items()}
    for one, other in itertools.combinations(FACTS, 2):
        for values in itertools.product(FACTS[one], FACTS[other]):
            yield Case(POLICY, {**first, **dict(zip((one, other), values, strict=True))}, AT)


@cache
def asked_and_answered() -> tuple[tuple[Case, Decision], ...]:
    """Each claim with what the definition decides."""
    return tuple((one, spec.decide(POLICY, one.facts, one.at)) for one in claims())


def is_told_apart(break_it: Break) -> bool:
    """This function will say whether a claim is decided otherwise where keys are broken so."""
    decider = compile_policy(POLICY)
    assert isinstance(decider, LawfulDecider)
    make = decider._key
    decider._key = lambda get, at: break_it(make(get, at))
    return any(decider.decide(one.facts, one.at) != wanted for one, wanted in asked_and_answered())


def without(place: int) -> Break:
    """This function will return what leaves one group of facts out of the key."""
    return lambda key: (key[0][:place] + key[0][place + 1 :], *key[1:])


def groups() -> int:
    """How many groups of facts there are."""
    decider = compile_policy(POLICY)
    assert isinstance(decider, LawfulDecider)
    nothing: dict[str, object] = {}
    return len(decider._key(nothing.get, AT)[0])


BROKEN: dict[str, Break] = {
    **{f"the facts of group {place} left out": without(place) for place in range(groups())},
    "the shop's times and amounts left out": lambda key: (key[0], (), key[2]),
    "the law's times left out": lambda key: (key[0], key[1], ()),
    "numbers that are given twice": lambda key: (tuple(one % 2 for one in key[0]), *key[1:]),
    "one key for all": lambda _: (),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_key_is_found(name: str) -> None:
    assert is_told_apart(BROKEN[name])


def test_the_key_that_is_not_broken_is_not_found() -> None:
    assert not is_told_apart(lambda key: key)


def test_forgetting_changes_nothing_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide_module, "MOST_SITUATIONS", 3)  # settings, so that the test is quick
    monkeypatch.setattr(keys_module, "MOST_KNOWN", 2)
    decider = compile_policy(POLICY)
    assert isinstance(decider, LawfulDecider)
    for one, wanted in asked_and_answered():
        assert decider.decide(one.facts, one.at) == wanted
        assert max(len(decider._met), len(decider._pairs), len(decider._both)) <= 3


def test_what_is_odd_goes_to_the_definition() -> None:
    decider = compile_policy(POLICY)
    first = next(claims()).facts
    for name, odd in (("claim.reason", "unheard-of"), ("item.marks", 7), ("condition.worn", []), ("item.price", "x")):
        facts = {**first, name: odd}
        assert decider.decide(facts, AT) == spec.decide(POLICY, facts, AT)
