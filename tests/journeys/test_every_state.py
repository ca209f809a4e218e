"""The page of a case in every state: as usable as axe can tell, and no wider than the smallest phone."""

from __future__ import annotations

from playwright.sync_api import Browser, Page
from tests.pressing import PATIENCE, follow
from tests.sample_cases import KINDS, bring, of_kind
from tests.sample_shops import order
from tests.usable import serious

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
    follow(page.get_by_role("button", name="Find my order"))


def test_no_state_is_forgotten() -> None:
    assert {state for states in CASES.values() for state in states} == set(State)


def test_every_state_is_usable(browser: Browser, address: str) -> None:
    """Cases are brought from state to state, and looked at in each, in a window of 320 pixels."""
    context = browser.new_context(base_url=address, viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    for kind, states in CASES.items():
        find(page, kind)
        case, shop_id = of_kind(kind), KINDS[kind][0]
        for state in states:
            case = bring(shop_id, case, state)
            page.goto(f"/{shop_id}/cases/{case.number}/")
            page.wait_for_load_state("load")
            assert page.evaluate(WIDE) <= 0, state
            found = serious(page)
            assert not found, (state, found)
    context.close()
