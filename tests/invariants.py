"""What must always hold, checked after every step of every test that changes a case."""

from __future__ import annotations

from tests.sample_shops import AT

from amends.core.dates import Instant
from amends.ports.payments import PaymentProvider
from amends.usecases.verify_shop import verify_shop


def check(shop_id: str, *, at: Instant = AT, provider: PaymentProvider | None = None) -> None:
    """This function will fail with every breach named, where something does not hold."""
    breaches = verify_shop(shop_id, at, provider)
    assert not breaches, "\n".join(map(str, breaches))
