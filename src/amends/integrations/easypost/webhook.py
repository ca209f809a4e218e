"""What EasyPost sends by itself: its signature is checked over the raw bytes, by the SDK, before anything is read.

The signature has no time in it, so that an old message can be sent again by whoever has seen it. It tells nothing new
then: each happening has its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from easypost.errors.general.signature_verification_error import SignatureVerificationError
from easypost.util import validate_webhook

from amends.integrations.easypost.translate import events_of
from amends.ports.carriers import TrackingEvent
from amends.ports.payments import EventRefused

_LARGEST = 1_000_000  # bytes; a tracker with a long history has some ten thousand
_HEADER = "X-Hmac-Signature"


def read_webhook(
    body: bytes, headers: Mapping[str, str], secrets: Sequence[str]
) -> tuple[TrackingEvent, ...] | EventRefused:
    """This function will return what the message tells of a parcel, or why it is refused.

    `secrets` are two while they are being changed. Without any, everything is refused.
    """
    if len(body) > _LARGEST:
        return EventRefused(fault="too_large", what=f"a message of {len(body)} bytes is not read.")
    signature = next((value for name, value in headers.items() if name.lower() == _HEADER.lower()), "")
    if not signature:
        return EventRefused(fault="unsigned", what="the message has no signature.")
    if not signature.isascii():
        return EventRefused(fault="forged", what="the signature is none.")
    for secret in filter(None, secrets):
        try:
            told = validate_webhook(body, {_HEADER: signature}, secret)
        except SignatureVerificationError:
            continue
        except (ValueError, RecursionError):
            return EventRefused(fault="unreadable", what="the message is signed and no JSON.")
        return _told(told)
    return EventRefused(fault="forged", what="the signature does not fit the message.")


def _told(event: Any) -> tuple[TrackingEvent, ...]:
    if not isinstance(event, dict) or not str(event.get("description")).startswith("tracker."):
        return ()
    tracker = event.get("result")
    return events_of(tracker) if isinstance(tracker, dict) else ()
