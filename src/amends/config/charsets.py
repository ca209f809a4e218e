"""Every request is read as UTF-8, whatever it says of itself.

Law: the head of a request chooses no codec. Python has some that are none of text (`zlib`, `rot13`), and with these
each address that asks for something failed on our side, before any of our own code was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_BOUNDARY = re.compile(r'; *boundary=("[^"]{1,200}"|[^;,\s"]{1,200})', re.IGNORECASE | re.ASCII)


def read_as_utf_8(application: WSGIApplication) -> WSGIApplication:
    """This function will return the application with requests told apart by their type and its boundary alone."""

    def served(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kind, more, rest = environ.get("CONTENT_TYPE", "").partition(";")
        if more:
            boundary = _BOUNDARY.search(more + rest)
            environ["CONTENT_TYPE"] = kind + (f"; boundary={boundary[1]}" if boundary else "")
        return application(environ, start_response)

    return served
