"""A shop's state as one value: orders as they stand, customers with their balances, the catalogue.

Nothing is changed in place: every step gives a new `Store`, which shares what did not change with the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from amends.core.errors import AmendsError
from amends.core.orders import Line, Order, Product, Variant
from amends.core.refunds.units import Refunded, given_by_unit
from amends.imports.orders import ReadOrder, address_of
from amends.imports.values import Customer

Unit = tuple[Line, int]  # a line and the number of one of its units, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A return or exchange that was granted; the goods are still with the customer."""

    kind: str  # return, exchange
    skus: tuple[str, ...]
    new_skus: tuple[str, ...] = ()
    method: str = ""
    amount_minor: int = 0  # a return: what comes back; an exchange: what the customer owes, below zero: gets
    record: Refunded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An order as it stands, with everything that happened to it since it was placed."""

    order: Order
    address: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[Refunded, ...] = ()  # exchanges done, as later quotes must be told
    requests: tuple[Request, ...] = ()
    cancel_reason: str = ""
    items_changed: bool = False

    @property
    def told(self) -> tuple[Refunded, ...]:
        """This property will hold all that a quote must know of: what was done and what was granted."""
        return (*self.earlier, *(one.record for one in self.requests if one.record is not None))

    @property
    def units(self) -> tuple[Unit, ...]:
        """This property will hold the units that belong to the order now, in its order."""
        gone = given_by_unit(one for one in self.earlier if one.exchanged)
        each = ((line, number) for line in self.order.lines for number in range(1, line.quantity + 1))
        return tuple((line, number) for line, number in each if (line.id, number) not in gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The products by the stock numbers of their variants."""

    variants: Mapping[str, tuple[Product, Variant]]

    @classmethod
    def of(cls, products: Iterable[Product]) -> Catalogue:
        """This function will return the catalogue of these products."""
        return cls(variants={variant.sku: (product, variant) for product in products for variant in product.variants})


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A shop's state: where it began, and what has changed since."""

    began_accounts: Mapping[str, Account]
    began_customers: Mapping[str, Customer]
    catalogue: Catalogue
    changed_accounts: Mapping[str, Account] = field(default_factory=dict)
    changed_customers: Mapping[str, Customer] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Iterable[object]) -> Store:
        """This function will return the store of what an import has read, or raise the first problem among it."""
        orders: dict[str, Account] = {}
        customers: dict[str, Customer] = {}
        products: list[Product] = []
        for value in values:
            match value:
                case AmendsError():
                    raise value
                case ReadOrder(order=order) | (Order() as order):
                    orders[order.number] = Account(order=order, address=address_of(order))
                case Customer(id=customer_id):
                    customers[customer_id] = value
                case Product():
                    products.append(value)
        return cls(began_accounts=orders, began_customers=customers, catalogue=Catalogue.of(products))

    def account(self, number: str) -> Account | None:
        """This function will return the order with that number as it stands, or nothing."""
        return self.changed_accounts.get(number) or self.began_accounts.get(number)

    def customer(self, customer_id: str) -> Customer | None:
        """This function will return the customer as they stand, or nothing."""
        return self.changed_customers.get(customer_id) or self.began_customers.get(customer_id)

    def with_account(self, account: Account) -> Store:
        """This function will return the store with that order changed."""
        return replace(self, changed_accounts={**self.changed_accounts, account.order.number: account})

    def with_moved(self, customer_id: str, moved: Mapping[str, int]) -> Store:
        """This function will return the store with amounts added to the balances of the customer's methods."""
        customer = self.customer(customer_id)
        if customer is None or not any(moved.values()):
            return self
        methods = tuple(
            one if one.balance_minor is None else replace(one, balance_minor=one.balance_minor + moved.get(one.id, 0))
            for one in customer.methods
        )
        changed = replace(customer, methods=methods)
        return replace(self, changed_customers={**self.changed_customers, customer_id: changed})
