"""The settings as a fresh process reads them: safe as they stand, stricter over https."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from amends.config.headers import PageHeaders
from amends.config.secret_key import make_secret_key, read_secret_key

NAMES = (
    "DEBUG ALLOWED_HOSTS SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE "
    "CSRF_COOKIE_SECURE CSRF_TRUSTED_ORIGINS SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT SECURE_PROXY_SSL_HEADER "
    "SECURE_REFERRER_POLICY SECURE_CONTENT_TYPE_NOSNIFF X_FRAME_OPTIONS LOGGING"
).split()
READ = (
    "import json; from amends.config import settings as s; "
    f"print(json.dumps({{name: getattr(s, name) for name in {NAMES!r}}}))"
)


def settings_with(home: Path, **variables: str) -> dict[str, Any]:
    """This function will return the settings of a process with those environment variables and no others."""
    environment = {"PATH": os.environ["PATH"], "AMENDS_HOME": str(home), **variables}
    ran = subprocess.run([sys.executable, "-c", READ], env=environment, capture_output=True, check=True, text=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_settings_are_safe_as_they_stand_and_reading_them_writes_nothing(tmp_path: Path) -> None:
    found = settings_with(tmp_path / "home")
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["SECURE_REFERRER_POLICY"] == "same-origin"
    assert found["SECURE_CONTENT_TYPE_NOSNIFF"] is True
    assert found["X_FRAME_OPTIONS"] == "DENY"
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["SECURE_HSTS_SECONDS"] == 0  # a browser would refuse http on this host for a year
    assert found["LOGGING"]["root"]["handlers"] == ["console"]
    assert not (tmp_path / "home").exists()


def test_https_turns_on_what_only_works_there(tmp_path: Path) -> None:
    found = settings_with(tmp_path, AMENDS_ADDRESS="https://returns.example.com", AMENDS_PROXIES="10.0.0.1")
    assert found["ALLOWED_HOSTS"] == ["returns.example.com"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://returns.example.com"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_djangos_own_look_at_a_deployment_finds_nothing(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "AMENDS_HOME": str(tmp_path),
        "AMENDS_ADDRESS": "https://returns.example.com",
        "DJANGO_SETTINGS_MODULE": "amends.config.settings",
    }
    words = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    ran = subprocess.run(words, env=environment, capture_output=True, check=False, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_every_page_says_what_it_may_load_and_allows_no_inline_script() -> None:
    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse()

    policy = PageHeaders(view)(RequestFactory().get("/")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_views_own_policy_stays() -> None:
    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    assert PageHeaders(view)(RequestFactory().get("/")).headers["Content-Security-Policy"] == "default-src 'none'"


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    make_secret_key(tmp_path)
    first = read_secret_key(tmp_path)
    make_secret_key(tmp_path)
    assert read_secret_key(tmp_path) == first
    assert len(first) >= 50
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("secret-key", 0o600)]


@pytest.mark.parametrize("attempt", range(3))
def test_without_a_key_made_each_process_has_its_own(tmp_path: Path, attempt: int) -> None:
    assert read_secret_key(tmp_path) != read_secret_key(tmp_path)
