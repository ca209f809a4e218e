"""What may be kept by browsers, proxies and search engines: nothing, unless a view says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

_PUBLIC = "public, max-age=300"
_LASTING = "public, max-age=31536000, immutable"


class PrivateUnlessSaid:
    """Middleware: pages are not stored and not indexed, errors and addresses that do not exist included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will answer the request and say who may keep the answer."""
        response = self.get_response(request)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store, private"
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response


def listed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will let search engines list a page that nobody may keep, since visitors see their orders on it."""

    @wraps(view)
    def shown(request: HttpRequest, **given: str) -> HttpResponse:
        response = view(request, **given)
        if response.status_code == 200 and not request.GET:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return shown


def public(response: HttpResponse) -> HttpResponse:
    """This function will let anybody keep the page for some minutes, and search engines list it."""
    response.headers["Cache-Control"] = _PUBLIC
    return response


def lasting(response: HttpResponse) -> HttpResponse:
    """This function will let anybody keep what its address names by its contents."""
    response.headers["Cache-Control"] = _LASTING
    return response
