"""What the payment provider sends: believed with its signature alone, put down first, followed up at once where it can.

What cannot be followed up now stays in the table, and the next round of a worker takes it up.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amends.core.errors import AmendsError
from amends.integrations.connect import PaymentsNotSetUp, payment_provider, payment_signature
from amends.pages import clock
from amends.ports.payments import EventRefused
from amends.records.shops import ShopRow
from amends.usecases.hear_payment import follow_up, hear_payment
from amends.webhooks.hearing import heard_by, heard_by_all, log, refused


@csrf_exempt  # signed instead
@require_POST
def hear(request: HttpRequest, shop_id: str) -> HttpResponse:
    """This function will put down what the provider tells: 200 where it was genuine, 401 where nothing shows that."""
    return heard_by(request, shop_id, _hear)


@csrf_exempt  # signed instead
@require_POST
def hear_for_all(request: HttpRequest) -> HttpResponse:
    """This function will do the same where several shops share one account at the provider: each takes what is its."""
    return heard_by_all(request, _hear)


def _hear(request: HttpRequest, shop: ShopRow) -> int:
    try:
        provider = payment_provider(shop.id)
    except PaymentsNotSetUp:
        return 404
    heard = hear_payment(shop, request.body, payment_signature(request.headers), provider, clock.now())
    if isinstance(heard, EventRefused):
        return refused(shop, heard)
    if heard:
        try:
            follow_up(shop, heard, provider, clock.now())
        except AmendsError as error:
            log.warning("message %s for %s waits: %s", heard, shop.id, error.what)
    return 200
