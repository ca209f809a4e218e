"""The settings of the trials: those of the tests, and a clock that stands still where a trial sets it."""

from __future__ import annotations

from tests.settings import *  # noqa: F403 - that is what it means to be those of the tests

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # members are made, and nobody signs in by guessing
AMENDS_EFFECTS = "tests.robustness.outside.HANDLERS"  # ours, and a wrong one where a trial puts it there
