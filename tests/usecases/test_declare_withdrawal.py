"""Withdrawing by right: granted when it is stated, whatever the shop's own policy says, and acknowledged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests import invariants
from tests.sample_cases import OF_A_MEMBER
from tests.sample_shops import AT, HOUR, add, order, put_in_place, shop
from tests.usecases.mail.post import mail, ours, taken
from tests.usecases.mail_out.outgoing import Tray, deliver, mail_keys

from amends.core.cases.commands import Receive
from amends.core.cases.states import State
from amends.core.dates import local_day, zone_named
from amends.core.orders import Order
from amends.core.receipts import derive, differences
from amends.laws.kept import floor_from
from amends.records import models
from amends.records.cases import CaseRow, case_numbered
from amends.records.policies import policy_with
from amends.usecases.act_on_case import act_on_case
from amends.usecases.answer_item import ReasonMissing, Said
from amends.usecases.declare_withdrawal import Rights, Statement, declare_withdrawal, rights_to_withdraw
from amends.usecases.inspect_item import Found, SheetWrong, inspect_item, read_sheet
from amends.usecases.open_case import CaseNotOpened
from amends.usecases.overrule_answer import LawStands, overrule_answer
from amends.usecases.read_order import read_order
from amends.usecases.sign_receipt import open_receipt
from amends.usecases.write_receipt import write_receipt

DAY = 24 * HOUR
SECRET = b"of the tests"


@pytest.fixture(autouse=True)
def silver(db: None) -> None:
    put_in_place("silver")


def sent_to(country: str, days_ago: int = 3, number: str = "EU-1", **attributes: bool) -> Order:
    """An order of an earring that arrived some days ago: the shop's own policy takes none of them back."""
    before = order("silver", "WR-1001")
    line = before.lines[0]
    first = replace(line, category="earring", attributes={**line.attributes, **attributes})
    parcels = tuple(
        replace(one, shipped_at=AT - (days_ago + 4) * DAY, delivered_at=AT - days_ago * DAY) for one in before.parcels
    )
    lines = (first, *before.lines[1:])
    return add("silver", replace(before, number=number, country=country, lines=lines, parcels=parcels, gift_code=""))


def rights(number: str = "EU-1", at: int = AT) -> Rights:
    in_hand = read_order(shop("silver"), number)
    assert in_hand is not None
    return rights_to_withdraw(in_hand, at)


def stated(pieces: tuple[str, ...], key: str = "form", text: str = "I withdraw.") -> Statement:
    return Statement(key=key, pieces=pieces, text=text, language="de")


def test_the_right_is_that_of_the_consumer_s_country_and_of_its_days() -> None:
    sent_to("DE")
    found = rights()
    assert {one.piece.line.id for one in found.each} == {one.id for one in order("silver", "EU-1").lines}
    assert found.ends is not None
    assert rights(at=found.ends.closes_at).each
    assert not rights(at=found.ends.closes_at + 1).each
    sent_to("US", number="US-1")
    assert not rights("US-1").each


def test_what_was_made_for_one_person_is_left_out() -> None:
    before = order("silver", "WR-1001").lines[0]
    sent_to("DE", personalised=True)
    assert before.id not in {one.piece.line.id for one in rights().each}


def test_a_statement_is_granted_at_once_kept_word_for_word_and_acknowledged() -> None:
    """EU-W-06, EU-W-08, Art. 11a(4): no approval, all money with its delivery, content and time by mail."""
    sent_to("DE")
    pieces = tuple(one.piece.id for one in rights().each)
    row = declare_withdrawal(shop("silver"), "EU-1", stated(pieces, text="I withdraw from all of it."), AT, SECRET)
    assert {one.item.answer.outcome for one in row.items} == {"accepted"}
    assert {one.item.state for one in row.items} == {State.TO_SEND}
    assert {clause for one in row.items for clause in one.item.answer.clauses} >= {"EU-W-01"}
    assert policy_with("silver", row.case.policy).floor is not None
    paid = sum(one.captured_minor for one in order("silver", "EU-1").payments)
    assert sum(one.item.answer.give_minor for one in row.items) == paid
    assert row.note == "I withdraw from all of it."
    stages = models.Effect.objects.filter(case_number=row.number, kind="mail").values_list("body", flat=True)
    assert [body["stage"] for body in stages] == ["withdrawal"]
    invariants.check("silver")


