"""Those on both sides of the counter: what each does with a page, found by roles and names as people see them."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from playwright.sync_api import Locator, Page, expect
from tests.counter.running import LOOKS, PAUSE, Demo
from tests.pressing import PATIENCE, follow

CASE = re.compile(r"^R-[2-9A-Z]{5,8}$")


@dataclass
class Person:
    """Somebody before a page."""

    page: Page
    demo: Demo
    shop: str
    shop_name: str
    folder: Path

    def sees(self, text: str | re.Pattern[str]) -> Locator:
        """This function will look that the words can be seen on the page, and return where."""
        found = self.page.get_by_role("main").get_by_text(text).first
        expect(found).to_be_visible()
        return found

    def misses(self, text: str | re.Pattern[str]) -> None:
        """This function will look that the words are nowhere on the page."""
        expect(self.page.get_by_role("main").get_by_text(text)).to_have_count(0)

    def words(self) -> str:
        """This function will return what can be read on the page, on one line."""
        return " ".join(self.page.get_by_role("main").inner_text().split())

    def presses(self, name: str | re.Pattern[str]) -> None:
        """This function will press the button or the link of that name, and wait for the page that it leads to."""
        main = self.page.get_by_role("main")
        follow(main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first)

    def fills(self, **fields: str) -> None:
        """This function will fill in fields by their labels, with `_` for a space."""
        for label, text in fields.items():
            self.page.get_by_role("main").get_by_label(re.compile(f"^{label.replace('_', ' ')}")).fill(text)

    def looks_again_until(self, text: str | re.Pattern[str]) -> Locator:
        """This function will load the page again until the words are there: something happens in the background."""
        for _ in range(LOOKS):
            found = self.page.get_by_role("main").get_by_text(text)
            if found.count() and found.first.is_visible():
                return found.first
            time.sleep(PAUSE)
            self.page.reload()
        raise AssertionError(f"`{text}` does not come: {self.words()}")

    def takes_a_picture(self, name: str) -> None:
        """This function will keep a picture of the page in the test's folder, for people to look at."""
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)


