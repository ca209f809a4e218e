"""Importing a shop's orders, customers and products: all of it in one transaction, or nothing.

Laws: the same file again changes nothing; a bad row is reported and never half-imported; what a file breaks off in is
not imported at all; an order on which somebody has opened a case keeps its lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from django.db import transaction

from amends.core.engine.language import ShopTexts
from amends.core.errors import AmendsError, Place
from amends.core.orders import Line, Order, Product
from amends.core.policy.tree import Policy
from amends.imports.files import How, Item, Reading, opened
from amends.imports.orders import ReadOrder
from amends.imports.rows import Problems, RowInvalid, RowsInvalid
from amends.imports.values import Customer
from amends.records import staging
from amends.records.keys import number_key
from amends.records.orders import numbers_with_cases, order_with
from amends.records.policies import save_policy, save_policy_texts
from amends.records.shops import ShopRow, all_shops, save_shop

BATCH = 2_000
MOST_REMARKS = 100
OnBadRow = Literal["skip", "refuse"]
Progress = Callable[[Reading, int], None]  # the file being read, and how many orders so far


RESERVED = frozenset({"account", "console", "health", "hooks", "static"})  # what addresses begin with


class NameReserved(AmendsError):
    """Pages of ours live where the shop's would."""

    code = "name_reserved"


class ImportInterrupted(AmendsError):
    """Something else changed the shop while an import was on its way."""

    code = "import_interrupted"


