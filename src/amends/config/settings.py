"""The Django settings: safe as they stand, and read from the environment once.

Importing this module writes nothing and starts nothing; `boot.start_django` does both. What only works over https is
turned on by an https address in `AMENDS_ADDRESS`.
"""

from __future__ import annotations

import os
from typing import Any

from amends.config import embedded
from amends.config.database import database_of
from amends.config.environment import read_environment
from amends.config.secret_key import read_secret_key

ENVIRONMENT = read_environment(os.environ)
HOME = ENVIRONMENT.home

DEBUG = ENVIRONMENT.debug
SECRET_KEY = read_secret_key(HOME)
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = "amends.config.urls"
WSGI_APPLICATION = "amends.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "amends.records",
    "amends.portal",
]
MIDDLEWARE = [
    "amends.config.proxies.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "amends.config.headers.PageHeaders",
    "amends.portal.caching.PrivateUnlessSaid",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": database_of(ENVIRONMENT.database_url or embedded.address_of(HOME)),
}

# The payment provider, for `integrations/connect.py`. Without a key refunds are made by hand and recorded.
AMENDS_PAYMENTS: dict[str, Any] = {
    "key": ENVIRONMENT.stripe_key,
    "webhook_secrets": ENVIRONMENT.stripe_webhook_secrets,
    "address": ENVIRONMENT.stripe_address,
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"  # instants are stored and compared in UTC; each shop's own zone is applied by the core
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "media"

# Cookies: never for scripts, never sent along from another site's form. The prefix binds them to this host alone.
_PREFIX = "__Host-" if ENVIRONMENT.is_https else ""
SESSION_COOKIE_NAME = f"{_PREFIX}amends"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.is_https
CSRF_COOKIE_NAME = f"{_PREFIX}amends-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address] if ENVIRONMENT.address else []

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENVIRONMENT.is_https else 0
# Whether the whole domain is https is not ours to say: the shop's own pages lie on it too.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
# Whether a request came over https may be said by a proxy alone; `ClientAddress` drops the header from anyone else.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
TRUSTED_PROXIES = ENVIRONMENT.proxies
USE_X_FORWARDED_HOST = False
X_FRAME_OPTIONS = "DENY"

# Nothing on a page comes from anywhere else, and no script or style stands inside a page.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Without this handler Django keeps tracebacks to itself when DEBUG is off.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},  # to stderr
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
