"""Mail that is posted to us: taken with a signature alone, which holds for one shop and five minutes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.sample_shops import AT

from amends.integrations.mail.hook import sign_mail
from amends.records import models
from amends.records.cases import cases_of

SECRET, OLD = "a secret of at least 32 characters, new", "a secret of at least 32 characters, old"
NOW = AT // 1_000_000
RAW = (
    b"From: Ines Carvalho <ines@example.com>\r\nTo: letters@wrenfold.example\r\nMessage-ID: <1@mail.example>\r\n"
    b"Subject: A return\r\n\r\nWR-1001, Ferry Knot pendant, changed my mind.\r\n"
    b"It is unworn and unused, in its original box.\r\n"
)
DOCS = Path(__file__).parents[2] / "docs" / "mail-in.md"


@pytest.fixture(autouse=True)
def hooks(settings: Settings, shops: None) -> None:
    """Two secrets, one of them on its way out; the clock stands still; two shops are in place."""
    settings.AMENDS_MAIL_IN = {**settings.AMENDS_MAIL_IN, "hook_secrets": (SECRET, OLD)}
    settings.FIXED_NOW = AT


def send(raw: bytes, signature: str, shop: str = "silver") -> int:
    """This function will post the mail, and return the status of the answer."""
    headers = {"Amends-Signature": signature} if signature else {}
    response = Client().post(f"/hooks/mail/{shop}", raw, content_type="message/rfc822", headers=headers)
    assert not response.content or response.status_code == 404
    return response.status_code


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_b18_a_mail_that_is_posted_becomes_a_case_once(secret: str) -> None:
    answers = [send(RAW, sign_mail(RAW, "silver", NOW, secret)) for _ in range(3)]
    assert answers == [200, 200, 200]
    (row,) = cases_of("silver", "WR-1001")
    assert row.case.channel == "mail"
    assert models.Effect.objects.filter(case_number=row.number, kind="mail").count() == 1
    assert models.MailIn.objects.count() == 1


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "t=0,v1=" + "0" * 64,
        f"t={NOW},v1=" + "0" * 64,
        sign_mail(RAW, "silver", NOW, "another secret of at least 32 characters"),
        sign_mail(RAW, "piercing", NOW, SECRET),  # signed for another shop
        sign_mail(RAW + b" ", "silver", NOW, SECRET),
        sign_mail(RAW, "silver", NOW, SECRET).replace("v1=", "v0="),
        sign_mail(RAW, "silver", NOW, SECRET).replace(f"t={NOW}", f"t={NOW + 1}"),
        sign_mail(RAW, "silver", NOW - 301, SECRET),
        sign_mail(RAW, "silver", NOW + 301, SECRET),
        "t=" + "9" * 400 + ",v1=" + "0" * 64,
        "t=\u0661,v1=" + "0" * 64,
    ],
)
def test_anything_else_is_refused_and_nothing_is_kept(signature: str) -> None:
    """ATK61 among them: 301 seconds either way."""
    assert send(RAW, signature) == 401
    assert not models.MailIn.objects.exists()


@pytest.mark.parametrize("off", [-300, 300])
def test_five_minutes_either_way_are_good(off: int) -> None:
    assert send(RAW, sign_mail(RAW, "silver", NOW + off, SECRET)) == 200


def test_a_check_without_the_shop_would_let_a_mail_into_another(settings: Settings) -> None:
    """The broken variant signs the bytes alone, and the same mail then fits every shop."""
    of_one, of_other = (sign_mail(RAW, shop, NOW, SECRET) for shop in ("silver", "piercing"))
    assert of_one != of_other
    assert sign_mail(RAW, "", NOW, SECRET) == sign_mail(RAW, "", NOW, SECRET)
    assert send(RAW, of_one, "piercing") == 401


def test_without_a_secret_nothing_is_believed(settings: Settings) -> None:
    settings.AMENDS_MAIL_IN = {**settings.AMENDS_MAIL_IN, "hook_secrets": ()}
    assert send(RAW, sign_mail(RAW, "silver", NOW, "")) == 401


def test_too_large_is_told_before_anything_is_read() -> None:
    raw = RAW + b"x" * 10_000_000
    assert send(raw, sign_mail(raw, "silver", NOW, SECRET)) == 413
    assert not models.MailIn.objects.exists()


def test_larger_than_a_form_may_be_it_is_still_taken() -> None:
    raw = RAW + b"x" * 2_000_000
    assert send(raw, sign_mail(raw, "silver", NOW, SECRET)) == 200


def test_a_shop_that_is_not_there() -> None:
    assert send(RAW, sign_mail(RAW, "nobody", NOW, SECRET), "nobody") == 404
    assert Client().get("/hooks/mail/silver").status_code == 405


def test_the_examples_in_the_docs_are_right() -> None:
    rows = re.findall(r"^\| `(.*?)` \| `(.*?)` \| (\d+) \| `(.*?)` \| `(t=.*?)` \|$", DOCS.read_text(), re.MULTILINE)
    assert len(rows) >= 3
    for raw, shop, at, secret, signature in rows:
        body = raw.encode().decode("unicode_escape").encode("latin-1")
        assert sign_mail(body, shop, int(at), secret) == signature
