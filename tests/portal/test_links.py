"""Links from mails: a button for people, one use, a new session id, and one page for whatever does not work."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.sample_cases import of_kind
from tests.sample_shops import AT, HOUR, find, shop

from amends.records import models
from amends.records.cases import CaseRow
from amends.usecases.make_link import make_link

pytestmark = pytest.mark.usefixtures("shops")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def case() -> CaseRow:
    return of_kind("refund")


def link(case: CaseRow, at: int = AT, by: str = "buyer") -> str:
    url = make_link(
        shop("silver"),
        purpose="case",
        order_number=case.order_number,
        case_number=case.number,
        by=by,
        at=at,
        address="",
    )
    return url[url.index("/silver/") :]


def body(page: bytes, *secrets: str) -> str:
    text = TOKEN.sub("", page.decode())
    for one in secrets:
        text = text.replace(one, "SECRET")
    return text


def test_looking_opens_nothing_and_pressing_opens_it_once(case: CaseRow, client: Client) -> None:
    """Mail scanners look at every address before their owners do."""
    where = link(case)
    for _ in range(3):
        assert Client().get(where).status_code == 200
        assert Client().head(where).status_code == 200
    response = client.post(where)
    assert response["Location"] == f"/silver/cases/{case.number}/"  # an address without a secret
    assert client.get(response["Location"]).status_code == 200
    assert Client().post(where).status_code == 410


def test_an_order_opens_too(client: Client) -> None:
    url = make_link(shop("silver"), purpose="order", order_number="WR-1001", by="buyer", at=AT, address="")
    response = client.post(url)
    assert response["Location"] == "/silver/orders/WR1001/"
    assert client.get(response["Location"]).status_code == 200


def test_the_session_has_a_new_id(case: CaseRow, client: Client) -> None:
    """ATK25."""
    find(client, "silver", "WR-1002", "jonas@example.com")
    before = client.cookies["amends"].value
    client.post(link(case))
    assert client.cookies["amends"].value != before


def test_the_same_button_again_in_the_same_browser_leads_there(case: CaseRow, client: Client) -> None:
    where = link(case)
    first, second = client.post(where), client.post(where)
    assert first["Location"] == second["Location"]


def test_whatever_does_not_work_looks_the_same(case: CaseRow) -> None:
    """ATK18, ATK20: used, ended, flipped, cut, of another shop, never made."""
    used, ended = link(case), link(case, AT - 40 * 24 * HOUR)
    Client().post(used)
    secret = link(case)
    flipped = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    wrong = [used, ended, flipped, secret[:-3], secret.replace("silver", "piercing"), "/silver/l/" + "x" * 43]
    pages = set()
    for one in wrong:
        response = Client().post(one)
        assert response.status_code == 410, one
        name = one.rpartition("/")[2]
        pages.add(body(response.content, name) if "/silver/" in one else "")
        looked = Client().get(one)
        assert looked.status_code == 200
    assert len(pages - {""}) == 1
    assert Client().post(secret).status_code == 302  # nothing of it has used the right one up


def test_the_link_of_one_does_not_open_the_other_name(case: CaseRow) -> None:
    """A7: what the recipient of a present may not see, no link in their name shows."""
    stranger = Client()
    stranger.post(link(case, by="gift_recipient"))
    assert stranger.get(f"/silver/cases/{case.number}/").status_code == 404


def test_a_new_one_is_asked_for_on_a_page_that_tells_nothing(case: CaseRow) -> None:
    """ATK26."""
    used = link(case)
    Client().post(used)
    real, made_up = Client().post(f"{used}/again"), Client().post("/silver/l/" + "x" * 43 + "/again")
    assert real.status_code == made_up.status_code == 200
    assert body(real.content) == body(made_up.content)
    for _ in range(10):
        Client().post(f"{used}/again")
    assert models.Effect.objects.filter(kind="mail", key__contains=".link.").count() == 3


def test_no_address_with_a_secret_is_kept_listed_or_passed_on(case: CaseRow) -> None:
    where = link(case)
    for response in (Client().get(where), Client().post(where), Client().post(where), Client().post(f"{where}/again")):
        assert response["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


def test_without_a_token_the_button_does_nothing(case: CaseRow) -> None:
    """A page elsewhere cannot press it: nobody is let into somebody else's case unknowingly."""
    where = link(case)
    assert Client(enforce_csrf_checks=True).post(where).status_code == 403
    assert Client().post(where, {"next": "//evil.example"}).status_code == 400  # ATK23
    assert Client().post(where).status_code == 302


def test_search_engines_are_asked_to_stay_out() -> None:
    robots = Client().get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    for path in ("/*/cases/", "/*/orders/", "/*/l/", "/console/"):
        assert f"Disallow: {path}" in robots.content.decode()
