"""The settings of the tests: the real ones, without what would only cost time."""

from __future__ import annotations

import tempfile
from pathlib import Path

from amends.config.settings import *  # noqa: F403 - that is what it means to be the real ones

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow by design
SECRET_KEY = "the key of the tests"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]  # the second: where the practice provider tells
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AMENDS_MAIL = {"server": "", "sender": "", "folder": Path(tempfile.gettempdir()) / "amends-tests-mail"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MIDDLEWARE = ["tests.behind.Behind", *MIDDLEWARE]  # noqa: F405 - of the real ones
