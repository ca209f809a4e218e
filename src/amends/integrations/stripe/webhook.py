"""Stripe's events: who sent them, when, and what they say.

Laws: the signature is checked over the raw bytes before anything is parsed; 300 seconds either way are tolerated, by
the clock that is handed in; during a rotation each of the secrets is good. What an event says is read, never trusted:
the caller reads the object again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from stripe import SignatureVerificationError, WebhookSignature

from amends.core.dates import utc_of
from amends.core.errors import AmendsError
from amends.integrations.stripe.translate import Object, about_of, dispute_of, instant_of, page_of, ref_of, refund_of
from amends.ports.payments import EventFault, EventKind, EventRefused, ProviderEvent

TOLERANCE_SECONDS = 300
LARGEST_BYTES = 512 * 1024  # real ones have a few kilobytes
_LONGEST_SIGNATURE = 4096
_LONGEST_NAME = 120  # theirs have some thirty characters
_SENSELESS = (
    AmendsError, ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError, msgspec.MsgspecError,
)  # fmt: skip
_KINDS: dict[str, EventKind] = {
    "refund": "refund",
    "dispute": "dispute",
    "checkout.session": "page",
    "charge": "payment",
    "payment_intent": "payment",
}


def read_event(
    body: bytes, signature: str, at_seconds: int, *, secrets: Sequence[str], shop: str
) -> ProviderEvent | EventRefused:
    """This function will return the event that the bytes hold, or why they are refused."""
    if len(body) > LARGEST_BYTES:
        return _refused("too_large", f"the message has {len(body)} bytes, more than {LARGEST_BYTES}.")
    refused = _check(body, signature, at_seconds, secrets)
    if refused:
        return refused
    try:
        said = json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
        return _sound(_read(said, shop))
    except _SENSELESS as error:
        return _refused("unreadable", f"the message is signed, but is no event that we can read: {error!r:.200}")


def _refused(fault: EventFault, what: str) -> EventRefused:
    return EventRefused(fault=fault, what=what)


def _check(body: bytes, signature: str, at_seconds: int, secrets: Sequence[str]) -> EventRefused | None:
    sent_at = _time_of(signature)
    if sent_at is None:
        return _refused("unsigned", "the message has no signature that can be read.")
    if not any(_is_signed(body, signature, secret) for secret in secrets):
        return _refused("forged", "the signature is made with none of our secrets, or not over these bytes.")
    if sent_at < at_seconds - TOLERANCE_SECONDS:
        return _refused("too_old", f"the message was signed {at_seconds - sent_at} seconds ago.")
    if sent_at > at_seconds + TOLERANCE_SECONDS:
        return _refused("too_early", f"the message was signed {sent_at - at_seconds} seconds ahead of our clock.")
    return None


def _time_of(signature: str) -> int | None:
    """This function will return when it was signed: the first `t`, as the provider's own check reads it."""
    if not signature.isascii() or len(signature) > _LONGEST_SIGNATURE:
        return None
    times = [value for name, _, value in (part.partition("=") for part in signature.split(",")) if name == "t"]
    return int(times[0]) if times and times[0].isdigit() and len(times[0]) <= 12 else None


def _is_signed(body: bytes, signature: str, secret: str) -> bool:
    try:
        # Without a tolerance: its own would be measured by the machine's clock, and forgives the future.
        WebhookSignature.verify_header(body, signature, secret, tolerance=None)
    except (SignatureVerificationError, UnicodeDecodeError):
        return False
    return True


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_number(text: str) -> object:
    raise ValueError(f"`{text}` is no number")


def _read(said: Object, shop: str) -> ProviderEvent:
    about: Object = said["data"]["object"]
    kind = _KINDS.get(about["object"], "other")
    told = about_of(about)
    if told.get("shop", shop) != shop:
        kind = "other"  # another shop's, where two share one account at the provider
    charge, intent = ref_of(about.get("charge")), ref_of(about.get("payment_intent"))
    if about["object"] in {"charge", "payment_intent"}:
        charge = about["id"] if about["object"] == "charge" else ref_of(about.get("latest_charge"))
        intent = about["id"] if about["object"] == "payment_intent" else intent
    return ProviderEvent(
        ref=_text(said["id"]),
        kind=kind,
        type=_text(said["type"]),
        at=instant_of(said["created"]),
        object_ref=_text(about["id"]),
        payment_ref=charge or intent,
        other_ref=intent if charge else "",
        refund=refund_of(about, shop) if kind == "refund" else None,
        dispute=dispute_of(about) if kind == "dispute" else None,
        page=page_of(about, shop) if kind == "page" else None,
    )


def _sound(event: ProviderEvent) -> ProviderEvent:
    """What is kept of it comes back as it is: one that does not would be in the way of all that come after it."""
    kept = msgspec.json.encode(event)
    if b"\\u0000" in kept or msgspec.json.decode(kept, type=ProviderEvent) != event:
        raise ValueError("it cannot be kept as it is")
    for at in (event.at, event.refund and event.refund.created_at, event.page and event.page.closes_at):
        utc_of(at or 0)
    return event


def _text(said: Any) -> str:
    if not isinstance(said, str) or not 0 < len(said) <= _LONGEST_NAME:
        raise ValueError("a name is missing, or none")
    return said
