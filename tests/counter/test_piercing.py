"""Store A, both sides of the counter: returns are free, presents become credit, and what is missing is sent again."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.counter.people import Customer, Staff, codes_on
from tests.counter.running import Demo

Customers = Callable[[str], Customer]
Members = Callable[..., Staff]
SHOP = "piercing"
MOST_KEYS = 6
THEIRS = "I have looked behind the sticker and in the box."
OURS = "Thank you for looking. The second one is on our bench."
OUR_NUMBER = "RR123456785US"


def test_a_return_goes_from_the_order_to_the_money_whatever_is_killed(
    demo: Demo, customer: Customers, staff: Members
) -> None:
    """A1, A2, A4, A6, A8: six presses of a key from the scan to the approval, at the most."""
    anna = customer(SHOP)
    anna.finds_order("LU-1001", "anna@example.com")
    anna.presses(re.compile(r"Return or get help \(Snug"))
    anna.chooses("I have changed my mind")
    anna.answers({"free of damage": "Yes"})
    anna.chooses("Return it for my money back")
    number = anna.sends("Send my return")
    anna.looks_again_until("Print the label")
    anna.takes_a_picture("1-label")
    paper = anna.opens_paper(re.compile("Print the label"))
    codes = codes_on(paper)
    slip, label = sorted(codes)
    assert slip.startswith(f"AM1:{number}:")
    anna.presses("I have posted it (Snug huggie hoops)")
    anna.presses("I have posted it")
    anna.sees("It is on its way to us.")

    bo = staff(SHOP)
    bo.presses_link_of_the_bar("Receive")
    bo.types(label)
    bo.presses_key("Enter")  # it is taken in
    bo.sees("Inspect it")
    bo.takes_a_picture("1-inspect")
    bo.presses_key("Enter")  # inspected, and all is well
    bo.sees("$38.00")
    bo.takes_a_picture("1-approve")
    bo.presses_key("Enter")  # paid
    demo.kill_worker_and_web_server()
    assert bo.pressed <= MOST_KEYS

    anna.looks_again_until("Everything is done.")
    anna.sees(re.compile(r"\$38\.00 sent"))
    anna.takes_a_picture("1-done")
    assert demo.refunds(number) == [38_00]
    bo.opens_case(number)
    bo.takes_a_picture("1-case")
    anna.gets_mail(r"\$38\.00")
    demo.verify()


def test_a_present_becomes_store_credit_and_nobody_sees_what_it_cost(
    demo: Demo, customer: Customers, staff: Members
) -> None:
    """A7: begun with the code from the packing slip; the buyer is not told."""
    lena = customer(SHOP)
    lena.page.goto(f"/{SHOP}/")
    lena.presses("It was given to me, and I have a gift code")
    lena.fills(Gift_code="plum 7243 rook")
    lena.presses("Find my present")
    lena.sees("Your present")
    assert "$" not in lena.words()
    lena.presses(re.compile("Sorrel Heart"))
    lena.chooses("It was a present, and it is not for me")
    lena.answers({"free of damage": "Yes"})
    expect(lena.page.get_by_label("Return it for my money back")).to_have_count(0)
    lena.chooses("Return it for store credit")
    number = lena.sends("Send my return")
    lena.looks_again_until("Print the label")
    assert prices_on(lena) == {"$68.00"}
    lena.takes_a_picture("2-label")
    codes = codes_on(lena.opens_paper(re.compile("Print the label")))
    assert prices_on(lena) == {"$68.00"}

    dara = staff(SHOP)
    dara.presses_link_of_the_bar("Receive")
    dara.types(min(codes))  # the code of the slip
    dara.presses("Take it in")
    dara.presses("Inspected so")
    dara.sees("Store credit")
    dara.presses("Pay $68.00")
    dara.opens_case(number)
    dara.sees("The buyer is not told.")
    dara.takes_a_picture("2-case")

    lena.looks_again_until("Everything is done.")
    lena.sees("Your store credit")
    lena.sees(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$"))
    assert prices_on(lena) == {"$68.00"}
    lena.takes_a_picture("2-credit")
    lena.page.goto(f"/{SHOP}/mails/")
    lena.misses(re.compile("frida@example.com"))
    assert demo.refunds(number) == []
    demo.verify()


def test_a_missing_earring_is_sent_again(demo: Demo, customer: Customers, staff: Members) -> None:
    """A15, A17: behind the sticker first; then a person answers, with a message each way."""
    hana = customer(SHOP)
    hana.finds_order("LU-1008", "hana@example.com")
    hana.presses(re.compile(r"Return or get help \(Starling"))
    hana.chooses("Only one came, not two")
    hana.presses("An earring is missing from the bag")
    hana.sees("Lift the sticker with the stock number at one corner and look beneath it.")
    hana.page.go_back()
    hana.chooses("Have it sent again")
    number = hana.sends("Send my request")
    hana.sees("One of us answers by")
    hana.fills(Write_to_us=THEIRS)
    hana.presses("Send the message")
    hana.sees(THEIRS)
    hana.takes_a_picture("3-asked")

    ada = staff(SHOP, "Support")
    ada.opens_case(number)
    ada.sees(THEIRS)
    ada.sees(re.compile("to be answered"))
    ada.takes_a_picture("3-message")
    ada.fills(Write_to_the_customer=OURS)
    ada.presses("Send")
    ada.sees(OURS)
    ada.misses(re.compile("to be answered"))
    ada.presses("Answer it")
    ada.answers("Yes", "It was not in the bag when we packed it.")
    ada.presses("Give this answer")
    ada.presses("Post it")
    ada.fills(Carrier="USPS", Tracking_number=OUR_NUMBER)
    ada.presses("It is posted")
    ada.sees("Posted. The customer is told.")
    ada.takes_a_picture("3-case")

    hana.gets_mail(OURS)
    hana.gets_mail(OUR_NUMBER)
    hana.looks_again_until("Everything is done.")
    hana.sees(OURS)
    hana.sees(OUR_NUMBER)
    hana.takes_a_picture("3-done")
    demo.verify()


def prices_on(one: Customer) -> set[str]:
    """This function will return every amount of money on the page."""
    return set(re.findall(r"\$\d[\d,]*\.\d\d", one.words()))
