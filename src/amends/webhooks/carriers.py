"""What carriers send: believed with their signature alone, and answered at once."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amends.integrations.connect import carrier
from amends.pages import clock
from amends.ports.payments import EventRefused
from amends.records.shops import ShopRow
from amends.usecases.hear_carrier import hear_carrier
from amends.webhooks.hearing import heard_by, heard_by_all, refused


@csrf_exempt  # signed instead
@require_POST
def hear(request: HttpRequest, shop_id: str) -> HttpResponse:
    """This function will put down what the carrier tells: 200 where it was genuine, 401 where nothing shows that."""
    return heard_by(request, shop_id, partial(_hear, is_shared=False))


@csrf_exempt  # signed instead
@require_POST
def hear_for_all(request: HttpRequest) -> HttpResponse:
    """This function will do the same where several shops share one account: each takes what it knows."""
    return heard_by_all(request, partial(_hear, is_shared=True))


def _hear(request: HttpRequest, shop: ShopRow, *, is_shared: bool) -> int:
    heard = hear_carrier(shop, request.body, request.headers, carrier(shop.id), clock.now(), is_shared=is_shared)
    return refused(shop, heard) if isinstance(heard, EventRefused) else 200
