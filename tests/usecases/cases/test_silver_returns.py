"""Store B's returns on their way and at the door: lost, late, unasked, and inspected ground by ground."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.sample_shops import add, order
from tests.usecases.cases.desk import DAY, SECRET, UNWORN, Desk

from amends.records import models
from amends.usecases.answer_item import Said
from amends.usecases.decide_turned_down import decide_turned_down
from amends.usecases.find_facts import find_facts
from amends.usecases.inspect_item import Found, SheetWrong, inspect_item, read_sheet
from amends.usecases.note_arrival import ArrivalMissing, note_arrival
from amends.usecases.open_for_arrival import Unasked, open_for_arrival
from amends.usecases.overrule_answer import overrule_answer
from amends.usecases.report_lost_return import report_lost_return
from amends.usecases.send_piece import Sending, send_piece
from amends.usecases.tell_posted import Posting, tell_posted
from amends.usecases.withdraw_item import withdraw_item

NO_PROOF, PROOF = False, True

pytestmark = pytest.mark.usefixtures("shops")


@pytest.fixture
def desk() -> Desk:
    """Store B, where pieces come back unworn unless a test says otherwise."""
    return Desk("silver", answers=UNWORN)


class TestB16LostReturns:
    def test_b16_without_proof_it_is_refused_with_its_clause(self, desk: Desk) -> None:
        desk.opens("WR-1001", desk.ask("L2.P1", "changed_mind", "refund"))
        desk.does(tell_posted, Posting())
        desk.does(report_lost_return, NO_PROOF)
        assert desk.state == "refused"
        assert "B16-lost-on-the-way" in desk.clauses()

    def test_b16_with_proof_a_person_looks_and_can_agree(self, desk: Desk) -> None:
        desk.opens("WR-1001", desk.ask("L2.P1", "changed_mind", "refund"))
        desk.does(tell_posted, Posting(tracking="RR123456785US", proof=True))
        desk.does(report_lost_return, PROOF)
        assert desk.state == "waiting"
        desk.does(find_facts, {"claim.agreed": True})
        assert desk.state == "to_approve"  # there is nothing left that could be sent
        assert desk.pays_out() > 0

    def test_b16_what_was_lost_and_arrives_is_inspected(self, desk: Desk) -> None:
        desk.opens("WR-1001", desk.ask("L2.P1", "changed_mind", "refund"))
        desk.does(report_lost_return, NO_PROOF)
        assert desk.state == "refused"
        desk.later(DAY).arrives()
        assert desk.state == "arrived"
        desk.does(inspect_item, Found(accepted=1))
        assert desk.state == "to_approve"


class TestB17Inspection:
    def test_b17_the_sheet_has_every_ground_with_its_clause(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.arrives()
        sheet = {one.fact: one for one in read_sheet(desk.shop, desk.number, "1", desk.at)}
        cited = {clause for one in sheet.values() for clause in one.clauses}
        assert {"B17-as-it-was", "B17-packaging", "B17-receipt", "B17-in-time", "B17-go-ahead", "B2-condition"} <= cited
        assert set(sheet) >= {
            "condition.worn", "condition.used", "condition.undamaged", "condition.altered", "condition.receipt",
            "condition.original_packaging", "return.sent_at", "return.authorised",
        }  # fmt: skip
        assert sheet["return.authorised"].known is True
        assert sheet["return.sent_at"].known is True

    @pytest.mark.parametrize(
        ("line", "clause"),
        [
            ("condition.worn", "B17-as-it-was"), ("condition.used", "B17-as-it-was"),
            ("condition.undamaged", "B17-as-it-was"), ("condition.altered", "B17-as-it-was"),
            ("condition.original_packaging", "B17-packaging"), ("condition.receipt", "B17-receipt"),
        ],
    )  # fmt: skip
    def test_b17_each_ground_is_cited(self, desk: Desk, line: str, clause: str) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.arrives()
        desk.does(inspect_item, Found(accepted=0, failed=(line,)))
        seen = desk.item().inspection
        assert seen is not None
        assert clause in seen.clauses

    def test_b17_sent_too_late_is_turned_down(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.later(15 * DAY).arrives()
        sheet = {one.fact: one for one in read_sheet(desk.shop, desk.number, "1", desk.at)}
        assert sheet["return.sent_at"].known is False
        desk.does(inspect_item, Found(accepted=1))
        assert desk.state == "turned_down"
        seen = desk.item().inspection
        assert seen is not None
        assert seen.clauses == ("B17-in-time",)
        assert seen.grounds == ("return.sent_at",)

    def test_b17_x5_sent_too_late_and_taken_all_the_same(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.later(15 * DAY).arrives()
        desk.does(inspect_item, Found(accepted=1, reason="The post office was closed by the storm."))
        assert desk.state == "to_approve"
        seen = desk.item().inspection
        assert seen is not None
        assert "B17-in-time" in seen.overruled
        assert seen.reason

    def test_b17_posted_in_time_and_arrived_late_is_in_time(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.later(13 * DAY).does(tell_posted, Posting(tracking="T", proof=True))
        desk.later(6 * DAY).arrives()
        desk.does(inspect_item, Found(accepted=1))
        assert desk.state == "to_approve"

    def test_b17_sent_back_at_the_customers_cost(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.arrives()
        desk.does(inspect_item, Found(accepted=0, failed=("condition.worn",)))
        desk.does(decide_turned_down, "send_back")
        assert desk.state == "to_pay"
        assert desk.pays() == 600
        desk.does(send_piece, Sending(tracking="T2"))
        assert desk.state == "refused"
        assert len(order("silver", "WR-1006").lines) == 2

    def test_b17_given_up_after_notice(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.arrives()
        desk.does(inspect_item, Found(accepted=0, failed=("condition.worn",)))
        desk.later(28 * DAY).rings()
        assert "reminded" in desk.told()
        assert desk.state == "turned_down"
        desk.later(4 * DAY).rings()
        assert desk.state == "refused"

    def test_b17_sent_after_it_was_withdrawn_is_not_authorised(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.does(withdraw_item)
        desk.later(2 * DAY).arrives()
        assert desk.state == "turned_down"
        assert "B17-go-ahead" in desk.clauses()

    def test_b17_a_parcel_of_no_case_is_opened_and_turned_down(self, desk: Desk) -> None:
        arrival = note_arrival(desk.shop, "no number", "a ring in a brown box", "m", desk.at)
        unasked = Unasked(order_number="WR-1006", asks=(desk.ask("L1.P1", "changed_mind", "refund"),))
        row = open_for_arrival(desk.shop, arrival, unasked, member="m", at=desk.at, secret=SECRET)
        desk.number = row.number
        assert desk.state == "turned_down"
        assert "B17-go-ahead" in desk.clauses()
        assert models.Arrival.objects.get(id=arrival).case_number == row.number
        desk.does(overrule_answer, Said(outcome="accepted", reason="The mail that asked for it was lost with us."))
        assert desk.state == "arrived"
        desk.does(inspect_item, Found(accepted=1))
        assert desk.pays_out() > 0
        with pytest.raises(ArrivalMissing):
            open_for_arrival(desk.shop, arrival, unasked, member="m", at=desk.at, secret=SECRET)

    def test_b17_a_part_is_accepted_and_the_rest_turned_down(self) -> None:
        desk = Desk("silver", answers=UNWORN)
        three_of("WR-1001")
        desk.opens("WR-1001", desk.ask("L1.P1", "changed_mind", "refund", quantity=3))
        whole = desk.item().answer.give_minor
        desk.arrives()
        desk.does(inspect_item, Found(accepted=2, failed=("condition.worn",)))
        first, rest = desk.item("1"), desk.item("2")
        assert (first.quantity, rest.quantity) == (2, 1)
        assert (first.state.value, rest.state.value) == ("to_approve", "turned_down")
        kept = desk.row.item("1")
        assert kept.refunded is not None
        assert len(kept.refunded.units) == 2
        assert first.answer.give_minor == kept.refunded.given_minor < whole
        assert desk.pays_out() == first.answer.give_minor
        desk.does(decide_turned_down, "give_up", item="2")
        assert desk.row.case.is_over

    def test_b17_what_the_sheet_does_not_have_is_no_ground(self, desk: Desk) -> None:
        desk.opens("WR-1006", desk.ask("L1.P1", "changed_mind", "refund"))
        desk.arrives()
        for wrong in (Found(accepted=0, failed=("condition.smell",)), Found(accepted=2), Found(accepted=0)):
            with pytest.raises(SheetWrong):
                desk.does(inspect_item, wrong)
        assert desk.state == "arrived"


def three_of(number: str) -> None:
    """Three of the order's first piece, paid in full."""
    before = order("silver", number)
    lines = (replace(before.lines[0], quantity=3), *before.lines[1:])
    parcels = (replace(before.parcels[0], contents={**before.parcels[0].contents, lines[0].id: 3}),)
    payments = (replace(before.payments[0], captured_minor=before.payments[0].captured_minor + 2 * 6000),)
    add("silver", replace(before, lines=lines, parcels=parcels, payments=payments))
