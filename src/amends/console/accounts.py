"""Who is signed in: the account of a session, read with one statement of our own at every page of the console."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User

from amends.records.plain_sql import row

_FIELDS = (
    "id", "password", "last_login", "is_superuser", "username", "first_name", "last_name", "email", "is_staff",
    "is_active", "date_joined",
)  # fmt: skip
_READ = f"SELECT {', '.join(_FIELDS)} FROM auth_user WHERE id = %s"  # noqa: S608 - of constants


class Accounts(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    """Signing in as allauth does it."""

    def get_user(self, user_id: Any) -> User | None:
        """This function will return the account, or nothing where it is gone or closed."""
        found = row(_READ, user_id)
        if found is None:
            return None
        user = User.from_db("default", _FIELDS, found)
        return user if self.user_can_authenticate(user) else None
