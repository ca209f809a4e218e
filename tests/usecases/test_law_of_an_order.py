"""The policy of an order stands under the law of its consumer's country, and keeps that law with the case."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from tests.sample_shops import AT, HOUR, add, order, put_in_place, shop

from amends.core.cases.states import State
from amends.core.claims import Claim
from amends.core.engine.documents import verdicts_document
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import Ground, Outcome
from amends.core.policy.floors import under
from amends.core.receipts import LawText
from amends.languages import language_named
from amends.laws.kept import floor_from
from amends.records import models
from amends.records.cases import CaseRow, decisions_of
from amends.records.policies import decider_with, policy_of, policy_with, told_for
from amends.usecases.open_case import Form, open_case, seal_of
from amends.usecases.read_order import InHand, read_order
from amends.usecases.weigh_claim import Ask, Weighed, weigh_claim

DAY = 24 * HOUR
CHANGED = Claim(reason="changed_mind", quantity=1, by="buyer", asked_at=AT)


@pytest.fixture(autouse=True)
def silver(db: None) -> None:
    put_in_place("silver")


def earring_to(country: str, buyer: str = "") -> InHand:
    """An order of an earring that arrived three days ago; the shop takes none of them back for a change of mind."""
    before = order("silver", "WR-1001")
    first = replace(before.lines[0], category="earring")
    parcels = tuple(replace(one, shipped_at=AT - 7 * DAY, delivered_at=AT - 3 * DAY) for one in before.parcels)
    attributes = {**before.attributes, **({"buyer": buyer} if buyer else {})}
    add("silver", replace(
        before, number="L-1", country=country, lines=(first, *before.lines[1:]), parcels=parcels, gift_code="",
        attributes=attributes,
    ))  # fmt: skip
    found = read_order(shop("silver"), "L-1")
    assert found is not None
    return found


def weighed(in_hand: InHand) -> Weighed:
    piece = next(one for one, _ in in_hand.pieces.values() if one.line.category == "earring")
    return weigh_claim(in_hand, piece.id, CHANGED, AT)


def opened(in_hand: InHand) -> CaseRow:
    found = weighed(in_hand)
    ask = Ask(piece_id=found.piece.id, claim=CHANGED, remedy="refund")
    form = Form(key="form", asks=(ask,), seal=seal_of([(found, found.option("refund"))]))
    return open_case(shop("silver"), "L-1", form, AT, b"of the tests")


def test_a_consumer_in_germany_gives_back_what_the_shop_takes_from_nobody_else() -> None:
    option = weighed(earring_to("DE")).option("refund")
    assert option is not None
    assert option.outcome is Outcome.ACCEPTED
    yielding = [one for one in option.verdict.reasons if one.ground is Ground.YIELDS]
    assert "B5-hygiene" in {one.clause for one in yielding}
    assert all(one.to[0].startswith("EU-W-") for one in yielding)


@pytest.mark.parametrize(("country", "buyer"), [("US", ""), ("ZZ", ""), ("", ""), ("DE", "business")])
def test_nobody_else_does(country: str, buyer: str) -> None:
    in_hand = earring_to(country, buyer)
    option = weighed(in_hand).option("refund")
    assert option is not None
    assert option.outcome is Outcome.REFUSED
    assert "EU-W-01" not in option.verdict.clauses


def test_the_case_keeps_its_law_and_is_decided_again_as_it_was() -> None:
    case = opened(earring_to("DE"))
    assert case.items[0].item.state is State.TO_SEND
    assert "B5-hygiene" not in case.items[0].item.answer.clauses
    kept = decisions_of("silver", case.number)["1"]
    policy_with.cache_clear()
    policy = policy_with("silver", kept.policy_hash)
    assert policy.floor is not None
    again = decider_with("silver", kept.policy_hash).decide(facts_from(dict(kept.facts), policy.vocabulary), kept.at)
    assert verdicts_document(again) == kept.verdicts
    assert models.PolicyLaw.objects.filter(shop_id="silver").count() == 1


def test_a_law_that_has_changed_since_is_read_from_what_was_kept() -> None:
    case = opened(earring_to("DE"))
    row = models.PolicyLaw.objects.get(shop_id="silver", hash=case.case.policy)
    assert "EU-W-01" in row.law["text"]
    before = policy_with("silver", case.case.policy)
    text = row.law["text"].replace("within 14 days", "within 15 days")
    changed = policy_with("silver", other_law(row, text))
    assert changed.hash != before.hash
    assert "within 15 days" in changed.clause("EU-W-01").says


def other_law(row: models.PolicyLaw, text: str) -> str:
    """This function will keep the law in other words, as an earlier release might have said it."""
    own = policy_with("silver", row.policy_hash)
    said = {**row.law, "text": text}
    floor = floor_from(msgspec.convert(said, LawText), own)
    law = {**said, "hash": floor.hash}
    both = under(own, floor).hash
    models.PolicyLaw.objects.create(shop_id="silver", hash=both, policy_hash=row.policy_hash, law=law)
    return both


def test_the_law_is_told_in_the_reader_s_language() -> None:
    in_hand = earring_to("DE")
    told = told_for(shop("silver"), in_hand.policy, language_named("de")).policy
    assert told.clause("EU-W-01").says != in_hand.policy.clause("EU-W-01").says
    assert told.clause("B5-hygiene").says != in_hand.policy.clause("B5-hygiene").says


@pytest.mark.parametrize(
    ("country", "postcode", "told", "law"),
    [
        ("US", "94103", {}, "US-CA"), ("US", "10025", {}, "US-NY"), ("US", "10025", {"region": "CA"}, "US-CA"),
        ("US", "94103", {"address.region": "New York"}, "US-NY"), ("US", "75204", {}, "US"), ("US", "", {}, "US"),
        ("CA", "H2X 1Y4", {}, "CA-QC"), ("CA", "", {"region": "CA-ON"}, "CA-ON"),
    ],
)  # fmt: skip
def test_the_law_of_a_state_is_found_without_anybody_typing_it(
    country: str, postcode: str, told: dict[str, str], law: str
) -> None:
    before = order("silver", "WR-1001")
    policy = policy_of(shop("silver"), replace(before, country=country, postcode=postcode, attributes=told))
    assert policy is not None
    assert policy.floor is not None
    assert policy.floor.name.partition(" ")[0] == law
