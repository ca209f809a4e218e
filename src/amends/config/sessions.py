"""Sessions as Django keeps them in the database, read with one statement of our own: every page but a few reads one.

Law: a session is of the console or of customers' pages, by the salt under which it is signed; on the other side its id
is that of no session, so nothing of it is read, taken over or ended there.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as KeptInDatabase
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils import timezone

from amends.config.cookies import is_console
from amends.records.plain_sql import row

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(KeptInDatabase):
    """What a browser's session at the console holds; it is written, ended and cleared as Django does it."""

    def load(self) -> dict[str, Any]:
        """This function will return what the session holds; one that is unknown or over is empty and gets a new key."""
        key = self.session_key or ""
        found = row(_READ, key, timezone.now()) if key.isascii() and key.isalnum() else None
        held: dict[str, Any] = self.decode(found[0]) if found else {}  # nothing where it is signed as another's
        if not held:
            self._session_key = None
        return held

    def save(self, must_create: bool = False) -> None:
        """This function will write the session; `UpdateError` says that it is gone, and never that nobody could look.

        Django takes a database that is away for a session that was ended, and whoever waits would be told of a mistake.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from None
            raise


class CustomerSessionStore(SessionStore):
    """What a browser's session on customers' pages holds; its name is the salt."""


class SessionOfPart(SessionMiddleware):
    """Middleware: a request has the session of the part that its address is of."""

    def process_request(self, request: HttpRequest) -> None:
        """This function will give the request its session, which is read when it is first asked for."""
        store = SessionStore if is_console(request) else CustomerSessionStore
        request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