def test_who_reads_the_copy_alone_has_no_way_into_the_case_and_the_buyer_has() -> None:
    """Nobody has proven the other address: no reply address, no link, and no answer of its holder is a message."""
    buyer = sent_to("DE").email
    wanted = replace(stated(tuple(one.piece.id for one in rights().each)), email="elsewhere@example.net")
    number, tray = declare_withdrawal(shop("silver"), "EU-1", wanted, AT, SECRET).number, Tray()
    assert [deliver("silver", number, key, tray) for key in sorted(mail_keys("silver", number))] == ["sent", "sent"]
    own, copy = tray.mails
    assert (own.recipient.address, copy.recipient.address) == (buyer, "elsewhere@example.net")
    assert copy.reply_to == ours().address  # the shop's own, where a person reads
    assert own.reply_to.startswith(f"{ours().mailbox}+{number}.")
    secret = own.reply_to.partition(".")[2].partition("@")[0]
    assert secret not in repr(copy)
    for text, thread in ((f"About {number}: send it to me.", ""), ("Yes.", copy.id), ("No.", own.id)):
        one = taken(mail(text, sender="Sam <Elsewhere@example.net>", to=copy.reply_to, In_Reply_To=thread))
        assert (one.case_number, one.waits) == ("", True)
    assert taken(mail("Thank you.", sender=buyer, to=own.reply_to, In_Reply_To=own.id)).case_number == number
    invariants.check("silver")


def test_the_same_form_is_one_statement_and_nothing_is_withdrawn_from_twice() -> None:
    sent_to("FR")
    pieces = tuple(one.piece.id for one in rights().each)
    row = declare_withdrawal(shop("silver"), "EU-1", stated(pieces), AT, SECRET)
    again = declare_withdrawal(shop("silver"), "EU-1", stated(pieces), AT + DAY, SECRET)
    assert again.number == row.number
    with pytest.raises(CaseNotOpened):
        declare_withdrawal(shop("silver"), "EU-1", stated(pieces, key="another"), AT, SECRET)
    with pytest.raises(CaseNotOpened):
        declare_withdrawal(shop("silver"), "EU-1", stated(("nothing",), key="third"), AT, SECRET)
    assert models.Case.objects.filter(order_number="EU-1").count() == 1


def test_a_shop_that_does_not_tell_of_the_right_gives_it_for_a_year_longer() -> None:
    """EU-W-05."""
    sent_to("DE", days_ago=100)
    assert not rights().each
    models.Shop.objects.filter(id="silver").update(desk={"informed_of_withdrawal": 0})
    assert rights().each


def test_businesses_have_no_such_right() -> None:
    before = sent_to("DE")
    add("silver", replace(before, number="EU-2", attributes={**before.attributes, "buyer": "business"}))
    assert rights().each
    assert not rights("EU-2").each


def test_who_withdraws_keeps_the_better_terms_of_the_shop() -> None:
    """The shop takes unworn pieces back free of charge; nothing is asked, and the law's fourteen days are kept."""
    put_in_place("piercing")
    before = order("piercing", models.Order.objects.filter(shop_id="piercing").order_by("number")[0].number)
    parcels = tuple(replace(one, shipped_at=AT - 5 * DAY, delivered_at=AT - 3 * DAY) for one in before.parcels)
    new = replace(before, number="EU-3", country="FR", placed_at=AT - 6 * DAY, parcels=parcels, gift_code="")
    add("piercing", new)
    in_hand = read_order(shop("piercing"), "EU-3")
    assert in_hand is not None
    each = rights_to_withdraw(in_hand, AT).each
    pieces = {one.piece.id: one.piece.line.category for one in each}
    row = declare_withdrawal(shop("piercing"), "EU-3", stated(tuple(pieces)), AT, SECRET)
    labels = {pieces[one.item.piece_id]: one.item.answer.label for one in row.items}
    assert labels["earring"] == "prepaid"
    assert labels["accessory"] == "none"  # what came with an order the shop takes back from nobody
    invariants.check("piercing")


def test_goods_that_were_worn_are_taken_back_and_a_person_keeps_what_they_lost_with_a_reason() -> None:
    """EU-W-13, Art. 14(2): never turned down, never by itself, never more than was paid."""
    sent_to("DE")
    one = next(each.piece.id for each in rights().each if each.piece.line.id == "L1")
    number = declare_withdrawal(shop("silver"), "EU-1", stated((one,)), AT, SECRET).number
    act_on_case(shop("silver"), number, Receive(items=("1",)), at=AT + DAY, by=OF_A_MEMBER)
    sheet = [line.fact for line in read_sheet(shop("silver"), number, "1", AT + DAY)]
    worn = next((line for line in sheet if line.startswith("condition.")), "condition.worn")

    def inspected(**found: Any) -> CaseRow:
        return inspect_item(shop("silver"), number, "1", Found(**found), member=OF_A_MEMBER, at=AT + DAY)

    for wrong in ({"accepted": 0, "failed": (worn,)}, {"accepted": 1, "kept_minor": 500},
                  {"accepted": 1, "kept_minor": 9_999_999, "reason": "All of it."}):  # fmt: skip
        with pytest.raises((SheetWrong, ReasonMissing)):
            inspected(**wrong)
    before = case_numbered("silver", number)
    assert before is not None
    paid = before.case.items[0].answer.give_minor
    (item,) = inspected(accepted=1, kept_minor=500, reason="Deep scratches; polishing is 5.00.").case.items
    assert (item.answer.give_minor, item.answer.outcome) == (paid - 500, "accepted")
    assert item.inspection is not None
    assert item.inspection.reason.startswith("Deep scratches")
    mails = models.Effect.objects.filter(case_number=number, kind="mail").values_list("body", flat=True)
    assert "less_kept" in [body["stage"] for body in mails]
    invariants.check("silver")


