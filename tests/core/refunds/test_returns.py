"""The book of returns: counts never exceed what was bought, and only steps of the table are taken."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.refunds.shop import line, order_of

from amends.core.dates import NOT_YET
from amends.core.errors import AmendsError, MoneyInvalid
from amends.core.orders import Order, Parcel
from amends.core.refunds.returns import (
    STEPS,
    Asked,
    Book,
    Rules,
    State,
    advance,
    findings,
    receive,
    request,
    restock,
    send_back,
    sent_units,
    similar,
    units_of,
)

ORDER = order_of(line("a", 1000, 3), line("b", 500, 2))
LOOSE = Rules(authorise_first=False)


def received(good: dict[str, int], dismissed: dict[str, int] | None = None, rules: Rules = LOOSE) -> Book:
    """This function will give a book with one return of everything, of which this much came back."""
    asked = (Asked(line_id="a", quantity=3), Asked(line_id="b", quantity=2))
    return receive(request(Book(order=ORDER, rules=rules), "r1", asked), "r1", good, dismissed)


def test_every_state_is_reached_and_three_are_final() -> None:
    reached = {State.REQUESTED, *STEPS.values()}
    assert reached == set(State)
    assert set(State) - {state for state, _ in STEPS} == {State.REPLACED, State.SENT_BACK, State.CANCELLED}


def test_what_is_refunded_follows_what_was_accepted() -> None:
    book = received({"a": 2}, {"a": 1, "b": 1})
    assert [(one.line_id, one.quantity) for one in units_of(book, "r1")] == [("a", 2)]
    kind = received({"a": 2}, {"a": 1, "b": 1}, Rules(authorise_first=False, refund_dismissed=True))
    assert [(one.line_id, one.quantity) for one in units_of(kind, "r1")] == [("a", 3), ("b", 1)]


def test_units_sent_back_can_be_returned_again() -> None:
    book = send_back(received({"a": 1}, {"a": 2, "b": 2}), "r1", {"a": 2, "b": 2}, "rest")
    again = request(book, "r2", [Asked(line_id="a", quantity=2)])
    assert again.find("r2").state is State.REQUESTED
    with pytest.raises(MoneyInvalid, match="2 of `a` can still be returned"):
        request(book, "r3", [Asked(line_id="a", quantity=3)])


def test_a_cancelled_return_leaves_its_units_free() -> None:
    book = request(Book(order=ORDER), "r1", [Asked(line_id="a", quantity=3)])
    again = request(advance(book, "r1", "cancel"), "r2", [Asked(line_id="a", quantity=3)])
    assert again.find("r2").state is State.REQUESTED


def test_dismissed_units_are_sent_back_before_accepted_ones() -> None:
    book = send_back(received({"a": 1}, {"a": 2, "b": 2}), "r1", {"a": 2}, "rest")
    assert [(one.line_id, one.quantity) for one in units_of(book, "rest")] == [("a", 1)]


@pytest.mark.parametrize(
    ("units", "words"),
    [({}, "there is nothing to `send_back`"), ({"a": 4}, "3 of `a` are here"), ({"z": 1}, "no line `z`")],
)
def test_no_more_is_sent_back_than_is_here(units: dict[str, int], words: str) -> None:
    with pytest.raises(MoneyInvalid, match=words):
        send_back(received({"a": 3, "b": 2}), "r1", units, "rest")


def test_everything_that_stands_against_a_request_is_told_at_once() -> None:
    book = Book(order=ORDER, rules=Rules(reason_needed=True, reasons={"wrong": ("size",)}))
    asked = [
        Asked(line_id="a", quantity=9),
        Asked(line_id="z", quantity=1, reason="dull"),
        Asked(line_id="b", quantity=0),
    ]
    assert [one.code for one in findings(book, asked)] == [
        "reason_missing",
        "no_such_line",
        "no_such_reason",
        "no_such_quantity",
        "reason_missing",
        "too_many",
    ]


def test_units_are_sent_when_their_parcel_is() -> None:
    parcels = (Parcel(id="p1", contents={"a": 1}), Parcel(id="p2", contents={"a": 2}, shipped_at=NOT_YET))
    order = order_of(line("a", 1000, 3), parcels=parcels)
    assert sent_units(order)["a"] == 1
    assert [one.refer for one in findings(Book(order=order), [Asked(line_id="a", quantity=2)])] == [True]
    pending = Order(number="1", currency="USD", lines=(line("a", 1),), state="pending")
    assert not sent_units(pending)


def test_a_person_is_warned_of_similar_returns() -> None:
    book = request(Book(order=ORDER), "r1", [Asked(line_id="a", quantity=1)])
    assert similar(book, [Asked(line_id="a", quantity=1)]) == ("r1",)
    assert similar(book, [Asked(line_id="b", quantity=1)]) == ()
    assert similar(advance(book, "r1", "cancel"), [Asked(line_id="a", quantity=1)]) == ()


def test_an_unknown_return_gets_a_hint() -> None:
    with pytest.raises(MoneyInvalid, match="Did you mean `r-12`"):
        request(Book(order=ORDER), "r-12", [Asked(line_id="a", quantity=1)]).find("r-13")


def test_stock_grows_by_what_was_accepted_and_tracked() -> None:
    assert restock({"a": 1}, {"a": 2, "b": 1, "c": 1}, untracked=frozenset({"c"})) == {"a": 3, "b": 1}


@given(st.data())
def test_no_sequence_of_steps_takes_back_more_than_was_bought(data: st.DataObject) -> None:
    book = Book(order=ORDER, rules=data.draw(st.sampled_from([LOOSE, Rules()])))
    ids, counts = st.sampled_from(["r1", "r2", "r3"]), st.dictionaries(st.sampled_from("ab"), st.integers(-1, 4))
    for number in range(data.draw(st.integers(1, 12))):
        which, units = data.draw(ids), data.draw(counts)
        step = data.draw(st.sampled_from(["request", "receive", "send_back", *(name for _, name in STEPS)]))
        try:
            if step == "request":
                book = request(book, which, [Asked(line_id=one, quantity=count) for one, count in units.items()])
            elif step == "receive":
                book = receive(book, which, units, data.draw(counts))
            elif step == "send_back":
                book = send_back(book, which, units, f"rest-{number}")
            else:
                book = advance(book, which, step)  # type: ignore[arg-type]
        except AmendsError:
            continue
    kept: Counter[str] = Counter()
    for one in book.returns:
        for coming in one.lines:
            assert 0 <= coming.sent_back <= coming.arrived <= coming.asked
            kept[coming.line_id] += 0 if one.state is State.CANCELLED else coming.here
    assert all(count <= ORDER.line(line_id).quantity for line_id, count in kept.items())  # type: ignore[union-attr]
