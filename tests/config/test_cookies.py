"""One browser, two people in it: a customer on the shop's pages, and a member of staff at the console."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from tests.sample_shops import AT, put_in_place

from amends.usecases.load_sample_staff import load_sample_staff, sample_address, sample_password

CUSTOMER, STAFF = "amends", "amends-console"
ORDER, CONSOLE = "/silver/orders/WR1001/", "/console/silver/"
EMAIL = "ines@example.com"


@pytest.fixture
def browser(db: None) -> Client:
    """A browser in which a customer has found an order, and a member of staff has signed in after that."""
    put_in_place("silver")
    load_sample_staff(lambda _: None, settings.SECRET_KEY, AT)
    browser = Client(enforce_csrf_checks=True)
    _posted(browser, "/silver/", "/silver/find", number="WR-1001", proof=EMAIL)
    before = browser.cookies[CUSTOMER].value
    _sign_in(browser)
    assert browser.cookies[CUSTOMER].value == before
    return browser


def _token(browser: Client, page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(page).content.decode())
    assert found, page
    return found[1]


def _posted(browser: Client, page: str, address: str, **typed: str) -> int:
    return browser.post(address, {"csrfmiddlewaretoken": _token(browser, page), **typed}).status_code


def _sign_in(browser: Client) -> None:
    page = "/console/account/sign-in/"
    given = {"login": sample_address("owner", "silver"), "password": sample_password(settings.SECRET_KEY)}
    assert _posted(browser, page, page, **given) == 302


def _is_in(browser: Client) -> tuple[bool, bool]:
    """Whether the customer sees the order, and the member of staff the queue."""
    return browser.get(ORDER).status_code == 200, browser.get(CONSOLE).status_code == 200


def test_both_are_in_and_each_leaves_alone(browser: Client) -> None:
    assert _is_in(browser) == (True, True)
    assert _posted(browser, CONSOLE, "/console/account/sign-out/") == 302
    assert _is_in(browser) == (True, False)
    _sign_in(browser)
    assert _posted(browser, ORDER, "/silver/leave") == 302
    assert _is_in(browser) == (False, True)


def test_a_form_that_is_open_on_one_side_outlives_signing_in_on_the_other(browser: Client) -> None:
    token = _token(browser, "/silver/")
    _posted(browser, CONSOLE, "/console/account/sign-out/")
    _sign_in(browser)
    found = {"number": "WR-1002", "proof": "jonas@example.com", "csrfmiddlewaretoken": token}
    assert browser.post("/silver/find", found).status_code == 302


def test_neither_side_takes_the_cookie_of_the_other(browser: Client) -> None:
    customer, staff = browser.cookies[CUSTOMER].value, browser.cookies[STAFF].value
    assert customer != staff
    other = Client()
    other.cookies[CUSTOMER] = staff
    assert _is_in(other) == (False, False)
    other = Client()
    other.cookies[STAFF] = customer
    assert _is_in(other) == (False, False)


def test_an_id_that_was_planted_is_worth_nothing_on_either_side(browser: Client) -> None:
    """ATK25: also where it is an id of the other side, and good there."""
    victim = Client(enforce_csrf_checks=True)
    planted = browser.cookies[CUSTOMER].value
    victim.cookies[STAFF] = planted
    _sign_in(victim)
    assert victim.cookies[STAFF].value != planted
    assert Session.objects.filter(session_key=planted).exists()
    assert _is_in(browser) == (True, True)


def test_every_cookie_is_kept_from_scripts_and_other_sites(browser: Client) -> None:
    for name in (CUSTOMER, STAFF, f"{CUSTOMER}-csrf", f"{STAFF}-csrf"):
        cookie = browser.cookies[name]
        said = (bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"])
        assert said == (True, "Lax", "/", "")
