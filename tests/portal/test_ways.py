"""X1: every refusal says what would have to differ, and none asks for another piece while anything else is left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.portal import test_order_page
from tests.sample_shops import AT, find, shop, situation

from amends.core.claims import Claim
from amends.core.engine import words
from amends.core.engine.explain import Explaining
from amends.core.engine.language import Told
from amends.core.engine.verdict import Outcome, Verdict
from amends.core.refunds.terms import UNSAID
from amends.core.vocabulary import REASONS
from amends.examples import SHOPS, situations
from amends.portal.ways import MOST_TOLD, ways_worth_saying
from amends.usecases.read_order import InHand, read_order
from amends.usecases.weigh_claim import Weighed, weigh_claim

pytestmark = pytest.mark.usefixtures("shops")
OF_THE_PIECE = (
    "it is marked", "it is not marked",
    *(f"{label} is" for name, label in words.LABELS.items() if name.startswith("item.") and name != "item.marks"),
    *(said for name, both in words.FLAGS.items() if name.startswith("item.") for said in both),
)  # fmt: skip


def asks_for_another_piece(way: str) -> bool:
    return any(part in way.partition(" if ")[2] for part in OF_THE_PIECE)


def refusals(shop_id: str, by: str = "buyer") -> Iterator[tuple[InHand, Weighed, Verdict]]:
    """What is refused to anybody with one of the orders worth trying."""
    row = shop(shop_id)
    for number in {one.order_number for one in situations(shop_id)}:
        in_hand = read_order(row, number)
        assert in_hand is not None
        for piece_id in in_hand.pieces:
            for reason in REASONS:
                weighed = weigh_claim(in_hand, piece_id, Claim(reason=reason, by=by, asked_at=AT), AT)
                refused = (one for one in weighed.options if one.outcome is Outcome.REFUSED)
                yield from ((in_hand, weighed, one.verdict) for one in refused)


@pytest.mark.parametrize("shop_id", SHOPS)
def test_every_refusal_says_what_would_change_it_and_prefers_what_could(shop_id: str) -> None:
    count = 0
    for in_hand, weighed, verdict in refusals(shop_id):
        told = ways_worth_saying(Told(in_hand.policy), weighed.decision, verdict)
        assert 1 <= len(told) <= MOST_TOLD
        explaining = Explaining(in_hand.policy, weighed.decision, verdict)
        all_ways = [explaining.way(way) for way in verdict.ways]
        if not all(asks_for_another_piece(one) for one in all_ways):
            assert not any(asks_for_another_piece(one) for one in told), (told, all_ways)
        count += 1
    assert count > 20  # else nothing was tried


@pytest.mark.parametrize("shop_id", SHOPS)
def test_the_recipient_of_a_present_is_told_no_amounts(shop_id: str) -> None:
    for in_hand, weighed, verdict in refusals(shop_id, "gift_recipient"):
        told = ways_worth_saying(Told(in_hand.policy), weighed.decision, verdict)
        assert told
        assert not any("$" in one or "the person asking" in one for one in told), told


def test_an_earring_is_told_of_another_reason_and_of_no_other_piece(client: Client) -> None:
    """B5."""
    one = situation("silver", "B5")
    piece = f"{find(client, 'silver', one.order_number, one.email)}pieces/{one.line_id}.P1/"
    client.post(f"{piece}reason", {"reason": "changed_mind", "quantity": "1"})
    said = test_order_page.words(client.get(f"{piece}remedy").content)
    assert "if something is wrong with it" in said
    assert "the kind of piece" not in said


def test_a_gift_card_is_told_plainly_that_it_lies_in_the_piece() -> None:
    """B7: no reason and no date helps; the sentence says so."""
    found = [
        ways_worth_saying(Told(in_hand.policy), weighed.decision, verdict)
        for in_hand, weighed, verdict in refusals("silver")
        if verdict.remedy == "refund" and any(one.clause == "B7-gift-cards" for one in verdict.reasons)
    ]
    assert found
    assert all(one[0].startswith("That lies in the piece itself.") for one in found)


def test_a_remedy_that_nothing_opens_is_told_so() -> None:
    """B15: a lower price later is paid to nobody."""
    in_hand, weighed, _ = next(refusals("silver"))
    verdict = Verdict(
        "price_adjustment", Outcome.REFUSED, on_offer=False, reasons=(), terms=UNSAID, possible=frozenset()
    )
    told = ways_worth_saying(Told(in_hand.policy), weighed.decision, verdict)
    assert told == ("No other reason, date or condition would change this.",)
