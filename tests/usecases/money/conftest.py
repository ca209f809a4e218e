"""The silver shop with its orders, and a practice provider that knows their payments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sample_shops import put_in_place
from tests.sandbox.serving import sandbox_here
from tests.usecases.money.desk import Provider


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """A practice provider for the whole run, in this process."""
    with sandbox_here(Path(tmp_path_factory.mktemp("practice"))) as address:
        yield Provider(address)


@pytest.fixture
def provider(practice: Provider) -> Provider:
    """The practice provider, empty."""
    practice.control("reset", {})
    return practice


@pytest.fixture
def silver(transactional_db: None) -> None:  # noqa: ARG001 - for its effect
    """The silver shop, in tables that are really written to and emptied afterwards."""
    put_in_place("silver")
