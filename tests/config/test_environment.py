"""What the environment variables may say, and what each mistake is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from amends.config.database import database_of
from amends.config.environment import CHECKOUT, EnvironmentInvalid, read_environment


def test_an_empty_environment_is_safe_and_local() -> None:
    environment = read_environment({})
    assert environment.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert not environment.debug
    assert not environment.proxies
    assert not environment.is_https
    assert environment.log_level == "INFO"


def test_the_public_address_opens_its_own_host_and_https() -> None:
    environment = read_environment({"AMENDS_ADDRESS": "https://returns.example.com/", "AMENDS_HOSTS": "inside, "})
    assert environment.address == "https://returns.example.com"
    assert environment.hosts == ("inside", "returns.example.com")
    assert environment.is_https


def test_data_lie_in_the_checkout_or_where_they_are_told_to() -> None:
    assert read_environment({}).home in {CHECKOUT / "var", *Path("/var/lib/amends").glob("*")}
    assert read_environment({"AMENDS_HOME": "/srv/amends"}).home == Path("/srv/amends")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AMENDS_HOSTS", "*"),
        ("AMENDS_ADDRESS", "returns.example.com"),
        ("AMENDS_ADDRESS", "https://returns.example.com/portal"),
        ("AMENDS_ADDRESS", "ftp://returns.example.com"),
        ("AMENDS_PROXIES", "10.0.0.1/8"),
        ("AMENDS_PROXIES", "everyone"),
        ("AMENDS_DEBUG", "maybe"),
        ("AMENDS_LOG_LEVEL", "LOUD"),
        ("AMENDS_STRIPE_KEY", "pk_test_1"),
        ("AMENDS_STRIPE_WEBHOOK_SECRETS", "whsec_one, two"),
        ("AMENDS_STRIPE_ADDRESS", "localhost:8010"),
        ("AMENDS_EASYPOST_KEY", "sk_test_1"),
        ("AMENDS_EASYPOST_ADDRESS", "localhost:8011"),
        ("AMENDS_MAIL_HOOK_SECRETS", "short"),
    ],
)
def test_a_value_that_cannot_be_meant_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(EnvironmentInvalid) as caught:
        read_environment({name: value})
    assert f"`{name}`" in str(caught.value)
    assert caught.value.hint


def test_a_practice_provider_is_told_no_live_key() -> None:
    practice = {"AMENDS_STRIPE_ADDRESS": "http://127.0.0.1:8010/", "AMENDS_STRIPE_KEY": "sk_test_1"}
    environment = read_environment({**practice, "AMENDS_STRIPE_WEBHOOK_SECRETS": "whsec_new, whsec_old"})
    assert environment.stripe_address == "http://127.0.0.1:8010"
    assert environment.stripe_webhook_secrets == ("whsec_new", "whsec_old")
    with pytest.raises(EnvironmentInvalid) as caught:
        read_environment({**practice, "AMENDS_STRIPE_KEY": "sk_live_secret"})
    assert "`AMENDS_STRIPE_ADDRESS`" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_mistyped_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(EnvironmentInvalid) as caught:
        read_environment({"AMENDS_STRIPE_KEY": "k_live_secret"})
    assert "k_live" not in str(caught.value)


def test_an_address_of_postgresql_is_understood_in_full() -> None:
    described = database_of("postgresql://ann:p%40ss@db.example:6543/shop?sslmode=require&connect_timeout=5")
    wanted = {"USER": "ann", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "6543", "NAME": "shop"}
    assert {name: described[name] for name in wanted} == wanted
    asked_for = {name: described["OPTIONS"][name] for name in ("sslmode", "connect_timeout")}
    assert asked_for == {"sslmode": "require", "connect_timeout": "5"}


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:secret@h/d",
        "sqlite:///secret.db",
        "secret",
        "postgresql://u:secret@h",
        "postgresql://u:secret@h/d?no=1",
    ],
)
def test_an_address_of_anything_else_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(EnvironmentInvalid) as caught:
        database_of(address)
    assert "`DATABASE_URL`" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_practice_carrier_is_told_no_live_key() -> None:
    practice = {"AMENDS_EASYPOST_ADDRESS": "http://127.0.0.1:8011", "AMENDS_EASYPOST_KEY": "EZTK1"}
    environment = read_environment({**practice, "AMENDS_EASYPOST_SERVICES": "USPS GroundAdvantage, USPS Priority"})
    assert environment.easypost_address == "http://127.0.0.1:8011"
    assert environment.easypost_services == ("USPS GroundAdvantage", "USPS Priority")
    with pytest.raises(EnvironmentInvalid, match="live key"):
        read_environment({**practice, "AMENDS_EASYPOST_KEY": "EZAK1"})
