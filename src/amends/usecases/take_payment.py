"""Taking what a customer has paid on a page: what was due is paid, or what nobody owed goes back by itself.

A payment for something that is not to be paid any more is the customer's own money and nobody has to decide about it:
it goes back to where it came from, under a key of its own, with an intent row and the ledger as every payout. Law: each
payment is either what was due or goes back, once, however often it is told.
"""

from __future__ import annotations

from amends.core.cases.commands import Record
from amends.core.cases.money_events import DuePaid
from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.ports.payments import PaymentPage
from amends.records.payouts import DueRow, due_of_page, due_with, set_page
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import act_on_case
from amends.usecases.give_back import give_back


class AmountDiffers(AmendsError):
    """The provider names another amount than was asked for."""

    code = "amount_differs"


def due_of(shop: ShopRow, page: PaymentPage) -> DueRow | None:
    """This function will return what is paid on the page: by its name, else by the key that it was made under."""
    return due_of_page(shop.id, page.ref) or due_with(shop.id, ".".join(page.key.split(".")[:3]))


def take_payment(shop: ShopRow, page: PaymentPage, at: Instant) -> DueRow | None:
    """This function will put down what became of the page as it stands at the provider, and return its due."""
    due = due_of(shop, page)
    if due is None:
        return None
    if page.state == "expired" and due.page_ref == page.ref:
        set_page(shop.id, due.id, page.ref, "")
    if page.state == "paid":
        _paid(shop, due, page, at)
    return due_with(shop.id, due.id)


def _paid(shop: ShopRow, due: DueRow, page: PaymentPage, at: Instant) -> None:
    if (page.amount_minor, page.currency) != (due.amount_minor, due.currency):
        raise AmountDiffers(
            f"`{page.amount_minor}` {page.currency} were paid for `{due.id}`, which is {due.amount_minor}."
        )
    ref = page.payment_ref or page.ref
    event = DuePaid(item=due.item_id, due=due.due_id, ref=ref)
    act_on_case(shop, due.case_number, Record(event=event), at=at, by="provider")
    now = due_with(shop.id, due.id)
    if now is not None and (now.state != "paid" or now.ref != ref):
        give_back(shop, due, ref, at)
