"""The silver shop with one case, put in place once a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker
from tests.sample_cases import agreed_return
from tests.sample_shops import put_in_place

from amends.records.cases import CaseRow


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 - for its effect
    """The shop is there for the whole module; what a test does to it is rolled back."""
    with django_db_blocker.unblock():
        put_in_place("silver", "piercing")
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def case(loaded: None, db: None) -> CaseRow:  # noqa: ARG001 - for their effects
    """A return that was just agreed to."""
    return agreed_return()