@pytest.mark.parametrize(("back_after", "paid_by"), [(2, 15), (13, 15), (20, 22)])
def test_the_money_is_sent_by_the_day_of_the_law_where_the_shop_s_own_is_later(back_after: int, paid_by: int) -> None:
    """EU-W-09: within 14 days of the statement (a Sunday moves to Monday); held until the goods are back, no longer."""
    sent_to("DE")
    one = rights().each[0].piece.id
    number = declare_withdrawal(shop("silver"), "EU-1", stated((one,)), AT, SECRET).number
    row = act_on_case(shop("silver"), number, Receive(items=("1",)), at=AT + back_after * DAY, by=OF_A_MEMBER)
    due = row.case.items[0].act_by
    zone = shop("silver").zone
    assert due is not None
    assert local_day(due, zone) - local_day(AT, zone) <= paid_by
    assert due >= AT + back_after * DAY


def test_nobody_refuses_what_the_law_gives() -> None:
    """X5 ends where the law begins: a reason is no fact."""
    sent_to("DE")
    one = rights().each[0].piece.id
    number = declare_withdrawal(shop("silver"), "EU-1", stated((one,)), AT, SECRET).number
    said = Said(outcome="refused", reason="We would rather not.")
    with pytest.raises(LawStands, match=r"Art\. 9\(1\).*EU-W-01"):
        overrule_answer(shop("silver"), number, "1", said, member=OF_A_MEMBER, at=AT + DAY)


def test_each_receipt_follows_to_the_cent_also_after_others_and_after_a_person_has_kept_something() -> None:
    sent_to("DE")
    numbers = [
        declare_withdrawal(shop("silver"), "EU-1", stated((one.piece.id,), key=one.piece.id), AT, SECRET).number
        for one in rights().each
    ]
    assert len(numbers) == 2
    first = numbers[0]
    act_on_case(shop("silver"), first, Receive(items=("1",)), at=AT + DAY, by=OF_A_MEMBER)
    found = Found(accepted=1, kept_minor=500, reason="Deep scratches; polishing is 5.00.")
    inspect_item(shop("silver"), first, "1", found, member=OF_A_MEMBER, at=AT + DAY)
    for number, earlier, kept in ((first, 1, 500), (numbers[1], 1, 0)):
        row = case_numbered("silver", number)
        assert row is not None
        receipt = open_receipt(write_receipt(shop("silver"), row, "1", bytes(32))).receipt
        assert receipt.figures is not None
        assert len(receipt.figures.earlier) == earlier  # that of the other was granted since, and counts all the same
        assert receipt.figures.amount_minor == row.items[0].item.answer.give_minor + kept
        assert list(differences(receipt, derive(receipt, floor_from))) == []


def test_a_receipt_keeps_what_was_promised_where_the_order_has_been_changed_since() -> None:
    sold = sent_to("DE")
    one = next(each.piece.id for each in rights().each if each.piece.line.id == "L1")
    number = declare_withdrawal(shop("silver"), "EU-1", stated((one,)), AT, SECRET).number
    dearer = replace(sold.lines[0], unit_price_minor=sold.lines[0].unit_price_minor + 1_000)
    add("silver", replace(sold, lines=(dearer, *sold.lines[1:])))
    act_on_case(shop("silver"), number, Receive(items=("1",)), at=AT + DAY, by=OF_A_MEMBER)
    inspect_item(shop("silver"), number, "1", Found(accepted=1), member=OF_A_MEMBER, at=AT + DAY)
    row = case_numbered("silver", number)
    assert row is not None
    receipt = open_receipt(write_receipt(shop("silver"), row, "1", bytes(32))).receipt
    assert receipt.figures is not None
    assert receipt.figures.amount_minor == row.items[0].item.answer.give_minor
    assert receipt.figures.lines[0].unit_minor == sold.lines[0].unit_price_minor
    assert list(differences(receipt, derive(receipt, floor_from))) == []


@pytest.mark.parametrize(("after", "last"), [(0, "2026-12-07"), (2, "2026-12-08")])
def test_who_withdraws_may_post_until_the_last_day_of_the_law_which_a_sunday_moves(after: int, last: str) -> None:
    sent_to("DE")
    pieces = tuple(one.piece.id for one in rights().each)
    row = declare_withdrawal(shop("silver"), "EU-1", stated(pieces), AT + after * DAY, SECRET)
    by = row.items[0].item.act_by
    assert by is not None
    assert date.fromordinal(local_day(by, zone_named("America/New_York"))).isoformat() == last
