"""Sessions and accounts read with statements of our own: what they hold is what Django would have read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore as Plain
from django.contrib.sessions.models import Session
from django.db import connection
from django.forms.models import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.config.sessions import SessionStore
from amends.console.accounts import Accounts
from amends.usecases.load_sample_staff import sample_address

pytestmark = pytest.mark.usefixtures("staffed")


def owner() -> User:
    return User.objects.get(email=sample_address("owner", "silver"))


def test_an_account_is_that_of_the_query_set() -> None:
    kept = owner()
    read = Accounts().get_user(kept.pk)
    assert read is not None
    assert (read, model_to_dict(read), read.date_joined) == (kept, model_to_dict(kept), kept.date_joined)
    assert read.get_session_auth_hash() == kept.get_session_auth_hash()
    read.first_name = "Ida"
    read.save()  # it is one that was kept before, not a new one
    assert owner().first_name == "Ida"


def test_who_is_closed_or_gone_is_nobody() -> None:
    kept = owner()
    User.objects.filter(pk=kept.pk).update(is_active=False)
    assert Accounts().get_user(kept.pk) is None
    assert Accounts().get_user(0) is None


def test_a_session_is_that_of_django() -> None:
    session = SessionStore()
    session["found"] = ["WR-1001", {"by": "buyer"}]
    session.save()
    assert SessionStore(session.session_key).load() == Plain(session.session_key).load() == session.load()
    assert session.load()["found"] == ["WR-1001", {"by": "buyer"}]


@pytest.mark.parametrize("key", ["x" * 32, "a\x00b" * 12, "' OR 1=1 --" * 3, "é" * 32, ""])
def test_a_session_that_nobody_was_given_is_empty_and_gets_another_key(key: str) -> None:
    session = SessionStore(key)
    assert session.get("found") is None
    session["found"] = 1
    session.save()
    assert session.session_key not in (None, "", key)


def test_a_session_that_is_over_opens_nothing(client: Client) -> None:
    client.force_login(owner())
    assert client.get("/console/silver/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/console/silver/").status_code == 302


def test_a_page_asks_for_each_once(client: Client) -> None:
    client.force_login(owner())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/console/silver/")
    for table in ("django_session", "auth_user"):
        assert sum(f"FROM {table}" in one["sql"] for one in asked.captured_queries) == 1, table
    assert settings.SESSION_COOKIE_NAME in client.cookies
