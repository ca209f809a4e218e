"""Stages: every state has words, what is told as done was done, and what is told to follow is what is left."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from amends.core.cases import commands as c
from amends.core.cases import events as e
from amends.core.cases.case import Case
from amends.core.cases.handle import handle
from amends.core.cases.log import Happened
from amends.core.cases.rules import SPANS, WEEKDAYS, Rules
from amends.core.cases.stages import TELLINGS, stages_of, telling
from amends.core.cases.states import CUSTOMER_ACTS, ENDS, State
from amends.core.cases.values import Answer, ItemAsked, Task
from amends.core.dates import Unit

S = State
RULES = Rules(
    zone=ZoneInfo("America/New_York"),
    calendar=WEEKDAYS,
    spans={**SPANS, S.TO_SEND: (14, Unit.DAYS), S.WAITING: (2, Unit.DAYS)},
)
AT = 1_764_000_000_000_000
HOUR = 3_600_000_000
REFUND = (S.TO_SEND, S.ARRIVED, S.TO_APPROVE, S.PAYING)


def asked(answer: Answer, remedy: str = "refund") -> ItemAsked:
    return ItemAsked(
        id="1", piece_id="L1.P1", line_id="L1", quantity=1, reason="changed_mind", lane="change_of_mind",
        remedy=remedy, answer=answer,
    )  # fmt: skip


class Story:
    """A case to which one thing after another happens, an hour apart."""

    def __init__(self, answer: Answer) -> None:
        opened = e.CaseOpened(order="A", by="buyer", currency="USD", policy="p", items=(asked(answer),))
        self.history: tuple[Happened, ...] = ()
        self.case: Case | None = None
        self.do(c.Open(opened=opened))

    def do(self, command: c.Command) -> Story:
        happened, self.case = handle(self.case, command, AT + len(self.history) * HOUR, "customer", RULES)
        self.history += happened
        return self

    def told(self) -> list[tuple[str, str]]:
        return [(one.title, one.mark) for one in stages_of(self.history, "1")]


AGREED = Answer(outcome="accepted", left=REFUND, give_minor=1_000)


def test_every_state_has_words_that_say_who_acts() -> None:
    item = Story(AGREED).case
    assert item is not None
    for state in State:
        told = telling(item.items[0], state)
        assert told.title
        assert told.done
        assert told.next.endswith(".")
        assert (told.who == "you") == (state in CUSTOMER_ACTS)
        assert (told.who == "nobody") == (state in ENDS)
        assert bool(told.late) == (state not in ENDS)
    assert {name.partition(".")[0] for name in TELLINGS} == {state.value for state in State}


def test_no_words_shout_or_hide_behind_jargon() -> None:
    for one in TELLINGS.values():
        for text in (one.title, one.done, one.next, one.late):
            assert "!" not in text
            assert not {"RMA", "SKU", "process", "ticket"} & set(text.split())


def test_a_return_from_beginning_to_end() -> None:
    story = Story(AGREED)
    assert story.told() == [("Post it", "now"), ("We look at it", "later"), ("Your money", "later")]
    story.do(c.Record(event=e.Posted(item="1")))
    assert story.told()[:2] == [("You posted it", "done"), ("On its way to us", "now")]
    story.do(c.Receive(items=("1",)))
    assert story.told()[2] == ("Arrived; we look at it", "now")
    story.do(c.Inspect(item="1", accepted=1))
    assert story.told()[-1] == ("Your money", "now")
    stages = stages_of(story.history, "1")
    done = [one.at for one in stages if one.mark == "done"]
    assert done == sorted(one for one in done if one is not None)
    assert story.case is not None
    assert stages[-1].by == story.case.items[0].act_by


@pytest.mark.parametrize(
    ("command", "title"),
    [
        (c.Withdraw(item="1"), "Ended by you"),
        (c.Ring(item="1", state=S.TO_SEND, what="expire"), "Ended"),
        (c.AnswerItem(item="1", answer=Answer(outcome="refused", person="m", reason="r")), "Not possible"),
    ],
)
def test_what_was_left_undone_is_not_told_as_done(command: c.Command, title: str) -> None:
    """The broken variant tells somebody who never posted anything that they did."""
    assert Story(AGREED).do(command).told() == [(title, "end")]


def test_an_answer_is_told_and_what_it_leads_to() -> None:
    story = Story(Answer(outcome="referred", answer_by=AT + 48 * HOUR))
    assert story.told() == [("Our answer", "now")]
    story.do(c.AnswerItem(item="1", answer=Answer(outcome="accepted", left=REFUND, person="m", reason="r")))
    assert story.told()[:2] == [("We answered", "done"), ("Post it", "now")]


def test_customs_wait_for_the_customer_until_that_is_done() -> None:
    story = Story(Answer(outcome="referred", answer_by=AT + 48 * HOUR))
    story.do(c.Record(event=e.CustomsHeld(item="1", tasks=(Task(id="a", says="x", by=AT + 90 * HOUR),))))
    assert stages_of(story.history, "1")[0].telling.who == "you"
    story.do(c.Record(event=e.TaskDone(item="1", task="a")))
    assert stages_of(story.history, "1")[0].telling.who == "customs"
