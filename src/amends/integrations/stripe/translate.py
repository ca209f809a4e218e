"""Stripe's objects, as plain dictionaries, read as the port's values.

Every field that money hangs on is demanded; an answer without it raises `KeyError`, and `client` calls that unclear.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.core.dates import SECOND, Instant
from amends.integrations.stripe.amounts import from_provider
from amends.ports.payments import (
    DisputeState,
    PageState,
    PaymentPage,
    ProviderDispute,
    ProviderPayment,
    ProviderRefund,
    RefundState,
)

Object = Mapping[str, Any]

_MARK = "amends_"  # before each of our names in the provider's metadata, where a shop may have names of its own
_REFUND_STATES: dict[str, RefundState] = {
    "pending": "pending",
    "requires_action": "requires_action",
    "succeeded": "succeeded",
    "failed": "failed",
    "canceled": "canceled",
}
_DISPUTE_STATES: dict[str, DisputeState] = {
    "warning_needs_response": "inquiry",
    "warning_under_review": "inquiry",
    "warning_closed": "won",
    "needs_response": "open",
    "under_review": "open",
    "prevented": "won",
    "won": "won",
    "lost": "lost",
}


def metadata_of(shop: str, key: str, about: Mapping[str, str]) -> dict[str, str]:
    """This function will return what goes into the provider's records, so that it can be found again."""
    told = {f"{_MARK}{name}": str(value)[:500] for name, value in about.items()}  # Stripe keeps 500 characters
    return {**told, f"{_MARK}shop": shop, f"{_MARK}key": key}


def refund_of(said: Object, shop: str, payment_ref: str = "") -> ProviderRefund:
    """This function will read a refund; `payment_ref` is the name by which the payment was asked for."""
    ref, other_ref = _payment_refs(said, payment_ref)
    told = about_of(said)
    return ProviderRefund(
        ref=said["id"],
        payment_ref=ref,
        other_ref=other_ref,
        amount_minor=from_provider(said["amount"], said["currency"]),
        currency=said["currency"].upper(),
        # Some kinds of payment give none at first; a name that we do not know is no reason to send money again.
        state=_REFUND_STATES.get(said.get("status") or "pending", "pending"),
        created_at=instant_of(said["created"]),
        key=told.get("key", "") if told.get("shop") == shop else "",
        failure=said.get("failure_reason") or "",
        about={name: value for name, value in told.items() if name != "key"},
    )


def dispute_of(said: Object, payment_ref: str = "") -> ProviderDispute:
    """This function will read a dispute; a state that we do not know counts as open."""
    ref, other_ref = _payment_refs(said, payment_ref)
    return ProviderDispute(
        ref=said["id"],
        payment_ref=ref,
        other_ref=other_ref,
        amount_minor=from_provider(said["amount"], said["currency"]),
        currency=said["currency"].upper(),
        state=_DISPUTE_STATES.get(said["status"], "open"),
        reason=said.get("reason") or "",
    )


def payment_of(charge: Object, disputes: tuple[ProviderDispute, ...], payment_ref: str) -> ProviderPayment:
    """This function will read a charge with its disputes."""
    return ProviderPayment(
        ref=payment_ref,
        currency=charge["currency"].upper(),
        captured_minor=from_provider(charge["amount_captured"], charge["currency"]),
        refunded_minor=from_provider(charge["amount_refunded"], charge["currency"]),
        disputes=disputes,
    )


def page_of(said: Object, shop: str) -> PaymentPage:
    """This function will read a Checkout Session."""
    told = about_of(said)
    own = told.get("shop") == shop
    return PaymentPage(
        ref=said["id"],
        url=said.get("url") or "",
        state=_page_state(said),
        amount_minor=from_provider(said["amount_total"], said["currency"]),
        currency=said["currency"].upper(),
        closes_at=instant_of(said["expires_at"]),
        payment_ref=ref_of(said.get("payment_intent")),
        key=told.get("key", "") if own else "",
        case=(said.get("client_reference_id") or "") if own else "",
    )


def _payment_refs(said: Object, wanted: str) -> tuple[str, str]:
    """The name by which the payment was asked for, or the first that it has, and its other one."""
    charge, intent = ref_of(said.get("charge")), ref_of(said.get("payment_intent"))
    ref = wanted or charge or intent
    return ref, intent if ref == charge else charge


def _page_state(said: Object) -> PageState:
    if said["status"] == "complete":
        # A bank transfer completes the page days before the money is there.
        return "processing" if said["payment_status"] == "unpaid" else "paid"
    return "expired" if said["status"] == "expired" else "open"


def about_of(said: Object) -> dict[str, str]:
    """This function will return what we put into the object's metadata, without the mark."""
    metadata: Mapping[str, str] = said.get("metadata") or {}
    return {name.removeprefix(_MARK): value for name, value in metadata.items() if name.startswith(_MARK)}


def ref_of(said: Any) -> str:
    """This function will return the id of an object that is told by its id or in full, or an empty text."""
    if isinstance(said, Mapping):
        return str(said["id"])
    return said or ""


def instant_of(seconds: int) -> Instant:
    """This function will return Stripe's seconds since 1970 as an instant."""
    return int(seconds) * SECOND
