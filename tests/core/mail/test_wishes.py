"""What a mail asks for: read where it is plain, left to a person where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.mail.wishes import Named, Wish, wish_of
from amends.core.vocabulary import REASONS

LINES = (Named("L1", "Mill chain", "MIL-18IN"), Named("L2", "Ferry Knot pendant", "KNP-12MM"))
RING = (Named("L1", "Wren ring", "WRN-7"),)


def read(text: str, lines: tuple[Named, ...] = LINES, subject: str = "") -> Wish:
    """This function will read a mail about an order of these lines."""
    return wish_of(subject, text, lines, REASONS)


@pytest.mark.parametrize(
    ("text", "line", "reason", "remedy"),
    [
        ("WR-1001, Ferry Knot pendant, changed my mind", "L2", "changed_mind", "refund"),
        ("I would like to return the chain, it does not suit me", "L1", "changed_mind", "refund"),
        ("KNP12MM: I don’t want it any more", "L2", "changed_mind", "refund"),
        ("The pendant came broken. I want my money back.", "L2", "damaged_on_arrival", "refund"),
        ("The pendant is broken and I'd like a refund", "L2", "defective", "refund"),
        ("I received the wrong item, refund please: the chain", "L1", "wrong_item_sent", "refund"),
        ("I ordered the wrong size of chain. Refund, please", "L1", "ordered_wrong_size", "refund"),
        ("The chain turned black, may I return it", "L1", "tarnished", "refund"),
        ("THE CHAIN IS FAULTY - REFUND", "L1", "defective", "refund"),
        ("please turn the chain into store credit, I changed my mind", "L1", "changed_mind", "store_credit"),
    ],
)
def test_b18_a_plain_wish_is_read(text: str, line: str, reason: str, remedy: str) -> None:
    wish = read(text)
    assert (wish.line_id, wish.reason, wish.remedy) == (line, reason, remedy)
    assert wish.is_clear


@pytest.mark.parametrize(
    "text",
    [
        "the pendant isn't broken, I'd just like to return it",  # turned round
        "the pendant is not defective",
        "Both pieces arrived damaged, refund",  # which?
        "The chain and the pendant: changed my mind",
        "Pendant too small, can I exchange it for another",  # for which?
        "I don't want a refund, just the pendant repaired, it is faulty",
        "I changed my mind: please change the engraving of the pendant",
        "The pendant is too small and broken, refund",  # two reasons
        "Where is the chain? refund",
        "I'd like a refund for the chain",  # why?
        "cancel my return, the chain is not for me",  # of a wish, not of an order
        "Do you sell gift wrap?",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_a_person(text: str) -> None:
    assert not read(text).is_clear


def test_an_order_of_one_line_needs_no_name() -> None:
    assert read("I changed my mind", RING).line_id == "L1"
    assert read("I changed my mind").line_id == ""


@pytest.mark.parametrize("text", ["Please cancel my order", "Cancel it and refund me, please", "I want to CANCEL"])
def test_b9_nobody_has_to_say_why_they_cancel(text: str) -> None:
    wish = read(text)
    assert (wish.remedy, wish.reason, wish.names_nothing) == ("cancel", "changed_mind", True)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("unworn and unused, in its original box", (False, False, True)),
        ("I have never worn or used it and have all the packaging", (False, False, True)),
        ("It hasn't been worn", (False, None, None)),
        ("I wore it, and no longer have its box", (None, None, None)),
        ("I have worn it. It is not unused. It came without its box", (None, None, None)),
    ],
)
def test_b2_what_is_told_of_the_piece(text: str, answers: tuple[bool | None, ...]) -> None:
    found = read(text).answers
    assert tuple(found.get(f"condition.{name}") for name in ("worn", "used", "original_packaging")) == answers


def test_a_reason_that_the_policy_does_not_know_is_none() -> None:
    assert not wish_of("", "the chain is faulty, refund", LINES, ("changed_mind",)).is_clear


@given(st.text(max_size=400))
def test_nothing_that_is_written_raises(text: str) -> None:
    read(text)
    read(f"{text} the chain changed my mind {text}")


def test_a_long_mail_is_read_in_steps_that_grow_with_its_length() -> None:
    for bad in ("not ", "arrived ", "i have ordered ", "never been ", "a"):
        read(bad * 50_000)
