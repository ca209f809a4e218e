"""Postage that a customer has laid out: how much of a receipt is paid back, beside every refund.

Laws: all receipts of a case together are paid back up to the limit of the terms, and no receipt beyond what it says;
one that was entered wrongly is taken back while it is not paid, and counts for nothing then; nothing of it counts
against what was paid for the order.
"""

from __future__ import annotations

from amends.core.cases.case import Case, Item, Payout
from amends.core.refunds.offers import postage_payout
from amends.core.refunds.terms import Terms


def postage_left(case: Case, limit_minor: int) -> int:
    """This function will return what is left of the limit after the receipts that are paid back, or are to be."""
    return max(0, limit_minor - sum(pay.amount_minor for item in case.items for pay in standing(item)))


def postage_due(case: Case, laid_out_minor: int, limit_minor: int) -> int:
    """This function will return how much of a further receipt is paid back, or raise `MoneyInvalid`."""
    return postage_payout(laid_out_minor, Terms(postage_receipt_up_to_minor=postage_left(case, limit_minor)))


def standing(item: Item) -> tuple[Payout, ...]:
    """This function will return the receipts that are paid back, or are to be: none that was taken back."""
    return tuple(one for one in item.postage if one.state != "taken_back")


def postage_of(item: Item, pay: str) -> Payout:
    """This function will return the receipt's payment; one that is not there is a fault in our code."""
    return next(one for one in item.postage if one.id == pay)
