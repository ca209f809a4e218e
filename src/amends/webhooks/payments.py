"""What the payment provider sends: believed with its signature alone, put down first, followed up at once where it can.

What cannot be followed up now stays in the table, and the next round of a worker takes it up.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amends.core.errors import AmendsError
from amends.integrations.connect import PaymentsNotSetUp, payment_provider, payment_signature
from amends.pages import clock
from amends.ports.payments import EventRefused
from amends.records.shops import ShopRow, all_shops, shop_with
from amends.records.wall import across, inside
from amends.usecases.hear_payment import follow_up, hear_payment

_log = logging.getLogger("amends.hooks")


@csrf_exempt  # signed instead
@require_POST
def hear(request: HttpRequest, shop_id: str) -> HttpResponse:
    """This function will put down what the provider tells: 200 where it was genuine, 401 where nothing shows that."""
    shop = shop_with(shop_id)
    if shop is None:
        return HttpResponseNotFound()
    return _answer(request, (shop,))


@csrf_exempt  # signed instead
@require_POST
def hear_for_all(request: HttpRequest) -> HttpResponse:
    """This function will do the same where several shops share one account at the provider: each takes what is its."""
    with across("shops"):
        shops = all_shops()
    return _answer(request, shops)


def _answer(request: HttpRequest, shops: tuple[ShopRow, ...]) -> HttpResponse:
    status = 404
    for shop in shops:
        with inside(shop.id):
            status = _hear(request, shop)
        if status != 200:  # the same bytes are no better for the next shop
            break
    return HttpResponse(status=status)


def _hear(request: HttpRequest, shop: ShopRow) -> int:
    try:
        provider = payment_provider(shop.id)
    except PaymentsNotSetUp:
        return 404
    heard = hear_payment(shop, request.body, payment_signature(request.headers), provider, clock.now())
    if isinstance(heard, EventRefused):
        _log.warning("a message for %s is refused: %s", shop.id, heard.what)
        return 401 if heard.forged else 400
    if heard:
        try:
            follow_up(shop, heard, provider, clock.now())
        except AmendsError as error:
            _log.warning("message %s for %s waits: %s", heard, shop.id, error.what)
    return 200
