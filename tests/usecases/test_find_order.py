"""Finding orders: what is forgiven, what is not, and what failures cost whom."""

from __future__ import annotations

import pytest
from tests.sample_shops import AT, HOUR, situation

from amends.core.vocabulary import BUYER, GIFT_RECIPIENT
from amends.records import models
from amends.usecases.find_order import (
    MOST_BY_ADDRESS,
    MOST_BY_EMAIL,
    MOST_BY_NUMBER,
    Asker,
    Looked,
    find_gift,
    find_order,
)

QUARTER = HOUR // 4


pytestmark = pytest.mark.usefixtures("shops")


def asker(address: str = "192.0.2.1", at: int = AT) -> Asker:
    return Asker(address, at, b"of the tests")


def look(number: str, proof: str, shop_id: str = "silver", by: Asker | None = None) -> Looked:
    return find_order(shop_id, number, proof, by or asker())


FOUND = Looked("WR-1001", BUYER)


@pytest.mark.parametrize(
    "number", ["WR-1001", "wr1001", " WR 1001 ", "w-r-1-0-0-1", "WR–1001", "\u200bWR-1001", "ＷＲ１００１"]
)
def test_a_number_is_found_however_it_is_written(number: str) -> None:
    assert look(number, "ines@example.com") == FOUND


@pytest.mark.parametrize("proof", ["INES@Example.COM", " ines@example.com\u200b ", "05401", " 05 401 ", "05-401"])
def test_email_and_postcode_forgive_case_and_spaces(proof: str) -> None:
    assert look("WR-1001", proof) == FOUND


@pytest.mark.parametrize(
    ("number", "proof"),
    [
        ("WR-1001", "jonas@example.com"),  # ATK01: another customer's address
        ("WR-1001", "ines+silver@example.com"),  # ATK05: what stands after a plus counts
        ("WR-1001", "іnes@example.com"),  # ATK05: a Cyrillic letter that looks alike
        ("WR-1001", "' OR 1=1--"),  # ATK06
        ("WR-1001", "%"),
        ("WR-1001", "_____"),
        ("WR-1001", "*"),
        ("WR-1001", '{"$ne":1}'),
        ("WR-1001", ""),
        ("WR-1001", " "),
        ("%", "ines@example.com"),
        ("WR-100_", "ines@example.com"),
        ("", "ines@example.com"),
        ("WR-9999", "ines@example.com"),
        ("LU-1001", "anna@example.com"),  # ATK03: an order of another shop
        ("WR-1001", "ines@example.com" + "x" * 300),
        ("\ud800", "\udfff"),  # half a letter, as broken programs send it
    ],
)
def test_what_does_not_fit_is_never_found(number: str, proof: str) -> None:
    assert look(number, proof) == Looked()


def test_orders_without_email_or_postcode_are_not_found_by_saying_nothing() -> None:
    models.Order.objects.filter(shop_id="silver", number="WR-1001").update(email_key="", postcode_key="")
    assert look("WR-1001", "") == Looked()
    assert look("WR-1001", "ines@example.com") == Looked()


class TestPresents:
    def test_the_code_opens_the_recipients_view(self) -> None:
        gift = situation("piercing", "A7")
        assert find_gift("piercing", gift.gift_code.lower().replace("-", " "), asker()) == Looked(
            gift.order_number, GIFT_RECIPIENT
        )

    def test_the_postcode_of_a_present_is_the_recipients_and_the_address_the_buyers(self) -> None:
        gift = situation("piercing", "A7")
        assert look(gift.order_number, gift.postcode, "piercing") == Looked(gift.order_number, GIFT_RECIPIENT)
        assert look(gift.order_number, gift.email, "piercing") == Looked(gift.order_number, BUYER)

    @pytest.mark.parametrize("code", ["", " ", "-", "PLUM", "%"])
    def test_no_code_is_no_code(self, code: str) -> None:
        assert find_gift("piercing", code, asker()) == Looked()

    def test_a_code_belongs_to_its_shop(self) -> None:
        assert find_gift("silver", situation("piercing", "A7").gift_code, asker()) == Looked()


class TestLimits:
    def test_one_address_over_many_orders(self) -> None:
        """ATK08: the address is stopped, another one is not."""
        for place in range(MOST_BY_ADDRESS):
            assert not look(f"WR-{place}X", f"somebody{place}@example.com").too_many
        assert look("WR-1001", "ines@example.com") == Looked(too_many=True)
        assert look("WR-1001", "ines@example.com", by=asker("192.0.2.2")) == FOUND

    def test_one_order_from_many_addresses(self) -> None:
        for place in range(MOST_BY_NUMBER):
            assert not look("WR-1001", f"guess{place}@example.com", by=asker(f"192.0.2.{place}")).too_many
        assert look("WR-1001", "guess@example.com", by=asker("198.51.100.1")).too_many

    def test_one_email_over_many_orders_from_many_addresses(self) -> None:
        for place in range(MOST_BY_EMAIL):
            assert not look(f"WR-{place}X", "ines@example.com", by=asker(f"192.0.2.{place}")).too_many
        assert look("WR-7X", "ines@example.com", by=asker("198.51.100.1")).too_many

    def test_neighbours_in_one_ipv6_network_are_one(self) -> None:
        for place in range(MOST_BY_ADDRESS):
            look(f"WR-{place}X", f"somebody{place}@example.com", by=asker(f"2001:db8::{place:x}"))
        assert look("WR-8X", "x@example.com", by=asker("2001:db8::ffff")).too_many
        assert not look("WR-8X", "x@example.com", by=asker("2001:db8:0:1::1")).too_many

    def test_success_costs_nothing(self) -> None:
        for _ in range(3 * MOST_BY_ADDRESS):
            assert look("WR-1001", "ines@example.com") == FOUND

    def test_half_an_hour_later_it_is_forgotten(self) -> None:
        for place in range(MOST_BY_NUMBER + 1):
            look("WR-1001", f"guess{place}@example.com")
        assert look("WR-1001", "ines@example.com").too_many
        assert look("WR-1001", "ines@example.com", by=asker(at=AT + 2 * QUARTER)) == FOUND

    def test_the_edge_of_a_span_gives_no_second_helping(self) -> None:
        edge = (AT // QUARTER + 1) * QUARTER
        for place in range(MOST_BY_NUMBER):
            look("WR-1001", f"guess{place}@example.com", by=asker(at=edge - 1))
        assert look("WR-1001", "ines@example.com", by=asker(at=edge + 1)).too_many

    def test_nobodys_address_is_kept(self) -> None:
        look("WR-1001", "secret@example.com", by=asker("203.0.113.9"))
        kept = str(list(models.Attempt.objects.values_list()))
        assert "secret" not in kept
        assert "203.0.113" not in kept
