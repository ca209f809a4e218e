"""What carriers send: believed with their signature alone, and answered at once."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amends.integrations.connect import carrier
from amends.pages import clock
from amends.ports.payments import EventRefused
from amends.records.shops import ShopRow, all_shops, shop_with
from amends.records.wall import across, inside
from amends.usecases.hear_carrier import hear_carrier

_log = logging.getLogger("amends.hooks")


@csrf_exempt  # signed instead
@require_POST
def hear(request: HttpRequest, shop_id: str) -> HttpResponse:
    """This function will put down what the carrier tells: 200 where it was genuine, 401 where nothing shows that."""
    shop = shop_with(shop_id)
    if shop is None:
        return HttpResponseNotFound()
    return HttpResponse(status=_hear(request, shop, is_shared=False))


@csrf_exempt  # signed instead
@require_POST
def hear_for_all(request: HttpRequest) -> HttpResponse:
    """This function will do the same where several shops share one account: each takes what it knows."""
    with across("shops"):
        shops = all_shops()
    status = 404
    for shop in shops:
        with inside(shop.id):
            status = _hear(request, shop, is_shared=True)
        if status != 200:  # the same bytes are no better for the next shop
            break
    return HttpResponse(status=status)


def _hear(request: HttpRequest, shop: ShopRow, *, is_shared: bool) -> int:
    heard = hear_carrier(shop, request.body, request.headers, carrier(shop.id), clock.now(), is_shared=is_shared)
    if isinstance(heard, EventRefused):
        _log.warning("a message for %s is refused: %s", shop.id, heard.what)
        return 401 if heard.forged else 400
    return 200
