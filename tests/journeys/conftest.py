"""The clock of these tests stands still."""

from __future__ import annotations

import pytest
from pytest_django import Settings
from tests.sample_shops import AT


@pytest.fixture(autouse=True)
def still_clock(settings: Settings) -> None:
    """Every page is shown as of one moment."""
    settings.FIXED_NOW = AT
