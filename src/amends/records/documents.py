"""The core's values out of JSON documents, as `core.engine.documents` wrote them."""

from __future__ import annotations

from typing import Any

import msgspec

from amends.core.orders import Order, Product
from amends.core.refunds.exchange import ExchangeQuote
from amends.core.refunds.quote import RefundQuote

_read_order = msgspec.json.Decoder(Order).decode


def order_of(text: str) -> Order:
    """This function will return the order that the document holds, where it is still text."""
    return _read_order(text)


def order_from(document: Any) -> Order:
    """This function will return the order that the document holds."""
    return msgspec.convert(document, Order)


_read_product = msgspec.json.Decoder(Product).decode


def product_of(text: str) -> Product:
    """This function will return the product that the document holds, where it is still text."""
    return _read_product(text)


def product_from(document: Any) -> Product:
    """This function will return the product that the document holds."""
    return msgspec.convert(document, Product)


def refund_quote_from(document: Any) -> RefundQuote:
    """This function will return the quote of a refund that the document holds."""
    return msgspec.convert(document, RefundQuote)


def exchange_quote_from(document: Any) -> ExchangeQuote:
    """This function will return the quote of an exchange that the document holds."""
    return msgspec.convert(document, ExchangeQuote)
