"""The forms of signing in, in plain words and without placeholders: a label stays when one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

Label = Any  # text, or text that is translated when it is shown
EMAIL, PASSWORD = _("Email address"), _("Password")
NEW, AGAIN = _("New password"), _("The new password once more")
LENGTH = _("At least 12 characters. Some words that only you would put together are best.")
CODE = _("Code")
CODE_HINT = _("The six digits that your app shows, or one of your recovery codes.")


def _say(form: forms.Form, labels: Mapping[str, Label], hints: Mapping[str, Label] | None = None) -> None:
    """This function will name the fields; the words are the form's own, and nothing stands inside a field."""
    for name, label in labels.items():
        form.fields[name].label = label
    for name, field in form.fields.items():
        field.help_text = (hints or {}).get(name, "")
        field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):  # type: ignore[misc] # allauth has no types
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"login": EMAIL, "password": PASSWORD})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc] # as above
    """The address that a link goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"email": EMAIL})


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):  # type: ignore[misc] # as above
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"password1": NEW, "password2": AGAIN}, {"password1": LENGTH})


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc] # as above
    """The current password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"oldpassword": _("Your current password"), "password1": NEW, "password2": AGAIN}
        _say(self, names, {"password1": LENGTH})


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc] # as above
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"password": PASSWORD})


class CodeForm(mfa.AuthenticateForm):  # type: ignore[misc] # as above
    """The second step: a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"code": CODE}, {"code": CODE_HINT})


class CodeAgainForm(mfa.ReauthenticateForm):  # type: ignore[misc] # as above
    """A code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"code": CODE}, {"code": CODE_HINT})


class ActivateForm(totp.ActivateTOTPForm):  # type: ignore[misc] # as above
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, {"code": CODE}, {"code": _("The six digits that the app shows now.")})
