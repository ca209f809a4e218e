"""The hosted page in a real browser: by keyboard, on the smallest phone, back to the shop when it is paid."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.integrations.stripe.bench import Bench
from tests.sandbox.asking import listening
from tests.sandbox.serving import sandbox_here


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_customer_is_declined_and_then_pays(tmp_path: Path, page: Page, scheme: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    # The listener stands for the shop: another origin, which the page must be able to lead back to.
    with sandbox_here(tmp_path) as address, listening() as shop_site:
        bench = Bench(address)
        shop = bench.shop()
        due = shop.ask_payment(bench.asked(return_to=shop_site.address))
        page.goto(due.url)
        expect(page.get_by_role("main")).to_contain_text("$9.00")
        page.get_by_role("button", name="declined").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Nothing was paid")
        assert not Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="Pay", exact=True).press("Enter")
        page.wait_for_url(f"{shop_site.address}**", wait_until="commit")
        assert shop.find_payment_page(due.ref).state == "paid"
        page.goto(due.url)
        expect(page.get_by_role("heading")).to_have_text("Paid")
        page.context.close()  # its connections, before the servers end
