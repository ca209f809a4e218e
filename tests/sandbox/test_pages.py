"""The hosted page: what the customer sees, and that it is paid once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.sandbox.asking import Said, ask
from tests.sandbox.serving import control, sandbox_here

NOW = 1_900_000_000
RETURN = "https://shop.example/case/R-1?paid={CHECKOUT_SESSION_ID}"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with sandbox_here(tmp_path) as here:
        control(here, "clock", {"at": NOW})
        yield here


def open_page(address: str, **other: object) -> Said:
    """This function will open a session for 12.50."""
    params: dict[str, object] = {
        "mode": "payment",
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": 1250,
        "line_items[0][price_data][product_data][name]": "Shipping <both> ways",
        "line_items[0][quantity]": 1,
        "success_url": RETURN,
        "cancel_url": "https://shop.example/case/R-1",
        **other,
    }
    return ask(address, "POST", "/v1/checkout/sessions", params)


def press(address: str, session: Said, button: str) -> Said:
    """This function will press a button of the page."""
    return ask(address, "POST", f"/pay/{session.body['id']}", {"do": button})


def test_the_page_says_what_is_paid_and_goes_back_when_it_is(address: str) -> None:
    session = open_page(address)
    page = ask(address, "GET", urlsplit(session.body["url"]).path)
    assert "$12.50" in page.text
    assert "Shipping &lt;both&gt; ways" in page.text
    assert "script" not in page.text
    paid = press(address, session, "pay")
    assert paid.status == 303
    assert paid.headers["location"] == RETURN.replace("{CHECKOUT_SESSION_ID}", session.body["id"])
    now = ask(address, "GET", f"/v1/checkout/sessions/{session.body['id']}").body
    assert (now["status"], now["payment_status"]) == ("complete", "paid")
    intent = ask(address, "GET", f"/v1/payment_intents/{now['payment_intent']}").body
    assert ask(address, "GET", f"/v1/charges/{intent['latest_charge']}").body["amount_captured"] == 1250


def test_a_page_is_paid_once(address: str) -> None:
    session = open_page(address)
    press(address, session, "pay")
    assert press(address, session, "pay").status == 200
    assert len(control(address, "state")["charges"]) == 1
    assert ask(address, "POST", f"/v1/checkout/sessions/{session.body['id']}/expire").status == 400


def test_a_declined_card_pays_nothing(address: str) -> None:
    session = open_page(address)
    assert "declined" in press(address, session, "decline").text
    assert not control(address, "state")["charges"]
    assert press(address, session, "pay").status == 303


@pytest.mark.parametrize(("seconds", "status"), [(1799, 400), (1800, 200), (86400, 200), (86401, 400)])
def test_a_page_lives_half_an_hour_to_a_day(address: str, seconds: int, status: int) -> None:
    assert open_page(address, expires_at=NOW + seconds).status == status


def test_a_page_that_has_closed_takes_no_money(address: str) -> None:
    session = open_page(address, expires_at=NOW + 1800)
    control(address, "clock", {"advance": 1800})
    assert "Nothing was paid" in press(address, session, "pay").text
    state = control(address, "state")
    assert state["sessions"][0]["status"] == "expired"
    assert [event["type"] for event in state["events"]] == ["checkout.session.expired"]
