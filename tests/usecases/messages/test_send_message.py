"""Messages: once, erasable, from both sides, and never a word of them in the events."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from tests.sample_cases import agreed_return
from tests.sample_shops import AT, HOUR, put_in_place, shop

from amends.records import models
from amends.records.case_file import messages_of
from amends.records.cases import CaseRow, case_numbered
from amends.records.events import broken_link, events_of
from amends.usecases.act_on_case import CaseMissing
from amends.usecases.send_message import LONGEST, MOST_A_DAY, MessageInvalid, send_message

SECRET = b"of the tests"


def say(case: CaseRow, text: str, key: str = "k", by: str = "customer", at: int = AT) -> CaseRow:
    return send_message(shop("silver"), case.number, text, by=by, key=key, at=at, secret=SECRET)


def test_the_words_are_kept_and_the_event_holds_none(case: CaseRow) -> None:
    after = say(case, "  Ring me at\r\nAiko's, please  ")
    assert after.case.unanswered
    (kept,) = messages_of("silver", case.number)
    assert kept.text == "Ring me at\nAiko's, please"
    event = events_of("silver", case.number)[-1]
    assert event.kind == "message_received"
    assert "Aiko" not in str(event.body)
    assert broken_link("silver") is None


def test_the_same_message_twice_is_one(case: CaseRow) -> None:
    assert say(case, "Hello").case.version == say(case, "Hello").case.version
    say(case, "Hello", key="another form")
    assert len(messages_of("silver", case.number)) == 2


def test_an_answer_turns_the_case_back(case: CaseRow) -> None:
    assert say(case, "When?").case.actor == "shop"
    after = say(case, "Tomorrow.", key="s", by="m1", at=AT + 1)
    assert not after.case.unanswered
    assert [one.by for one in messages_of("silver", case.number)] == ["customer", "m1"]
    kinds = models.Effect.objects.filter(case_number=case.number).values_list("kind", "body")
    assert ("mail", "message_sent") in [(kind, body.get("stage")) for kind, body in kinds]


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "x" * (LONGEST + 1)])
def test_what_is_no_message_is_refused(case: CaseRow, text: str) -> None:
    with pytest.raises(MessageInvalid):
        say(case, text)
    assert not messages_of("silver", case.number)


@pytest.mark.parametrize("text", ["{{7*7}}", "<script>alert(1)</script>", "=1+1", "نور 李 💎", "a\u202eb", "O'Brien"])
def test_words_are_kept_as_they_were_written(case: CaseRow, text: str) -> None:
    say(case, text)
    assert messages_of("silver", case.number)[0].text == text


def test_too_many_in_a_day_are_stopped_for_customers_alone(case: CaseRow) -> None:
    for place in range(MOST_A_DAY):
        say(case, "Hello", key=str(place))
    with pytest.raises(MessageInvalid):
        say(case, "Hello", key="one more")
    say(case, "We read you.", key="s", by="m1")
    say(case, "Hello", key="the day after", at=AT + 25 * HOUR)


def test_a_case_of_another_shop_is_none(case: CaseRow) -> None:
    with pytest.raises(CaseMissing):
        send_message(shop("piercing"), case.number, "Hello", by="customer", key="k", at=AT, secret=SECRET)


def test_an_erased_message_leaves_the_chain_whole(case: CaseRow) -> None:
    """I14: the digest says nothing without the secret."""
    say(case, "My mother is ill")
    models.Message.objects.update(text="")
    assert broken_link("silver") is None
    assert case_numbered("silver", case.number) is not None


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_are_one() -> None:
    put_in_place("silver")
    case = agreed_return()
    errors: list[Exception] = []

    def send() -> None:
        try:
            say(case, "Hello")
        except Exception as error:  # noqa: BLE001 - it is what came of it
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not errors
    assert len(messages_of("silver", case.number)) == 1
    assert [one.kind for one in events_of("silver", case.number)].count("message_received") == 1
