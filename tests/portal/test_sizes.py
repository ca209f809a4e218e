"""Finding a size: question by question, back again, with whatever is typed; the chart, the sheet, and the exchange."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from tests.portal.test_claim import words
from tests.sample_shops import find, hidden, situation

from amends.core.sizes.rules import Measure
from amends.examples import SHOPS
from amends.examples.sizing import sizing

pytestmark = pytest.mark.usefixtures("shops")


def asked(client: Client, address: str) -> str:
    """What the page at that address asks, or says first."""
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", heading)).strip()


class TestTheQuiz:
    def test_a16_each_question_has_a_page_and_the_answer_comes_last(self, client: Client) -> None:
        address = "/piercing/size/?"
        for answer, question in (
            ("what=post", "What would you like to wear?"), ("&place=helix", "Where is the piercing?"),
            ("&healing=healed", "How is the piercing?"), ("&gauge=18", "How thick is what you wear there now?"),
            ("&unit=in&size=1/4", "How long is the post that you wear now?"), ("&fit=tight", "How does it fit?"),
        ):  # fmt: skip
            assert asked(client, address) == question
            address += answer
        assert asked(client, address) == "Take 8 mm"
        page = words(client.get(address).content)
        for part in ("is tight, so the next size has to be larger", "≈ 5/16 in", "Pip Star", "6.35 mm", "18 gauge"):
            assert part in page, part

    def test_a16_the_form_carries_the_answers_on_and_back_leads_one_question_back(self, client: Client) -> None:
        page = client.get("/piercing/size/?what=post&place=helix&healing=healed").content.decode()
        assert [hidden(page, name) for name in ("what", "place", "healing", "asked")] == [
            "post", "helix", "healed", "gauge",
        ]  # fmt: skip
        (back,) = re.findall(r'class="back" href="([^"]*)"', page)
        assert asked(client, f"/piercing/size/{html.unescape(back)}") == "How is the piercing?"

    @pytest.mark.parametrize(
        ("healing", "says"), [("new", "Leave it in until it has healed"), ("sore", "Let somebody look at it first")]
    )
    def test_a16_a_fresh_or_sore_piercing_is_asked_nothing_more_and_given_no_size(
        self, client: Client, healing: str, says: str
    ) -> None:
        address = f"/piercing/size/?what=hoop&place=daith&healing={healing}"
        assert asked(client, address) == says
        assert "Take" not in words(client.get(address).content)

    def test_a16_without_a_measure_the_usual_size_is_named_as_a_guess(self, client: Client) -> None:
        page = words(client.get("/piercing/size/?what=hoop&place=daith&healing=healed&gauge=16&unit=unknown").content)
        for part in ("Take 8 mm", "Most people wear 8 mm there.", "not what you need"):
            assert part in page, part

    @pytest.mark.parametrize(
        ("unit", "size", "says"),
        [("us", "7", "Take size 7"), ("uk", "n 1/2", "Take size 7"), ("eu", "54", "Take size 7"),
         ("es", "14", "Take size 7"), ("diameter", "17.3", "Take size 7"), ("finger", "54.4 mm", "Take size 7"),
         ("unknown", "", "We need a measure")],
    )  # fmt: skip
    def test_a16_a_ring_is_found_from_any_system_and_never_guessed(
        self, client: Client, unit: str, size: str, says: str
    ) -> None:
        fit = "" if unit in {"finger", "unknown"} else "&fit=right"
        assert asked(client, f"/silver/size/?what=ring&place=ring&unit={unit}&size={size}{fit}") == says

    def test_a16_the_other_systems_stand_beside_and_between_is_said(self, client: Client) -> None:
        page = words(client.get("/bespoke/size/?place=ring&unit=us&size=7&fit=right").content)
        for part in ("17.32 mm across", "54 – 55 between the two", "N½"):
            assert part in page, part

    def test_a16_what_cannot_be_read_is_asked_again_with_what_was_typed(self, client: Client) -> None:
        base = "/silver/size/?what=ring&place=ring&asked=unit"
        page = client.get(f"{base}&unit=us&size=%3Cb%3E99").content.decode()
        assert "Enter a size between 0 and 16." in page
        assert "Error: " in page
        assert 'value="&lt;b&gt;99"' in page
        assert "Enter the size, or say" in client.get(f"{base}&unit=uk&size=").content.decode()
        assert "Choose an answer." in client.get("/silver/size/?asked=what").content.decode()

    @pytest.mark.parametrize(
        "query", ["what=post", "place=nose&what=ring", "what=hoop&place=helix", "fit=tight&unit=us"]
    )
    def test_an_answer_that_makes_no_sense_is_asked_again(self, client: Client, query: str) -> None:
        response = client.get(f"/silver/size/?{query}")
        assert response.status_code == 200
        assert b'name="asked"' in response.content

    @pytest.mark.parametrize("query", ["size=1&size=2", "email=a@b.example", f"size={'9' * 3000}"])
    def test_what_the_page_does_not_know_is_refused(self, client: Client, query: str) -> None:
        assert client.get(f"/silver/size/?{query}").status_code == 400

    @pytest.mark.parametrize("shop", SHOPS)
    def test_every_change_link_of_a_result_asks_that_question(self, client: Client, shop: str) -> None:
        measure = next(iter(sizing(shop).measures))
        told = (
            "place=ring&unit=us&size=7&fit=tight"
            if measure is Measure.RING
            else ("place=helix&healing=healed&gauge=unknown&unit=mm&size=6.5&fit=loose")
        )
        page = client.get(f"/{shop}/size/?what={measure}&{told}").content.decode()
        rows = re.findall(r'<dt>([^<]*)</dt><dd>[^<]*</dd><dd class="change"><a href="([^"]*)"', page)
        found = [(html.unescape(asks), html.unescape(address)) for asks, address in rows]
        assert len(found) >= 3
        for asks, address in found:
            assert asked(client, f"/{shop}/size/{address}") == asks


class TestTheChart:
    def test_a16_the_readers_own_system_stands_first(self, client: Client) -> None:
        head = re.findall(r'<th scope="col">(.*?)</th>', client.get("/silver/size/chart").content.decode())
        assert head[:2] == ["US, Canada", "Europe"]
        british = re.findall(r'<th scope="col">(.*?)</th>', client.get("/silver/size/chart?first=uk").content.decode())
        assert british[0] == "UK, Ireland, Australia"
        assert client.get("/silver/size/chart?first=xx").status_code == 404

    @pytest.mark.parametrize("shop", SHOPS)
    def test_a16_every_shop_has_the_chart_of_what_it_sells(self, client: Client, shop: str) -> None:
        page = words(client.get(f"/{shop}/size/chart").content)
        assert ("Ring sizer to print" in page) == (shop != "piercing")
        assert ("1.024 mm" in page or "1.02 mm" in page) == (shop != "bespoke")

    @pytest.mark.parametrize("paper", ["a4", "letter"])
    def test_a16_the_sizer_is_a_pdf(self, client: Client, paper: str) -> None:
        response = client.get(f"/silver/size/ring-sizer-{paper}.pdf")
        assert (response.status_code, response.content[:5]) == (200, b"%PDF-")
        assert "no-store" in response["Cache-Control"]  # it speaks the reader's language

    def test_a16_lengths_are_written_as_the_reader_writes_numbers(self, client: Client) -> None:
        page = words(client.get("/piercing/size/chart?lang=de").content)
        assert "6,5 mm" in page
        assert "6.5 mm" not in page
        told = "what=post&place=helix&healing=healed&gauge=18&unit=mm&size=6,5&fit=right"
        assert "6,5 mm" in words(client.get(f"/piercing/size/?{told}&lang=de").content)

    @pytest.mark.parametrize("address", ["/piercing/size/ring-sizer-a4.pdf", "/silver/size/ring-sizer-a3.pdf",
                                         "/silver/size/ring-sizer-a4.pdf?system=xx", "/nowhere/size/"])  # fmt: skip
    def test_what_is_not_there_is_not_found(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404


class TestTheExchange:
    @pytest.fixture
    def claim(self, client: Client) -> str:
        """A 7 mm hoop of an order that can be exchanged."""
        one = situation("piercing", "A16")
        address = find(client, "piercing", one.order_number, one.email)
        return f"{address}pieces/{one.line_id}.P1/"

    def test_a16_the_size_that_was_found_opens_the_exchange(self, client: Client, claim: str) -> None:
        assert asked(client, f"{claim}size") == "Where is the piercing?"  # that it is a hoop is known
        page = client.get(f"{claim}size?place=helix&healing=healed&gauge=unknown&unit=mm&size=7&fit=tight")
        sku = hidden(page.content.decode(), "sku")
        assert client.post(f"{claim}size", {"sku": sku})["Location"] == f"{claim}questions"
        client.post(f"{claim}questions", {"q.condition.undamaged": "yes"})
        remedy = client.get(f"{claim}remedy").content.decode()
        assert re.search(r'value="exchange"[^>]*checked', remedy)
        assert client.post(f"{claim}remedy", {"remedy": "exchange", "note": ""})["Location"] == f"{claim}variant"
        variant = client.get(f"{claim}variant").content.decode()
        assert re.search(rf'value="{re.escape(sku)}"[^>]*checked', variant)
        assert f'href="{claim}size"' in variant

    @pytest.mark.parametrize("sku", ["", "NONE", "<b>"])
    def test_a_size_that_is_not_sold_opens_nothing(self, client: Client, claim: str, sku: str) -> None:
        assert client.post(f"{claim}size", {"sku": sku}).status_code == 404

    def test_the_size_of_somebody_elses_piece_is_not_found(self, claim: str) -> None:
        assert Client().get(f"{claim}size").status_code == 404
