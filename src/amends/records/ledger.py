"""The ledger's rows: added under one key that makes them count once, never changed, and asked for by account.

The database refuses a key whose rows do not add up to nothing, when the transaction ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum

from amends.core.cases.ledger import Account, Posting
from amends.core.dates import Instant, utc_of
from amends.records import models


def add_postings(
    shop_id: str, key: str, postings: Sequence[Posting], *, currency: str, case_number: str, at: Instant
) -> None:
    """This function will add the rows under the key; a second time is an `IntegrityError`."""
    moment = utc_of(at)
    models.Posting.objects.bulk_create(
        models.Posting(
            shop_id=shop_id, key=key, place=place, account=one.account.value, amount_minor=one.amount_minor,
            currency=currency, case_number=case_number, at=moment,
        )
        for place, one in enumerate(postings, 1)
    )  # fmt: skip


def balances(shop_id: str, case_number: str | None = None) -> dict[tuple[Account, str], int]:
    """This function will return what each account holds, by account and currency; those at nothing are left out."""
    rows = models.Posting.objects.filter(shop_id=shop_id)
    if case_number is not None:
        rows = rows.filter(case_number=case_number)
    found = rows.values_list("account", "currency").annotate(total=Sum("amount_minor"))
    return {(Account(account), currency): total for account, currency, total in found if total}
