"""Queries on money that leaves and money that is to come in: the rows that providers' answers are written to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import Literal, cast

from amends.core.cases.case import DueState
from amends.core.dates import Instant, instant_of, utc_of
from amends.core.errors import AmendsError
from amends.core.orders import Order
from amends.records import models, plain_sql
from amends.records.documents import order_of

LONGEST_REF = 200  # characters of a payment's name that are kept beside its order
_PAID_BY = """
SELECT o.document FROM records_paymentname n
JOIN records_order o ON o.shop_id = n.shop_id AND o.number = n.order_number
WHERE n.shop_id = %s AND n.ref = ANY(%s)
"""
PayoutState = Literal["waiting", "sending", "unknown", "pending", "done", "failed", "taken_back"]
OPEN: frozenset[PayoutState] = frozenset({"waiting", "sending", "unknown", "pending"})


class PayoutMissing(AmendsError):
    """The shop has no payout with that id."""

    code = "payout_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutRow:
    """Money that leaves by one payment; its id is the provider's key for ever."""

    id: str
    case_number: str
    item_id: str
    order_number: str
    payment_id: str
    payment_ref: str
    amount_minor: int
    currency: str
    by_hand: bool
    state: PayoutState
    ref: str
    why: str
    attempts: int
    changed_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Money that a customer is to pay, and the page where it is paid; without an address the page is being made."""

    id: str
    case_number: str
    item_id: str
    due_id: str
    amount_minor: int
    currency: str
    what: str
    state: DueState
    page_ref: str
    page_url: str
    ref: str


def payout_with(shop_id: str, payout_id: str, *, lock: bool = False) -> PayoutRow | None:
    """This function will return the shop's payout, or nothing; locked, nobody else changes it meanwhile."""
    rows = models.Payout.objects.filter(shop_id=shop_id, id=payout_id)
    found = (rows.select_for_update() if lock else rows).first()
    return _payout(found) if found else None


def payout_named(shop_id: str, payout_id: str, *, lock: bool = False) -> PayoutRow:
    """This function will return the payout with that id, or raise `PayoutMissing`."""
    found = payout_with(shop_id, payout_id, lock=lock)
    if found is None:
        raise PayoutMissing(f"there is no payout `{payout_id}`.")
    return found


def payout_by_ref(shop_id: str, ref: str) -> PayoutRow | None:
    """This function will return what was paid under that reference, or nothing."""
    found = models.Payout.objects.filter(shop_id=shop_id, ref=ref).first() if ref else None
    return _payout(found) if found else None


def payouts_in(shop_id: str, states: Collection[str], *, since: Instant | None = None) -> tuple[PayoutRow, ...]:
    """This function will return the payouts that the provider is to make, in these states since then or longer."""
    rows = models.Payout.objects.filter(shop_id=shop_id, state__in=states, by_hand=False)
    if since is not None:
        rows = rows.filter(changed_at__lte=utc_of(since))
    return tuple(_payout(one) for one in rows.order_by("changed_at", "id"))


def payouts_of(shop_id: str, case_number: str) -> tuple[PayoutRow, ...]:
    """This function will return the case's payouts, the first one first."""
    rows = models.Payout.objects.filter(shop_id=shop_id, case_number=case_number)
    return tuple(_payout(one) for one in rows.order_by("made_at", "id"))


def mark_payout(
    shop_id: str, payout_id: str, state: PayoutState, at: Instant, *, ref: str = "", why: str = "", attempts: int = 0
) -> None:
    """This function will put down how far a payout has come at the provider, unless it has ended meanwhile."""
    values = {"state": state, "why": why, "changed_at": utc_of(at)}
    values |= {"ref": ref} if ref else {}
    values |= {"attempts": attempts} if attempts else {}
    rows = models.Payout.objects.filter(shop_id=shop_id, id=payout_id, by_hand=False, state__in=OPEN)
    rows.update(**values)


def stray_with(shop_id: str, due: DueRow, payment_ref: str) -> PayoutRow | None:
    """This function will return what gives back a payment that the due did not ask for, or nothing."""
    return payout_with(shop_id, _stray_id(due, payment_ref))


