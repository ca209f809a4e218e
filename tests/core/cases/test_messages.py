"""A message of the customer's: by when it is answered, what happens when it is not, and what becomes of old ones."""

from __future__ import annotations

from tests.core.cases.explore import AT, RULES, beginnings

from amends.core.cases import commands as c
from amends.core.cases import events as e
from amends.core.cases.case import Case
from amends.core.cases.evolve import evolve
from amends.core.cases.handle import handle
from amends.core.cases.log import Happened, happened_from
from amends.core.cases.states import State
from amends.core.cases.timers import timers_of
from amends.core.dates import HOUR

WROTE = c.Record(event=e.MessageReceived(message="m", digest="d"))
ANSWERED = c.Record(event=e.MessageSent(message="a", digest="d"))


def opened() -> Case:
    """A case of any kind."""
    _, case = handle(None, next(beginnings()), AT, "customer", RULES)
    return case


def test_a_message_is_answered_within_the_answer_time_of_the_policy() -> None:
    _, case = handle(opened(), WROTE, AT + HOUR, "customer", RULES)
    assert case.answer_by == RULES.after(AT + HOUR, RULES.spans[State.WAITING])
    assert case.act_by is not None
    assert case.act_by <= case.answer_by
    _, again = handle(case, WROTE, AT + 2 * HOUR, "customer", RULES)
    assert again.answer_by == case.answer_by, "the first message that waits says by when"
    _, done = handle(again, ANSWERED, AT + 3 * HOUR, "member", RULES)
    assert done.answer_by is None
    assert not done.unanswered


def test_an_answer_that_is_late_is_told_once_and_not_any_more_when_it_was_given() -> None:
    _, case = handle(opened(), WROTE, AT, "customer", RULES)
    timer = next(one for one in timers_of(case, RULES) if not one.ring.item)
    assert case.answer_by is not None
    assert timer.at == case.answer_by + 1
    history, late = handle(case, timer.ring, timer.at, "timer", RULES)
    assert [one.event for one in history] == [e.RanLate(item="")]
    assert handle(late, timer.ring, timer.at, "timer", RULES)[0] == ()
    assert all(one.ring.item for one in timers_of(late, RULES))
    _, done = handle(late, ANSWERED, timer.at + HOUR, "member", RULES)
    assert handle(done, timer.ring, timer.at, "timer", RULES)[0] == ()
    assert not done.answer_late


def test_a_message_that_was_kept_before_there_was_a_date_still_folds() -> None:
    case = opened()
    old = happened_from(case.version + 1, AT, "customer", "message_received", {"message": "m", "digest": "d"})
    assert isinstance(old, Happened)
    after = evolve(case, old)
    assert after.unanswered
    assert after.answer_by is None
