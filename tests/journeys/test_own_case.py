"""What customers do once they have a case, in a real browser: from a mail, on a phone, by keyboard, several at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from tests.pressing import follow
from tests.sample_cases import KINDS, bring, of_kind
from tests.sample_shops import AT, order, shop

from amends.core.cases.states import State
from amends.records.case_file import messages_of, photos_of
from amends.records.cases import case_numbered, cases_of
from amends.records.payouts import set_page
from amends.usecases.make_link import make_link


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    """A photo as a phone takes it."""
    path = tmp_path / "IMG_1.jpg"
    Image.effect_noise((1_200, 900), 60).convert("RGB").save(path, "JPEG")
    return path


def find(page: Page, kind: str) -> None:
    shop_id, number, *_ = KINDS[kind]
    page.goto(f"/{shop_id}/find")
    page.get_by_label("Order number").fill(number)
    page.get_by_label("Email address or postcode").fill(order(shop_id, number).email)
    follow(page.get_by_role("button", name="Find my order"))


def test_from_the_mail_to_a_message_and_photos_on_a_phone_without_scripts(plain: Page, shot: Path) -> None:
    """A17: the link from the mail, a thread, several photos at once, one of which is none."""
    case = of_kind("refund")
    link = make_link(
        shop("silver"), purpose="case", order_number="WR-1001", case_number=case.number, by="buyer", at=AT, address=""
    )
    plain.goto(link)
    follow(plain.get_by_role("button", name="Open my page"))
    plain.wait_for_url(f"**/silver/cases/{case.number}/")
    assert "/l/" not in plain.url
    plain.get_by_label("Write to us").fill("May I send it on Monday?\nI am away.")
    follow(plain.get_by_role("button", name="Send the message"))
    expect(plain.get_by_text("May I send it on Monday?")).to_be_visible()
    drawing = shot.with_name("drawing.svg")
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    plain.get_by_label("Add photos").set_input_files([shot, drawing])
    follow(plain.get_by_role("button", name="Send the photos"))
    expect(plain.get_by_role("alert")).to_contain_text("drawing.svg: It is no JPEG, PNG or WebP.")
    expect(plain.get_by_role("img", name="IMG_1.jpg")).to_be_visible()
    assert plain.evaluate("[...document.images].every(one => one.loading === 'lazy' || one.naturalWidth > 0)")
    assert len(messages_of("silver", case.number)) == len(photos_of("silver", case.number)) == 1
    plain.goto(link)
    follow(plain.get_by_role("button", name="Open my page"))
    plain.wait_for_url(f"**/silver/cases/{case.number}/")  # the same browser: it is there already


def test_photos_get_through_on_a_poor_line_and_are_kept_once(phone: Page, shot: Path) -> None:
    """The first answer is lost after the photo was taken in, the next try does not leave; one of the three is none."""
    case = of_kind("refund")
    find(phone, "refund")
    phone.goto(f"/silver/cases/{case.number}/")
    lost: list[int] = []

    def poor(route: Route) -> None:
        lost.append(1)
        if len(lost) == 1:
            route.fetch()
        if len(lost) <= 2:
            route.abort()
        else:
            route.continue_()

    phone.route("**/photos", poor)
    other, drawing = shot.with_name("IMG_2.jpg"), shot.with_name("drawing.svg")
    Image.effect_noise((3_000, 2_000), 90).convert("RGB").save(other, "JPEG", quality=95)
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    phone.get_by_label("Add photos").set_input_files([shot, other, drawing])
    phone.get_by_role("button", name="Send the photos").click()
    expect(phone.locator("[data-photos-status]")).to_have_text("2 of 3 sent.")
    rows = phone.locator("[data-photos-list] li")
    expect(rows.nth(0)).to_contain_text("Sent")
    expect(rows.nth(2)).to_contain_text("It is no JPEG, PNG or WebP.")
    assert sorted(one.name for one in photos_of("silver", case.number)) == ["IMG_1.jpg", "IMG_2.jpg"]
    assert len(lost) == 5
    sizes = {one.name: max(one.width, one.height) for one in photos_of("silver", case.number)}
    assert sizes["IMG_2.jpg"] == 2_400


def test_several_pieces_go_back_as_one_case(plain: Page) -> None:
    """B1, B11: on a phone of 320 pixels that runs no scripts."""
    find(plain, "refund")
    follow(plain.get_by_role("link", name="It is about several pieces"))
    for name in ("Millrace chain", "Ferry Knot pendant"):
        plain.get_by_label(re.compile(name)).check()
    follow(plain.get_by_role("button", name="Continue"))
    plain.get_by_label("I have changed my mind").check()
    plain.get_by_label("This holds for all 2 pieces").check()
    follow(plain.get_by_role("button", name="Continue"))
    for name, value in (("worn", "no"), ("used", "no"), ("original_packaging", "yes")):
        plain.locator(f"input[name='q.condition.{name}'][value={value}]").check()
    plain.get_by_label("My answers hold for all 2 pieces").check()
    follow(plain.get_by_role("button", name="Continue"))
    for _ in range(2):
        plain.get_by_label("Return it for my money back").check()
        follow(plain.get_by_role("button", name="Continue"))
    expect(plain.get_by_role("row", name="You get back $87.29")).to_be_visible()
    follow(plain.get_by_role("button", name="Send my return"))
    plain.wait_for_url("**/cases/**")
    (case,) = cases_of("silver", "WR-1001")
    expect(plain.get_by_role("heading", level=1)).to_have_text(case.number)
    follow(plain.get_by_role("link", name="I have posted it (Millrace chain)"))
    expect(plain.get_by_label("Ferry Knot pendant")).to_be_checked()
    plain.get_by_label("Tracking number").fill("RX 123 456 785 US")
    follow(plain.get_by_role("button", name="I have posted it"))
    plain.wait_for_url("**/cases/**/")
    now = case_numbered("silver", case.number)
    assert now is not None
    assert [one.item.state for one in now.items] == [State.ON_ITS_WAY] * 2


def test_a_quote_is_accepted_and_paid_and_one_tab_too_late_is_told(desk: Page) -> None:
    """C15: nothing is charged before it is accepted; two tabs accept it once."""
    case = bring("bespoke", of_kind("repair"), State.QUOTED)
    find(desk, "repair")
    where = f"/bespoke/cases/{case.number}/"
    desk.goto(where)
    expect(desk.get_by_role("row", name="You pay $51.50")).to_be_visible()
    other = desk.context.new_page()
    other.goto(f"{where}items/1/decline-quote")
    follow(desk.get_by_role("link", name=re.compile("Accept the quote")))
    desk.get_by_role("button", name="Accept, for $51.50").dblclick()
    desk.wait_for_url(f"**{where}")
    expect(desk.get_by_text("We are preparing the page to pay on.")).to_be_visible()
    follow(other.get_by_role("button", name="Decline the quote"))
    expect(other.get_by_role("heading", level=1)).to_have_text("This has changed since you looked")
    now = case_numbered("bespoke", case.number)
    assert now is not None
    (due,) = now.item("1").item.dues
    set_page("bespoke", f"{case.number}.{due.id}", "page-1", "https://pay.example/1")
    follow(desk.get_by_role("link", name="Look again"))
    expect(desk.get_by_role("link", name="Pay $51.50")).to_have_attribute("href", "https://pay.example/1")
