"""The sample shops with their staff, put in place once a module; the clock of these tests stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings
from tests.sample_shops import AT, put_in_place

from amends.examples import SHOPS
from amends.usecases.load_sample_staff import load_sample_staff, sample_address


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 - for its effect
    """The shops are there for the whole module; what a test does to them is rolled back."""
    with django_db_blocker.unblock():
        put_in_place(*SHOPS)
        load_sample_staff(lambda _: None, django_settings.SECRET_KEY, AT)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def staffed(loaded: None, db: None) -> None:  # noqa: ARG001 - for their effect
    """The three sample shops, four members each."""
    cache.clear()


@pytest.fixture(autouse=True)
def still_clock(settings: Settings, tmp_path: Path) -> None:
    """Every page is shown as of one moment; mails go into a folder of the test's own."""
    settings.FIXED_NOW = AT
    settings.AMENDS_MAIL = {"server": "", "sender": "", "folder": tmp_path}


@pytest.fixture
def signed_in(staffed: None) -> Callable[..., Client]:  # noqa: ARG001 - for its effect
    """Browsers in which a member of a sample shop is signed in."""

    def sign_in(role: str = "owner", shop_id: str = "silver") -> Client:
        client = Client()
        client.force_login(User.objects.get(email=sample_address(role, shop_id)))
        return client

    return sign_in
