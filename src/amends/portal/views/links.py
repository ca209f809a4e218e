"""Secret addresses from mails: a page with a button, which is pressed by people and not by what reads their mail.

Laws: looking uses nothing up; what was used, is over, or never was looks the same; the address leads to one that holds
no secret, under a new session id.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from amends.pages import clock
from amends.pages.parameters import takes
from amends.portal.helping import remember_helping
from amends.portal.views.pages import show
from amends.portal.visits import remember, visit_of, with_shop
from amends.records.keys import number_key
from amends.records.links import LinkRow
from amends.records.shops import ShopRow
from amends.usecases.use_link import LinkNotValid, ask_for_link, use_link, where_it_led


@takes(get=(), post=())
@with_shop
def link(request: HttpRequest, shop: ShopRow, secret: str) -> HttpResponse:
    """This function will open what the link leads to, once the button is pressed."""
    if request.method != "POST":
        return _guarded(show(request, "link", shop, clock.now(), secret=secret))
    try:
        row = use_link(shop, secret, clock.now())
    except LinkNotValid:
        led = where_it_led(shop, secret)
        known = visit_of(request, shop, number_key(led.order_number)) if led else None
        if led is not None and known is not None and known.by == led.by:
            return _guarded(_to(shop, led))  # pressed twice, or once more in the browser that it has opened
        return _guarded(show(request, "link_over", shop, clock.now(), 410, secret=secret))
    if row.purpose == "helper":
        remember_helping(request, shop, row.case_number, row.by.partition(" ")[2])
        return _guarded(redirect("portal:helping", shop.id, row.case_number))
    remember(request, shop, row.order_number, row.by)
    return _guarded(_to(shop, row))


@takes(post=())
@with_shop
def link_again(request: HttpRequest, shop: ShopRow, secret: str) -> HttpResponse:
    """This function will have a new link sent to where this one was sent; the page is the same whether it was one."""
    ask_for_link(shop, secret, clock.now())
    return _guarded(show(request, "link_sent", shop, clock.now()))


def _to(shop: ShopRow, row: LinkRow) -> HttpResponse:
    if row.case_number:
        return redirect("portal:case", shop.id, row.case_number)
    return redirect("portal:order", shop.id, number_key(row.order_number))


def _guarded(response: HttpResponse) -> HttpResponse:
    # The origin alone: without it browsers send no origin with the form either, and the form would be refused.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
