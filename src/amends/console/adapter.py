"""How signing in behaves here: nobody signs up, and nobody is sent to another site afterwards."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from amends.console.account_mail import send_account_mail
from amends.pages.addresses import whole


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Accounts of staff."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not go together. Try them again."),
        "too_many_login_attempts": _("Too many attempts. Wait a quarter of an hour, or set a new password."),
        "enter_current_password": _("That is not your current password."),
        "incorrect_password": _("That is not your password."),
        "incorrect_code": _("That code is not right. Take the one that the app shows now."),
        "rate_limited": _("Too many attempts. Wait a minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This function will say that nobody signs up: members are invited."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """This function will say whether the address is a path of ours; a name of a host is none, even our own."""
        path = url or ""
        return path.startswith("/") and "\\" not in path and url_has_allowed_host_and_scheme(path, allowed_hosts=None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """This function will return where one goes on after a new password was set."""
        return str(self.get_login_redirect_url(request))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """This function will return the link to set a password, which leads here whatever host the request named."""
        return whole(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """This function will send the mail; a failure is logged, and tells nobody who has an account."""
        words = {"email": email, **context}
        if "password_reset_url" in words:
            words["link"] = words["password_reset_url"]
        send_account_mail(template_prefix, email, words)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """This function will say nothing: the page that follows shows what was done."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # as above
    """The second step of signing in."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "rate_limited": AccountAdapter.error_messages["rate_limited"],
        "cannot_generate_recovery_codes": _("Set up the app first; recovery codes stand in for it."),
    }
