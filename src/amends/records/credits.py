"""Store credit: what is left of it, and every use of it under a key that makes it count once.

The row of a credit is locked while it is used, so that two tills never spend more than is left; a constraint of the
table has the last word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import F, Sum

from amends.core.cases.ledger import Account, move
from amends.core.dates import Instant, utc_of
from amends.records import models, plain_sql
from amends.records.ledger import add_postings

Why = Literal["used", "given_back", "expired"]
_ACCOUNT: dict[str, Account] = {
    "used": Account.CREDIT_SPENT,
    "given_back": Account.CREDIT_SPENT,
    "expired": Account.CREDIT_EXPIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRow:
    """Store credit as it stands."""

    id: str
    code: str
    case_number: str
    item_id: str
    amount_minor: int
    left_minor: int
    currency: str
    expires_at: Instant | None

    def is_over(self, at: Instant) -> bool:
        """This function will say whether it has run out."""
        return self.expires_at is not None and at > self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRow:
    """One use; below zero, it was given back."""

    key: str
    amount_minor: int
    why: Why


def lock_credit(shop_id: str, code: str) -> CreditRow | None:
    """This function will return the credit with that code, locked until the transaction ends, or nothing."""
    rows = models.Credit.objects.select_for_update().filter(shop_id=shop_id, code=code)
    found = rows.first()
    return _row(found) if found else None


def credit_with(shop_id: str, code: str) -> CreditRow | None:
    """This function will return the credit with that code, or nothing."""
    found = models.Credit.objects.filter(shop_id=shop_id, code=code).first()
    return _row(found) if found else None


def credits_of(shop_id: str, case_number: str) -> tuple[CreditRow, ...]:
    """This function will return the store credit that was given in the case, the first one first."""
    rows = models.Credit.objects.filter(shop_id=shop_id, case_number=case_number)
    return tuple(_row(one) for one in rows.order_by("given_at", "id"))


def run_out(shop_id: str, at: Instant) -> tuple[str, ...]:
    """This function will return the codes of credit that has run out with something left."""
    rows = models.Credit.objects.filter(shop_id=shop_id, left_minor__gt=0, expires_at__lt=utc_of(at))
    return tuple(rows.order_by("expires_at", "id").values_list("code", flat=True))


def use_with(shop_id: str, credit: CreditRow, key: str) -> UseRow | None:
    """This function will return the use under that key, or nothing."""
    one = models.CreditUse.objects.filter(shop_id=shop_id, credit_id=credit.id, key=key).first()
    return UseRow(key=one.key, amount_minor=one.amount_minor, why=one.why) if one else None  # type: ignore[arg-type]


def given_back_of(shop_id: str, credit: CreditRow, key: str) -> int:
    """This function will return how much of the use under that key was given back."""
    rows = models.CreditUse.objects.filter(
        shop_id=shop_id, credit_id=credit.id, why="given_back", key__startswith=f"{key}."
    )
    return -(rows.aggregate(total=Sum("amount_minor"))["total"] or 0)


def count_uses(shop_id: str, credit: CreditRow, why: Why) -> int:
    """This function will return how many uses of that sort there were."""
    return models.CreditUse.objects.filter(shop_id=shop_id, credit_id=credit.id, why=why).count()


def add_use(shop_id: str, credit: CreditRow, use: UseRow, at: Instant) -> None:
    """This function will put down the use, take it off what is left, and book it; the caller has locked the credit."""
    models.CreditUse.objects.create(
        shop_id=shop_id, credit_id=credit.id, key=use.key, amount_minor=use.amount_minor, why=use.why,
        at=utc_of(at),
    )  # fmt: skip
    rows = models.Credit.objects.filter(shop_id=shop_id, id=credit.id)
    rows.update(left_minor=F("left_minor") - use.amount_minor)
    postings = move(Account.CREDIT, _ACCOUNT[use.why], use.amount_minor)
    key = f"{credit.id}.{use.key}"
    add_postings(shop_id, key, postings, currency=credit.currency, case_number=credit.case_number, at=at)


def _row(one: models.Credit) -> CreditRow:
    return CreditRow(
        id=one.id, code=one.code, case_number=one.case_number, item_id=one.item_id, amount_minor=one.amount_minor,
        left_minor=one.left_minor, currency=one.currency, expires_at=plain_sql.instant_or_none(one.expires_at),
    )  # fmt: skip
