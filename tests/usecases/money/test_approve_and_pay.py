"""From the approval to the bank: what was shown is what leaves, once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.invariants import check
from tests.sample_shops import AT, order, shop
from tests.usecases.money.desk import (
    PIERCING,
    SHOP,
    Provider,
    approve,
    desk,
    given_credit,
    member,
    now,
    opened,
    paid_with,
    to_approve,
)

from amends.core.cases.commands import AnswerItem, Record, Withdraw
from amends.core.cases.events import MessageReceived
from amends.core.cases.handle import NotYours
from amends.core.cases.ledger import Account
from amends.core.cases.states import State
from amends.core.orders import Payment
from amends.records import models
from amends.records.ledger import balances
from amends.records.members import end_member
from amends.records.payouts import payouts_of
from amends.usecases.act_on_case import act_on_case
from amends.usecases.approve_refund import AmountChanged, NotAllowed, ShownOtherwise, approve_refund
from amends.usecases.invite_member import invite_member
from amends.usecases.pay_out import pay_out
from amends.usecases.preview_refund import preview_refund
from amends.usecases.record_payout import NotByHand, record_payout, record_returned


@pytest.mark.usefixtures("silver")
class TestFromApprovalToTheBank:
    def test_is_paid_and_done(self, provider: Provider) -> None:
        order = paid_with()
        provider.charge(order)
        row = to_approve()
        shown = preview_refund(shop(SHOP), row.number, "1", member())
        assert (shown.amount_minor, shown.differs, shown.blocked) == (5088 - 600, "", "")
        assert [(one.to, one.label) for one in shown.ways] == [("payment", order.payments[0].label)]
        approve(row)
        (payout,) = payouts_of(SHOP, row.number)
        assert (payout.id, payout.state) == (f"{row.number}.1.1", "waiting")
        paid = pay_out(shop(SHOP), payout.id, provider.port, AT)
        assert paid.state == "done"
        (refund,) = provider.refunds()
        assert (refund["amount"], refund["id"]) == (4488, paid.ref)
        assert now(row).case.item("1").state is State.DONE
        assert balances(SHOP, row.number) == {
            (Account.REFUNDS, "USD"): 4488,
            (Account.PROVIDER, "USD"): -4488,
        }


@pytest.mark.usefixtures("silver")
class TestWhoMay:
    def test_above_the_limit_another_person_approves(self) -> None:
        desk(alone_up_to_minor=1000)
        row, one, two = to_approve(), member(), member("owner")
        shown = preview_refund(shop(SHOP), row.number, "1", one)
        assert (shown.needs_second, shown.proposed_by) == (True, "")
        approve(row, one)
        assert not payouts_of(SHOP, row.number)
        assert preview_refund(shop(SHOP), row.number, "1", one).blocked == "own_proposal"
        with pytest.raises(NotYours):
            approve(row, one)
        end_member(SHOP, one.id, AT)
        again = invite_member(shop(SHOP), one.email, "owner", "Again", AT).member
        assert again.id != one.id  # a new place at the shop, and the same person
        assert preview_refund(shop(SHOP), row.number, "1", again).blocked == "own_proposal"
        shown = preview_refund(shop(SHOP), row.number, "1", two)
        assert (shown.proposed_by, shown.blocked) == (one.id, "")
        approve(row, two)
        assert len(payouts_of(SHOP, row.number)) == 1
        check(SHOP)

    @pytest.mark.parametrize("role", ["support", "warehouse"])
    def test_a_role_without_money(self, role: str) -> None:
        row = to_approve()
        with pytest.raises(NotAllowed):
            approve(row, member(role))
        assert not payouts_of(SHOP, row.number)

    def test_never_a_refund_to_oneself(self) -> None:
        row = to_approve()
        buyer = member(email=order(SHOP, row.order_number).email.upper())
        with pytest.raises(NotAllowed, match="yourself"):
            approve(row, buyer)

    def test_a_right_that_was_taken_away_while_the_page_was_open(self) -> None:
        row, who = to_approve(), member()
        seen = preview_refund(shop(SHOP), row.number, "1", who).seal
        end_member(SHOP, who.id, AT)
        with pytest.raises(NotAllowed):
            approve_refund(shop(SHOP), row.number, "1", who, seen, AT)

    def test_what_was_not_shown_is_not_paid(self) -> None:
        row, who = to_approve(), member()
        seen = preview_refund(shop(SHOP), row.number, "1", who).seal
        act_on_case(
            shop(SHOP), row.number, Record(event=MessageReceived(message="m", digest="d")), at=AT, by="customer"
        )
        with pytest.raises(ShownOtherwise):
            approve_refund(shop(SHOP), row.number, "1", who, seen, AT)
        with pytest.raises(ShownOtherwise):
            approve_refund(shop(SHOP), row.number, "1", who, "", AT)


@pytest.mark.usefixtures("silver")
class TestWhere:
    def test_what_was_granted_before_has_come_to_nothing_and_the_amount_is_another(self) -> None:
        """The first return has borne the shipping that was free; withdrawn, the second one bears it."""
        first = opened("L1.P1")
        second = to_approve("L2.P1")
        assert second.case.item("1").answer.give_minor == 4241
        who = member()
        assert preview_refund(shop(SHOP), second.number, "1", who).differs == ""
        act_on_case(shop(SHOP), first.number, Withdraw(item="1"), at=AT, by="customer")
        shown = preview_refund(shop(SHOP), second.number, "1", who)
        assert (shown.promised_minor, shown.amount_minor, shown.differs) == (4241, 3641, "earlier_changed")
        with pytest.raises(AmountChanged):
            approve(second, who)
        approve(second, who, reason="The other return was withdrawn.")
        assert [one.amount_minor for one in payouts_of(SHOP, second.number)] == [3641]
        assert now(second).case.item("1").answer.reason == "The other return was withdrawn."
        check(SHOP)

    def test_over_two_payments_in_the_order_in_which_they_were_made(self) -> None:
        card = order(SHOP, "WR-1001").payments[0]
        gift = Payment(id="pay_0", method="gift_card", captured_minor=1000, label="Gift card ending 1234")
        paid_with(gift, replace(card, captured_minor=card.captured_minor - 1000))
        row = to_approve()
        shown = preview_refund(shop(SHOP), row.number, "1", member())
        assert [(one.to, one.amount_minor, one.label) for one in shown.ways] == [
            ("by_hand", 1000, "Gift card ending 1234"),
            ("payment", 3488, card.label),
        ]
        approve(row)
        assert [(one.by_hand, one.amount_minor) for one in payouts_of(SHOP, row.number)] == [
            (True, 1000),
            (False, 3488),
        ]

    def test_by_hand_is_put_down_by_hand_and_once(self, provider: Provider) -> None:
        card = order(SHOP, "WR-1001").payments[0]
        paid_with(replace(card, ref="", method="bank", label="Bank transfer"))
        row, who = to_approve(), member()
        approve(row, who)
        (payout,) = payouts_of(SHOP, row.number)
        assert pay_out(shop(SHOP), payout.id, provider.port, AT).state == "waiting"
        for _ in range(2):
            record_payout(shop(SHOP), payout.id, who, " TR 2026-11-22/7 ", AT)
        assert now(row).case.item("1").state is State.DONE
        assert balances(SHOP, row.number) == {(Account.REFUNDS, "USD"): 4488, (Account.BY_HAND, "USD"): -4488}
        record_returned(shop(SHOP), payout.id, who, "account closed", AT)
        assert now(row).case.item("1").state is State.TO_APPROVE
        check(SHOP)

    def test_what_the_provider_pays_is_not_paid_by_hand_as_well(self) -> None:
        row = to_approve()
        approve(row)
        with pytest.raises(NotByHand):
            record_payout(shop(SHOP), f"{row.number}.1.1", member(), "TR 1", AT)

    def test_a_gifts_recipient_gets_credit_with_a_code_and_never_the_buyers_money(self) -> None:
        credit = given_credit(days=365)
        assert credit.amount_minor == credit.left_minor > 0
        assert credit.is_gift
        assert len(credit.code) == 14
        assert credit.expires_at is not None
        assert not models.Payout.objects.exists()
        assert models.CaseItem.objects.get().state == State.DONE.value
        check(PIERCING)

    def test_nothing_to_pay_is_done_at_once(self) -> None:
        row = to_approve()
        who = member()
        answer = replace(
            row.case.item("1").answer,
            give_minor=0,
            person=who.id,
            reason="By agreement.",
            left=(State.TO_APPROVE, State.PAYING),
        )
        act_on_case(shop(SHOP), row.number, AnswerItem(item="1", answer=answer), at=AT, by=who.id)
        approve(row, who)
        assert now(row).case.item("1").state is State.DONE
        check(SHOP)
