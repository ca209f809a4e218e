"""Postage on receipts: the limit is for the whole case, a receipt is paid once, the books agree after each event."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from tests.core.cases.explore import AT, RULES, answers, begins

from amends.core.cases.case import Case
from amends.core.cases.commands import Command, PayPostage, Record, TakeBackPostage, Withdraw
from amends.core.cases.evolve import evolve
from amends.core.cases.handle import AmountWrong, CaseMovedOn, NotYours, handle
from amends.core.cases.ledger import Account, balances_of, postings_of
from amends.core.cases.log import kind_of
from amends.core.cases.money_events import PostageCameBack, PostageGranted, PostagePaid, PostageTakenBack
from amends.core.cases.rules import Rules

GRANTED = next(one for one in answers("repair") if one.outcome == "accepted")


def a_case() -> Case:
    return handle(None, begins("repair", GRANTED), AT, "customer", RULES)[1]


def receipt(laid_out: int, count: int = 1, person: str = "m") -> PayPostage:
    return PayPostage(item="1", person=person, pay=f"p{count}", laid_out_minor=laid_out, limit_minor=1_500)


def lived(case: Case, *commands: Command, forgotten: str = "") -> tuple[Case, bool]:
    """The case after the commands, and whether books that forget one kind of event agreed with it all along."""
    held = Counter(balances_of(case))
    agreed = True
    for command in commands:
        for one in handle(case, command, AT, "m", RULES)[0]:
            before, case = case, evolve(case, one)
            for row in () if kind_of(one.event) == forgotten else postings_of(one, before, case):
                held[row.account] += row.amount_minor
            agreed &= {account: minor for account, minor in held.items() if minor} == balances_of(case)
    return case, agreed


def test_receipts_together_are_paid_back_up_to_the_limit_and_none_beyond_what_it_says() -> None:
    case, _ = lived(a_case(), receipt(900), receipt(900, 2))
    assert [one.amount_minor for one in case.item("1").postage] == [900, 600]
    assert case.actor == "shop"
    for laid_out in (1, 0, -5):
        with pytest.raises(AmountWrong):
            handle(case, receipt(laid_out, 3), AT, "m", RULES)


def test_nothing_is_paid_back_where_nothing_is_granted_or_it_was_taken_back() -> None:
    refused = next(one for one in answers("repair") if one.outcome == "refused")
    for case in (
        handle(None, begins("repair", refused), AT, "customer", RULES)[1],
        handle(a_case(), Withdraw(item="1"), AT, "customer", RULES)[1],
    ):
        with pytest.raises(CaseMovedOn):
            handle(case, receipt(900), AT, "m", RULES)


def test_it_is_never_told_from_outside_that_it_is_granted() -> None:
    granted = PostageGranted(item="1", pay="p1", laid_out_minor=9, amount_minor=9, person="m")
    with pytest.raises(CaseMovedOn):
        handle(a_case(), Record(event=granted), AT, "m", RULES)


def test_above_the_limit_of_one_person_another_one_enters_the_same() -> None:
    rules: Rules = replace(RULES, alone_up_to_minor=500)
    case = handle(a_case(), receipt(400), AT, "m", rules)[1]
    assert len(case.item("1").postage) == 1  # so little one person may
    case = handle(case, receipt(900, 2), AT, "m", rules)[1]
    with pytest.raises(NotYours):
        handle(case, receipt(900, 2), AT, "m", rules)
    case = handle(case, receipt(800, 2, "n"), AT, "n", rules)[1]  # another amount is another proposal
    assert len(case.item("1").postage) == 1
    case = handle(case, receipt(800, 2), AT, "m", rules)[1]
    assert [one.amount_minor for one in case.item("1").postage] == [400, 800]


STORY = (
    receipt(900), Record(event=PostagePaid(item="1", pay="p1", ref="a")),
    Record(event=PostageCameBack(item="1", pay="p1", why="closed")),
    Record(event=PostagePaid(item="1", pay="p1", ref="b")),
)  # fmt: skip
WRONG = TakeBackPostage(item="1", person="n", pay="p1", why="2.00, not 12.00")


def test_what_came_back_is_owed_and_paid_again_once() -> None:
    case, agreed = lived(a_case(), *STORY)
    assert agreed
    assert balances_of(case)[Account.POSTAGE] == 900 == -balances_of(case)[Account.BY_HAND]
    assert case.item("1").postage[0].ref == "b"
    assert not handle(case, STORY[-1], AT, "m", RULES)[0]  # told again, nothing
    assert case.item("1").paid_minor == 0  # no refund of what was bought


@pytest.mark.parametrize("forgotten", ["postage_granted", "postage_paid", "postage_came_back", "postage_taken_back"])
def test_books_that_forget_one_of_its_events_are_found(forgotten: str) -> None:
    assert not lived(a_case(), *STORY, receipt(300, 2), replace(WRONG, pay="p2"), forgotten=forgotten)[1]


def test_a_receipt_entered_wrongly_is_taken_back_and_the_right_one_has_the_whole_limit() -> None:
    case, agreed = lived(a_case(), receipt(1_200), WRONG, WRONG, receipt(1_600, 2))
    assert agreed
    assert [(one.state, one.amount_minor) for one in case.item("1").postage] == [
        ("taken_back", 1_200), ("waiting", 1_500)
    ]  # fmt: skip
    assert balances_of(case) == {Account.POSTAGE: 1_500, Account.OWED: -1_500}
    assert handle(case, WRONG, AT, "m", RULES)[0] == ()  # told again, nothing
    alone, _ = lived(a_case(), receipt(1_200), WRONG)
    assert alone.actor == a_case().actor
    assert not balances_of(alone)


def test_what_is_paid_is_not_taken_back_until_the_bank_has_sent_it_back() -> None:
    case, _ = lived(a_case(), *STORY[:2])
    with pytest.raises(CaseMovedOn, match="is paid"):
        handle(case, WRONG, AT, "n", RULES)
    case, agreed = lived(case, STORY[2], WRONG)
    assert agreed
    assert not balances_of(case)
    for event in (STORY[1], STORY[2]):  # paid, or come back, once more: nothing is owed on it any more
        with pytest.raises(CaseMovedOn, match="taken back"):
            handle(case, event, AT, "m", RULES)


def test_taking_back_needs_a_receipt_that_is_there_and_a_reason() -> None:
    case, _ = lived(a_case(), receipt(1_200))
    with pytest.raises(CaseMovedOn):
        handle(case, replace(WRONG, pay="p2"), AT, "n", RULES)
    with pytest.raises(AmountWrong):
        handle(case, replace(WRONG, why="  "), AT, "n", RULES)
    told = PostageTakenBack(item="1", pay="p1", person="n", why="w")
    with pytest.raises(CaseMovedOn, match="from a command"):
        handle(case, Record(event=told), AT, "m", RULES)
