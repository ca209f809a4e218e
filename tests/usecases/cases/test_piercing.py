"""Store A's clauses carried to their end: free returns, presents as credit, missing pieces, no go-ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.sample_shops import add, order
from tests.usecases.cases.desk import DAY, UNDAMAGED, Desk

from amends.core.cases.handle import CaseMovedOn
from amends.core.dates import HOUR, instant_of
from amends.core.errors import FactInvalid
from amends.records import models
from amends.usecases.answer_item import ClauseDecides, Said, answer_item
from amends.usecases.change_remedy import change_remedy
from amends.usecases.decide_again import NotOnOffer
from amends.usecases.find_facts import find_facts
from amends.usecases.inspect_item import Found, inspect_item, read_sheet
from amends.usecases.overrule_answer import overrule_answer
from amends.usecases.read_order import read_order
from amends.usecases.send_piece import Sending, send_piece
from amends.usecases.withdraw_item import withdraw_item

pytestmark = pytest.mark.usefixtures("shops")


@pytest.fixture
def desk() -> Desk:
    """Store A, where pieces come back undamaged unless a test says otherwise."""
    return Desk("piercing", answers=UNDAMAGED)


class TestA1ToA6Returns:
    def test_a1_a2_a6_a_return_costs_nothing_and_has_a_label(self, desk: Desk) -> None:
        desk.opens("LU-1001", desk.ask("L2.P1", "changed_mind", "refund"))
        item = desk.item()
        assert (desk.state, item.answer.label, item.answer.due_minor) == ("to_send", "prepaid", 0)
        labels = models.Effect.objects.filter(shop_id="piercing", case_number=desk.number, kind="label")
        assert [one.body["items"] for one in labels] == [["1"]]
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        line = order("piercing", "LU-1001").lines[1]
        assert desk.pays_out() >= line.unit_price_minor
        assert desk.state == "done"

    def test_a6_without_a_go_ahead_there_is_no_label(self, desk: Desk) -> None:
        unsure = Desk("piercing")
        unsure.opens("LU-1001", unsure.ask("L2.P1", "changed_mind", "refund"))
        assert unsure.state == "waiting"
        assert not models.Effect.objects.filter(case_number=unsure.number, kind="label").exists()
        unsure.does(find_facts, UNDAMAGED)
        assert unsure.state == "to_send"
        assert models.Effect.objects.filter(case_number=unsure.number, kind="label").count() == 1

    def test_a1_until_midnight_of_the_thirtieth_day(self, desk: Desk) -> None:
        bought = instant_of(datetime(2026, 9, 10, 15, tzinfo=UTC))
        last = instant_of(datetime(2026, 10, 11, 3, 59, 59, tzinfo=UTC))  # 23:59:59 in New York
        before = order("piercing", "LU-1001")
        parcel = replace(before.parcels[0], shipped_at=bought + DAY, delivered_at=bought + 3 * DAY)
        add("piercing", replace(before, placed_at=bought, parcels=(parcel,)))
        desk.at = last
        desk.opens("LU-1001", desk.ask("L2.P1", "changed_mind", "refund"))
        assert desk.state == "to_send"
        late = Desk("piercing", at=last + 1_000_000, answers=UNDAMAGED)
        late.opens("LU-1001", late.ask("L1.P1", "changed_mind", "refund"))
        assert late.state == "refused"
        assert "A1-window" in late.clauses()

    def test_a3_a_season_keeps_it_open(self, desk: Desk) -> None:
        bought = instant_of(datetime(2026, 11, 1, 15, tzinfo=UTC))
        before = order("piercing", "LU-1001")
        parcel = replace(before.parcels[0], shipped_at=bought + DAY, delivered_at=bought + 3 * DAY)
        add("piercing", replace(before, placed_at=bought, parcels=(parcel,)))
        desk.at = instant_of(datetime(2027, 1, 31, 15, tzinfo=UTC))
        desk.opens("LU-1001", desk.ask("L2.P1", "changed_mind", "refund"))
        assert desk.state == "to_send"
        assert "A3-season-2026" in desk.clauses()
        desk.later(3 * DAY).arrives()  # asked in time: that it arrives after the season does not matter
        desk.does(inspect_item, Found(accepted=1))
        assert desk.state == "to_approve"

    def test_a4_damaged_at_inspection(self, desk: Desk) -> None:
        desk.opens("LU-1004", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.arrives()
        sheet = {one.fact: one for one in read_sheet(desk.shop, desk.number, "1", desk.at)}
        assert sheet["condition.undamaged"].clauses == ("A4-undamaged",)
        desk.does(inspect_item, Found(accepted=0, failed=("condition.undamaged",)))
        seen = desk.item().inspection
        assert desk.state == "turned_down"
        assert seen is not None
        assert seen.clauses == ("A4-undamaged",)

    def test_a4_damaged_when_it_arrived_is_for_a_person(self, desk: Desk) -> None:
        desk.opens("LU-1004", desk.ask("L1.P1", "damaged_on_arrival", "refund"))
        assert desk.state == "waiting"
        desk.does(answer_item, Said(outcome="accepted", reason="The photo shows it."))
        assert desk.state == "to_send"
        assert desk.item().answer.give_minor > 0

    @pytest.mark.parametrize(
        ("line", "clause"),
        [
            (1, "A5-gift-card"), (2, "A5-final-sale"), (3, "A5-surprise-set"), (4, "A5-sample-sale"),
            (5, "A5-final-sale"),
        ],
    )  # fmt: skip
    def test_a5_what_stays_stays_until_it_is_overruled(self, desk: Desk, line: int, clause: str) -> None:
        desk.opens("LU-1005", desk.ask(f"L{line}.P1", "changed_mind", "refund"))
        assert (desk.state, clause in desk.clauses()) == ("refused", True)
        with pytest.raises(ClauseDecides):
            desk.does(answer_item, Said(outcome="accepted", reason="Please."))
        desk.does(overrule_answer, Said(outcome="accepted", reason="Sold by mistake."))
        assert clause in desk.item().answer.overruled

    def test_a5_a_gift_with_purchase_stays(self, desk: Desk) -> None:
        desk.opens("LU-1001", desk.ask("L3.P1", "changed_mind", "refund"))
        assert "A5-gift-with-purchase" in desk.clauses()

    def test_a6_sent_without_asking_waits_for_a_person(self, desk: Desk) -> None:
        desk.opens("LU-1001", desk.ask("L2.P1", "changed_mind", "refund"))
        desk.does(withdraw_item)
        desk.later(4 * DAY).arrives()
        assert desk.state == "waiting"
        assert "A6-go-ahead" in desk.clauses()
        desk.does(answer_item, Said(outcome="accepted", reason="They mixed the parcels up."))
        assert desk.state == "arrived"
        desk.does(inspect_item, Found(accepted=1))
        assert desk.state == "to_approve"

    def test_a6_refused_after_it_came_is_the_customers_to_decide_on(self, desk: Desk) -> None:
        desk.opens("LU-1001", desk.ask("L2.P1", "changed_mind", "refund"))
        desk.does(withdraw_item)
        desk.arrives()
        desk.does(answer_item, Said(outcome="refused", reason="Withdrawn, and worn since."))
        assert desk.state == "turned_down"


class TestA7Presents:
    def test_a7_credit_of_what_was_paid_and_the_buyer_hears_nothing(self, desk: Desk) -> None:
        desk.opens("LU-1006", desk.ask("L2.P1", "unwanted_gift", "store_credit", claim__by="gift_recipient"))
        assert desk.state == "to_send"
        assert desk.item().answer.give_minor == 5_500
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        assert desk.pays_out() == 5_500
        assert desk.state == "done"
        credit = models.Credit.objects.get(shop_id="piercing", case_number=desk.number)
        assert (credit.is_gift, credit.amount_minor) == (True, 5_500)

    def test_a7_never_money(self, desk: Desk) -> None:
        desk.opens("LU-1006", desk.ask("L1.P1", "unwanted_gift", "refund", claim__by="gift_recipient"))
        assert desk.state == "refused"
        assert "A7-no-money" in desk.clauses()

    def test_a7_or_another_piece(self, desk: Desk) -> None:
        ask = desk.ask("L1.P1", "unwanted_gift", "exchange", sku="SOR-18IN", claim__by="gift_recipient")
        desk.opens("LU-1006", ask)
        assert desk.state == "to_send"  # nothing to pay
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        desk.does(send_piece, Sending(tracking="T"))
        assert desk.state == "done"


class TestA8WhenTheMoneyComes:
    def test_a8_ten_business_days_from_the_arrival_whatever_happens_in_between(self, desk: Desk) -> None:
        desk.opens("LU-1004", desk.ask("L2.P1", "changed_mind", "refund"))
        desk.arrives()
        due = desk.item().act_by
        assert due is not None
        assert due - desk.at > 13 * DAY
        desk.later(2 * DAY).does(inspect_item, Found(accepted=1))
        assert desk.item().act_by == due
        desk.at = due + 1
        desk.rings()
        assert desk.item().late
        assert "ran_late" in desk.told()


class TestA13ToA17:
    def test_a13_sold_singly(self, desk: Desk) -> None:
        desk.opens("LU-1008", desk.ask("L1.P1", "only_one_arrived", "resend"))
        assert (desk.state, "A13-sold-singly" in desk.clauses()) == ("refused", True)

    def test_a14_a_huggie_that_bending_did_not_help(self, desk: Desk) -> None:
        ask = desk.ask(
            "L1.P1", "defective", "exchange", claim__first_help_tried=True, claim__photo=True, sku="SNU-10MM-GOLD"
        )
        desk.opens("LU-1001", ask)
        assert desk.state == "waiting"
        desk.does(find_facts, {"claim.agreed": True})
        assert desk.state == "to_send"
        assert desk.item().answer.label == "prepaid"
        assert "A14-still-open" in desk.clauses()

    def test_a15_missing_and_sent_again(self, desk: Desk) -> None:
        desk.opens("LU-1008", desk.ask("L3.P1", "only_one_arrived", "resend", claim__first_help_tried=True))
        assert desk.state == "waiting"
        desk.does(answer_item, Said(outcome="accepted", reason="The scale at packing says so."))
        assert desk.state == "to_post"
        assert "A15-missing" in desk.clauses()
        desk.does(send_piece, Sending(tracking="T"))
        assert desk.state == "done"
        in_hand = read_order(desk.shop, "LU-1008")
        assert in_hand is not None
        assert in_hand.free_units("L3.P1") == 1

    def test_a15_or_paid_back_instead(self, desk: Desk) -> None:
        desk.opens("LU-1008", desk.ask("L3.P1", "only_one_arrived", "resend", claim__first_help_tried=True))
        desk.does(change_remedy, "refund")
        assert (desk.state, desk.item().remedy) == ("waiting", "refund")
        desk.does(find_facts, {"claim.agreed": True})
        assert desk.state == "to_approve"  # there is nothing to send back
        assert desk.pays_out() > 0
        assert desk.row.item("1").refunded is not None

    def test_a15_a_remedy_that_nobody_has(self, desk: Desk) -> None:
        desk.opens("LU-1008", desk.ask("L3.P1", "only_one_arrived", "resend", claim__first_help_tried=True))
        with pytest.raises(NotOnOffer):
            desk.does(change_remedy, "repair")

    def test_a16_another_size(self, desk: Desk) -> None:
        desk.opens("LU-1008", desk.ask("L4.P1", "another_size", "exchange", sku="ORB-8MM"))
        assert desk.item().answer.outcome == "accepted"
        assert desk.row.item("1").wanted["sku"] == "ORB-8MM"

    def test_a17_a_referred_claim_has_its_date(self, desk: Desk) -> None:
        desk.opens("LU-7K3QX", desk.ask("L1.P1", "not_received", "refund"))
        assert desk.state == "waiting"
        by = desk.item().act_by
        assert by is not None
        assert by > desk.at + 24 * HOUR


def test_what_makes_no_sense_is_no_fact(desk: Desk) -> None:
    desk.opens("LU-1008", desk.ask("L3.P1", "only_one_arrived", "resend", claim__first_help_tried=True))
    with pytest.raises(FactInvalid):
        desk.does(find_facts, {"claim.agred": True})
    with pytest.raises(CaseMovedOn):
        desk.does(find_facts, {"claim.agreed": True}, seen=99)
    assert desk.told() == ["case_opened"]
