"""Store C's parcels: another address, customs, searches by the carrier, our own mistakes."""

from __future__ import annotations

import pytest
from tests.sample_shops import order
from tests.usecases.cases.desk import DAY, Desk

from amends.core.cases.handle import CaseMovedOn
from amends.core.refunds.offers import RepairCost
from amends.usecases.answer_item import ClauseDecides, Said, answer_item
from amends.usecases.close_investigation import Finding, ProofMissing, close_investigation
from amends.usecases.do_task import do_task
from amends.usecases.end_customs import end_customs
from amends.usecases.finish_change import Tried, finish_change
from amends.usecases.finish_work import finish_work
from amends.usecases.hold_at_customs import ToDo, hold_at_customs, remind_of_customs
from amends.usecases.inspect_item import Found, inspect_item
from amends.usecases.open_investigation import DateWrong, Search, open_investigation
from amends.usecases.send_piece import Sending, send_piece

pytestmark = pytest.mark.usefixtures("shops")
COST = RepairCost(labour_minor=4_000, materials_minor=1_500, postage_in_minor=900, postage_out_minor=1_100)


@pytest.fixture
def desk() -> Desk:
    """Store C."""
    return Desk("bespoke")


def captured(number: str) -> int:
    """All that was paid for an order."""
    return sum(one.captured_minor for one in order("bespoke", number).payments)


class TestC6Address:
    def test_c6_tried_for_a_fee_and_it_worked(self, desk: Desk) -> None:
        desk.opens("AT-1004", desk.ask("L1.P1", "wrong_address_given", "change"))
        assert desk.item().answer.due_minor == 2_500
        assert desk.pays() == 2_500
        assert desk.state == "to_change"
        desk.does(finish_change, Tried(worked=True))
        assert desk.state == "done"
        assert "change_done" in desk.mails()

    def test_c6_tried_and_it_did_not_work(self, desk: Desk) -> None:
        desk.opens("AT-1004", desk.ask("L1.P1", "wrong_address_given", "change"))
        desk.pays()
        desk.does(finish_change, Tried(worked=False))
        assert desk.state == "failed"
        assert "change_failed" in desk.mails()
        assert desk.returns() == []  # the fee is for the try

    def test_c6_no_refund_where_the_address_was_wrong(self, desk: Desk) -> None:
        desk.opens("AT-5M8RD", desk.ask("L1.P1", "not_received", "refund"))
        assert desk.state == "refused"
        assert "C6-wrong-address" in desk.clauses()


class TestC7Customs:
    def held(self, desk: Desk) -> None:
        desk.opens("AT-7CW4J", desk.ask("L1.P1", "customs_failed", "refund"))
        assert desk.state == "waiting"
        todo = [ToDo(says="Sign the form", by=desk.at + 5 * DAY), ToDo(says="Pay the duty", by=desk.at + 9 * DAY)]
        desk.does(hold_at_customs, todo)
        assert desk.state == "at_customs"
        assert desk.item().act_by == desk.at + 9 * DAY

    def test_c7_refused_where_the_part_was_not_done_after_a_reminder(self, desk: Desk) -> None:
        self.held(desk)
        desk.does(do_task, "1")
        desk.later(7 * DAY).rings()
        assert desk.item().customs_reminders == 1
        desk.later(10 * DAY).does(end_customs, "failed")
        assert desk.state == "refused"
        assert "C7-not-cleared" in desk.clauses()

    def test_c7_without_a_reminder_a_person_decides(self, desk: Desk) -> None:
        self.held(desk)
        desk.later(DAY).does(end_customs, "failed")
        assert desk.state == "waiting"

    def test_c7_where_the_part_was_done_a_person_decides_and_agrees(self, desk: Desk) -> None:
        self.held(desk)
        desk.does(do_task, "1")
        desk.does(remind_of_customs)
        desk.does(do_task, "2")
        desk.does(do_task, "2")
        with pytest.raises(CaseMovedOn):  # of what is done nobody is reminded
            desk.does(remind_of_customs)
        desk.does(end_customs, "failed")
        assert desk.state == "waiting"
        desk.does(answer_item, Said(outcome="accepted", reason="They did all that was asked."))
        assert desk.state == "to_approve"
        assert "C7-looked-at" in desk.clauses()
        assert desk.pays_out() > 0

    def test_c7_as_the_order_says_it(self, desk: Desk) -> None:
        desk.opens("AT-3XB9F", desk.ask("L1.P1", "customs_failed", "refund"))
        assert (desk.state, "C7-not-cleared" in desk.clauses()) == ("refused", True)

    def test_c7_a_task_says_what_and_has_a_date_to_come(self, desk: Desk) -> None:
        desk.opens("AT-7CW4J", desk.ask("L1.P1", "customs_failed", "refund"))
        for wrong in (ToDo(says=" ", by=desk.at + DAY), ToDo(says="Sign", by=desk.at)):
            with pytest.raises(DateWrong):
                desk.does(hold_at_customs, [wrong])


