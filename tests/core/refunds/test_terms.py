"""Terms: what silence means, what may not be written, and which of two is better."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest

from amends.core.errors import MoneyInvalid
from amends.core.refunds.terms import BETTER, UNSAID, Terms, better


def test_every_field_says_what_is_better() -> None:
    assert set(BETTER) == {spec.name for spec in fields(Terms)}


@pytest.mark.parametrize(
    ("name", "worse", "good"),
    [
        ("return_postage", "customer", "shop"),
        ("return_label", "none", "prepaid"),
        ("refund_shipping", "none", "pro_rata"),
        ("refund_shipping", "pro_rata", "all"),
        ("new_postage_minor", 600, 0),
        ("restocking_percent", Decimal(15), Decimal("14.9")),
        ("fee_minor", 1, 0),
        ("fee_per", "return", "order"),
        ("clawback_free_from_minor", 7500, None),
        ("clawback_rate_minor", 600, 500),
        ("price_rise", "customer", "shop"),
        ("price_fall", "kept", "credit"),
        ("price_fall", "credit", "refund"),
        ("refund_to", "credit", "original"),
        ("refund_to", "original", "original_or_gift_card"),
        ("credit_bonus_percent", Decimal(0), Decimal(5)),
        ("labour", "customer", "shop"),
        ("materials", "customer", "shop"),
        ("repair_postage", "customer", "shop"),
        ("quote_first", False, True),
        ("offer_from_percent", None, Decimal(5)),
        ("offer_to_percent", Decimal(90), None),
        ("postage_receipt_up_to_minor", None, 800),
    ],
)
def test_the_better_of_two_values_wins(name: str, worse: Any, good: Any) -> None:
    one, two = Terms(**{name: worse}), Terms(**{name: good})
    assert better(one, two) == better(two, one) == two


def test_two_different_free_shipping_minimums_cancel_out() -> None:
    one, two = Terms(clawback_free_from_minor=7500), Terms(clawback_free_from_minor=5000)
    assert better(one, two).clawback_free_from_minor is None


def test_silence_deducts_nothing_and_grants_nothing() -> None:
    assert not UNSAID.restocking_percent
    assert not UNSAID.fee_minor
    assert UNSAID.clawback_free_from_minor is None
    assert (UNSAID.return_postage, UNSAID.refund_shipping) == ("customer", "none")
    assert UNSAID.postage_receipt_up_to_minor is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("return_postage", "seller"),
        ("restocking_percent", Decimal(101)),
        ("restocking_percent", Decimal(-1)),
        ("restocking_percent", Decimal("NaN")),
        ("restocking_percent", 15.0),
        ("fee_minor", -1),
        ("fee_minor", 1.5),
        ("fee_minor", True),
        ("fee_minor", None),
        ("price_fall", None),
        ("quote_first", "yes"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(name: str, value: Any) -> None:
    with pytest.raises(MoneyInvalid, match=f"`{name}`"):
        Terms(**{name: value})


def test_an_offer_goes_from_the_smaller_share_to_the_larger() -> None:
    with pytest.raises(MoneyInvalid, match="from 50 to 10 percent"):
        Terms(offer_from_percent=Decimal(50), offer_to_percent=Decimal(10))
