"""Store C's clauses carried to their end: quotes, offers, searches by the carrier, customs, warranty."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.sample_shops import HOUR, add, order
from tests.usecases.cases.desk import DAY, Desk

from amends.core.cases.handle import CaseMovedOn
from amends.core.errors import MoneyInvalid
from amends.core.refunds.claimed import Part
from amends.core.refunds.offers import RepairCost
from amends.usecases.answer_item import Said, answer_item
from amends.usecases.change_remedy import change_remedy
from amends.usecases.find_facts import find_facts
from amends.usecases.finish_work import finish_work
from amends.usecases.inspect_item import Found, inspect_item
from amends.usecases.make_offer import make_offer
from amends.usecases.make_quote import Estimate, make_quote
from amends.usecases.read_order import read_order
from amends.usecases.send_piece import Sending, send_piece
from amends.usecases.start_work import start_work
from amends.usecases.take_offer import decline_offer, take_offer
from amends.usecases.take_quote import decline_quote, take_quote

pytestmark = pytest.mark.usefixtures("shops")
COST = RepairCost(labour_minor=4_000, materials_minor=1_500, postage_in_minor=900, postage_out_minor=1_100)


@pytest.fixture
def desk() -> Desk:
    """Store C."""
    return Desk("bespoke")


def captured(number: str) -> int:
    """All that was paid for an order."""
    return sum(one.captured_minor for one in order("bespoke", number).payments)


class TestC1AndC2Cancelling:
    def test_c1_cancelled_before_work_begins_for_all_that_was_paid(self, desk: Desk) -> None:
        desk.opens("AT-1001", desk.ask("L1.P1", "changed_mind", "cancel"))
        assert desk.state == "to_approve"
        assert "C1-first-day" in desk.clauses()
        assert desk.pays_out() == captured("AT-1001")
        assert desk.state == "done"

    def test_c1_at_twenty_four_hours_and_a_second_later(self, desk: Desk) -> None:
        placed = order("bespoke", "AT-1001").placed_at
        assert isinstance(placed, int)
        desk.at = placed + 24 * HOUR
        desk.opens("AT-1001", desk.ask("L1.P1", "changed_mind", "cancel"))
        assert desk.state == "to_approve"
        late = Desk("bespoke", at=placed + 24 * HOUR + 1_000_000)
        add("bespoke", replace(order("bespoke", "AT-1003"), placed_at=placed))
        late.opens("AT-1003", late.ask("L1.P1", "changed_mind", "cancel"))
        assert late.state == "refused"
        assert "C2-begun" in late.clauses()

    def test_c2_begun_early_is_begun(self, desk: Desk) -> None:
        desk.opens("AT-1002", desk.ask("L1.P1", "changed_mind", "cancel"))
        assert desk.state == "refused"
        assert "C2-begun" in desk.clauses()


class TestC3Late:
    def test_c3_reported_late_a_person_decides_on_the_policys_terms(self, desk: Desk) -> None:
        desk.opens("AT-1007", desk.ask("L1.P1", "wrong_shape_sent", "refund"))
        assert desk.state == "waiting"
        assert "C3-report" in desk.clauses()
        desk.does(answer_item, Said(outcome="accepted", reason="They were travelling; the shape is plainly wrong."))
        item = desk.item()
        assert desk.state == "to_send"
        assert item.answer.give_minor == captured("AT-1007")  # with the shipping, as C8 says
        assert (item.answer.person, item.answer.overruled) == ("a member", ())
        assert item.answer.label == "prepaid"

    def test_c3_or_refuses_with_a_reason(self, desk: Desk) -> None:
        desk.opens("AT-1007", desk.ask("L1.P1", "wrong_shape_sent", "refund"))
        desk.does(answer_item, Said(outcome="refused", reason="It is the shape of the drawing."))
        assert desk.state == "refused"
        assert desk.item().answer.reason == "It is the shape of the drawing."

    def test_c3_by_its_date(self, desk: Desk) -> None:
        desk.opens("AT-1007", desk.ask("L1.P1", "wrong_shape_sent", "refund"))
        assert desk.item().answer.answer_by == desk.item().act_by
        desk.later(5 * DAY).rings()
        assert desk.item().late


class TestC4Offers:
    def test_c4_part_of_the_price_taken(self, desk: Desk) -> None:
        desk.opens("AT-1005", desk.ask("L2.P1", "slight_scratch", "partial_refund"))
        assert desk.state == "to_offer"
        assert desk.receipt() is None  # nobody has said how much yet
        desk.does(make_offer, Part(percent=Decimal(10)))
        offered = desk.item().offer_minor
        assert offered > 0
        desk.does(find_facts, {"condition.worn": False})  # decided again: what is offered stays
        figures = desk.receipt()
        assert figures is not None
        assert (figures.amount_minor, figures.offered) == (offered, Part(percent=Decimal(10)))
        with pytest.raises(CaseMovedOn):
            desk.does(take_offer, offered + 1)
        desk.does(take_offer, offered)
        assert desk.state == "to_approve"
        assert desk.pays_out() == offered
        in_hand = read_order(desk.shop, "AT-1005")
        assert in_hand is not None
        assert in_hand.free_units("L2.P1") == 1  # the customer keeps it

    @pytest.mark.parametrize("percent", ["4.9", "30.1", "100"])
    def test_c4_outside_the_limits_of_the_policy(self, desk: Desk, percent: str) -> None:
        desk.opens("AT-1005", desk.ask("L2.P1", "slight_scratch", "partial_refund"))
        with pytest.raises(MoneyInvalid):
            desk.does(make_offer, Part(percent=Decimal(percent)))
        assert desk.state == "to_offer"

    def test_c4_another_offer_and_declined(self, desk: Desk) -> None:
        desk.opens("AT-1005", desk.ask("L2.P1", "slight_scratch", "partial_refund"))
        desk.does(make_offer, Part(percent=Decimal(5)))
        first = desk.item()
        desk.later(DAY).does(make_offer, Part(percent=Decimal(30)))
        second = desk.item()
        assert second.offer_minor > first.offer_minor
        assert (second.act_by or 0) > (first.act_by or 0)
        desk.does(decline_offer)
        assert desk.state == "withdrawn"

    def test_c4_an_offer_lapses(self, desk: Desk) -> None:
        desk.opens("AT-1005", desk.ask("L2.P1", "slight_scratch", "partial_refund"))
        desk.does(make_offer, Part(amount_minor=500))
        desk.later(15 * DAY).rings()
        assert desk.state == "expired"

    def test_c4_staff_class_a_fault_as_minor_and_the_policy_answers(self, desk: Desk) -> None:
        desk.opens("AT-1005", desk.ask("L1.P1", "defective", "refund"))
        assert desk.state == "waiting"
        desk.does(find_facts, {"claim.minor": True})
        assert desk.state == "refused"
        assert "C4-small-things" in desk.clauses()
        desk.does(change_remedy, "partial_refund")
        assert (desk.item().remedy, desk.state) == ("partial_refund", "to_offer")
        desk.does(make_offer, Part(percent=Decimal(20)))
        desk.does(take_offer, desk.item().offer_minor)
        assert desk.pays_out() == desk.item().offer_minor


class TestC5AndC17Quotes:
    def test_c5_quoted_accepted_and_paid_before_anything_moves(self, desk: Desk) -> None:
        desk.opens("AT-1008", desk.ask("L1.P1", "ordered_wrong_size", "remake"))
        assert desk.state == "to_quote"
        desk.does(make_quote, Estimate(cost=COST, says="Made again in size 7."))
        quote = desk.item().quote
        assert quote is not None
        assert (quote.labour_minor, quote.materials_minor, quote.postage_minor) == (4_000, 1_500, 2_000)
        with pytest.raises(CaseMovedOn):
            desk.does(start_work)
        with pytest.raises(CaseMovedOn):
            desk.does(take_quote, quote.total_minor - 1)
        desk.does(take_quote, quote.total_minor)
        assert desk.state == "to_pay"
        with pytest.raises(CaseMovedOn):
            desk.does(start_work)
        assert desk.pays() == quote.total_minor
        assert desk.state == "to_send"
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        assert desk.state == "to_make"
        figures = desk.receipt()
        assert figures is not None
        assert (figures.amount_minor, figures.cost, figures.lines) == (-quote.total_minor, COST, ())
        desk.does(start_work)
        assert desk.item().work_started
        desk.does(finish_work)
        desk.does(send_piece, Sending(tracking="T"))
        assert desk.state == "done"
        in_hand = read_order(desk.shop, "AT-1008")
        assert in_hand is not None
        assert in_hand.free_units("L1.P1") == 1  # it can be asked about again

    def test_c5_no_refund_for_the_customers_own_choice(self, desk: Desk) -> None:
        desk.opens("AT-1008", desk.ask("L1.P1", "ordered_wrong_size", "refund"))
        assert desk.state == "refused"
        assert "C5-your-choice" in desk.clauses()

    def test_c5_declined_is_withdrawn_and_sent_beforehand_goes_back(self, desk: Desk) -> None:
        desk.opens("AT-1008", desk.ask("L1.P1", "ordered_wrong_size", "remake"))
        desk.does(make_quote, Estimate(cost=COST))
        desk.arrives()  # before the quote was accepted
        assert desk.state == "quoted"
        desk.does(decline_quote)
        assert desk.state == "turned_down"

    def test_c15_a_quote_lapses(self, desk: Desk) -> None:
        desk.opens("AT-7YJ4Q", desk.ask("L2.P1", "stone_loose", "repair"))
        desk.does(make_quote, Estimate(cost=COST))
        desk.later(15 * DAY).rings()
        assert desk.state == "expired"

    def test_c14_c15_c16_under_warranty_material_and_postage_are_charged_and_labour_is_not(self, desk: Desk) -> None:
        desk.opens("AT-7YJ4Q", desk.ask("L2.P1", "stone_loose", "repair"))
        assert "C13-warranty" in desk.clauses()
        desk.does(make_quote, Estimate(cost=COST))
        quote = desk.item().quote
        assert quote is not None
        assert (quote.labour_minor, quote.materials_minor, quote.postage_minor) == (0, 1_500, 2_000)
        figures = desk.receipt()
        assert figures is not None
        assert figures.parts == {
            "labour": 4_000, "materials": 1_500, "postage_in": 900, "postage_out": 1_100, "to_pay": 3_500,
            "shop_bears": 4_000,
        }  # fmt: skip

    def test_c14_a_repair_that_costs_nothing_needs_no_payment(self, desk: Desk) -> None:
        desk.opens("AT-1008", desk.ask("L2.P1", "bent", "repair"))
        desk.does(make_quote, Estimate(cost=RepairCost(labour_minor=5_000), says="Straightened."))
        assert desk.state == "to_send"
        assert desk.item().quote is not None
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        desk.does(finish_work)
        desk.does(send_piece, Sending())
        assert desk.state == "done"

    def test_c17_after_the_year_labour_is_charged_too(self, desk: Desk) -> None:
        desk.opens("AT-5PS2L", desk.ask("L1.P1", "stone_loose", "repair"))
        assert "C17-after-the-year" in desk.clauses()
        desk.does(make_quote, Estimate(cost=COST))
        quote = desk.item().quote
        assert quote is not None
        assert quote.total_minor == 4_000 + 1_500 + 2_000

    def test_c13_the_last_day_of_the_year_and_the_day_after(self, desk: Desk) -> None:
        desk.opens("AT-1VR8Y", desk.ask("L1.P1", "stone_loose", "repair"))
        assert "C13-warranty" in desk.clauses()
        late = Desk("bespoke")
        late.opens("AT-5PS2L", late.ask("L1.P1", "stone_loose", "repair"))
        assert "C17-after-the-year" in late.clauses()
        assert "C13-warranty" not in [
            one["clause"] for one in late.decided()["verdicts"]["repair"]["reasons"] if one["ground"] == "accepts"
        ]


class TestC18RealFaults:
    def test_c18_referred_with_a_date_and_agreed_to(self, desk: Desk) -> None:
        desk.opens("AT-1005", desk.ask("L1.P1", "defective", "refund"))
        assert desk.state == "waiting"
        assert desk.item().answer.answer_by is not None
        desk.does(find_facts, {"claim.agreed": True})
        assert desk.state == "to_send"
        assert "C18-real-faults" in desk.clauses()
        assert desk.item().answer.person == ""

    def test_c18_a_repair_is_open_at_once(self, desk: Desk) -> None:
        desk.opens("AT-1005", desk.ask("L1.P1", "defective", "repair"))
        assert desk.state == "to_quote"
        assert "C18-repair" in desk.clauses()


def test_several_pieces_of_one_case_each_with_its_own_remedy(desk: Desk) -> None:
    desk.opens(
        "AT-1005",
        desk.ask("L1.P1", "wrong_material_sent", "remake"),
        desk.ask("L2.P1", "slight_scratch", "partial_refund"),
    )
    assert [one.state.value for one in desk.row.case.items] == ["to_send", "to_offer"]
    desk.does(make_offer, Part(percent=Decimal(15)), item="2")
    desk.does(take_offer, desk.item("2").offer_minor, item="2")
    assert desk.pays_out("2") > 0
    assert not desk.row.case.is_over
