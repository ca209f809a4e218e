"""The clock of these tests stands still."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import SettingsWrapper
from tests.sample_shops import AT


@pytest.fixture(autouse=True)
def still_clock(settings: SettingsWrapper) -> None:
    settings.FIXED_NOW = AT
