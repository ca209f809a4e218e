"""While the database is away: a calm page that keeps what was typed, whichever part of a request needed it first."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client
from django.urls import reverse
from tests.sample_shops import put_in_place, situation

LOOK_UP = {"number": "WR-1001", "proof": "O'Brien <ines@example.com>"}


class Away:
    """Stands before the database, and lets nothing through."""

    def __init__(self, error: type[Exception] = OperationalError) -> None:
        self.error = error

    def __call__(self, *_: object) -> object:
        """This function will fail as the driver does."""
        raise self.error("the connection is closed")


def away_for(beginning: str) -> Callable[..., object]:
    """This function will return what lets everything through to the database but what begins so."""

    def wrapper(execute: Callable[..., object], sql: str, *more: object) -> object:
        if sql.startswith(beginning):
            raise OperationalError("the connection is closed")
        return execute(sql, *more)

    return wrapper


def asked(method: str, address: str, fields: dict[str, str] | None = None, away: Away | None = None) -> tuple[int, str]:
    client = Client(raise_request_exception=False)
    client.get("/robots.txt")  # what is asked of the database once is asked now
    with connection.execute_wrapper(away or Away()):
        answer = client.post(address, fields or {}) if method == "POST" else client.get(address)
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db
class TestAway:
    def test_a_page_says_so_and_comes_back_by_itself(self) -> None:
        client = Client(raise_request_exception=False)
        client.get("/robots.txt")
        with connection.execute_wrapper(Away()):
            answer = client.get("/silver/")
        assert answer.status_code == 503
        assert "Nothing is lost" in answer.content.decode()
        assert answer["Refresh"] == answer["Retry-After"] == "5"
        assert answer["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer["Content-Security-Policy"]

    def test_what_was_typed_is_kept_and_can_be_sent_again(self) -> None:
        status, page = asked("POST", "/silver/find", LOOK_UP)
        assert status == 503
        assert 'action="/silver/find"' in page
        assert 'name="number" value="WR-1001"' in page
        assert 'name="proof" value="O&#39;Brien &lt;ines@example.com&gt;"' in page

    def test_a_visit_that_cannot_be_written_is_no_mistake_of_the_customer(self) -> None:
        """The database goes between the page's last question and the writing of the session."""
        put_in_place("silver")
        one = situation("silver", "B5")
        fields = {"number": one.order_number, "proof": one.email}
        client = Client(raise_request_exception=False)
        with connection.execute_wrapper(away_for('UPDATE "django_session"')):
            answer = client.post("/silver/find", fields)
        assert answer.status_code == 503
        assert "What you sent is kept on this page" in answer.content.decode()
        assert client.post("/silver/find", fields).status_code == 302

    def test_passwords_are_not_written_into_a_page(self) -> None:
        fields = {"login": "owner@example.com", "password": "a secret of mine", "new_password2": "another"}
        status, page = asked("POST", reverse("account_login"), fields)
        assert status == 503
        assert not re.search("a secret of mine|another", page)

    def test_a_provider_is_told_to_send_again(self) -> None:
        client = Client(raise_request_exception=False)
        with connection.execute_wrapper(Away()):
            answer = client.post("/hooks/payments/silver", b"{}", content_type="application/json")
        assert answer.status_code == 503

    def test_a_fault_of_ours_is_not_called_a_moment(self) -> None:
        status, page = asked("GET", "/silver/", away=Away(ProgrammingError))
        assert status == 500
        assert "One moment" not in page
