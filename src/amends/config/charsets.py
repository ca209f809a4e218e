"""Every request is read as UTF-8, whatever it says of itself.

Law: the head of a request chooses no codec. Python has some that are none of text (`zlib`, `rot13`), and with these
each address that asks for something failed on our side.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CHARSET = "utf-8"


class OneCharset:
    """Middleware: forms and addresses are UTF-8, as the pages are that they come from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will have the request read as UTF-8; it is the first to look at it."""
        if request.encoding is not None:
            request.encoding = CHARSET
        return self.get_response(request)
