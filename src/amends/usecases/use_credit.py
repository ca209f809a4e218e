"""Spending store credit, and giving back what was spent, once for a key however often the till asks.

Laws: two tills at once never spend more than is left; what is given back is never more than that use had taken; a code
is compared whole, and a wrong one tells nothing.
"""

from __future__ import annotations

from hashlib import sha256

from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import AmendsError, Place
from amends.records.credits import CreditRow, UseRow, add_use, credit_with, given_back_of, lock_credit, use_with
from amends.records.shops import ShopRow


class CreditUnusable(AmendsError):
    """There is no such credit, or it has run out, or it has less left."""

    code = "credit_unusable"


def use_credit(shop: ShopRow, code: str, amount_minor: int, key: str, at: Instant) -> CreditRow:
    """This function will take the amount off the credit, and return what is left; the same `key` again takes nothing.

    `key` is the till's own name of the sale. Raises `CreditUnusable`.
    """
    with transaction.atomic():
        credit = _locked(shop, code)
        use = UseRow(key=_kept(key), amount_minor=_amount(amount_minor), why="used")
        known = use_with(shop.id, credit, use.key)
        if known is not None:
            if known != use:
                raise CreditUnusable("this sale has taken another amount already.", place=Place(field="amount_minor"))
            return credit
        if credit.is_over(at):
            raise CreditUnusable("this credit has run out.", place=Place(field="code"))
        if amount_minor > credit.left_minor:
            raise CreditUnusable(f"`{credit.left_minor}` is left of this credit.", place=Place(field="amount_minor"))
        add_use(shop.id, credit, use, at)
    return _now(shop, code)


def give_back_credit(shop: ShopRow, code: str, of: str, amount_minor: int, key: str, at: Instant) -> CreditRow:
    """This function will give back so much of what the sale `of` took; the same `key` again gives nothing."""
    with transaction.atomic():
        credit = _locked(shop, code)
        taken = use_with(shop.id, credit, _kept(of))
        if taken is None:
            raise CreditUnusable("this credit was not used for that sale.", place=Place(field="of"))
        back = UseRow(key=f"{taken.key}.{_kept(key)}", amount_minor=-_amount(amount_minor), why="given_back")
        known = use_with(shop.id, credit, back.key)
        if known is not None:
            return credit
        if amount_minor > taken.amount_minor - given_back_of(shop.id, credit, taken.key):
            raise CreditUnusable("that sale has not taken so much.", place=Place(field="amount_minor"))
        add_use(shop.id, credit, back, at)
    return _now(shop, code)


def _locked(shop: ShopRow, code: str) -> CreditRow:
    credit = lock_credit(shop.id, code.strip().upper())
    if credit is None:
        raise CreditUnusable("there is no such credit.", place=Place(field="code"))
    return credit


def _now(shop: ShopRow, code: str) -> CreditRow:
    credit = credit_with(shop.id, code.strip().upper())
    if credit is None:
        raise CreditUnusable("there is no such credit.", place=Place(field="code"))
    return credit


def _amount(amount_minor: int) -> int:
    if amount_minor <= 0:
        raise CreditUnusable(f"`{amount_minor}` is no amount.", place=Place(field="amount_minor"))
    return amount_minor


def _kept(key: str) -> str:
    """Keys of tills may be long, and must not meet ours."""
    return sha256(key.encode()).hexdigest()[:16]
