"""Queries on who besides the buyer hears of a case."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from amends.core.dates import Instant, utc_of
from amends.records import models

RECIPIENT, HELPER, COPY = "recipient", "helper", "copy"
COPY_KEY = "1.mail.copy"  # of the one mail that goes to a copy's address, within its case


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """Somebody who hears of a case: who got the present (recipient), or whom the buyer has asked (helper), or
    where the acknowledgement of a withdrawal goes as well (copy).
    """

    id: str
    kind: str
    name: str
    email: str


def contacts_of(shop_id: str, case_number: str) -> tuple[ContactRow, ...]:
    """This function will return those who hear of the case now, the first one first."""
    rows = models.Contact.objects.filter(shop_id=shop_id, case_number=case_number, ended_at=None)
    return tuple(
        ContactRow(id=one.id, kind=one.kind, name=one.name, email=one.email) for one in rows.order_by("since", "id")
    )


def add_contact(shop_id: str, case_number: str, kind: str, name: str, email: str, at: Instant) -> ContactRow:
    """This function will add somebody to the case."""
    row = models.Contact.objects.create(
        shop_id=shop_id, case_number=case_number, id=secrets.token_hex(4), kind=kind, name=name, email=email,
        since=utc_of(at),
    )  # fmt: skip
    return ContactRow(id=row.id, kind=kind, name=name, email=email)


def end_contact(shop_id: str, case_number: str, contact_id: str, at: Instant) -> bool:
    """This function will let somebody hear no more of the case, and say whether they did until now."""
    rows = models.Contact.objects.filter(shop_id=shop_id, case_number=case_number, id=contact_id, ended_at=None)
    return rows.update(ended_at=utc_of(at)) == 1
