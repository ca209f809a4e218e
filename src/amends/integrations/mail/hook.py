"""Mail that a mail server hands over by HTTP: who sent it is shown by a signature over the raw bytes.

Laws: nothing is read before the signature fits; it holds for one shop and for five minutes either way; during a change
of secrets each of them is good. docs/mail-in.md tells how to sign, with examples.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence

from amends.ports.payments import EventFault, EventRefused

HEADER = "Amends-Signature"
TOLERANCE_SECONDS = 300
_SIGNED = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def sign_mail(body: bytes, shop_id: str, at_seconds: int, secret: str) -> str:
    """This function will return the header's value for the mail, as whoever sends it has to make it."""
    return f"t={at_seconds},v1={_digest(body, shop_id, str(at_seconds), secret)}"


def check_mail(
    body: bytes, signature: str, shop_id: str, at_seconds: int, secrets: Sequence[str]
) -> EventRefused | None:
    """This function will return why the mail is not taken for one of the shop's mail server, or nothing if it is."""
    if not signature:
        return _refused("unsigned", "the mail has no signature.")
    said = _SIGNED.fullmatch(signature)
    if said is None:
        return _refused("forged", "the signature is none.")
    fits = [hmac.compare_digest(_digest(body, shop_id, said[1], secret), said[2]) for secret in secrets if secret]
    if not any(fits):
        return _refused("forged", "the signature does not fit the mail.")
    age = at_seconds - int(said[1])
    if abs(age) > TOLERANCE_SECONDS:
        fault: EventFault = "too_old" if age > 0 else "too_early"
        return _refused(fault, f"the signature is {abs(age)} seconds off.")
    return None


def _digest(body: bytes, shop_id: str, at: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"{at}.{shop_id}.".encode() + body, hashlib.sha256).hexdigest()


def _refused(fault: EventFault, what: str) -> EventRefused:
    return EventRefused(fault=fault, what=what)
