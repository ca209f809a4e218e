"""The page of a case in every state: as usable as axe can tell, and no wider than the smallest phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.sample_cases import KINDS, bring, of_kind
from tests.sample_shops import order

from amends.core.cases.states import State

PHONE = {"width": 320, "height": 640}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


S = State
# What one case can go through in turn, and what needs one of its own.
IN_TURN = (
    S.WAITING, S.LOOKING, S.TO_OFFER, S.OFFERED, S.TO_QUOTE, S.QUOTED, S.TO_PAY, S.TO_SEND, S.TO_CHANGE, S.TO_POST,
    S.TO_MAKE, S.TO_APPROVE, S.REFUSED, S.ARRIVED, S.TURNED_DOWN, S.TO_SEND_BACK,
)  # fmt: skip
CASES = {
    "partial_refund": IN_TURN, "repair": (S.ON_ITS_WAY,), "remake": (S.AT_CUSTOMS, S.WITHDRAWN), "refund": (S.EXPIRED,),
    "change": (S.FAILED,), "cancel": (S.PAYING, S.DONE),
}  # fmt: skip


def find(page: Page, kind: str) -> None:
    shop_id, number, *_ = KINDS[kind]
    page.goto(f"/{shop_id}/find")
    page.get_by_label("Order number").fill(number)
    page.get_by_label("Email address or postcode").fill(order(shop_id, number).email)
    page.get_by_role("button", name="Find my order").click()


def test_no_state_is_forgotten() -> None:
    assert {state for states in CASES.values() for state in states} == set(State)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_usable(browser: Browser, address: str, scheme: str) -> None:
    """Cases are brought from state to state, and looked at in each, in a window of 320 pixels."""
    context = browser.new_context(base_url=address, viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page, axe = context.new_page(), Axe()
    for kind, states in CASES.items():
        find(page, kind)
        case, shop_id = of_kind(kind), KINDS[kind][0]
        for state in states:
            case = bring(shop_id, case, state)
            page.goto(f"/{shop_id}/cases/{case.number}/")
            page.wait_for_load_state("load")
            assert page.evaluate(WIDE) <= 0, state
            found = axe.run(page).response["violations"]
            serious = [one for one in found if one["impact"] in {"serious", "critical"}]
            assert not serious, (state, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in serious])
    context.close()
