"""The field that proves that a form is ours: worked out once a page, and only where a form stands on it."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString


def form_field(request: HttpRequest) -> dict[str, object]:
    """This function will give pages `csrf_input`, which Django would make anew for every form of a page."""
    return {"csrf_input": _Field(request)}


class _Field:
    """Markup that is made when it is first written; asking for the token sends a cookie along."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _made(self) -> SafeString:
        token = get_token(self._request)
        return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)

    def __html__(self) -> str:
        return self._made
