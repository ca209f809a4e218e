"""Store B's clauses carried to their end, with everything that must hold in between."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.sample_shops import HOUR, add, order
from tests.usecases.cases.desk import DAY, UNWORN, Desk

from amends.core.cases.handle import CaseMovedOn
from amends.core.errors import MoneyInvalid
from amends.core.refunds.paid import paid
from amends.records.orders import order_with
from amends.usecases.answer_item import ClauseDecides, ReasonMissing, Said, answer_item
from amends.usecases.change_remedy import change_remedy
from amends.usecases.decide_turned_down import decide_turned_down
from amends.usecases.find_facts import find_facts
from amends.usecases.finish_change import Tried, finish_change
from amends.usecases.inspect_item import Found, inspect_item
from amends.usecases.overrule_answer import NothingToOverrule, overrule_answer
from amends.usecases.read_order import read_order
from amends.usecases.send_piece import Sending, send_piece
from amends.usecases.tell_posted import Posting, tell_posted
from amends.usecases.withdraw_item import withdraw_item

NO_PROOF, PROOF = False, True

pytestmark = pytest.mark.usefixtures("shops")


@pytest.fixture
def desk() -> Desk:
    """Store B, where pieces come back unworn unless a test says otherwise."""
    return Desk("silver", answers=UNWORN)


class TestB1AndB2Returns:
    def test_b1_a_return_inside_the_window_is_paid_back(self, desk: Desk) -> None:
        desk.opens("WR-1001", desk.ask("L1.P1", "changed_mind", "refund"))
        assert desk.state == "to_send"
        assert "B1-window" in desk.clauses()
        desk.does(tell_posted, Posting(tracking="RR123456785US"))
        desk.later(3 * DAY).arrives()
        desk.does(inspect_item, Found(accepted=1, grade="as new", disposition="stock"))
        assert desk.pays_out() == 5088 - 600
        assert (desk.state, desk.row.case.actor) == ("done", "nobody")

    def test_b2_what_was_worn_is_turned_down_with_its_clause(self, desk: Desk) -> None:
        desk.opens("WR-1001", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.arrives()
        desk.does(inspect_item, Found(accepted=0, failed=("condition.worn",)))
        assert desk.state == "turned_down"
        seen = desk.item().inspection
        assert seen is not None
        assert seen.grounds == ("condition.worn",)
        assert "B17-as-it-was" in seen.clauses
        assert desk.decided()["verdicts"]["refund"]["outcome"] == "refused"
        assert "turned_down" in desk.mails()

    def test_b3_no_label_is_made_where_the_customer_pays_the_way(self, desk: Desk) -> None:
        desk.opens("WR-1001", desk.ask("L1.P1", "changed_mind", "refund"))
        assert desk.item().answer.label == "none"

    def test_b4_a_fault_brings_a_label_and_its_share_of_the_shipping(self, desk: Desk) -> None:
        desk.opens("WR-1007", desk.ask("L1.P1", "defective", "refund"))
        assert desk.item().answer.label == "prepaid"
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        quote = desk.row.item("1").quote
        assert quote is not None
        assert any(one["kind"] == "shipping" for one in quote["items"])
        assert desk.pays_out() > 3000


class TestB5ToB8Refused:
    @pytest.mark.parametrize(
        ("clause", "number", "piece", "reason"),
        [
            ("B5-hygiene", "WR-1007", "L1.P1", "changed_mind"), ("B6-made-for-you", "WR-1008", "L1.P1", "changed_mind"),
            ("B7-gift-cards", "WR-1008", "L2.P1", "defective"), ("B5-hygiene", "WR-1007", "L1.P1", "tarnished"),
        ],
        ids=["B5", "B6", "B7", "B8"],
    )  # fmt: skip
    def test_refused_by_mail_and_kept_so(self, desk: Desk, clause: str, number: str, piece: str, reason: str) -> None:
        desk.opens(number, desk.ask(piece, reason, "refund"))
        assert desk.state == "refused"
        assert clause in desk.clauses()
        with pytest.raises(ClauseDecides):
            desk.does(answer_item, Said(outcome="accepted", reason="I would like to"))

    def test_x5_overruled_with_a_reason_for_ever(self, desk: Desk) -> None:
        desk.opens("WR-1007", desk.ask("L1.P1", "changed_mind", "refund"))
        with pytest.raises(ReasonMissing):
            desk.does(overrule_answer, Said(outcome="accepted", reason=" "))
        desk.does(overrule_answer, Said(outcome="accepted", reason="A loyal customer, and never opened."))
        answer = desk.item().answer
        assert (answer.outcome, answer.person, answer.reason) == (
            "accepted", "a member", "A loyal customer, and never opened.",
        )  # fmt: skip
        assert "B5-hygiene" in answer.overruled
        assert desk.state == "to_send"
        with pytest.raises(CaseMovedOn):
            desk.does(overrule_answer, Said(outcome="accepted", reason="Again."), seen=1)
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))  # the clause that was overruled does not come back
        assert desk.state == "to_approve"
        assert desk.pays_out() > 0
        assert desk.item().answer.overruled == answer.overruled

    def test_x5_an_overruled_amount_stays_inside_what_was_paid(self, desk: Desk) -> None:
        desk.opens("WR-1007", desk.ask("L1.P1", "changed_mind", "refund"))
        with pytest.raises(MoneyInvalid):
            desk.does(overrule_answer, Said(outcome="accepted", reason="All of it and more.", give_minor=10**7))
        assert desk.state == "refused"
        desk.does(overrule_answer, Said(outcome="accepted", reason="Half of it.", give_minor=1500))
        assert desk.item().answer.give_minor == 1500

    def test_x5_what_the_policy_grants_can_be_refused_with_a_reason(self, desk: Desk) -> None:
        desk.opens("WR-1001", desk.ask("L1.P1", "changed_mind", "refund"))
        with pytest.raises(NothingToOverrule):
            desk.does(overrule_answer, Said(outcome="accepted", reason="It is granted already."))
        desk.does(overrule_answer, Said(outcome="refused", reason="The fifth return of the same ring."))
        assert desk.state == "refused"
        assert "B1-window" in desk.item().answer.overruled


class TestB9MadeForYou:
    def test_b9_cancelled_within_two_hours(self, desk: Desk) -> None:
        desk.opens("WR-8TQ5M", desk.ask("L1.P1", "changed_mind", "cancel"))
        assert desk.state == "to_approve"
        assert "B9-two-hours" in desk.clauses()
        paid = order("silver", "WR-8TQ5M").payments[0].captured_minor
        assert desk.pays_out() == paid

    def test_b9_a_changed_customisation_stands_on_the_order(self, desk: Desk) -> None:
        details = {"customisation": "Portrait of a beagle, right profile"}
        desk.opens("WR-8TQ5M", desk.ask("L1.P1", "changed_mind", "change", details=details))
        assert desk.state == "to_change"
        desk.does(finish_change, Tried(worked=True))
        assert desk.state == "done"
        assert order("silver", "WR-8TQ5M").lines[0].customisation == details["customisation"]
        in_hand = read_order(desk.shop, "WR-8TQ5M")
        assert in_hand is not None
        assert in_hand.free_units("L1.P1") == 1  # a changed piece is the customer's still

    def test_b9_a_second_after_two_hours(self, desk: Desk) -> None:
        placed = order("silver", "WR-5XH2C").placed_at
        assert isinstance(placed, int)
        desk.at = placed + 2 * HOUR
        desk.opens("WR-5XH2C", desk.ask("L1.P1", "changed_mind", "cancel"))
        assert desk.state == "to_approve"
        late = Desk("silver", at=placed + 2 * HOUR + 1_000_000)
        add("silver", replace(order("silver", "WR-2JF6P"), placed_at=placed))
        late.opens("WR-2JF6P", late.ask("L1.P1", "changed_mind", "cancel"))
        assert late.state == "refused"


class TestB10Answers:
    def test_b10_what_nobody_can_decide_waits_twelve_hours(self, desk: Desk) -> None:
        unsure = Desk("silver")
        unsure.opens("WR-1001", unsure.ask("L1.P1", "changed_mind", "refund"))
        assert (unsure.state, unsure.item().act_by) == ("waiting", unsure.at + 12 * HOUR)
        unsure.later(12 * HOUR + 1).rings()
        assert unsure.item().late
        assert "ran_late" in unsure.told()

    def test_b18_what_was_found_out_is_decided_by_the_policy(self, desk: Desk) -> None:
        unsure = Desk("silver")
        unsure.opens("WR-1001", unsure.ask("L1.P1", "changed_mind", "refund"))
        unsure.does(
            find_facts, {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}
        )
        assert unsure.state == "to_send"
        assert unsure.item().answer.person == ""  # the policy answered, a person found out


class TestB11Deductions:
    def test_b11_taken_once_an_order_whatever_comes_back_when(self, desk: Desk) -> None:
        desk.opens("WR-1QL8S", desk.ask("L2.P1", "changed_mind", "refund"))
        first = desk.item().answer.give_minor
        more = Desk("silver", answers=UNWORN)
        more.opens("WR-1QL8S", more.ask("L1.P1", "changed_mind", "refund"))
        assert first + 600 == desk_worth("WR-1QL8S", "L2")
        assert more.item().answer.give_minor == desk_worth("WR-1QL8S", "L1")


class TestB12OneExchange:
    def test_b12_one_exchange_of_several_pieces_then_no_other(self, desk: Desk) -> None:
        desk.opens(
            "WR-1006",
            desk.ask("L1.P1", "another_size", "exchange", sku="WRN-8"),
            desk.ask("L2.P1", "another_size", "exchange", sku="BRK-8"),
        )
        assert [one.answer.outcome for one in desk.row.case.items] == ["accepted", "accepted"]
        in_hand = read_order(desk.shop, "WR-1006")
        assert in_hand is not None
        assert in_hand.uses("L1")["used.order.exchange"] == 1

    def test_b12_counted_while_granted_and_not_once_withdrawn(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "another_size", "exchange", sku="WRN-8"))
        second = Desk("silver", answers=UNWORN)
        second.opens("WR-1006", second.ask("L2.P1", "another_size", "exchange", sku="BRK-8"))
        assert second.state == "refused"
        assert "B12-one-exchange" in second.clauses()
        desk.does(withdraw_item)
        third = Desk("silver", at=desk.at + 1, answers=UNWORN)
        third.opens("WR-1006", third.ask("L2.P1", "another_size", "exchange", sku="BRK-8"))
        assert third.state == "to_pay"

    def test_b12_one_of_two_pieces_withdrawn_is_an_exchange_still(self, desk: Desk) -> None:
        desk.opens(
            "WR-1006",
            desk.ask("L1.P1", "another_size", "exchange", sku="WRN-8"),
            desk.ask("L2.P1", "another_size", "exchange", sku="BRK-8"),
        )
        desk.does(withdraw_item, item="1")
        in_hand = read_order(desk.shop, "WR-1006")
        assert in_hand is not None
        assert in_hand.uses("L1")["used.order.exchange"] == 1

    def test_b12_deciding_again_does_not_count_the_exchange_against_itself(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "another_size", "exchange", sku="WRN-8"))
        desk.pays()
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        assert desk.state == "to_post"

    def test_b12_a_replacement_for_a_fault_does_not_count(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "defective", "exchange", sku="WRN-8"))
        assert desk.item().answer.outcome == "accepted"
        in_hand = read_order(desk.shop, "WR-1006")
        assert in_hand is not None
        assert in_hand.uses("L1").get("used.order.exchange", 0) == 0


class TestB13AndB15Exchange:
    def test_b13_nothing_leaves_before_it_is_paid(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "another_size", "exchange", sku="WRN-8"))
        assert desk.item().answer.due_minor == 600
        desk.arrives()  # before it is paid
        desk.does(inspect_item, Found(accepted=1))
        assert desk.state == "to_pay"
        with pytest.raises(CaseMovedOn):
            desk.does(send_piece, Sending(tracking="T1"))
        assert desk.pays() == 600
        assert desk.state == "to_post"
        desk.does(send_piece, Sending(carrier="own", tracking="T1"))
        assert desk.state == "done"

    def test_b13_the_replacement_is_a_line_at_the_amount_it_took_on(self, desk: Desk) -> None:
        desk.opens("WR-6RY7A", desk.ask("L1.P1", "changed_mind", "exchange", sku="CHB-7IN"))
        due = desk.item().answer.due_minor
        desk.pays()
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        before = order("silver", "WR-6RY7A")
        figures = desk.receipt()
        assert figures is not None
        parts = {"given_up": 8_600, "new": 11_000, "new_postage": 600, "to_pay": 3_000}
        assert (figures.amount_minor, figures.parts) == (-due, parts)
        desk.does(send_piece, Sending(tracking="T1"))
        after = order("silver", "WR-6RY7A")
        new = after.lines[-1]
        assert len(after.lines) == len(before.lines) + 1
        assert new.sku == "CHB-7IN"
        assert after.parcels[-1].contents == {new.id: 1}
        again = Desk("silver", at=desk.at + DAY, answers=UNWORN)
        again.opens("WR-6RY7A", again.ask(f"{new.id}.{after.parcels[-1].id}", "changed_mind", "refund"))
        assert again.state == "to_send"
        assert due == 600 + 11_000 - 8_600
        assert again.item().answer.give_minor == 11_000 - 600  # what is left no longer ships free
        assert desk_worth("WR-6RY7A", new.id) == 11_000
        desk.at = again.at
        again.arrives()
        again.does(inspect_item, Found(accepted=1))
        second = Desk("silver", at=desk.at, answers=UNWORN)
        second.opens("WR-6RY7A", second.ask("L2.P1", "changed_mind", "exchange", sku="BOX-16IN"))
        assert second.state == "refused"  # one exchange an order, across cases

    def test_b15_something_cheaper_pays_nothing_out_and_keeps_its_worth(self, desk: Desk) -> None:
        desk.opens("WR-6RY7A", desk.ask("L1.P1", "changed_mind", "exchange", sku="SED-6"))
        assert desk.item().answer.give_minor == 0
        assert desk.pays() == 600
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        desk.does(send_piece, Sending())
        new = order("silver", "WR-6RY7A").lines[-1]
        assert desk_worth("WR-6RY7A", new.id) == 8_600

    def test_b13_not_paid_in_time_lets_go_of_the_piece(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "another_size", "exchange", sku="WRN-8"))
        desk.later(12 * DAY).rings()
        assert "reminded" in desk.told()
        desk.later(4 * DAY).rings()
        assert desk.state == "expired"
        assert desk.item().open_due is None
        in_hand = read_order(desk.shop, "WR-1006")
        assert in_hand is not None
        assert in_hand.free_units("L1.P1") == 1

    def test_b13_what_was_paid_goes_back_when_the_wish_is_taken_back(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "another_size", "exchange", sku="WRN-8"))
        desk.pays()
        desk.does(withdraw_item)
        assert desk.told()[-2:] == ["withdrawn", "due_returned"]
        assert "due_returned" in desk.mails()
        assert desk.returns() == [600]
        assert (desk.row.case.flags, desk.row.case.actor) == ((), "nobody")

    def test_b13_of_two_pieces_one_is_not_accepted_and_what_was_paid_for_it_goes_back(self, desk: Desk) -> None:
        known = order("silver", "WR-6RY7A")
        line, parcel = known.lines[0], known.parcels[0]
        two = replace(line, quantity=2)
        parcel = replace(parcel, contents={**parcel.contents, line.id: 2})
        add("silver", replace(known, lines=(two, *known.lines[1:]), parcels=(parcel, *known.parcels[1:]), payments=()))
        desk.opens("WR-6RY7A", desk.ask("L1.P1", "changed_mind", "exchange", sku="CHB-7IN", quantity=2))
        dearer = 11_000 - 8_600
        assert desk.pays() == 600 + 2 * dearer
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1, failed=("condition.worn",)))
        assert (desk.state, desk.item("2").state.value) == ("to_post", "turned_down")
        assert desk.returns() == [dearer]  # postage is due for one piece as for two
        figures = desk.receipt()
        assert figures is not None
        assert (figures.quantity, figures.amount_minor) == (1, -600 - dearer)
        desk.does(send_piece, Sending(tracking="T1"))
        assert order("silver", "WR-6RY7A").lines[-1].quantity == 1
        desk.does(decide_turned_down, "give_up", item="2")
        assert desk.returns() == [dearer]


class TestB14Discounted:
    def test_b14_a_refund_is_refused_and_an_exchange_is_not(self, desk: Desk) -> None:
        desk.opens("WR-7GZ3W", desk.ask("L1.P1", "changed_mind", "refund"))
        assert "B14-discounted" in desk.clauses()
        assert desk.state == "refused"
        exchange = Desk("silver", answers=UNWORN)
        exchange.opens("WR-7GZ3W", exchange.ask("L1.P1", "changed_mind", "exchange", sku="SED-6"))
        assert exchange.state == "to_pay"


def test_another_remedy_is_answered_by_the_policy_too(desk: Desk) -> None:
    desk.opens("WR-7GZ3W", desk.ask("L1.P1", "changed_mind", "refund"))
    assert desk.state == "refused"
    desk.does(change_remedy, "refund")
    assert desk.state == "refused"
    assert desk.told().count("answered") == 0  # it says nothing new


def desk_worth(number: str, line_id: str) -> int:
    """What was paid for a line."""
    found = order_with("silver", number)
    assert found is not None
    return paid(found).lines[line_id].gross_minor
