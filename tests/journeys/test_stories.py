"""What customers do from the first page to the number of their case, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.pressing import follow
from tests.sample_shops import situation

from amends.examples import Situation
from amends.records.cases import cases_of
from amends.records.models import Case

CASE = re.compile(r"^R-[2-9A-Z]{6}$")


def open_order(page: Page, shop_name: str, one: Situation) -> None:
    """From the choice of the shop to the order."""
    page.goto("/")
    follow(page.get_by_role("link", name=shop_name))
    page.get_by_label("Order number").fill(one.order_number.lower().replace("-", " "))
    page.get_by_label("Email address or postcode").fill(f" {one.email.upper()}")
    follow(page.get_by_role("button", name="Find my order"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order {one.order_number}")


def choose(page: Page, *labels: str) -> None:
    """Choose each of these answers and go on."""
    for label in labels:
        page.get_by_label(label, exact=True).check()
    follow(page.get_by_role("button", name="Continue"))


def answer(page: Page, **answers: str) -> None:
    """Answer the questions by their words and go on."""
    for question, said in answers.items():
        page.get_by_role("group", name=re.compile(question.replace("_", " "))).get_by_label(said, exact=True).check()
    follow(page.get_by_role("button", name="Continue"))


def number_of_case(page: Page) -> str:
    page.wait_for_url("**/cases/**")
    page.wait_for_load_state("networkidle")  # a second click may still be on its way to the server
    number = page.get_by_role("heading", level=1).inner_text()
    assert CASE.match(number), number
    return number


def test_a_necklace_goes_back_free_of_charge(desk: Page) -> None:
    """A1, A2, A6: Lupin & Rook."""
    open_order(desk, "Lupin & Rook", situation("piercing", "A2"))
    expect(desk.get_by_text("You can return this until Sunday 31 January 2027, free of charge").first).to_be_visible()
    follow(desk.get_by_role("link", name="Return or get help (Rook Feather necklace)"))
    choose(desk, "I have changed my mind")
    answer(desk, Is_it_still_free_of_damage="Yes")
    choose(desk, "Return it for my money back")
    expect(desk.get_by_role("row", name="You get back $72.00")).to_be_visible()
    follow(desk.get_by_role("button", name="Send my return"))
    number = number_of_case(desk)
    expect(desk.get_by_text("Post the piece with the prepaid label.")).to_be_visible()
    assert [case.number for case in cases_of("piercing", "LU-1001")] == [number]


def test_a_chain_goes_back_at_the_customers_cost(desk: Page) -> None:
    """B1, B2, B3, B11: Wrenfold."""
    open_order(desk, "Wrenfold", situation("silver", "B1"))
    follow(desk.get_by_role("link", name="Return or get help (Millrace chain)"))
    choose(desk, "I have changed my mind")
    answer(desk, Has_it_been_worn="No", Has_it_been_used="No", Do_you_still_have_the="Yes")
    choose(desk, "Return it for my money back")
    expect(desk.get_by_role("row", name="You get back $44.88")).to_be_visible()
    follow(desk.get_by_role("link", name="Clause B11-free-shipping of the policy").first)
    expect(desk.locator("#B11-free-shipping")).to_be_in_viewport()
    desk.go_back()
    follow(desk.get_by_role("button", name="Send my return"))
    number_of_case(desk)
    expect(desk.get_by_text("Post the piece to us. You pay the way back.")).to_be_visible()


def test_a_ring_is_cancelled_before_work_begins(plain: Page) -> None:
    """C1: Aldous Thrane, on a phone of 320 pixels that runs no scripts."""
    one = situation("bespoke", "C1")
    open_order(plain, "Aldous Thrane", one)
    follow(plain.get_by_role("link", name="Cancel or change it"))
    choose(plain, "I have changed my mind")
    choose(plain, "Cancel it")
    follow(plain.get_by_role("button", name="Cancel this piece"))
    number_of_case(plain)
    expect(plain.get_by_text("We send your money").first).to_be_visible()


def test_earrings_are_refused_with_the_reason_and_what_would_change_it(plain: Page) -> None:
    """B5, without scripts."""
    one = situation("silver", "B5")
    open_order(plain, "Wrenfold", one)
    follow(plain.get_by_role("link", name=re.compile("Get help with it")).first)
    choose(plain, "I have changed my mind")
    expect(plain.get_by_role("heading", level=1)).to_have_text("This is not possible")
    expect(plain.get_by_text("Earrings touch skin").first).to_be_visible()
    expect(plain.get_by_text("if something is wrong with it").first).to_be_visible()
    follow(plain.get_by_role("link", name="Choose another reason"))
    expect(plain.get_by_role("heading", level=1)).to_have_text("What is it about?")
    assert not Case.objects.exists()


def test_a_present_becomes_credit_and_shows_no_other_price(desk: Page) -> None:
    """A7."""
    one = situation("piercing", "A7")
    desk.goto("/piercing/")
    follow(desk.get_by_role("link", name="It was given to me, and I have a gift code"))
    desk.get_by_label("Gift code").fill(one.gift_code)
    follow(desk.get_by_role("button", name="Find my present"))
    expect(desk.get_by_role("heading", level=1)).to_have_text("Your present")
    assert "$" not in desk.locator("main").inner_text()
    follow(desk.get_by_role("link", name=re.compile("Sorrel Heart")))
    choose(desk, "It was a present, and it is not for me")
    answer(desk, Is_it_still_free_of_damage="Yes")
    choose(desk, "Return it for store credit")
    follow(desk.get_by_role("button", name="Send my return"))
    number_of_case(desk)
    assert re.findall(r"\$[\d.,]+", desk.locator("main").inner_text()) == ["$68.00"]


def test_a_double_click_is_one_case(desk: Page) -> None:
    open_order(desk, "Lupin & Rook", situation("piercing", "A2"))
    follow(desk.get_by_role("link", name="Return or get help (Rook Feather necklace)"))
    choose(desk, "I have changed my mind")
    answer(desk, Is_it_still_free_of_damage="Yes")
    choose(desk, "Return it for my money back")
    desk.get_by_role("button", name="Send my return").dblclick()
    number = number_of_case(desk)
    assert [case.number for case in cases_of("piercing", "LU-1001")] == [number]
    desk.go_back()
    expect(desk.get_by_role("heading", level=1)).to_have_text(number)  # the last look is over: the case is shown
    assert Case.objects.count() == 1


def test_by_keyboard_alone(desk: Page) -> None:
    """Tab, space, arrows and Enter lead from the order form to the case."""
    one = situation("piercing", "A2")
    desk.goto("/piercing/find")
    press_until(desk, "Skip to the content")
    desk.keyboard.press("Enter")
    press_until(desk, "Order number")
    desk.keyboard.type(one.order_number)
    desk.keyboard.press("Tab")
    desk.keyboard.type(one.email)
    enter(desk)
    press_until(desk, "Return or get help (Rook Feather necklace)")
    enter(desk)
    press_until(desk, "I have changed my mind")
    desk.keyboard.press("Space")
    press_until(desk, "Continue")
    enter(desk)
    press_until(desk, "Yes")
    desk.keyboard.press("Space")
    press_until(desk, "Continue")
    enter(desk)
    press_until(desk, "Return it for my money back")
    desk.keyboard.press("Space")
    press_until(desk, "Continue")
    enter(desk)
    press_until(desk, "Send my return")
    enter(desk)
    number_of_case(desk)


def enter(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_until(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so; what has the focus is always to be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return null;
                const label = e.labels && e.labels.length ? e.labels[0].innerText : e.innerText;
                const box = e.getBoundingClientRect();
                return [label.trim().replace(/\\s+/g, ' '), box.bottom > 0 && box.top < innerHeight,
                        getComputedStyle(e).outlineStyle]; }"""
        )
        if focused and focused[0] == name:
            assert focused[1], f"{name} has the focus and is out of sight"
            assert focused[2] != "none", f"{name} has the focus and does not show it"
            return
    pytest.fail(f"the keyboard does not reach {name}")
