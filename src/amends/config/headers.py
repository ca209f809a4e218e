"""The headers that every page carries, whoever wrote the page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


class PageHeaders:
    """Middleware: what a page may load, and what it may ask of the browser. A view's own stricter header stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        policy: dict[str, str] = settings.CONTENT_SECURITY_POLICY
        self.content_security_policy = "; ".join(f"{what} {sources}" for what, sources in policy.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will answer the request and add the headers that are missing."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.content_security_policy)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response
