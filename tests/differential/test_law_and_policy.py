"""What holds of every policy under every law: the customer is never worse off than with either alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from tests.differential.laws_to_try import law_of, lawful_cases
from tests.differential.policies_to_try import CALENDAR, Case

from amends.core.dates import HOUR
from amends.core.engine import spec
from amends.core.engine.decide import compile_policy
from amends.core.engine.merge import gives_nothing, merged, merged_promises, spoken_in, unnamed
from amends.core.engine.verdict import Decision, Due, Ground, Outcome, Verdict
from amends.core.policy.floors import alone, law_in, protects, under
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Effect, Policy
from amends.core.refunds.terms import BETTER, better

Merge = Callable[[Policy, Verdict, Verdict], Verdict]
Promises = Callable[[Iterable[Due], Iterable[Due], Iterable[Verdict]], tuple[Due, ...]]
laws = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=25
)
WORST_FIRST = (Outcome.REFUSED, Outcome.REFERRED, Outcome.ACCEPTED)


NOW = 1_700_000_000_000_000
DAY = 24 * HOUR
SENT = {"claim.reason": "changed_mind", "parcel.shipped_at": NOW - 9 * DAY, "parcel.delivered_at": NOW - 2 * DAY}
HEAD = """
amends: 1
shop: {id: shop, name: Shop, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2000-01-01
answers_within: {hours: 12}
post_within: {days: 14}
clauses:
"""
TERMS = {
    "return_postage": ("shop", "customer"), "return_label": ("prepaid", "none"),
    "refund_shipping": ("all", "pro_rata", "none"), "fee": ('"0"', '"5.00"'), "restocking_percent": ("0", "10"),
    "refund_to": ("original", "credit"),
}  # fmt: skip


@st.composite
def sides(draw: DrawFn, anchor: str) -> str:
    """One side's clauses: a window for the money, on some terms, and a promise."""
    asked = draw(st.sets(st.sampled_from(sorted(TERMS)), min_size=1))
    terms = ", ".join(f"{name}: {draw(st.sampled_from(TERMS[name]))}" for name in sorted(asked))
    window, due = draw(st.integers(10, 40)), draw(st.integers(5, 30))
    return (
        f"- {{id: {anchor}, says: S., within: {{days: {window}, of: {anchor}}}, accept: [refund], set: {{{terms}}}}}\n"
        f"- {{id: {anchor}-due, says: S., promise: {{what: refund, within: {{days: {due}, of: asked}}}}}}\n"
    )


@st.composite
def two_sided(draw: DrawFn) -> Case:
    """A claim of which both sides speak: what is taken from the wrong one of them shows here."""
    policy = under(load_policy(HEAD + draw(sides("shipment")), CALENDAR), law_of(draw(sides("delivery"))))
    came = draw(st.integers(1, 40))
    sent = came + draw(st.integers(0, 10))
    return Case(policy, {**SENT, "parcel.shipped_at": NOW - sent * DAY, "parcel.delivered_at": NOW - came * DAY}, NOW)


def each_alone(case: Case) -> tuple[Decision, Decision]:
    """This function will decide a claim by the law alone and by the shop's clauses alone."""
    law = law_in(case.policy)
    assert law is not None
    return spec.decide(law, case.facts, case.at), spec.decide(alone(case.policy), case.facts, case.at)


def is_worse(one: Verdict, than: Verdict, names: Collection[str] = tuple(BETTER)) -> bool:
    """This function will say whether a verdict is worse for the customer than another, in these of its terms."""
    if one.outcome is not than.outcome:
        return WORST_FIRST.index(one.outcome) < WORST_FIRST.index(than.outcome)
    both = better(one.terms, than.terms)
    return one.outcome is Outcome.ACCEPTED and any(getattr(one.terms, name) != getattr(both, name) for name in names)


def waits_for_more(law: Verdict, shop: Verdict, spoken: Collection[str]) -> bool:
    """This function will say whether a person looks, since the law may give more than the shop does."""
    both = better(shop.terms, law.terms)
    return law.outcome is Outcome.REFERRED and any(getattr(shop.terms, one) != getattr(both, one) for one in spoken)


def left_behind(case: Case, made_one: Merge = merged) -> list[str]:
    """This function will return the remedies for which the customer is worse off than by law or shop alone."""
    law, shop = each_alone(case)
    found = []
    for remedy in law.verdicts:
        legal, own = law.verdicts[remedy], shop.verdicts.get(remedy) or unnamed(remedy)
        both = made_one(case.policy, legal, own)
        spoken = spoken_in(case.policy, remedy)
        if is_worse(both, own) and not waits_for_more(legal, own, spoken):
            found.append(remedy)
        gives_own = own.outcome is Outcome.ACCEPTED  # then the law's silence leaves the other terms to the shop
        if legal.outcome is Outcome.ACCEPTED and is_worse(both, legal, spoken if gives_own else tuple(BETTER)):
            found.append(remedy)
    return found


@laws
@given(st.one_of(lawful_cases(), two_sided()))
def test_nobody_is_worse_off_than_by_the_law_or_the_shop_alone(case: Case) -> None:
    assert not left_behind(case)


def unkept(case: Case, made_one: Promises = merged_promises) -> list[str]:
    """This function will return what is wrong with the promises: one that is lost, or a later one told first."""
    law, shop = each_alone(case)
    both = made_one(law.promises, shop.promises, law.verdicts.values())
    legal = () if all(gives_nothing(one) for one in law.verdicts.values()) else law.promises
    found = [f"{one.clause} is lost" for one in (*legal, *shop.promises) if one not in both]
    return found + [
        f"{one.clause} comes before {after.clause}"
        for one, after in pairwise(both)
        if legal and one.what == after.what and one.deadline.closes_at > after.deadline.closes_at
    ]


@laws
@given(st.one_of(lawful_cases(), two_sided()))
def test_the_promises_of_both_are_kept_the_earlier_first_and_nothing_ends_before_the_law_does(case: Case) -> None:
    assert not unkept(case)
    law, both = each_alone(case)[0], spec.decide(case.policy, case.facts, case.at)
    for remedy in law.open_remedies if protects(case.policy, case.facts) else ():
        until, legal = both.open_until(remedy), law.open_until(remedy)
        assert until is None or (legal is not None and until.closes_at >= legal.closes_at)


@laws
@given(st.one_of(lawful_cases(most=3), two_sided()))
def test_a_law_that_gives_one_right_more_leaves_nobody_worse_off(case: Case) -> None:
    law = law_in(case.policy)
    assert law is not None
    assert case.policy.floor is not None
    whole, legal = spec.decide(case.policy, case.facts, case.at), spec.decide(law, case.facts, case.at)
    for right in (one for one in case.policy.floor.clauses if one.effect is Effect.ACCEPT):
        rest = tuple(one for one in case.policy.floor.clauses if one is not right)
        before = spec.decide(replace(case.policy, floor=replace(case.policy.floor, clauses=rest)), case.facts, case.at)
        for remedy, verdict in before.verdicts.items():
            # A person looks before less is taken than the new right may give.
            waits = remedy in legal.verdicts and legal.verdicts[remedy].outcome is Outcome.REFERRED
            assert waits or not is_worse(whole.verdicts[remedy], verdict), (right.id, remedy)


@laws
@given(lawful_cases(most=3), st.randoms(use_true_random=False))
def test_the_order_of_clauses_never_matters_on_either_side(case: Case, random: Any) -> None:
    assert case.policy.floor is not None
    clauses, legal = list(case.policy.clauses), list(case.policy.floor.clauses)
    random.shuffle(clauses)
    random.shuffle(legal)
    floor = replace(case.policy.floor, clauses=tuple(legal))
    shuffled = replace(case.policy, clauses=tuple(clauses), floor=floor)
    assert spec.decide(shuffled, case.facts, case.at) == spec.decide(case.policy, case.facts, case.at)


@laws
@given(lawful_cases(most=3))
def test_businesses_are_answered_by_the_shop_and_a_silent_law_changes_nothing(case: Case) -> None:
    assert case.policy.floor is not None
    facts = {**case.facts, "order.buyer": "business"}
    assert spec.decide(case.policy, facts, case.at) == spec.decide(alone(case.policy), facts, case.at)
    silent = replace(case.policy, floor=replace(case.policy.floor, clauses=()))
    assert spec.decide(silent, case.facts, case.at) == spec.decide(alone(case.policy), case.facts, case.at)


@laws
@given(lawful_cases(most=3))
def test_a_clause_that_yields_says_to_what(case: Case) -> None:
    assert case.policy.floor is not None
    legal = {clause.id for clause in case.policy.floor.clauses}
    for verdict in compile_policy(case.policy).decide(case.facts, case.at).verdicts.values():
        for reason in verdict.reasons:
            if reason.ground is Ground.YIELDS:
                assert verdict.outcome is Outcome.ACCEPTED
                assert reason.clause not in legal
                assert reason.to
                assert legal.issuperset(reason.to)


POLICY = under(
    load_policy(
        HEAD
        + """
- id: window
  says: S.
  within: {days: 30, of: shipment}
  accept: [refund]
  set: {return_postage: shop, fee: "5.00", refund_to: credit}
- {id: soon, says: S., promise: {what: refund, within: {days: 30, of: asked}}}
- {id: no-sale, says: S., when: {item.marks: {has: final_sale}}, refuse: [refund]}
""",
        CALENDAR,
    ),
    law_of(
        """
- id: right
  says: S.
  within: {days: 14, of: delivery}
  accept: [refund]
  set: {refund_shipping: pro_rata, fee: "0", refund_to: original}
- {id: money, says: S., promise: {what: refund, within: {days: 14, of: asked}}}
"""
    ),
)


def without(name: str) -> Merge:
    """This function will return a merge that takes one of the terms from the shop, whatever the law says of it."""

    def broken(policy: Policy, law: Verdict, shop: Verdict) -> Verdict:
        both = merged(policy, law, shop)
        return both.on_terms(replace(both.terms, **{name: getattr(shop.terms, name)}))

    return broken


def too_late(verdict: Verdict) -> bool:
    """This function will say whether a window of this side has closed."""
    return any(one.ground is Ground.TOO_LATE for one in verdict.reasons)


BROKEN: dict[str, Merge] = {
    "a shop that refuses wins": lambda policy, law, shop: (
        shop if shop.outcome is Outcome.REFUSED else merged(policy, law, shop)
    ),
    "the law's terms win": lambda _, law, shop: law if law.outcome is Outcome.ACCEPTED else shop,
    "the shop's terms win": lambda policy, law, shop: merged(policy, law, shop).on_terms(shop.terms),
    "the deadline of the shop wins": lambda policy, law, shop: shop if too_late(shop) else merged(policy, law, shop),
    "the deadline of the law wins": lambda policy, law, shop: law if too_late(law) else merged(policy, law, shop),
    "the refund of the shop wins": without("refund_shipping"),
    "the fee of the shop wins": without("fee_minor"),
    "the money goes where the shop sends it": without("refund_to"),
    "the payer of the shop wins": without("return_postage"),
    "the payer of the law wins": lambda policy, law, shop: merged(policy, law, shop).on_terms(
        replace(merged(policy, law, shop).terms, return_postage="customer")
    ),
}


DEAR = under(  # the customer pays the way back, and the shop by law
    load_policy(HEAD + "- {id: window, says: S., within: {days: 30, of: shipment}, accept: [refund]}\n", CALENDAR),
    law_of(
        "- {id: right, says: S., within: {days: 14, of: delivery}, accept: [refund], set: {return_postage: shop}}\n"
    ),
)
CLAIMS = [
    Case(DEAR, SENT, NOW),
    Case(POLICY, {**SENT, "item.marks": frozenset()}, NOW),
    Case(POLICY, {**SENT, "item.marks": frozenset({"final_sale"})}, NOW),
    Case(POLICY, {**SENT, "parcel.shipped_at": NOW - 40 * DAY, "item.marks": frozenset()}, NOW),
    Case(POLICY, {**SENT, "parcel.shipped_at": NOW - 29 * DAY, "parcel.delivered_at": NOW - 20 * DAY,
                  "item.marks": frozenset()}, NOW),
]  # fmt: skip


BROKEN_PROMISES: dict[str, Promises] = {
    "the shop's promises alone": lambda _, shop, __: tuple(shop),
    "the law's promises alone": lambda law, _, __: tuple(law),
    "the later first": lambda law, shop, verdicts: tuple(reversed(merged_promises(law, shop, verdicts))),
}


@pytest.mark.parametrize("name", BROKEN_PROMISES)
def test_a_broken_promise_is_found(name: str) -> None:
    assert any(unkept(case, BROKEN_PROMISES[name]) for case in CLAIMS)
    assert not any(unkept(case) for case in CLAIMS)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_merge_is_found(name: str) -> None:
    assert any(left_behind(case, BROKEN[name]) for case in CLAIMS)
    assert not any(left_behind(case) for case in CLAIMS)