class Customer(Person):
    """A customer."""

    case_number = ""

    def finds_order(self, number: str, email: str) -> None:
        """This function will go from the choice of the shop to the order."""
        self.page.goto("/")
        follow(self.page.get_by_role("link", name=self.shop_name))
        self.page.get_by_label("Order number").fill(number)
        self.page.get_by_label("Email address or postcode").fill(email)
        follow(self.page.get_by_role("button", name="Find my order"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"Order {number}")

    def chooses(self, *labels: str | re.Pattern[str]) -> None:
        """This function will choose each of these answers and go on."""
        for label in labels:
            choice = self.page.get_by_label(label, exact=True).first
            choice.wait_for(state="attached")  # what is counted before it is there counts as none
            # Reasons stand in groups that are closed, as they do for people.
            group = self.page.locator("details", has=choice).first
            if group.count() and not choice.is_visible():
                group.locator("summary").first.click()
            choice.check()
        self.goes_on()

    def answers(self, answers: dict[str, str]) -> None:
        """This function will answer questions by their words and go on."""
        for question, said in answers.items():
            group = self.page.get_by_role("group", name=re.compile(question))
            group.get_by_label(said, exact=True).check()
        self.goes_on()

    def goes_on(self) -> None:
        """This function will press Continue."""
        follow(self.page.get_by_role("button", name="Continue"))

    def sends(self, name: str | re.Pattern[str]) -> str:
        """This function will press the button that opens the case, and return the number of the case."""
        follow(self.page.get_by_role("button", name=name))
        self.page.wait_for_url("**/cases/**")
        self.case_number = self.page.get_by_role("heading", level=1).inner_text()
        assert CASE.match(self.case_number), self.case_number
        return self.case_number

    def opens_case(self) -> None:
        """This function will open the page of the case again."""
        self.page.goto(f"/{self.shop}/cases/{self.case_number}/")

    def opens_paper(self, name: str | re.Pattern[str]) -> bytes:
        """This function will press the link to something to be printed, and return the PDF that comes."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=name).click()
        paper = coming.value.path().read_bytes()
        assert paper.startswith(b"%PDF-")
        return paper

    def pays(self, amount: str) -> None:
        """This function will go to the practice provider's page, pay there, and come back to the case."""
        self.looks_again_until(re.compile(rf"^Pay \{amount}$"))
        follow(self.page.get_by_role("link", name=f"Pay {amount}"))
        expect(self.page.get_by_text("No money moves")).to_be_visible()
        expect(self.page.get_by_text(amount)).to_be_visible()
        follow(self.page.get_by_role("button", name="Pay", exact=True))
        self.page.wait_for_url("**/cases/**")

    def mails(self) -> list[str]:
        """This function will return the subjects of the shop's mails to this customer's case, the latest first."""
        before = self.page.url
        self.page.goto(f"/{self.shop}/mails/")
        links = self.page.get_by_role("main").get_by_role("link")
        found = [text for text in links.all_inner_texts() if self.case_number in text]
        self.page.goto(before)
        return found

    def gets_mail(self, about: str | re.Pattern[str]) -> str:
        """This function will wait for a mail about the case with these words in its text, and return the text."""
        before = self.page.url
        text = ""
        for _ in range(LOOKS):
            self.page.goto(f"/{self.shop}/mails/")
            links = self.page.get_by_role("main").get_by_role("link").filter(has_text=self.case_number)
            for place in range(links.count()):
                follow(links.nth(place))
                text = self.words()
                if re.search(about, text):
                    self.page.goto(before)
                    return text
                self.page.go_back()
            time.sleep(PAUSE)
        raise AssertionError(f"no mail says `{about}`; the last one: {text}")


class Staff(Person):
    """A member of the shop's staff."""

    pressed: int = 0

    def sign_in(self, role: str) -> None:
        """This function will sign in as the sample shop's member in that role, with one press."""
        self.page.goto("/console/")
        follow(self.page.get_by_role("button", name=f"{role} at {self.shop_name}"))
        self.page.wait_for_url(f"**/console/{self.shop}/")

    def opens_case(self, number: str) -> None:
        """This function will open the case by the search, as one does with a number at hand."""
        search = self.page.get_by_label("Case, order, name, email or tracking number")
        search.fill(number)
        with self.page.expect_navigation(timeout=PATIENCE):  # the case may be the page that is open already
            search.press("Enter")
        self.page.wait_for_url(f"**/cases/{number}/**")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(number)

    def types(self, text: str) -> None:
        """This function will type where the focus waits, as a scanner does; the scanner's own Enter ends it."""
        expect(self.page.get_by_label(re.compile("^Scan or type the code"))).to_be_focused()
        self.page.keyboard.type(text)
        self._goes_somewhere("Enter")

    def presses_key(self, key: str) -> None:
        """This function will press one key that leads to another page, and count it."""
        self.pressed += 1
        self._goes_somewhere(key)

    def _goes_somewhere(self, key: str) -> None:
        with self.page.expect_navigation(timeout=PATIENCE):
            self.page.locator(":focus").press(key)  # once something has the focus, a moment after the page has loaded

    def presses_link_of_the_bar(self, name: str) -> None:
        """This function will go to one of the console's parts."""
        follow(self.page.get_by_role("navigation", name="Console").get_by_role("link", name=name))

    def answers(self, outcome: str, reason: str, **more: str) -> None:
        """This function will choose an outcome and write the reason on the form that is open."""
        self.page.get_by_role("group", name="The answer").get_by_label(outcome, exact=True).check()
        self.fills(Why=reason, **more)


def codes_on(paper: bytes) -> Sequence[str]:
    """This function will read the bar codes of a printed paper, as a scanner does."""
    document: Any = pypdfium2.PdfDocument(paper)
    found: list[str] = []
    for sheet in document:
        picture = sheet.render(scale=3).to_pil().convert("L")
        found += [one.text for one in zxingcpp.read_barcodes(picture)]
    return found
