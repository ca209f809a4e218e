"""The provider's messages as they arrive: signed, and posted to the shop's address."""

from __future__ import annotations

import json
import time
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests.usecases.money.desk import SECRETS, SHOP, Provider

from amends.sandbox.hooks import sign


def post(
    body: bytes, *, shop: str = SHOP, late_seconds: int = 0, secret: str = SECRETS[0], signature: str | None = None
) -> HttpResponse:
    """This function will post the bytes with a signature, as the provider does."""
    made = sign(body, [secret], int(time.time()) - late_seconds) if signature is None else signature
    answer: Any = Client().post(
        f"/hooks/payments/{shop}", data=body, content_type="application/json", headers={"Stripe-Signature": made}
    )
    return answer  # type: ignore[no-any-return]


def event(provider: Provider, ref: str) -> bytes:
    """This function will return an event of the provider as it is sent."""
    return json.dumps(provider.control(f"events/{ref}")).encode()


def deliver(provider: Provider, *refs: str) -> None:
    """This function will post these events, or all there are, in this order."""
    for ref in refs or provider.events():
        answer = post(event(provider, ref))
        assert answer.status_code == 200, answer.content
