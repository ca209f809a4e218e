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
from amends.languages.catalogs import SOURCE, codes, folders, own_name

ENVIRONMENT = read_environment(os.environ)
HOME = ENVIRONMENT.home

DEBUG = ENVIRONMENT.debug
SECRET_KEY = read_secret_key(HOME)
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = "amends.config.urls"
WSGI_APPLICATION = "amends.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "amends.records",
    "amends.portal",
    "amends.console",  # before allauth, whose pages it shows in its own words
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "amends.config.proxies.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "amends.config.compressing.CompressForAnybody",
    "amends.config.headers.PageHeaders",
    "amends.portal.caching.PrivateUnlessSaid",
    "amends.config.cookies.CookiesOfPart",
    "amends.pages.reader.ReaderLanguage",
    "amends.config.sessions.SessionOfPart",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "amends.config.inside.InsideShop",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "amends.pages.environment.environment",
            "words": [
                "amends.portal.in_templates.FILTERS",
                "amends.console.in_templates.FILTERS",
                "amends.console.in_templates.GLOBALS",
            ],
            "context_processors": [
                "amends.pages.forgery.form_field",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    # For what allauth says and we do not: its pages that no link of ours leads to.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": database_of(ENVIRONMENT.database_url or embedded.address_of(HOME)),
}

# What limits are counted in: one table that every process shares. Nothing else is kept there.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "records_limits"}}

# Signing in: members of staff alone have accounts, and are invited; nobody signs up.
AUTHENTICATION_BACKENDS = ["amends.console.accounts.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:choose"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds; the link to set a password works once, and this long
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ACCOUNT_ADAPTER = "amends.console.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "amends.console.forms.LoginForm",
    "reset_password": "amends.console.forms.ResetPasswordForm",
    "reset_password_from_key": "amends.console.forms.ResetPasswordKeyForm",
    "change_password": "amends.console.forms.ChangePasswordForm",
    "reauthenticate": "amends.console.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address: its link was sent there
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True  # for as long as `SESSION_COOKIE_AGE` says
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.is_https else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/15m/key",
    "reset_password": "20/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "amends.console.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "amends.console.forms.CodeForm",
    "reauthenticate": "amends.console.forms.CodeAgainForm",
    "activate_totp": "amends.console.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Amends"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: clocks of telephones differ

# The payment provider, for `integrations/connect.py`. Without a key refunds are made by hand and recorded.
AMENDS_PAYMENTS: dict[str, Any] = {
    "key": ENVIRONMENT.stripe_key,
    "webhook_secrets": ENVIRONMENT.stripe_webhook_secrets,
    "address": ENVIRONMENT.stripe_address,
}
# The carrier, for `integrations/connect.py`. Without a key labels are the shop's own.
AMENDS_CARRIER: dict[str, Any] = {
    "key": ENVIRONMENT.easypost_key,
    "webhook_secrets": ENVIRONMENT.easypost_webhook_secrets,
    "address": ENVIRONMENT.easypost_address,
    "services": ENVIRONMENT.easypost_services,
    "fonts_folder": HOME / "fonts",
}

# Mail that comes in, for `integrations/connect.py`. Without a secret nothing that is posted is believed.
AMENDS_MAIL_IN: dict[str, Any] = {"hook_secrets": ENVIRONMENT.mail_hook_secrets, "most_bytes": 10_000_000}
# The mail server, for `integrations/connect.py`. Without one mails are files in the folder.
AMENDS_MAIL: dict[str, Any] = {
    "server": ENVIRONMENT.mail_server,
    "sender": ENVIRONMENT.mail_from,
    "folder": HOME / "outbox",
}

# What the queue of the background work imports; it is ours alone, and no app is searched for more.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["amends.jobs.tasks"]
AMENDS_EFFECTS = "amends.jobs.effects.HANDLERS"  # who does what must happen outside
# Where customers reach the pages, for addresses in mails and on payment pages.
AMENDS_ADDRESS = ENVIRONMENT.address or "http://localhost:8000"

# English is in the program; every other language is a folder of catalogs. See docs/languages.md.
LANGUAGE_CODE = SOURCE
LANGUAGES = [(code, own_name(code)) for code in codes()]
LOCALE_PATHS = [str(folder) for folder in folders()]
TIME_ZONE = "UTC"  # instants are stored and compared in UTC; each shop's own zone is applied by the core
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "media"
AMENDS_SHELVES = HOME / "shops"  # each shop's own help and sizes, as `amends bring` puts them there

# Cookies: never for scripts, never sent along from another site's form. The prefix binds them to this host alone.
_PREFIX = "__Host-" if ENVIRONMENT.is_https else ""
SESSION_ENGINE = "amends.config.sessions"
# Django's own names are the console's; customers' pages have theirs (`config/cookies.py`).
SESSION_COOKIE_NAME = f"{_PREFIX}amends-console"
AMENDS_CUSTOMER_COOKIES = {"session": f"{_PREFIX}amends", "csrf": f"{_PREFIX}amends-csrf"}
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.is_https
CSRF_COOKIE_NAME = f"{_PREFIX}amends-console-csrf"
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
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # a piece of an order is a box to withdraw from
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["amends.pages.uploads.LimitedUpload"]  # every file of every form

# Without this handler Django keeps tracebacks to itself when DEBUG is off.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "amends.config.log_lines.LogLine",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},  # to stderr
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "procrastinate": {"level": "WARNING"},  # several lines for every job otherwise
        "stripe": {"level": "WARNING"},  # two lines for every call otherwise
    },
}
