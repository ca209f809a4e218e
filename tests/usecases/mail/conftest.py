"""Whatever a test has done, everything holds that must."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests import invariants


@pytest.fixture(autouse=True)
def holds(request: pytest.FixtureRequest, shops: None) -> Iterator[None]:  # noqa: ARG001 - for its effect
    """Both shops are looked through after each test but those that write past the use cases (`spoils`)."""
    yield
    for shop_id in () if "spoils" in request.fixturenames else ("silver", "piercing"):
        invariants.check(shop_id)


@pytest.fixture
def spoils() -> None:
    """The test writes past the use cases."""
