"""Asking a customer for money: a page at the provider for what is due, made once, made anew when it has closed.

Laws: a debt has one open page at a time; asking again within an hour asks for the same page, whatever was lost on the
way; no transaction is open while the provider is asked; a page whose due is cancelled is closed, and what was paid on
it all the same goes back (`take_payment`).
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from amends.core.dates import HOUR, MINUTE, Instant
from amends.core.errors import AmendsError
from amends.ports.payments import PaymentAsked, PaymentProvider
from amends.records.cases import case_numbered
from amends.records.payouts import DueRow, due_with, set_page
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import CaseMissing
from amends.usecases.take_payment import take_payment

_SAYS: Mapping[str, str] = {
    "exchange": "What your exchange costs",
    "difference": "The difference in price",
    "new_postage": "Shipping of your exchange",
    "postage_back": "Postage for sending it back to you",
    "fee": "The fee for the change",
    "quote": "The work, as quoted",
}
_SHORTEST = 31 * MINUTE  # the provider's half an hour, and a little


class DueMissing(AmendsError):
    """The shop has nothing to be paid under that key."""

    code = "due_missing"


def ask_payment(shop: ShopRow, due_key: str, provider: PaymentProvider, return_to: str, at: Instant) -> DueRow:
    """This function will make the page where `due_key` (`<case>.<due>`) is paid, or find the one that is open.

    `return_to` is where the customer comes back to. What is paid or cancelled gets no page. What the port raises comes
    out.
    """
    due = _due(shop, due_key)
    if due.page_ref:
        page = provider.find_payment_page(due.page_ref)
        due = take_payment(shop, page, at) or due
        if due.state != "open" or page.state in {"open", "processing"}:
            return due
    if due.state != "open":
        return due
    page = provider.ask_payment(_asked(shop, due, return_to, at))
    set_page(shop.id, due.id, page.ref, page.url)
    return take_payment(shop, page, at) or due


def withdraw_page(shop: ShopRow, due_key: str, provider: PaymentProvider, at: Instant) -> DueRow:
    """This function will close the page of a due that is not to be paid any more, if it has one."""
    due = _due(shop, due_key)
    if not due.page_ref or due.state == "open":
        return due
    page = provider.withdraw_payment_page(due.page_ref)
    set_page(shop.id, due.id, page.ref, "")
    return take_payment(shop, page, at) or due


def _asked(shop: ShopRow, due: DueRow, return_to: str, at: Instant) -> PaymentAsked:
    row = case_numbered(shop.id, due.case_number)
    if row is None:
        raise CaseMissing(f"there is no case `{due.case_number}`.")
    hour = at // HOUR
    # Whenever within the hour it is asked for, it may still live so long.
    ends = max(row.case.item(due.item_id).act_by or 0, (hour + 1) * HOUR + _SHORTEST)
    return PaymentAsked(
        key=_key(due, hour, f"{due.page_ref} {return_to} {ends}"),
        amount_minor=due.amount_minor,
        currency=due.currency,
        says=f"{_SAYS.get(due.what, 'What is to be paid')} · {due.case_number}",
        case=due.case_number,
        due=ends,
        asked_at=hour * HOUR,
        return_to=return_to,
        about={"due": due.id},
    )


def _key(due: DueRow, hour: int, asked: str) -> str:
    """The same within the hour for the same page; another one once the page before it has closed."""
    return f"{due.id}.{hour}.{sha256(asked.encode()).hexdigest()[:8]}"


def _due(shop: ShopRow, due_key: str) -> DueRow:
    due = due_with(shop.id, due_key)
    if due is None:
        raise DueMissing(f"nothing is to be paid under `{due_key}`.")
    return due