class TestC8AndC9Mistakes:
    def test_c8_all_the_money_back_with_shipping_and_a_label(self, desk: Desk) -> None:
        desk.opens("AT-1006", desk.ask("L1.P1", "wrong_shape_sent", "refund"))
        assert desk.item().answer.label == "prepaid"
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        assert desk.pays_out() == captured("AT-1006")

    def test_c8_or_made_again_at_no_cost(self, desk: Desk) -> None:
        desk.opens("AT-1006", desk.ask("L1.P1", "wrong_shape_sent", "remake"))
        assert desk.state == "to_send"
        assert desk.item().answer.due_minor == 0
        desk.arrives()
        desk.does(inspect_item, Found(accepted=1))
        desk.does(finish_work)
        desk.does(send_piece, Sending())
        assert desk.state == "done"

    def test_c9_sent_elsewhere_all_comes_back_and_nothing_is_to_be_sent(self, desk: Desk) -> None:
        desk.opens("AT-2NQ6Z", desk.ask("L1.P1", "sent_elsewhere", "refund"))
        assert desk.state == "to_approve"
        assert desk.pays_out() == captured("AT-2NQ6Z")

    def test_c12_not_as_certified_is_our_mistake(self, desk: Desk) -> None:
        desk.opens("AT-1005", desk.ask("L1.P1", "not_as_certified", "refund"))
        assert desk.state == "to_send"
        assert "C12-as-certified" in desk.clauses()


class TestC10AndC11Searches:
    def searching(self, desk: Desk) -> None:
        desk.opens("AT-9ZK5P", desk.ask("L1.P1", "not_received", "refund"))
        assert desk.state == "waiting"
        search = Search(carrier="own", reference="C-1", until=desk.at + 10 * DAY)
        desk.does(open_investigation, search)
        assert (desk.state, desk.item().act_by) == ("looking", desk.at + 10 * DAY)

    def test_c10_confirmed_lost_is_paid_back_with_shipping(self, desk: Desk) -> None:
        self.searching(desk)
        desk.later(4 * DAY).does(close_investigation, Finding(finding="lost", proof="C-1/2"))
        assert desk.state == "to_approve"
        assert "C10-lost" in desk.clauses()
        assert desk.pays_out() == captured("AT-9ZK5P")
        assert desk.told().count("answered") == 1

    def test_c11_delivered_with_proof_is_refused_and_the_proof_is_kept(self, desk: Desk) -> None:
        self.searching(desk)
        with pytest.raises(ProofMissing):
            desk.does(close_investigation, Finding(finding="delivered"))
        desk.does(close_investigation, Finding(finding="delivered", proof="photo of the front door"))
        assert desk.state == "refused"
        assert "C11-handed-over" in desk.clauses()
        looked = desk.item().investigation
        assert looked is not None
        assert (looked.finding, looked.proof) == ("delivered", "photo of the front door")
        with pytest.raises(ClauseDecides):
            desk.does(answer_item, Said(outcome="accepted", reason="I believe them."))

    def test_c9_the_search_finds_that_it_went_elsewhere(self, desk: Desk) -> None:
        self.searching(desk)
        found = Finding(finding="delivered", proof="12 Another Street", sent_to="another_address")
        desk.does(close_investigation, found)
        assert desk.state == "to_approve"
        assert "C9-sent-elsewhere" in desk.clauses()

    def test_c10_nothing_found_a_person_decides_by_a_new_date(self, desk: Desk) -> None:
        self.searching(desk)
        desk.later(12 * DAY).rings()
        assert desk.item().late
        desk.does(close_investigation, Finding(finding="none"))
        assert desk.state == "waiting"
        assert (desk.item().act_by or 0) > desk.at

    def test_c10_a_date_in_the_past(self, desk: Desk) -> None:
        desk.opens("AT-9ZK5P", desk.ask("L1.P1", "not_received", "refund"))
        with pytest.raises(DateWrong):
            desk.does(open_investigation, Search(carrier="own", reference="", until=desk.at))
