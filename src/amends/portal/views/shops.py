"""Choosing a shop, its first page, and what its pages are dressed in: colours, logo, pictures."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from amends.examples import SHOPS, picture, situations
from amends.examples.folders import ExampleMissing
from amends.pages import clock
from amends.pages.parameters import takes
from amends.portal.caching import lasting, listed, public
from amends.portal.theme import theme_css, version_of
from amends.portal.views.guides import has_help, usual
from amends.portal.views.pages import show
from amends.portal.visits import with_shop
from amends.records.shops import ShopRow, all_shops, products_with
from amends.usecases.read_shelf import read_help_picture

_OWN = ("/console/", "/*/orders/", "/*/cases/", "/*/l/", "/*/find", "/*/gift")
# A picture is a document of its own when it is opened alone; it may then do nothing at all.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@takes(get=())
def choose(request: HttpRequest) -> HttpResponse:
    """This function will show the shops to choose from."""
    return public(render(request, "portal/choose.html", {"shops": all_shops()}))


@takes(get=())
def robots(request: HttpRequest) -> HttpResponse:
    """This function will ask search engines to leave alone what is somebody's own; those pages say so as well."""
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in _OWN), "")
    return public(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


@listed
@takes(get=())
@with_shop
def start(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will show the shop's first page: what is it about, and which order."""
    to_try = situations(shop.id) if shop.is_sample and shop.id in SHOPS else ()
    return show(
        request, "start", shop, clock.now(), to_try=to_try, has_help=has_help(shop), usual=usual(shop), asked=None,
        typed={}, errors={},
    )  # fmt: skip


@takes(get=("v",))
@with_shop
def theme(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will return the shop's colours, corners and heading font as a style sheet."""
    address = reverse("portal:logo", args=[shop.id]) if shop.theme.get("logo") else ""
    response = HttpResponse(theme_css(shop.theme, address), content_type="text/css; charset=utf-8")
    return lasting(response) if request.GET.get("v") == version_of(shop.theme) else response


@takes(get=())
@with_shop
def logo(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will return the shop's logo; the page gives it its colour."""
    drawn = str(shop.theme.get("logo", ""))
    if not drawn:
        raise Http404
    return _svg(drawn)


@takes(get=())
@with_shop
def product_picture(request: HttpRequest, shop: ShopRow, product_id: str) -> HttpResponse:
    """This function will return the picture of a product of the shop."""
    product = products_with(shop.id, [product_id]).get(product_id)
    try:
        return _svg(picture(product.picture if product else ""))
    except ExampleMissing as error:
        raise Http404 from error


@takes(get=())
@with_shop
def help_picture(request: HttpRequest, shop: ShopRow, name: str) -> HttpResponse:
    """This function will return a picture of the shop's help pages."""
    drawn = read_help_picture(shop.id, name)
    if drawn is None:
        raise Http404
    return _svg(drawn)


def _svg(drawn: str) -> HttpResponse:
    response = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Security-Policy"] = _PICTURE_POLICY
    patch_vary_headers(response, ["Accept-Encoding"])
    return public(response)
