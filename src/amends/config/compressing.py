"""Pages that hold nothing of anybody are compressed; all others go out as they are.

What is compressed together with a secret can be guessed from lengths, by whoever makes somebody's browser ask again and
again with text of their own (BREACH). So only what comes with no session is compressed: nothing of any order is in it,
the form's token is masked anew in every answer, and the length has a random part besides.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from amends.config.cookies import is_console

_MARK = "amends.is_anybody"


class CompressForAnybody(GZipMiddleware):
    """Middleware: compresses pages that are asked for without a session, outside of the console."""

    def process_request(self, request: HttpRequest) -> None:
        """This function will note whether somebody's session came along; inner middleware renames cookies."""
        sessions = {settings.SESSION_COOKIE_NAME, settings.AMENDS_CUSTOMER_COOKIES["session"]}
        is_theirs = is_console(request) or sessions & request.COOKIES.keys() or request.method not in ("GET", "HEAD")
        request.META[_MARK] = not is_theirs

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """This function will compress the page where it is nobody's, unless it begins a session."""
        sessions = {settings.SESSION_COOKIE_NAME, settings.AMENDS_CUSTOMER_COOKIES["session"]}
        is_page = str(response.headers.get("Content-Type", "")).startswith("text/html")
        if not request.META.get(_MARK) or not is_page or sessions & response.cookies.keys():
            return response
        return super().process_response(request, response)
