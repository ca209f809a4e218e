"""Which clauses of the three shops give less than a law: row by row as a lawyer would say, and nothing else.

Each finding's claim is decided by the engine: under the law it comes out better than by the shop's clauses alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from amends.core.checks.below_the_law import below_the_law
from amends.core.checks.finding import Finding, Subject
from amends.core.checks.less import less_than
from amends.core.dates import HOUR
from amends.core.engine.decide import compile_policy
from amends.core.engine.verdict import Outcome
from amends.core.policy.floors import alone, under
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.core.regions.beside_law import Shared
from amends.core.regions.diagram import TooManySituations
from amends.laws.floors import floor_for
from amends.laws.rows import LawMissing
from amends.laws.statutes import every_place, places_named, statutes
from amends.usecases.read_policy import calendar_for

SHOPS = Path(__file__).parents[2] / "src/amends/examples"
TODAY = date(2026, 11, 22).toordinal()
BETTER_LAST = [Outcome.REFUSED, Outcome.REFERRED, Outcome.ACCEPTED]
HEAD = """\
amends: 1
shop: {id: my-shop, name: My Shop, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2026-01-01
answers_within: {hours: 24}
post_within: {days: 14}
clauses:
"""


@cache
def shop(name: str) -> Policy:
    """This function will load the policy of an example shop."""
    return load_policy((SHOPS / name / "policy.yaml").read_text(encoding="utf-8"), calendar_for)


def held_against(policy: Policy, *places: str) -> list[Finding]:
    """This function will return what the policy gives less than these laws; nothing may be left unconfirmed."""
    subject = Subject(policy, TODAY, laws=statutes(policy, places, TODAY))
    found = list(below_the_law(subject))
    assert subject.unconfirmed == []
    return found


@cache
def found_in(name: str, place: str) -> tuple[Finding, ...]:
    """This function will return what a shop gives less than the law of a place."""
    return tuple(held_against(shop(name), place))


def clauses(found: Finding) -> tuple[str, ...]:
    """This function will return the clauses that a finding is about."""
    return found.clause, *(one.clause for one in found.also)


def rules(found: tuple[Finding, ...] | list[Finding], *levels: str) -> dict[str, set[str]]:
    """This function will return the clauses found, each with the rules of one weight that go before it."""
    told: dict[str, set[str]] = {}
    for one in found:
        for name in clauses(one):
            here = {rule.name for rule in one.rules if rule.level in (levels or ("error",))}
            if here:
                told.setdefault(name, set()).update(here)
    return told


# As a lawyer would say it: what gives less for certain. What a person has to judge and the notes stand below.
LESS = {
    ("piercing", "DE"): {
        "A1-window": {"EU-W-01"}, "A5-final-sale": {"EU-W-15"}, "A5-gift-with-purchase": {"EU-W-15"},
        "A5-surprise-set": {"EU-W-15"}, "A5-sample-sale": {"EU-W-15"},
    },
    ("silver", "DE"): {
        "B1-window": {"EU-W-01", "EU-C-01"}, "B2-condition": {"EU-W-06"}, "B4-shipping-kept": {"EU-W-08"},
        "B5-hygiene": {"EU-W-15", "EU-W-17"}, "B11-free-shipping": {"EU-W-14"}, "B14-discounted": {"EU-W-15"},
        "B17-packaging": {"EU-W-01"}, "B17-receipt": {"EU-W-01"},
        "B17-go-ahead": {"EU-W-01", "EU-C-05"},
    },
    ("bespoke", "DE"): {
        "C1-first-day": {"EU-W-07"}, "C2-begun": {"EU-W-01", "EU-W-16"}, "C3-report": {"EU-W-01", "EU-C-01", "EU-C-04"},
        "C4-small-things": {"EU-W-01"}, "C5-your-choice": {"EU-W-01"},
        "C15-new-material": {"EU-C-06"}, "C16-shipping": {"EU-C-06"},
    },
    ("bespoke", "GB"): {
        "C1-first-day": {"UK-W-01"}, "C2-begun": {"UK-W-01"}, "C3-report": {"UK-C-02", "UK-C-03"},
        "C4-small-things": {"UK-C-01"}, "C5-your-choice": {"UK-W-01"},
        "C15-new-material": {"UK-C-03"}, "C16-shipping": {"UK-C-03"},
    },
    ("piercing", "AU"): {}, ("silver", "AU"): {}, ("bespoke", "AU"): {},
}  # fmt: skip
JUDGED = {  # what a person has to look at, and duties that no claim can show
    ("bespoke", "DE"): {  # whose loss it is where the customer gave a wrong address, national law says
        "C6-wrong-address": {"EU-D-01"}, "C7-not-cleared": {"EU-D-01"}, "C11-handed-over": {"EU-D-01"},
        "C18-repair": {"EU-C-01"},
    },
    ("silver", "DE"): {"B2-condition": {"EU-W-13"}, "B17-as-it-was": {"EU-W-13"}},
    ("piercing", "DE"): {"A4-undamaged": {"EU-W-13"}, "A6-go-ahead": {"EU-W-04"}},
    ("silver", "AU"): {"B17-go-ahead": {"AU-C-04"}, "B1-window": {"AU-C-07"}},
    ("bespoke", "AU"): {
        "C4-small-things": {"AU-C-02"}, "C3-report": {"AU-C-07"}, "C18-repair": {"AU-C-07"},
        "C15-new-material": {"AU-C-06"}, "C16-shipping": {"AU-C-06"},
    },
    ("piercing", "AU"): {
        one: {"AU-I-01"} for one in ("A5-final-sale", "A5-gift-with-purchase", "A5-surprise-set", "A5-sample-sale")
    },
}  # fmt: skip


@pytest.mark.parametrize(("name", "place"), LESS)
def test_a_clause_of_a_shop_is_told_with_its_rule_and_no_other_is(name: str, place: str) -> None:
    assert rules(found_in(name, place)) == LESS[name, place]


@pytest.mark.parametrize(("name", "place"), JUDGED)
def test_what_is_a_judgement_or_a_wording_is_a_warning(name: str, place: str) -> None:
    assert rules(found_in(name, place), "warning") == JUDGED[name, place]


def test_what_is_lawful_on_a_condition_is_shown_under_that_condition() -> None:
    """Thirty days from the order are enough where a parcel comes soon, and the customer's postage where it was told."""
    late = next(one for one in found_in("piercing", "DE") if one.clause == "A1-window").witness
    assert late is not None
    on_its_way = late.facts["order.last_delivered_at"] - late.facts["order.placed_at"]
    assert 16 * 24 * HOUR < on_its_way <= 18 * 24 * HOUR  # and no parcel that takes a year
    [postage] = [one for one in found_in("silver", "DE") if one.clause == "B3-postage"]
    assert postage.witness is not None
    assert postage.level == "note"
    assert postage.witness.facts["order.terms_shown"] is False


@pytest.mark.parametrize(("name", "place"), LESS)
def test_the_claim_of_a_finding_comes_out_better_under_the_law(name: str, place: str) -> None:
    policy = shop(name)
    for one in found_in(name, place):
        if one.witness is None:
            continue
        facts, at = one.witness.facts, one.witness.at
        country = str(facts["order.country"])
        full = under(policy, floor_for(country, "", TODAY, policy.shop))
        own = compile_policy(alone(policy)).decide(facts, at).verdicts.get(one.witness.remedy)
        both = compile_policy(full).decide(facts, at).verdicts[one.witness.remedy]
        before = Outcome.REFUSED if own is None else own.outcome
        is_looked_at = both.outcome is Outcome.REFERRED and own is not None and own.terms != both.terms
        assert is_looked_at or BETTER_LAST.index(before) <= BETTER_LAST.index(both.outcome)
        assert own is None or (own.outcome, own.terms) != (both.outcome, both.terms)
        assert f"order.country={place}" in one.witness.command(policy, "policy.yaml")


def test_a_policy_as_good_as_the_law_is_left_alone() -> None:
    good = HEAD + (
        "  - {id: back, says: You have a month., lanes: [change_of_mind], within: {days: 31, of: last_delivery},\n"
        "     accept: [refund], set: {refund_shipping: all, return_postage: shop, return_label: prepaid}}\n"
    )
    policy = load_policy(good, calendar_for)
    [early] = held_against(policy, "DE", "AU")
    assert (early.level, early.message) == ("note", "`back` begins later than the law of DE does.")  # from the order on
    shorter = load_policy(good.replace("days: 31", "days: 13"), calendar_for)
    assert rules(held_against(shorter, "DE")) == {"back": {"EU-W-02"}}


def test_countries_that_say_the_same_are_told_once() -> None:
    earrings = HEAD + (
        "  - {id: back, says: You have 60 days., lanes: [change_of_mind], within: {days: 60, of: last_delivery},"
        " accept: [refund]}\n"
        "  - {id: rings, says: Earrings stay., lanes: [change_of_mind], when: {item.category: earring},"
        " refuse: [refund]}\n"
    )
    policy = load_policy(earrings, calendar_for)
    laws = statutes(policy, ("DE", "AT", "FR", "GB"), TODAY)
    assert [one.places for one in laws] == [("DE", "AT"), ("FR",), ("GB",)]
    [one] = [one for one in held_against(policy, "DE", "AT", "FR", "GB") if one.clause == "rings"]
    assert one.message == "`rings` refuses `refund`, which the law of DE, AT, FR and GB gives."
    assert [(rule.name, rule.where) for rule in one.rules if rule.level == "error"] == [
        ("EU-W-15", "DE, AT and FR"), ("EU-W-17", "DE, AT and FR"), ("UK-W-08", "GB"),
    ]  # fmt: skip


def test_a_law_that_nobody_verified_is_no_more_than_a_note() -> None:
    policy = shop("bespoke")
    [law] = statutes(policy, ("DE",), TODAY)
    unread = tuple(replace(one, is_verified=False) for one in law.offences)
    articles = ((one, one.article) for one in law.floor.clauses if one.article is not None)
    unsure = tuple(replace(one, article=replace(said, status="unverified")) for one, said in articles)
    doubted = replace(law, offences=unread, floor=replace(law.floor, clauses=unsure))
    found = list(below_the_law(Subject(policy, TODAY, laws=(doubted,))))
    assert {one.level for one in found} == {"note"}


def test_places_are_known_by_name() -> None:
    assert places_named(["de,GB", "us-ca"]) == ("DE", "GB", "US-CA")
    assert places_named(["all"]) == every_place()
    assert {"DE", "GB", "AU", "US-NY", "CA-QC", "JP"} <= set(every_place())
    with pytest.raises(LawMissing, match="`DX`"):
        places_named(["DX"])


def test_nothing_of_the_law_is_told_unasked() -> None:
    assert list(below_the_law(Subject(shop("silver"), TODAY))) == []


def test_what_asks_too_much_at_once_is_told_and_the_rest_is_found_all_the_same() -> None:
    earrings = "{id: rings, says: R., lanes: [change_of_mind], when: {item.category: earring}, refuse: [refund]}"
    swap = "{id: swap, says: S., lanes: [fault], within: {days: 30, of: delivery}, accept: [exchange]}"
    policy = load_policy(f"{HEAD}  - {earrings}\n  - {swap}\n", calendar_for)
    [law] = statutes(policy, ("GB",), TODAY)
    subject, shared, unfinished = Subject(policy, TODAY, laws=(law,)), Shared(policy, TODAY), list[TooManySituations]()
    every = {(one.clause.id, one.rule) for one in less_than(subject, law, shared, unfinished)}
    assert unfinished == []
    told = []
    for steps in (10, 3_000, 30_000):
        for spaces in shared.spaces.values():
            spaces.forget()
            spaces.clockwork.steps.left = steps
        told.append({(one.clause.id, one.rule) for one in less_than(subject, law, shared, unfinished)})
        assert told[-1] <= every
    assert unfinished
    assert len({len(one) for one in told}) > 1  # with more steps more is found
