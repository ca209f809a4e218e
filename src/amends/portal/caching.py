"""What may be kept by browsers, proxies and search engines: nothing, unless a view says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

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
        if "ETag" not in response.headers:
            return response
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


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
    """This function will let anybody keep the page for some minutes, and then ask whether it is still the same."""
    response.headers["Cache-Control"] = _PUBLIC
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:20]}"'
    return response


def lasting(response: HttpResponse) -> HttpResponse:
    """This function will let anybody keep what its address names by its contents."""
    response.headers["Cache-Control"] = _LASTING
    return response
