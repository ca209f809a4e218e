"""Sessions as Django keeps them in the database, read with one statement of our own: every page but a few reads one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as KeptInDatabase
from django.utils import timezone

from amends.records.plain_sql import row

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(KeptInDatabase):
    """What a browser's session holds; it is written, ended and cleared as Django does it."""

    def load(self) -> dict[str, Any]:
        """This function will return what the session holds; one that is unknown or over is empty and gets a new key."""
        key = self.session_key or ""
        found = row(_READ, key, timezone.now()) if key.isascii() and key.isalnum() else None
        if found is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found[0])
        return held
