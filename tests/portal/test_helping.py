"""Who helps a buyer sees one case alone; who got a present says where to write; several come in one parcel."""

from __future__ import annotations

import re

import pypdfium2 as pdfium
import pytest
from django.test import Client
from tests.portal.test_claim import words
from tests.sample_cases import agreed_return, opened
from tests.sample_shops import AT, find, hidden, shop

from amends.records import models
from amends.records.case_file import messages_of
from amends.records.cases import CaseRow
from amends.records.contacts import contacts_of
from amends.records.shared_parcels import shared_with
from amends.usecases.make_link import make_link

pytestmark = pytest.mark.usefixtures("shops")


@pytest.fixture
def case() -> CaseRow:
    return agreed_return()


@pytest.fixture
def ines(client: Client) -> Client:
    find(client, "silver", "WR-1001", "ines@example.com")
    return client


@pytest.fixture
def ola(ines: Client, case: CaseRow) -> Client:
    """Who was named by the buyer, and has opened the link."""
    response = ines.post(f"/silver/cases/{case.number}/helpers", {"name": "Ola Berg", "email": "ola@example.com"})
    assert response.status_code == 302, response.content.decode()
    (contact,) = contacts_of("silver", case.number)
    url = make_link(
        shop("silver"), purpose="helper", order_number="WR-1001", case_number=case.number, by=f"helper {contact.id}",
        at=AT, address="",
    )  # fmt: skip
    client = Client()
    assert client.post(url)["Location"] == f"/silver/helping/{case.number}/"
    return client


def printed(pdf: bytes) -> str:
    """What a reader reads of a PDF, without where its lines break."""
    document = pdfium.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text.replace("\u200b", "").replace("\ufffe", "")


class TestAHelper:
    def test_sees_how_the_case_stands_and_no_money(self, ola: Client, case: CaseRow) -> None:
        page = words(ola.get(f"/silver/helping/{case.number}/").content)
        for part in (case.number, "Ola Berg, you see to this", "Post it", "Print a slip", "Millrace chain"):
            assert part in page, part
        assert not re.search(r"\$|\bWR-1001\b|ines@|Ines", page)

    def test_prints_what_names_neither_order_nor_address(self, ola: Client, ines: Client, case: CaseRow) -> None:
        """The order's number and the postcode together would open the order."""
        own, theirs = (
            printed(client.get(f"/silver/{where}/{case.number}/slip").content)
            for client, where in ((ines, "cases"), (ola, "helping"))
        )
        order = models.Order.objects.get(shop_id="silver", number="WR-1001").document
        assert case.number in theirs
        for part in ("WR-1001", order["customer_name"]):
            assert part in own, part
            assert part not in theirs, part
        assert theirs.count(order["postcode"]) == own.count(order["postcode"]) - 1  # the shop has the same one

    def test_writes_under_their_own_name(self, ola: Client, ines: Client, case: CaseRow) -> None:
        page = ola.get(f"/silver/helping/{case.number}/").content.decode()
        sent = ola.post(f"/silver/helping/{case.number}/messages", {"text": "Is it here?", "key": hidden(page, "key")})
        assert sent.status_code == 302
        assert [one.text for one in messages_of("silver", case.number)] == ["Ola Berg, for the buyer: Is it here?"]
        assert "Is it here?" in words(ines.get(f"/silver/cases/{case.number}/").content)
        empty = ola.post(f"/silver/helping/{case.number}/messages", {"text": " ", "key": "k"})
        assert empty.status_code == 400

    @pytest.mark.parametrize("rest", ["orders/WR1001/", "cases/{}/", "cases/{}/1/withdraw", "cases/{}/helpers",
                                      "cases/{}/slip", "cases/{}/parcel"])  # fmt: skip
    def test_reaches_nothing_of_the_buyers(self, ola: Client, case: CaseRow, rest: str) -> None:
        assert ola.get(f"/silver/{rest.format(case.number)}").status_code == 404

    def test_reaches_no_other_case(self, ola: Client) -> None:
        other = opened("silver", "WR-1002", "L1.P1", "refund", reason="defective", answers={}, key="other")
        assert ola.get(f"/silver/helping/{other.number}/").status_code == 404

    def test_is_out_at_once_when_the_buyer_ends_it(self, ola: Client, ines: Client, case: CaseRow) -> None:
        page = ines.get(f"/silver/cases/{case.number}/helpers").content.decode()
        assert "Ola Berg" in page
        for _ in range(2):
            ines.post(f"/silver/cases/{case.number}/helpers/end", {"helper": hidden(page, "helper")})
        for rest in ("", "slip"):
            assert ola.get(f"/silver/helping/{case.number}/{rest}").status_code == 404
        assert ola.post(f"/silver/helping/{case.number}/messages", {"text": "x", "key": "k"}).status_code == 404

    def test_is_named_by_the_buyer_alone(self, case: CaseRow) -> None:
        assert (
            Client().post(f"/silver/cases/{case.number}/helpers", {"name": "X", "email": "x@y.example"}).status_code
            == 404
        )
        assert not contacts_of("silver", case.number)

    def test_what_is_wrong_is_asked_again(self, ines: Client, case: CaseRow) -> None:
        response = ines.post(f"/silver/cases/{case.number}/helpers", {"name": "<b>Ola", "email": "ola"})
        assert response.status_code == 400
        assert b"Enter it as name@example.com." in response.content
        assert b"&lt;b&gt;Ola" in response.content


