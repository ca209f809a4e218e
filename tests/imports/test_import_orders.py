"""Importing into the database: once or again the same, all or nothing, and never against what somebody relies on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.imports.reading import how, line_data, order_data

from amends.core.orders import Order
from amends.imports.rows import FileInvalid, RowsInvalid
from amends.records import models
from amends.records.orders import all_orders, count_orders, order_with
from amends.records.shops import products_with
from amends.records.staging import customer_documents
from amends.usecases.import_orders import Import, ImportReport, add_shop, import_orders
from amends.usecases.read_policy import read_policy, read_text

pytestmark = pytest.mark.django_db
POLICY = """
amends: 1
shop: {id: shop, name: Shop, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2000-01-01
answers_within: {days: 2}
post_within: {days: 14}
clauses:
  - {id: window, says: You have 30 days., within: {days: 30, of: delivery}, accept: [refund]}
"""


@pytest.fixture(autouse=True)
def _shop(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY)
    add_shop(read_policy(tmp_path / "policy.yaml"), read_text(tmp_path / "policy.yaml"))


def run(tmp_path: Path, data: object, name: str = "orders.json", **more: Any) -> ImportReport:
    path = tmp_path / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return import_orders(Import(shop_id="shop", files=(path,), how=how(), **more))


def orders(count: int) -> list[dict[str, Any]]:
    return [order_data(number=f"N{place}") for place in range(count)]


def shop_orders() -> dict[str, Order]:
    return {order.number: order for order in all_orders("shop")}


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    first = run(tmp_path, orders(5))
    before = shop_orders()
    again = run(tmp_path, orders(5))
    assert (first.orders_added, first.orders_changed, first.orders_same) == (5, 0, 0)
    assert (again.orders_added, again.orders_changed, again.orders_same) == (0, 0, 5)
    assert shop_orders() == before


def test_the_same_number_changes_the_order_and_never_doubles_it(tmp_path: Path) -> None:
    run(tmp_path, orders(3))
    report = run(tmp_path, [order_data(number="N1", email="new@example.com"), order_data(number="N9")])
    assert (report.orders_added, report.orders_changed) == (1, 1)
    assert count_orders("shop") == 4
    changed = order_with("shop", "N1")
    assert changed is not None
    assert changed.email == "new@example.com"
    assert models.Order.objects.get(shop_id="shop", number="N1").email_key == "new@example.com"


def test_many_batches_are_one_import(tmp_path: Path) -> None:
    report = run(tmp_path, orders(4_321))
    assert report.orders_added == count_orders("shop") == 4_321


def test_a_bad_row_refuses_everything_unless_it_is_skipped(tmp_path: Path) -> None:
    data = [*orders(2_500), {**line_data(quantity=-1), "number": "BAD"}, order_data(number="LAST")]
    with pytest.raises(RowsInvalid) as caught:
        run(tmp_path, data)
    assert caught.value.count == 1
    assert caught.value.problems[0].place.field == "row[2500].lines[0].quantity"
    assert count_orders("shop") == 0
    report = run(tmp_path, data, on_bad_row="skip")
    assert report.orders_added == count_orders("shop") == 2_501
    assert report.problems.count == 1
    assert order_with("shop", "BAD") is None


def test_a_file_that_breaks_off_imports_nothing_even_where_bad_rows_are_skipped(tmp_path: Path) -> None:
    text = json.dumps(orders(5_000))
    with pytest.raises(FileInvalid):
        run(tmp_path, text[:-500], on_bad_row="skip")
    assert count_orders("shop") == 0


def test_a_dry_run_counts_and_imports_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, orders(3), dry_run=True).orders_added == 3
    assert count_orders("shop") == 0


def test_a_number_twice_in_a_file_is_a_bad_row_however_it_is_spelt(tmp_path: Path) -> None:
    data = [order_data(number="1"), order_data(number="1"), order_data(number="N-2"), order_data(number="n 2")]
    report = run(tmp_path, data, on_bad_row="skip")
    assert [str(problem.place) for problem in report.problems.kept] == [
        "orders.json:1 `row[1]`",
        "orders.json:1 `row[3]`",
    ]
    assert sorted(shop_orders()) == ["1", "N-2"]


def test_a_number_that_the_shop_has_in_another_spelling_is_a_bad_row(tmp_path: Path) -> None:
    run(tmp_path, [order_data(number="N-1")])
    report = run(tmp_path, [order_data(number="n1"), order_data(number="N2")], on_bad_row="skip")
    assert "`N-1` differs from it only in spelling" in report.problems.kept[0].what
    assert (report.orders_added, report.orders_same) == (1, 0)
    with pytest.raises(RowsInvalid):
        run(tmp_path, [order_data(number="n1")])


def test_a_gift_code_belongs_to_one_order(tmp_path: Path) -> None:
    run(tmp_path, [order_data(number="N1", gift_code="ABC")])
    data = [order_data(number=f"N{place}", gift_code=code) for place, code in enumerate(["ab-c", "D", "D", "", ""], 2)]
    report = run(tmp_path, data, on_bad_row="skip")
    assert sorted(shop_orders()) == ["N1", "N3", "N5", "N6"]
    assert report.problems.count == 2


def test_lines_learn_what_they_are_from_the_products(tmp_path: Path) -> None:
    products = [
        {
            "id": "p1",
            "name": "Ring",
            "category": "ring",
            "marks": "final_sale",
            "variants": [{"sku": "S1", "price": "40.00"}],
        }
    ]
    report = run(
        tmp_path,
        {
            "products": products,
            "orders": [order_data(), order_data(number="N2", lines=[{"sku": "S9", "unit_price": "1"}])],
        },
    )
    found = shop_orders()
    assert report.products == 1
    assert (found["N1"].lines[0].product_id, found["N1"].lines[0].category) == ("p1", "ring")
    assert found["N1"].lines[0].marks == {"final_sale"}
    assert found["N2"].lines[0].category == ""
    run(tmp_path, [order_data(number="N3")])
    assert shop_orders()["N3"].lines[0].category == "ring", "also from products that were there before"
    assert products_with("shop", ["p1"])["p1"].variants[0].price_minor == 4_000


def test_customers_are_kept_with_what_is_on_their_cards(tmp_path: Path) -> None:
    method = {"id": "g", "kind": "gift_card", "balance": "12.30"}
    run(tmp_path, {"customers": [{"id": "c1", "name": "Ann", "payment_methods": [method]}], "orders": []})
    (customer,) = customer_documents("shop")
    assert customer["methods"][0]["balance_minor"] == 1_230


def test_an_order_is_found_by_the_email_of_its_customer(tmp_path: Path) -> None:
    people = [{"id": "c1", "name": "Ann Lee", "email": "ann@example.com"}]
    data = [order_data(customer_id="c1"), order_data(number="N2", customer_id="c1", email="gift@example.com")]
    run(tmp_path, {"customers": people, "orders": data})
    run(tmp_path, [order_data(number="N3", customer_id="c1"), order_data(number="N4", customer_id="c9")])
    found = {number: (order.email, order.customer_name) for number, order in shop_orders().items()}
    assert found["N1"] == found["N3"] == ("ann@example.com", "Ann Lee")
    assert found["N2"] == ("gift@example.com", "")
    assert found["N4"] == ("", "")
    assert models.Order.objects.get(shop_id="shop", number="N3").email_key == "ann@example.com"


def open_case(number: str) -> None:
    models.Case.objects.create(
        shop_id="shop", number="R1", order_number=number, form_key="k", state="waiting", actor="shop", version=1,
        folded={}, by="buyer", opened_at=timezone.now(), changed_at=timezone.now(), currency="USD",
    )  # fmt: skip


def test_an_order_with_a_case_keeps_its_lines_but_learns_new_dates(tmp_path: Path) -> None:
    run(tmp_path, orders(2))
    open_case("N0")
    dated = run(tmp_path, [order_data(number="N0", delivered_at="2026-03-15")])
    assert dated.orders_changed == 1
    other = run(tmp_path, [{**line_data(quantity=3), "number": "N0"}, {**line_data(quantity=3), "number": "N1"}])
    assert other.orders_changed == 1
    assert other.remarks == ["order `N0` was left as it is: somebody has opened a case on it, and its lines differ."]
    assert [shop_orders()[number].lines[0].quantity for number in ("N0", "N1")] == [1, 3]


def test_other_shops_are_not_touched(tmp_path: Path) -> None:
    policy = tmp_path / "other.yaml"
    policy.write_text(POLICY.replace("id: shop,", "id: other,"))
    add_shop(read_policy(policy), read_text(policy))
    run(tmp_path, orders(2))
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([order_data(number="N-1", email="other@example.com")]), encoding="utf-8")
    asked = Import(shop_id="other", files=(path,), how=how())
    assert import_orders(asked).orders_added == 1, "the number of another shop is no clash"
    assert import_orders(replace(asked, dry_run=True)).orders_same == 1
    assert count_orders("shop") == 2


def test_several_files_are_one_import(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.json", tmp_path / "b.json"
    good.write_text(json.dumps(orders(3)), encoding="utf-8")
    bad.write_text("[", encoding="utf-8")
    with pytest.raises(FileInvalid):
        import_orders(Import(shop_id="shop", files=(good, bad), how=how()))
    assert count_orders("shop") == 0
