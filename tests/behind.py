"""Requests of the tests stand behind the second wall, as those of a real server do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse

from amends.records.wall import behind, is_there


class Behind:
    """Middleware: whatever the page does, it does behind the wall, where the database has one for us."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will put the request behind the wall."""
        try:
            if not _is_there():
                return self.get_response(request)
        except RuntimeError:  # a test without a database: nothing stands behind anything
            return self.get_response(request)
        with behind():
            return self.get_response(request)


@cache
def _is_there() -> bool:
    return is_there()
