"""The language of whoever reads a page: what they chose, else what their browser asks for, else the shop's.

A choice is `?lang=de`, which every page takes and remembers in a cookie; it says nothing about the reader but that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from amends.languages import SOURCE, Language, codes, nearest, nearest_of_the_law, of_the_law, parts
from amends.records.shops import ShopRow

PARAMETER = "lang"
COOKIE = "amends-language"
_UNKNOWN = "amends.language_unknown"
_CHOSEN = "amends.language_chosen"
_OF_THE_LAW = "amends.language_of_the_law"
_YEAR = 365 * 24 * 60 * 60
_MOST = 10  # languages of a browser that are looked at


class ReaderLanguage:
    """Middleware: the page is written in the reader's language, and says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """This function will answer in the language of the reader, and remember a choice."""
        wish = request.GET.get(PARAMETER, "")[:20]
        chosen, lawful = nearest([wish]), nearest_of_the_law([wish])
        if PARAMETER in request.GET:
            asked = request.GET.copy()
            del asked[PARAMETER]  # views are asked what they know; this is asked of every page
            request.GET = asked  # type: ignore[assignment]  # which views only read
        known = chosen or _known(request)
        request.META[_UNKNOWN] = not known
        request.META[_CHOSEN] = lawful or nearest_of_the_law([request.COOKIES.get(COOKIE, "")[:20]])
        with translation.override(known or SOURCE):
            response = self.get_response(request)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                response.headers.setdefault("Content-Language", translation.get_language() or SOURCE)
                patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if lawful and request.COOKIES.get(COOKIE) != lawful:
            remember(response, lawful)
        return response


def settle(request: HttpRequest, shop: ShopRow) -> None:
    """This function will take the shop's language for a reader of whom nothing is known."""
    if request.META.get(_UNKNOWN):
        translation.activate(nearest([shop.language]) or SOURCE)


def speak_of_the_law(request: HttpRequest) -> None:
    """This function will write the present page in the language that the reader wants most, also in one in which the
    pages of the withdrawal alone are, and offer all of these."""
    request.META[_OF_THE_LAW] = True
    translation.activate(nearest_of_the_law(wanted(request)) or SOURCE)


def wanted(request: HttpRequest) -> tuple[str, ...]:
    """This function will return the languages that the reader wants, the best first, whether there are pages in them
    or not: what they have chosen, else what their browser asks for; and that of the page after these."""
    chosen = request.META.get(_CHOSEN, "")
    browser = () if chosen else _of_browser(request.headers.get("Accept-Language", ""))
    return (*((chosen,) if chosen else ()), *browser, translation.get_language() or SOURCE)


def remember(response: HttpResponse, code: str) -> None:
    """This function will remember the language in the reader's browser."""
    response.set_cookie(
        COOKIE, code, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def language() -> Language:
    """This function will return the language that the present page is written in."""
    return _language(translation.get_language() or SOURCE)


@lru_cache(maxsize=64)
def _language(code: str) -> Language:
    return of_the_law(code)


def choices(request: HttpRequest) -> Iterator[tuple[Language, str]]:
    """This function will yield every language with the address of this page in it.

    What answers a form has no address of its own, and would lose what was typed: none is offered there.
    """
    if request.method == "POST":
        return
    asked = [(name, one) for name, ones in request.GET.lists() for one in ones]
    for code in (*codes(), *(parts() if request.META.get(_OF_THE_LAW) else ())):
        yield _language(code), f"{request.path}?{urlencode([*asked, (PARAMETER, code)])}"


def _known(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(COOKIE, "")[:20]
    return nearest([cookie]) or nearest(_of_browser(request.headers.get("Accept-Language", "")))


@lru_cache(maxsize=1_000)
def _of_browser(header: str) -> tuple[str, ...]:
    """The languages that a browser asks for, the one it likes best first."""
    found = []
    for part in header[:1_000].split(",")[:_MOST]:
        code, _, weight = part.strip().partition(";")
        liked = weight.strip().removeprefix("q=") or "1"
        found.append((-(_thousandths(liked)), code.strip()))
    return tuple(code for liked, code in sorted(found, key=lambda one: one[0]) if liked and code != "*")


def _thousandths(weight: str) -> int:
    whole, _, part = weight.partition(".")
    digits = f"{whole}{part[:3]:0<3}"
    return int(digits) if digits.isascii() and digits.isdigit() else 0