class TestAPresent:
    @pytest.fixture
    def bea(self, client: Client) -> tuple[Client, str]:
        """Who got a present, with a case of their own."""
        case = opened("piercing", "LU-1006", "L1.P1", "store_credit", reason="unwanted_gift",
                      answers={"condition.undamaged": True}, by="gift_recipient")  # fmt: skip
        code = models.Order.objects.get(shop_id="piercing", number="LU-1006").document["gift_code"]
        assert client.post("/piercing/gift", {"code": code}).status_code == 302
        return client, case.number

    def test_a7_they_say_where_to_be_written_to_and_can_take_it_back(self, bea: tuple[Client, str]) -> None:
        client, number = bea
        assert f"/piercing/cases/{number}/address" in client.get(f"/piercing/cases/{number}/").content.decode()
        for email, kept in (("bea@example.com", ["bea@example.com"]), ("", [])):
            assert client.post(f"/piercing/cases/{number}/address", {"email": email}).status_code == 302
            assert [one.email for one in contacts_of("piercing", number)] == kept
        assert client.post(f"/piercing/cases/{number}/address", {"email": "bea"}).status_code == 400
        assert client.get(f"/piercing/cases/{number}/helpers").status_code == 404

    def test_a7_the_buyer_neither_sees_nor_changes_it(self, bea: tuple[Client, str]) -> None:
        _, number = bea
        buyer = Client()
        email = models.Order.objects.get(shop_id="piercing", number="LU-1006").document["email"]
        find(buyer, "piercing", "LU-1006", email)
        assert buyer.get(f"/piercing/cases/{number}/address").status_code == 404


class TestOneParcel:
    @pytest.fixture
    def second(self, ines: Client) -> CaseRow:
        """A case about another order of the same visit."""
        find(ines, "silver", "WR-1006", models.Order.objects.get(shop_id="silver", number="WR-1006").document["email"])
        return opened("silver", "WR-1006", "L1.P1", "refund", key="second")

    def test_their_customer_says_so_and_both_pages_tell(self, ines: Client, case: CaseRow, second: CaseRow) -> None:
        address = f"/silver/cases/{case.number}/parcel"
        assert second.number in ines.get(address).content.decode()
        assert ines.post(address, {f"case.{second.number}": "yes"}).status_code == 302
        assert shared_with("silver", case.number) == (second.number,)
        assert shared_with("silver", second.number) == (case.number,)
        assert second.number in words(ines.get(f"/silver/cases/{case.number}/").content)
        ines.post(address, {})
        assert shared_with("silver", case.number) == shared_with("silver", second.number) == ()

    def test_somebody_elses_case_cannot_be_put_in(self, ines: Client, case: CaseRow) -> None:
        other = opened("silver", "WR-1002", "L1.P1", "refund", reason="defective", answers={}, key="other")
        response = ines.post(f"/silver/cases/{case.number}/parcel", {f"case.{other.number}": "yes"})
        assert response.status_code == 400
        assert shared_with("silver", case.number) == ()
        assert other.number not in ines.get(f"/silver/cases/{case.number}/parcel").content.decode()
