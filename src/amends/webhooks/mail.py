"""Mail that a mail server posts as it came (RFC 5322): believed with its signature alone, and kept before the answer.

A 5xx answer means that the mail is not kept: whoever sends it sends it again, and the same mail twice is one.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from amends.integrations.connect import check_mail_hook, mail_desk
from amends.pages import clock
from amends.records.shops import shop_with
from amends.usecases.take_mail import take_mail

_log = logging.getLogger("amends.hooks")


@csrf_exempt  # signed instead
@require_POST
def receive(request: HttpRequest, shop_id: str) -> HttpResponse:
    """This function will take the mail: 200 where it is kept, 401 where nothing shows who sent it, 413 if too large."""
    most: int = settings.AMENDS_MAIL_IN["most_bytes"]
    raw = request.read(most + 1)
    if len(raw) > most:
        return HttpResponse(status=413)
    at = clock.now()
    refused = check_mail_hook(raw, request.headers, shop_id, at)
    if refused is not None:
        _log.warning("a mail for %s is refused: %s", shop_id, refused.what)
        return HttpResponse(status=401)
    shop = shop_with(shop_id)
    if shop is None:
        return HttpResponseNotFound()
    take_mail(shop, raw, mail_desk(shop.id), at)
    return HttpResponse(status=200)
