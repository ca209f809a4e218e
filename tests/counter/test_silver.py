"""Store B, both sides of the counter: an exchange that is paid first, a worn piece, and a refund that takes two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from tests.counter.people import Customer, Staff
from tests.counter.running import Demo

Customers = Callable[[str], Customer]
Members = Callable[..., Staff]
SHOP = "silver"
UNWORN = {"worn": "No", "used": "No", "Do you still have": "Yes"}
THEIR_NUMBER, OUR_NUMBER = "RR123456785US", "1Z999AA10123456784"


def test_an_exchange_is_paid_first_and_happens_once(demo: Demo, customer: Customers, staff: Members) -> None:
    """B12, B13, B16: nothing is posted before the 6.00 are paid, and a second exchange is refused."""
    ines = customer(SHOP)
    ines.finds_order("WR-1001", "ines@example.com")
    ines.presses(re.compile(r"Return or get help \(Millrace"))
    ines.chooses("I need another size")
    ines.answers(UNWORN)
    ines.chooses("Exchange it")
    ines.page.get_by_role("main").get_by_role("radio", name=re.compile("16 in")).check()
    ines.goes_on()
    number = ines.sends("Send my exchange")
    ines.sees("Please pay by")
    ines.looks_again_until(re.compile(r"^Pay \$6\.00$"))
    ines.takes_a_picture("4-to-pay")

    bo = staff(SHOP, "Warehouse")
    bo.opens_case(number)
    bo.sees("Customer to pay")
    expect(bo.page.get_by_role("link", name="Post it")).to_have_count(0)
    item = item_of(ines)
    bo.page.goto(f"/console/{SHOP}/cases/{number}/{item}/post")
    expect(bo.page.get_by_role("button", name="It is posted")).to_have_count(0)

    ines.pays("$6.00")
    ines.looks_again_until("Where to post it")
    ines.sees("tracked")  # above 40.00
    ines.takes_a_picture("4-to-post")
    ines.presses("I have posted it (Millrace chain)")
    ines.fills(Tracking_number=THEIR_NUMBER)
    ines.presses("I have posted it")
    ines.sees(THEIR_NUMBER)

    bo.presses_link_of_the_bar("Receive")
    bo.types(THEIR_NUMBER)
    bo.presses("Take it in")
    bo.presses("Inspected so")
    bo.takes_a_picture("4-case")
    bo.presses("Post it")
    bo.fills(Carrier="UPS", Tracking_number=OUR_NUMBER)
    bo.presses("It is posted")
    bo.sees("Posted. The customer is told.")

    ines.looks_again_until("Everything is done.")
    ines.sees(OUR_NUMBER)
    ines.takes_a_picture("4-done")
    ines.gets_mail(OUR_NUMBER)

    ines.finds_order("WR-1001", "ines@example.com")
    ines.presses(re.compile(r"Return or get help \(Ferry Knot"))
    ines.chooses("I have changed my mind")
    ines.answers(UNWORN)
    expect(ines.page.get_by_role("radio", name="Exchange it")).to_have_count(0)
    ines.sees(re.compile("^One exchange"))
    ines.takes_a_picture("4-second")
    demo.verify()


def test_a_worn_ring_is_not_accepted_and_goes_back(demo: Demo, customer: Customers, staff: Members) -> None:
    """B2, B17: the clause is named, and the customer pays the postage before it is posted."""
    victor = customer(SHOP)
    victor.finds_order("WR-4KD9R", "victor@example.com")
    victor.presses(re.compile(r"Return or get help \(Moonwater"))
    victor.chooses("I have changed my mind")
    victor.answers(UNWORN)
    victor.chooses("Return it for my money back")
    number = victor.sends("Send my return")
    victor.presses(re.compile("I have posted it"))
    victor.presses("I have posted it")

    bo = staff(SHOP, "Warehouse")
    bo.presses_link_of_the_bar("Receive")
    bo.types(number)
    bo.presses("Take it in")
    bo.page.get_by_role("group", name=re.compile("worn", re.IGNORECASE)).get_by_label("Yes", exact=True).check()
    bo.takes_a_picture("5-inspect")
    bo.presses("Inspected so")
    bo.sees("Not accepted: customer to say")

    victor.looks_again_until("We could not accept it.")
    victor.sees("Why we could not accept it")
    victor.takes_a_picture("5-turned-down")
    expect(victor.page.get_by_role("link", name=re.compile("Clause B2"))).not_to_have_count(0)
    victor.gets_mail("could not accept")
    victor.presses(re.compile("Send it back to me"))
    victor.sees("You pay the postage of $6.00 first")
    victor.presses("Send it back to me")
    victor.pays("$6.00")
    victor.looks_again_until(re.compile("We post it back to you"))

    bo.opens_case(number)
    bo.presses("Send it back")
    bo.fills(Carrier="UPS", Tracking_number=OUR_NUMBER)
    bo.presses("It is posted")
    bo.sees("Posted. The customer is told.")
    bo.takes_a_picture("5-case")
    victor.looks_again_until(OUR_NUMBER)
    victor.takes_a_picture("5-done")
    assert demo.refunds(number) == []
    demo.verify()


@pytest.fixture
def two_approve(demo: Demo) -> Iterator[None]:
    """One person alone approves no more than 20.00."""
    demo.one_person_approves_up_to(SHOP, 20_00)
    yield
    demo.one_person_approves_up_to(SHOP, None)


@pytest.mark.usefixtures("two_approve")
def test_one_of_two_pieces_comes_back_and_two_people_approve(demo: Demo, customer: Customers, staff: Members) -> None:
    """B11: 40.00 less the flat rate of 6.00; nobody approves what they have proposed."""
    olive = customer(SHOP)
    olive.finds_order("WR-1006", "olive@example.com")
    olive.presses(re.compile(r"Return or get help \(Brook"))
    olive.chooses("I have changed my mind")
    olive.answers(UNWORN)
    olive.chooses("Return it for my money back")
    expect(olive.page.get_by_role("row", name="You get back $34.00")).to_be_visible()
    number = olive.sends("Send my return")
    olive.takes_a_picture("6-case")

    dara = staff(SHOP, "Owner")
    dara.presses_link_of_the_bar("Receive")
    dara.types(number)
    dara.presses("Take it in")
    dara.presses("Inspected so")
    dara.sees("Propose the payment")
    dara.takes_a_picture("6-propose")
    dara.presses("Propose $34.00")
    dara.opens_case(number)
    dara.presses("Approve the money")
    expect(dara.page.get_by_role("button", name=re.compile(r"\$34\.00"))).to_have_count(0)
    dara.sees(re.compile("You have proposed this|somebody else", re.IGNORECASE))
    dara.takes_a_picture("6-own")

    cem = staff(SHOP, "Finance")
    cem.presses_link_of_the_bar("Approvals")
    cem.takes_a_picture("6-approvals")
    cem.opens_case(number)
    cem.presses("Approve the money")
    cem.sees("Dara has proposed this. You are the second person.")
    cem.presses("Pay $34.00")

    olive.opens_case()
    olive.looks_again_until("Everything is done.")
    olive.sees(re.compile(r"\$34\.00 sent"))
    olive.takes_a_picture("6-done")
    assert demo.refunds(number) == [34_00]
    demo.verify()


def item_of(one: Customer) -> str:
    """This function will return the name of the case's one item, as it stands in the address of what can be done."""
    address = one.page.get_by_role("link", name=re.compile("I have posted it")).get_attribute("href") or ""
    return address.rstrip("/").split("/")[-2]