def add_stray(shop_id: str, due: DueRow, order_number: str, payment_ref: str, amount_minor: int, at: Instant) -> str:
    """This function will put down money that is to go back because nobody owed it, and return the payout's id.

    It belongs to no item of the case; the payment's name makes it count once.
    """
    payout_id = _stray_id(due, payment_ref)
    models.Payout.objects.create(
        shop_id=shop_id, id=payout_id, case_number=due.case_number, item_id="", order_number=order_number,
        payment_id="", payment_ref=payment_ref, amount_minor=amount_minor, currency=due.currency,
        made_at=utc_of(at), changed_at=utc_of(at),
    )  # fmt: skip
    return payout_id


def _stray_id(due: DueRow, payment_ref: str) -> str:
    digest = sha256(payment_ref.encode()).hexdigest()[:12]  # a provider's names may be long
    return f"{due.id}.back-{digest}"


def end_stray(shop_id: str, payout_id: str, at: Instant, *, ref: str, by_hand: bool) -> None:
    """This function will put down that money which nobody owed went back, by the provider or by hand."""
    rows = models.Payout.objects.filter(shop_id=shop_id, id=payout_id, item_id="")
    rows.update(state="done", by_hand=by_hand, why="", ref=ref, changed_at=utc_of(at))


def leave_stray(shop_id: str, payout_id: str, at: Instant, *, why: str) -> None:
    """This function will put down that money which nobody owed did not go back; from now on it is paid by hand."""
    rows = models.Payout.objects.filter(shop_id=shop_id, id=payout_id, item_id="")
    rows.update(by_hand=True, state="waiting", why=why, changed_at=utc_of(at))


def due_with(shop_id: str, due_key: str) -> DueRow | None:
    """This function will return what is to be paid under that key (`<case>.<due>`), or nothing."""
    found = models.Due.objects.filter(shop_id=shop_id, id=due_key).first()
    return _due(found) if found else None


def due_of_page(shop_id: str, page_ref: str) -> DueRow | None:
    """This function will return what is paid on that page of the provider's, or nothing."""
    found = models.Due.objects.filter(shop_id=shop_id, page_ref=page_ref).first() if page_ref else None
    return _due(found) if found else None


def dues_with_pages(shop_id: str) -> tuple[DueRow, ...]:
    """This function will return what is still to be paid and has a page."""
    rows = models.Due.objects.filter(shop_id=shop_id, state="open").exclude(page_ref="")
    return tuple(_due(one) for one in rows.order_by("made_at", "id"))


def open_dues_of(shop_id: str, case_number: str) -> tuple[DueRow, ...]:
    """This function will return what is still to be paid in the case."""
    rows = models.Due.objects.filter(shop_id=shop_id, case_number=case_number, state="open")
    return tuple(_due(one) for one in rows)


def set_page(shop_id: str, due_key: str, page_ref: str, page_url: str) -> None:
    """This function will keep where the due is paid, or with no address that it cannot be paid there any more."""
    models.Due.objects.filter(shop_id=shop_id, id=due_key).update(page_ref=page_ref, page_url=page_url)


def order_paid_by(shop_id: str, *payment_refs: str) -> tuple[Order, str] | None:
    """This function will return the order with a payment of one of these names, and the payment's id, or nothing."""
    refs = {one for one in payment_refs if one}
    found = plain_sql.rows(_PAID_BY, shop_id, [one[:LONGEST_REF] for one in refs]) if refs else []
    for order in sorted((order_of(document) for (document,) in found), key=attrgetter("number")):
        payment_id = next((one.id for one in order.payments if one.ref in refs), None)
        if payment_id is not None:
            return order, payment_id
    return None


def _payout(one: models.Payout) -> PayoutRow:
    return PayoutRow(
        id=one.id, case_number=one.case_number, item_id=one.item_id, order_number=one.order_number,
        payment_id=one.payment_id, payment_ref=one.payment_ref, amount_minor=one.amount_minor, currency=one.currency,
        by_hand=one.by_hand, state=cast("PayoutState", one.state), ref=one.ref, why=one.why, attempts=one.attempts,
        changed_at=instant_of(one.changed_at),
    )  # fmt: skip


def _due(one: models.Due) -> DueRow:
    return DueRow(
        id=one.id, case_number=one.case_number, item_id=one.item_id, due_id=one.due_id,
        amount_minor=one.amount_minor, currency=one.currency, what=one.what,
        state=cast("DueState", one.state), page_ref=one.page_ref,
        page_url=one.page_url, ref=one.ref,
    )  # fmt: skip
