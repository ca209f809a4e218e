"""The example shops' catalogues and looks: complete, consistent, and readable in both colour schemes."""

from __future__ import annotations

import pytest

from amends.core.dates import zone_named
from amends.core.facts import read_value
from amends.core.vocabulary import VOCABULARY
from amends.examples import SHOPS, catalogue, entries, shop
from amends.examples.folders import ExampleMissing, folder, read_yaml

CATEGORIES = {"earring", "ring", "necklace", "bracelet", "anklet", "brooch", "pendant", "gift_card", "accessory"}
MARKS = {"final_sale", "gift_card", "gift_with_purchase", "sample_sale", "sale", "surprise_set"}


@pytest.mark.parametrize("name", SHOPS)
def test_forty_products_or_more_each_with_its_own_name(name: str) -> None:
    products = catalogue(name)
    assert len(products) >= 40
    assert len({product.id for product in products}) == len(products)
    assert len({product.name for product in products}) == len(products)
    skus = [variant.sku for product in products for variant in product.variants]
    assert len(set(skus)) == len(skus)
    assert all(sku == sku.upper() and " " not in sku for sku in skus)


@pytest.mark.parametrize("name", SHOPS)
def test_categories_marks_and_attributes_are_words_that_policies_use(name: str) -> None:
    zone = zone_named(shop(name).zone)
    for product in catalogue(name):
        assert product.category in CATEGORIES, product.id
        assert product.marks <= MARKS, product.id
        assert product.variants, product.id
        assert ("gift_card" in product.marks) == (product.category == "gift_card")
        for attribute, value in product.attributes.items():
            fact = VOCABULARY.facts.get(f"item.{attribute}")
            if fact is not None:
                read_value(fact, value, zone, "USD")
        material = product.attributes.get("material", product.variants[0].options.get("material"))
        assert material or product.category in {"gift_card", "accessory"}, product.id


@pytest.mark.parametrize("name", SHOPS)
def test_what_the_file_calls_sold_out_is_a_variant(name: str) -> None:
    listed = {sku for raw in read_yaml(name, "catalogue.yaml") for sku in raw.get("sold_out", ())}
    assert listed == {
        variant.sku for product in catalogue(name) for variant in product.variants if not variant.available
    }


@pytest.mark.parametrize("name", SHOPS)
def test_what_the_file_calls_dearer_is_an_option(name: str) -> None:
    for raw in read_yaml(name, "catalogue.yaml"):
        assert set(raw.get("dearer", {})) <= {value for values in raw["options"].values() for value in values}, raw[
            "id"
        ]


def test_a_platinum_ring_costs_more_than_the_same_in_gold() -> None:
    vesper = next(product for product in catalogue("bespoke") if product.id == "vesper-solitaire")
    prices = {variant.options["material"]: variant.price_minor for variant in vesper.variants}
    assert prices == {"gold": 185_000, "platinum": 227_000}


def test_flat_backs_are_sold_one_by_one() -> None:
    flat_backs = [
        p for p in catalogue("piercing") if str(p.attributes["style"]).startswith("flat_back") and not p.marks
    ]
    assert len(flat_backs) >= 10
    assert {p.attributes["sold_as"] for p in flat_backs if p.id != "foursome-set"} == {"single"}
    assert {p.attributes["style"] for p in flat_backs} == {"flat_back_threaded", "flat_back_push_pin"}


def test_prices_at_the_silver_shop_lie_around_its_limits() -> None:
    prices = {variant.price_minor for product in catalogue("silver") for variant in product.variants}
    assert {4_000, 4_001, 7_499, 7_500} <= prices
    assert min(prices) < 4_000
    assert max(prices) > 7_500


def test_the_silver_shop_sells_something_that_is_not_silver() -> None:
    materials = {product.attributes.get("material") for product in catalogue("silver")}
    assert {"silver", "brass"} <= materials


def test_the_sale_takes_a_share_off() -> None:
    sale = {entry.product.id: entry.sale_percent for entry in entries("silver") if entry.sale_percent}
    assert sale == {"willow-necklace": 30, "rope-bracelet": 25, "onyx-ring": 20}
    assert all("sale" in entry.product.marks for entry in entries("silver") if entry.sale_percent)


def test_most_of_what_is_made_to_order_has_a_certificate() -> None:
    jewellery = [p for p in catalogue("bespoke") if p.category not in {"gift_card", "accessory"}]
    certified = [p for p in jewellery if p.attributes["certificate"]]
    assert len(jewellery) / 2 < len(certified) < len(jewellery)
    assert {p.attributes.get("size_tolerance_mm", "0.5") for p in jewellery} >= {"0.5", "0.25", "2"}


def test_an_unknown_shop_is_told_with_the_nearest_name() -> None:
    with pytest.raises(ExampleMissing, match="Did you mean `silver`"):
        folder("sliver")


def test_the_three_shops_look_different() -> None:
    themes = [shop(name).theme for name in SHOPS]
    for take in ("face", "corner", "pictures", "logo"):
        assert len({getattr(theme, take) for theme in themes}) == 3
    assert len({theme.light.accent for theme in themes} | {theme.dark.accent for theme in themes}) == 6
