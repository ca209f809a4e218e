"""What any adapter of the port of payments must do with pages on which a customer pays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.integrations.stripe.bench import SECOND, Bench, pay_back
from tests.sandbox.asking import ask

from amends.ports.answers import Unclear
from amends.ports.payments import PaymentDeclined

HOUR = 3600 * SECOND


def a_page_is_paid_once_and_can_be_refunded(bench: Bench) -> None:
    """This function will ask for money, let the customer pay, and pay a part back."""
    shop, asked = bench.shop(), bench.asked()
    page = shop.ask_payment(asked)
    assert (page.state, page.amount_minor, page.currency) == ("open", 900, "USD")
    assert (page.key, page.case, page.closes_at, page.payment_ref) == (asked.key, "R-7", asked.due, "")
    assert page.url.startswith("http")
    ask(bench.address, "POST", f"/pay/{page.ref}", {"do": "pay"})
    paid = shop.find_payment_page(page.ref)
    assert (paid.state, paid.url) == ("paid", "")
    assert shop.payment(paid.payment_ref).captured_minor == 900
    assert pay_back(shop, paid.payment_ref, 400, bench.key()).state == "succeeded"


def the_same_key_gives_the_same_page(bench: Bench) -> None:
    """This function will ask twice, the first answer having been lost, and some time later."""
    shop, asked = bench.shop(), bench.asked()
    bench.control("faults", {"kind": "timeout_after", "path": "/v1/checkout", "has": asked.key})
    with pytest.raises(Unclear):
        bench.shop(answer_seconds=1).ask_payment(asked)
    page = shop.ask_payment(asked)
    bench.control("clock", {"advance": 600})
    assert shop.ask_payment(asked).ref == page.ref
    pages = [one for one in bench.control("state")["sessions"] if one["metadata"]["amends_key"] == asked.key]
    assert len(pages) == 1


def a_page_closes_when_it_is_due_within_the_providers_limits(bench: Bench) -> None:
    """This function will ask for pages that are due soon, later, and much later."""
    for due, least, most in ((0, 1800, 2000), (7200, 7200, 7200), (30 * 24 * 3600, 23 * 3600, 24 * 3600)):
        now = bench.now()
        asked = bench.asked(asked_at=now, due=now + due * SECOND)
        page = bench.shop().ask_payment(asked)
        assert least * SECOND <= page.closes_at - asked.asked_at <= most * SECOND


def a_page_that_is_withdrawn_takes_no_money(bench: Bench) -> None:
    """This function will withdraw a page, twice, and try to pay on it."""
    shop = bench.shop()
    page = shop.ask_payment(bench.asked())
    assert shop.withdraw_payment_page(page.ref).state == "expired"
    assert shop.withdraw_payment_page(page.ref).state == "expired"
    assert "Nothing was paid" in ask(bench.address, "POST", f"/pay/{page.ref}", {"do": "pay"}).text
    assert shop.find_payment_page(page.ref).state == "expired"


def a_customer_who_was_faster_has_paid(bench: Bench) -> None:
    """This function will withdraw a page that was paid a moment ago."""
    shop = bench.shop()
    page = shop.ask_payment(bench.asked())
    bench.control(f"pay/{page.ref}", {})
    assert shop.withdraw_payment_page(page.ref).state == "paid"


def a_transfer_is_waited_for(bench: Bench) -> None:
    """This function will pay by transfers, of which one comes and one does not."""
    shop = bench.shop()
    for end, state in (("succeeded", "paid"), ("failed", "expired")):
        page = shop.ask_payment(bench.asked())
        bench.control(f"pay/{page.ref}", {"as": "later"})
        waiting = shop.withdraw_payment_page(page.ref)
        assert (waiting.state, waiting.url) == ("processing", "")
        with pytest.raises(PaymentDeclined, match=r"nothing was paid"):
            pay_back(shop, waiting.payment_ref, 1, bench.key())
        bench.control(f"pay/{page.ref}", {"as": end})
        assert shop.find_payment_page(page.ref).state == state


def a_page_closes_by_itself(bench: Bench) -> None:
    """This function will wait until the page is no longer open."""
    shop = bench.shop()
    page = shop.ask_payment(bench.asked())
    bench.control("clock", {"advance": 7200})
    assert (shop.find_payment_page(page.ref).state, shop.find_payment_page(page.ref).url) == ("expired", "")


def a_page_that_cannot_be_made_is_declined(bench: Bench) -> None:
    """This function will ask for what cannot be carried, and for a page that is not there."""
    shop = bench.shop()
    with pytest.raises(PaymentDeclined):
        shop.ask_payment(bench.asked(amount_minor=5124, currency="KWD"))
    with pytest.raises(PaymentDeclined):
        shop.ask_payment(bench.asked(amount_minor=0))
    for call in (shop.find_payment_page, shop.withdraw_payment_page):
        with pytest.raises(PaymentDeclined):
            call("cs_test_nobody")


PAGE_CHECKS: tuple[Callable[[Bench], None], ...] = (
    a_page_is_paid_once_and_can_be_refunded,
    the_same_key_gives_the_same_page,
    a_page_closes_when_it_is_due_within_the_providers_limits,
    a_page_that_is_withdrawn_takes_no_money,
    a_customer_who_was_faster_has_paid,
    a_transfer_is_waited_for,
    a_page_closes_by_itself,
    a_page_that_cannot_be_made_is_declined,
)
