"""The laws of a case, on every history that differs from the others (`explore`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.cases.explore import AT, REFUSALS, RULES, Step, begins, everything, likeness_of
from tests.core.cases.explore import answers as answers_to

from amends.core.cases import commands as c
from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.case import Case, Item
from amends.core.cases.dues import kept_minor, owed_minor
from amends.core.cases.effects import effects_of
from amends.core.cases.evolve import CaseHistoryInvalid, evolve, fold
from amends.core.cases.handle import CaseMovedOn, NotYours, handle
from amends.core.cases.log import KINDS, Happened, body_of, happened_from, kind_of
from amends.core.cases.states import ENDS, MOVES, State
from amends.core.cases.timers import timers_of
from amends.core.cases.values import Answer, Pay, Quote
from amends.core.dates import HOUR

S = State
TOLD_BY_OTHERS = (
    m.PayoutDone, m.PayoutFailed, m.DuePaid, m.RefundSeen, e.LabelMade, e.LabelExpired, e.TaskDone, e.WorkStarted,
)  # fmt: skip


@cache
def everything_that_happened() -> tuple[tuple[Step, tuple[tuple[Case | None, Happened, Case], ...]], ...]:
    """Every step with each of its events, and the case before and after that event."""
    found = []
    for step in everything():
        case, told = step.before, []
        for one in step.history:
            after = evolve(case, one)
            told.append((case, one, after))
            case = after
        found.append((step, tuple(told)))
    return tuple(found)


@cache
def moves_made() -> dict[str, set[tuple[State, State]]]:
    """From which states to which each kind of event has taken an item."""
    found: dict[str, set[tuple[State, State]]] = defaultdict(set)
    for _, told in everything_that_happened():
        for case, one, after in told:
            for item in case.items if case else ():
                now = after.item(item.id).state
                if now is not item.state or getattr(one.event, "item", "") == item.id:
                    found[kind_of(one.event)].add((item.state, now))
    return found


@pytest.mark.parametrize("kind", sorted(MOVES))
def test_every_row_of_the_table_is_reached_and_nothing_else(kind: str) -> None:
    made = moves_made()[kind]
    if kind == "answered":  # where an answer leads depends on the steps that it brings along
        assert {start for start, _ in made} == MOVES[kind].start
        assert {to for _, to in made} == MOVES[kind].to
    else:
        assert made == MOVES[kind].pairs


def test_events_that_the_table_does_not_name_move_nothing() -> None:
    assert moves_made().keys() <= KINDS.keys()
    for _, told in everything_that_happened():
        for case, one, after in told:
            if case is not None and kind_of(one.event) not in MOVES:
                assert all(after.item(item.id).state is item.state for item in case.items)


def test_every_state_is_reached() -> None:
    reached = {item.state for step in everything() if step.after for item in step.after.items}
    assert reached == set(State)


def test_what_happened_says_how_the_case_stands() -> None:
    """Events, kept as text and read again, come to the case that the command gave."""
    for step in everything():
        case = step.before
        for one in step.history:
            kept = happened_from(one.number, one.at, one.by, kind_of(one.event), body_of(one))
            assert kept == one
            case = evolve(case, kept)
        assert step.refused is not None or case == step.after


def test_a_whole_history_folds_into_its_case() -> None:
    rules, granted = RULES, next(one for one in answers_to("exchange") if one.due_minor and S.TO_SEND in one.left)
    history, case = handle(None, begins("exchange", granted), AT, "customer", rules)
    for command in (
        c.Record(event=m.DuePaid(item="1", due="1.1")),
        c.Receive(items=("1",)),
        c.Inspect(item="1", accepted=1, grounds=("worn",), give_minor=granted.give_minor // 2),
        c.DecideOnTurnedDown(item="2", wish="give_up"),
    ):
        more, case = handle(case, command, AT, "m", rules)
        history += more
    assert fold(history) == case
    assert [one.number for one in history] == list(range(1, len(history) + 1))
    with pytest.raises(CaseHistoryInvalid):
        fold(history[1:])
    with pytest.raises(CaseHistoryInvalid):
        fold((history[0], *history[2:]))


def test_told_twice_is_told_once() -> None:
    for step in everything():
        if step.after is None or not isinstance(step.command, c.Record):
            continue
        if isinstance(step.command.event, TOLD_BY_OTHERS):
            again, after = handle(step.after, step.command, AT + HOUR, "m", step.rules)
            assert again == (), step.command
            assert after is step.after


def test_what_is_approved_is_what_was_promised() -> None:
    for step in everything():
        for one in step.history:
            if isinstance(one.event, m.RefundApproved):
                item = _after(step).item(one.event.item)
                leaving = sum(pay.amount_minor for pay in item.payouts if pay.state != "failed") + item.credit_minor
                assert leaving == item.answer.give_minor
        for item in step.after.items if step.after else ():
            assert item.paid_minor <= item.answer.give_minor
            if item.state is S.DONE and S.PAYING in item.answer.left and not item.is_over:
                assert item.paid_minor == item.answer.give_minor


def test_one_person_alone_does_not_let_much_money_go() -> None:
    refused = [one for one in everything() if isinstance(one.refused, NotYours)]
    assert refused
    for step in everything():
        for one in step.history:
            if isinstance(one.event, m.RefundApproved) and step.rules.alone_up_to_minor is not None:
                item = _before(step).item(one.event.item)
                total = sum(pay.amount_minor for pay in one.event.pays) + one.event.credit_minor
                assert total <= step.rules.alone_up_to_minor or item.proposed_by not in ("", one.event.person)


def test_who_has_to_act_has_a_date_and_a_timer_rings_at_it() -> None:
    for step in everything():
        if step.after is None:
            continue
        timers = timers_of(step.after, step.rules)
        assert len({one.name for one in timers}) == len(timers)
        for item in step.after.items:
            assert (item.act_by is not None) is not item.is_over
            assert item.is_over or item.late or any(one.ring.item == item.id for one in timers)


def test_what_is_to_be_paid_can_be_paid() -> None:
    for item in _items():
        assert item.state is not S.TO_PAY or item.open_due is not None
        if item.state is S.PAYING:
            assert any(pay.state == "waiting" for pay in item.payouts)


def test_no_more_is_kept_of_what_was_paid_than_is_owed() -> None:
    seen = Counter(kind_of(one.event) for step in everything() for one in step.history)
    assert seen["due_returned"]
    for item in _items():
        owed, kept = owed_minor(item), kept_minor(item)
        assert owed is None or kept <= owed
        assert all(0 <= due.returned_minor <= (due.amount_minor if due.state == "paid" else 0) for due in item.dues)
        if item.state is S.TO_PAY and item.ends is S.DONE and owed is not None and item.open_due is not None:
            assert kept + item.open_due.amount_minor == owed


@given(st.integers(1, 10**6), st.integers(2, 9), st.data())
def test_what_was_paid_for_units_that_are_not_accepted_goes_back_exactly(
    due_minor: int, units: int, data: st.DataObject
) -> None:
    """In pieces as at once: each inspection divides what is still kept, and nothing is lost or made."""
    answer = Answer(outcome="accepted", left=(S.TO_PAY, S.TO_SEND, S.ARRIVED, S.TO_POST), due_minor=due_minor)
    opening = begins("exchange", answer).opened
    opening = replace(opening, items=(replace(opening.items[0], quantity=units),))
    _, case = handle(None, c.Open(opened=opening), AT, "customer", RULES)
    accepted = data.draw(st.integers(0, units))
    of_part = data.draw(st.none() | st.integers(0, 2 * due_minor))  # priced anew, or shared by units
    for command in (
        c.Record(event=m.DuePaid(item="1", due="1.1", ref="pi")),
        c.Receive(items=("1",)),
        c.Inspect(item="1", accepted=accepted, grounds=("worn",), give_minor=0, due_minor=of_part),
    ):
        _, case = handle(case, command, AT, "m", RULES)
    item = case.item("1")
    (due,) = item.dues
    assert kept_minor(item) + due.returned_minor == due_minor
    share = due_minor * accepted // units if of_part is None else min(of_part, due_minor)
    wanted = {0: 0, units: due_minor}.get(accepted, share)
    assert 0 <= kept_minor(item) - wanted <= (of_part is None)
    assert (item.open_due, item.state) == (None, S.TO_POST if accepted else S.TURNED_DOWN)


def test_a_quote_that_was_paid_stands_under_another_answer_and_not_under_another_remedy() -> None:
    answer = next(one for one in answers_to("repair") if S.TO_QUOTE in one.left and S.TO_SEND in one.left)
    _, case = handle(None, begins("repair", answer), AT, "customer", RULES)
    for command in (
        c.Record(event=m.QuoteMade(item="1", quote=Quote(labour_minor=700), until=AT + 100 * HOUR)),
        c.AcceptQuote(item="1"),
        c.Record(event=m.DuePaid(item="1", due="1.1", ref="pi")),
        c.Receive(items=("1",)),
        c.AnswerItem(item="1", answer=replace(answer, clauses=("another",))),
    ):
        _, case = handle(case, command, AT, "m", RULES)
    assert (case.item("1").state, kept_minor(case.item("1"))) == (S.ARRIVED, 700)
    _, case = handle(case, c.AnswerItem(item="1", answer=replace(answer, remedy="remake")), AT, "m", RULES)
    assert (case.item("1").state, kept_minor(case.item("1"))) == (S.TO_QUOTE, 0)


def test_no_item_is_stuck() -> None:
    """From wherever an item stands there is a way to an end."""
    ways: dict[object, set[object]] = defaultdict(set)
    ended = set()
    for step in everything():
        for item in step.before.items if step.before and step.after else ():
            now = _after(step).item(item.id)
            ways[likeness_of(now)].add(likeness_of(item))  # backwards
        ended |= {likeness_of(item) for item in (step.after.items if step.after else ()) if item.is_over}
    good, todo = set(ended), list(ended)
    while todo:
        for before in ways[todo.pop()] - good:
            good.add(before)
            todo.append(before)
    stuck = [item for item in _items() if likeness_of(item) not in good]
    assert not stuck, stuck[0]


def test_what_was_tried_in_vain_stays_so() -> None:
    assert all(S.FAILED not in move.start for move in MOVES.values())
    assert {one for move in MOVES.values() for one in move.start} >= set(State) - ENDS


def test_effects_have_keys_of_their_own_and_are_the_same_again() -> None:
    for _, told in everything_that_happened():
        keys: list[str] = []
        for case, one, after in told:
            effects = effects_of(one, case, after)
            assert effects == effects_of(one, case, after)
            keys += [effect.key for effect in effects]
        assert len(set(keys)) == len(keys)


def test_money_leaves_once_for_each_payment_approved() -> None:
    for _, told in everything_that_happened():
        for case, one, after in told:
            if isinstance(one.event, m.RefundApproved):
                asked = [each.body["pay"] for each in effects_of(one, case, after) if each.kind == "payout"]
                assert asked == [pay.id for pay in one.event.pays if not pay.by_hand]


def test_units_of_a_parted_item_add_up() -> None:
    for step in everything():
        if step.before and step.after and len(step.after.items) > len(step.before.items):
            assert sum(one.quantity for one in step.after.items) == sum(one.quantity for one in step.before.items)
            assert len(Counter(one.id for one in step.after.items)) == len(step.after.items)


def test_an_offer_made_again_has_its_own_time() -> None:
    offered = begins("partial_refund", next(one for one in answers_to("partial_refund") if S.TO_OFFER in one.left))
    _, case = handle(None, offered, AT, "customer", RULES)
    offer = c.Record(event=m.OfferMade(item="1", amount_minor=100, until=AT))
    _, first = handle(case, offer, AT, "m", RULES)
    _, second = handle(first, offer, AT + 100 * HOUR, "m", RULES)
    before, after = first.item("1").act_by, second.item("1").act_by
    assert before is not None
    assert after is not None
    assert after > before


def test_a_late_return_that_arrives_after_all_waits_for_a_person() -> None:
    granted = next(one for one in answers_to("refund") if S.TO_SEND in one.left)
    _, case = handle(None, begins("refund", granted), AT, "customer", RULES)
    _, case = handle(case, c.Ring(item="1", state=S.TO_SEND, what="expire"), AT + 1000 * HOUR, "timer", RULES)
    assert case.item("1").state is S.EXPIRED
    _, case = handle(case, c.Receive(items=("1",)), AT + 1001 * HOUR, "m", RULES)
    assert case.item("1").state is S.WAITING
    _, case = handle(case, c.AnswerItem(item="1", answer=granted), AT + 1002 * HOUR, "m", RULES)
    assert case.item("1").state is S.ARRIVED  # it is inspected, and not asked to be sent
    _, case = handle(case, c.AnswerItem(item="1", answer=Answer(outcome="refused")), AT + 1003 * HOUR, "m", RULES)
    assert case.item("1").state is S.TURNED_DOWN  # what is here goes somewhere


def test_what_was_paid_is_not_asked_for_again() -> None:
    granted = next(one for one in answers_to("exchange") if one.due_minor and S.TO_SEND in one.left)
    _, case = handle(None, begins("exchange", granted), AT, "customer", RULES)
    _, case = handle(case, c.Record(event=m.DuePaid(item="1", due="1.1")), AT, "provider", RULES)
    _, case = handle(case, c.Record(event=e.ReturnLost(item="1", proof=True)), AT, "m", RULES)
    dearer = replace(granted, due_minor=granted.due_minor + 50)
    _, same = handle(case, c.AnswerItem(item="1", answer=granted), AT, "m", RULES)
    assert same.item("1").open_due is None
    assert same.item("1").state is not S.TO_PAY
    _, more = handle(case, c.AnswerItem(item="1", answer=dearer), AT, "m", RULES)
    due = more.item("1").open_due
    assert due is not None
    assert due.amount_minor == 50


def test_a_payment_that_fails_beside_one_that_is_done() -> None:
    """Two payments: one fails, the other is done afterwards, and the first is paid anew."""
    granted = next(one for one in answers_to("refund") if S.TO_SEND not in one.left and one.give_minor)
    _, case = handle(None, begins("refund", granted), AT, "customer", RULES)
    pays = (Pay(id="a", payment_id="P1", amount_minor=400), Pay(id="b", payment_id="P2", amount_minor=600))
    for command in (
        c.Approve(item="1", person="m", pays=pays),
        c.Record(event=m.PayoutFailed(item="1", pay="a")),
        c.Record(event=m.PayoutDone(item="1", pay="b")),
    ):
        _, case = handle(case, command, AT, "m", RULES)
    assert case.item("1").state is S.TO_APPROVE
    again = c.Approve(item="1", person="m", pays=(Pay(id="c", payment_id="P1", amount_minor=400),))
    _, case = handle(case, again, AT, "m", RULES)
    assert case.item("1").state is S.PAYING
    _, case = handle(case, c.Record(event=m.PayoutDone(item="1", pay="c")), AT, "m", RULES)
    assert case.item("1").state is S.DONE
    assert case.item("1").paid_minor == 1_000


def test_nothing_is_done_to_a_case_that_is_not_there_and_none_is_opened_twice() -> None:
    opening = begins("refund", answers_to("refund")[0])
    with pytest.raises(CaseMovedOn):
        handle(None, c.Withdraw(item="1"), AT, "m", RULES)
    _, case = handle(None, opening, AT, "customer", RULES)
    with pytest.raises(CaseMovedOn):
        handle(case, opening, AT, "customer", RULES)
    assert CaseMovedOn in REFUSALS


def test_a_move_that_no_case_makes_is_no_history() -> None:
    history, _ = handle(None, begins("refund", answers_to("refund")[0]), AT, "customer", RULES)
    wrong = Happened(number=2, at=AT, by="m", event=e.PieceSent(item="1"))
    assert fold((*history, wrong)).item("1").state is S.REFUSED  # nothing was to be sent: it moves nothing
    posted = Happened(number=2, at=AT, by="m", event=e.ReturnLost(item="1", proof=False))
    with pytest.raises(CaseHistoryInvalid):
        fold((*history, posted))


def _items() -> list[Item]:
    return [item for step in everything() if step.after for item in step.after.items]


def _after(step: Step) -> Case:
    assert step.after is not None
    return step.after


def _before(step: Step) -> Case:
    assert step.before is not None
    return step.before
