"""The three sample shops, put in place once a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker
from tests.sample_shops import put_in_place

from amends.examples import SHOPS


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 - for its effect
    """The shops are there for the whole module; what a test does to them is rolled back."""
    with django_db_blocker.unblock():
        put_in_place(*SHOPS)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def shops(loaded: None, db: None) -> None:
    """The three sample shops."""
