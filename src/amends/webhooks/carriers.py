"""What carriers send: believed with their signature alone, and answered at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amends.integrations.connect import carrier
from amends.pages import clock
from amends.ports.payments import EventRefused
from amends.records.shops import shop_with
from amends.usecases.hear_carrier import hear_carrier


@csrf_exempt  # signed instead
@require_POST
def hear(request: HttpRequest, shop_id: str) -> HttpResponse:
    """This function will put down what the carrier tells: 200 where it was genuine, 401 where nothing shows that."""
    shop = shop_with(shop_id)
    if shop is None:
        return HttpResponseNotFound()
    heard = hear_carrier(shop, request.body, request.headers, carrier(shop.id), clock.now())
    if isinstance(heard, EventRefused):
        return HttpResponse(status=401 if heard.forged else 400)
    return HttpResponse(status=200)
