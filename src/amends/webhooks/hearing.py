"""How a provider's message is answered: with 200 where it was genuine, for one shop or all that share an account.

Laws: only what is signed is believed; each shop takes what it knows, behind its own wall.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from amends.ports.payments import EventRefused
from amends.records.shops import ShopRow, all_shops, shop_with
from amends.records.wall import inside

log = logging.getLogger("amends.hooks")
Hear = Callable[[HttpRequest, ShopRow], int]  # the status of the answer


def heard_by(request: HttpRequest, shop_id: str, hear: Hear) -> HttpResponse:
    """This function will have the shop hear the message; 404 where there is none."""
    shop = shop_with(shop_id)
    return HttpResponseNotFound() if shop is None else HttpResponse(status=hear(request, shop))


def heard_by_all(request: HttpRequest, hear: Hear) -> HttpResponse:
    """This function will have every shop hear the message, one after the other."""
    status = 404
    for shop in all_shops():
        with inside(shop.id):
            status = hear(request, shop)
        if status != 200:  # the same bytes are no better for the next shop
            break
    return HttpResponse(status=status)


def refused(shop: ShopRow, why: EventRefused) -> int:
    """This function will put down that a message is not believed: 401 where nobody has signed it, else 400."""
    log.warning("a message for %s is refused: %s", shop.id, why.what)
    return 401 if why.forged else 400