@dataclass(slots=True)
class ImportReport:
    """What an import has done, or would do."""

    orders_added: int = 0
    orders_changed: int = 0
    orders_same: int = 0
    products: int = 0
    customers: int = 0
    problems: Problems = field(default_factory=Problems)
    remarks: list[str] = field(default_factory=list)
    remarks_left_out: int = 0
    dry_run: bool = False

    def remark(self, text: str) -> None:
        """This function will note something that somebody should look at."""
        if len(self.remarks) < MOST_REMARKS:
            self.remarks.append(text)
        else:
            self.remarks_left_out += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What is asked of an import."""

    shop_id: str
    files: tuple[Path, ...]
    how: How
    on_bad_row: OnBadRow = "refuse"
    dry_run: bool = False


def add_shop(policy: Policy, text: str, said: Mapping[str, ShopTexts] | None = None) -> ShopRow:
    """This function will put a shop in place from the head of its policy, with that policy, or raise `NameReserved`.

    `said` is what the policy says in other languages, by language.
    """
    shop = policy.shop
    if shop.id in RESERVED:
        raise NameReserved(
            f"a shop cannot be called `{shop.id}`: pages of Amends itself live at that address.",
            place=Place(field="shop.id"), hint="Choose another id at the head of the policy.",
        )  # fmt: skip
    row = ShopRow(
        id=shop.id, name=shop.name, says="", country=shop.country, zone=shop.zone, currency=shop.currency,
        email=shop.email, phone="", address=(), theme={}, sample_day=None,
    )  # fmt: skip
    with transaction.atomic():
        save_shop(row, len(all_shops()) + 1)
        save_policy(shop.id, policy, text)
        for language, texts in (said or {}).items():
            save_policy_texts(shop.id, policy.hash, language, texts)
    return row


def import_orders(asked: Import, progress: Progress = lambda _reading, _orders: None) -> ImportReport:
    """This function will import the files, or raise: `FileInvalid`, or `RowsInvalid` where bad rows are refused."""
    report = ImportReport(dry_run=asked.dry_run)
    with transaction.atomic():
        staging.prepare_staging()
        desk = _Staging(asked, report, progress)
        for path in asked.files:
            with opened(path, asked.how) as (reading, items):
                desk.take(reading, items)
                for remark in reading.remarks:
                    report.remark(remark)
        desk.flush()
        clashing = _drop_clashing(asked.shop_id, report)
        if report.problems.count and asked.on_bad_row == "refuse":
            raise RowsInvalid(tuple(report.problems.kept), report.problems.count)
        _merge(asked, report, desk.orders_read - clashing)
        if asked.dry_run:
            transaction.set_rollback(True)
    return report


class _Staging:
    """Takes the values of files as they come and hands them on in batches."""

    def __init__(self, asked: Import, report: ImportReport, progress: Progress) -> None:
        self.asked = asked
        self.report = report
        self.progress = progress
        self.products: dict[str, Product] = {}
        self.by_sku: dict[str, Product] = {}
        self.people: dict[str, tuple[str, str]] = {}  # email and name by customer
        self.orders: list[Order] = []
        self.customers: list[Customer] = []
        self.new_products: list[Product] = []
        self.seen: dict[str, set[str]] = {
            "order": set(),
            "gift code of order": set(),
            "product": set(),
            "customer": set(),
        }
        self.orders_read = 0
        for product in staging.all_products(asked.shop_id):
            self._know(product)

    def take(self, reading: Reading, items: Iterator[tuple[Place, Item]]) -> None:
        """This function will take in every value of one file."""
        for place, item in items:
            match item:
                case AmendsError():
                    self.report.problems.add(item)
                case ReadOrder(order=order, remark=remark):
                    self._order(order, remark, place)
                case Product():
                    if self._is_first("product", item.id, item.id, place):
                        self.new_products.append(item)
                        self._know(item)
                case Customer():
                    if self._is_first("customer", item.id, item.id, place):
                        self.customers.append(item)
                        self.people[item.id] = (item.email, item.name)
            if len(self.orders) >= BATCH or len(self.new_products) >= BATCH or len(self.customers) >= BATCH:
                self.flush()
                self.progress(reading, self.orders_read)
        self.progress(reading, self.orders_read)

    def flush(self) -> None:
        """This function will hand on what has been taken in."""
        staging.stage_products(self.new_products)
        staging.stage_customers((one.id, one) for one in self.customers)
        staging.stage_orders(self._with_people())
        self.new_products, self.customers, self.orders = [], [], []

    def _with_people(self) -> list[Order]:
        """The orders with email and name of their customers, where the orders themselves do not say them.

        A list, because a question to the database in the middle of a copy would wait for ever.
        """
        lacking = {order.customer_id for order in self.orders if not order.email and order.customer_id}
        known = {**staging.people_with(self.asked.shop_id, lacking - self.people.keys()), **self.people}
        return [_reached(order, *known.get(order.customer_id, ("", ""))) for order in self.orders]

    def _order(self, order: Order, remark: str, place: Place) -> None:
        if not self._is_first("order", number_key(order.number) or order.number, order.number, place):
            return
        code = number_key(order.gift_code)
        if code and not self._is_first("gift code of order", code, order.number, place):
            return
        if remark:
            self.report.remark(remark)
        self.orders.append(filled(order, self.products, self.by_sku))
        self.orders_read += 1

    def _is_first(self, what: str, key: str, name: str, place: Place) -> bool:
        """Whether nothing before had this key; a second is a bad row: nobody knows which of them is right."""
        if key not in self.seen[what]:
            self.seen[what].add(key)
            return True
        problem = f"the {what} `{name}` is there twice."
        self.report.problems.add(RowInvalid(problem, place=place, hint="The first one counts, if rows are skipped."))
        return False

    def _know(self, product: Product) -> None:
        self.products[product.id] = product
        for variant in product.variants:
            self.by_sku[variant.sku] = product


def _reached(order: Order, email: str, name: str) -> Order:
    if order.email or not email:
        return order
    return replace(order, email=email, customer_name=order.customer_name or name)


def filled(order: Order, products: Mapping[str, Product], by_sku: Mapping[str, Product]) -> Order:
    """This function will give lines the category, marks and attributes of their product, where the file has none."""
    lines = tuple(_filled(line, products.get(line.product_id) or by_sku.get(line.sku)) for line in order.lines)
    return order if lines == order.lines else replace(order, lines=lines)


def _filled(line: Line, product: Product | None) -> Line:
    if product is None:
        return line
    return replace(
        line,
        product_id=line.product_id or product.id,
        category=line.category or product.category,
        marks=line.marks | product.marks,
        attributes={**product.attributes, **line.attributes},
    )


def _drop_clashing(shop_id: str, report: ImportReport) -> int:
    """Orders that cannot stand beside those of the shop: another spelling of a number, a gift code given twice."""
    found = staging.clashes(shop_id)
    for one in found:
        what = "differs from it only in spelling" if one.is_number else "has the same gift code"
        report.problems.add(RowInvalid(f"order `{one.number}` cannot be imported: order `{one.other}` {what}."))
    staging.unstage_orders([one.number for one in found])
    return len({one.number for one in found})


def _merge(asked: Import, report: ImportReport, staged: int) -> None:
    begun = numbers_with_cases(asked.shop_id)
    kept = [order.number for order in staging.staged_with_cases(asked.shop_id) if _is_other(asked.shop_id, order)]
    for number in kept:
        report.remark(f"order `{number}` was left as it is: somebody has opened a case on it, and its lines differ.")
    staging.unstage_orders(kept)
    merged = staging.merge(asked.shop_id)
    # The rows are ours until the transaction ends; a case opened before that is seen here.
    if numbers_with_cases(asked.shop_id) != begun:
        raise ImportInterrupted("a case was opened during the import.", hint="Nothing was imported. Run it again.")
    report.orders_added, report.orders_changed = merged.orders_added, merged.orders_changed
    report.orders_same = staged - len(kept) - merged.orders_added - merged.orders_changed
    report.products, report.customers = merged.products, merged.customers


def _is_other(shop_id: str, order: Order) -> bool:
    known = order_with(shop_id, order.number)
    return known is None or _goods(known.lines) != _goods(order.lines)


def _goods(lines: Sequence[Line]) -> list[tuple[str, str, int, int, int | None]]:
    return sorted((one.id, one.sku, one.quantity, one.unit_price_minor, one.price_minor) for one in lines)
