"""Pages are written in the language of whoever reads, who may choose another one on any page, without a script."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.sample_shops import find, shop

from amends.languages import codes, language_named
from amends.pages.reader import COOKIE, _of_browser
from amends.records import models
from amends.records.policies import latest_policy, told_for

pytestmark = pytest.mark.usefixtures("shops")
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


def language_of(client: Client, where: str, **headers: str) -> str:
    """This function will return the language that the page says it is in; its header must say the same."""
    response = client.get(where, headers=headers)
    assert response.status_code == 200
    found = re.search(r'<html lang="([^"]+)" dir="ltr">', response.content.decode())
    assert found is not None
    assert response.headers["Content-Language"] == found[1]
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in response.headers["Vary"].split(",")}
    return found[1]


def test_a_page_is_in_the_readers_language_and_a_choice_is_remembered(client: Client) -> None:
    assert language_of(client, "/silver/") == "en"
    assert language_of(client, "/silver/", **GERMAN) == "de"
    assert language_of(client, "/silver/", **{"Accept-Language": "pt, it"}) == "en"
    assert language_of(client, "/silver/help/?lang=fr", **GERMAN) == "fr"
    assert client.cookies[COOKIE]["httponly"]
    assert client.cookies[COOKIE]["samesite"] == "Lax"
    assert language_of(client, "/silver/policy", **GERMAN) == "fr"
    assert language_of(client, "/silver/policy?lang=es", **GERMAN) == "es"


def test_what_is_no_language_is_never_an_error(client: Client) -> None:
    for name in ("xx", "../de", "de'\"<", "d" * 5_000):
        assert client.get("/silver/", {"lang": name}).status_code == 200
        client.cookies[COOKIE] = "zz;,"
        assert client.get("/silver/", headers={"Accept-Language": name[:200]}).status_code == 200


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("fr;q=0.2, es;q=0.8", ("es", "fr")), ("de, *;q=0.5", ("de",)), ("en;q=0, de", ("de",)), ("", ("",)),
        ("de;q=x, fr", ("fr",)), ("a" * 10_000, ("a" * 1_000,)),
    ],
)  # fmt: skip
def test_what_a_browser_asks_for_is_read_in_its_order(header: str, first: tuple[str, ...]) -> None:
    assert _of_browser(header) == first


def test_the_shops_own_language_stands_in_where_nobody_says_what_they_read(client: Client) -> None:
    models.Shop.objects.filter(id="silver").update(language="es")
    assert language_of(client, "/silver/") == "es"
    assert language_of(client, "/silver/", **GERMAN) == "de"
    assert language_of(client, "/piercing/") == "en"


def test_every_page_offers_every_language_and_keeps_what_it_was_asked(client: Client) -> None:
    page = client.get("/silver/policy?version=2023&lang=de").content.decode()
    for code in codes():
        assert f'href="/silver/policy?version=2023&amp;lang={code}" lang="{code}" hreflang="{code}"' in page
    assert page.count('aria-current="true">Deutsch<') == 1


def test_a_policy_is_told_in_the_readers_language_with_its_dates_and_amounts(client: Client) -> None:
    page = client.get("/silver/policy", headers=GERMAN).content.decode()
    assert "Ab dem Tag, an dem wir ein Paket verschicken, haben Sie 35 Tage" in page
    assert "Anfrage innerhalb von 35 Tagen nach dem Versand des Pakets" in page
    assert '<span class="figure">1. Januar 2023</span>' in page
    assert "75,00\xa0$" in page
    found = latest_policy(shop("silver"))
    assert found is not None
    assert told_for(shop("silver"), found, language_named("de")).policy.hash == found.hash


def test_an_order_and_a_form_are_in_it_too(client: Client) -> None:
    find(client, "silver", "WR-1001", "ines@example.com")
    page = client.get("/silver/orders/WR1001/?lang=fr").content.decode()
    assert "Commande WR-1001" in page
    assert "Vous pouvez le retourner jusqu" in page
    assert "48,00\xa0$US" in page
    form = client.get("/silver/orders/WR1001/pieces/L1.P1/reason").content.decode()
    assert "J’ai changé d’avis" in form
