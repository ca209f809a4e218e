"""What every page of a shop is shown with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from amends.core.dates import Instant
from amends.core.policy.tree import Policy
from amends.portal.visits import visits_of
from amends.portal.withdrawal import withdrawal_words
from amends.records.shops import ShopRow


def show(
    request: HttpRequest, template: str, shop: ShopRow, now: Instant, status: int = 200, **more: Any
) -> HttpResponse:
    """This function will show the template with the shop, the moment and the orders that this visit has found."""
    law = withdrawal_words(request, shop)  # on every page, for as long as anybody may need it (Art. 11a)
    context = {"shop": shop, "now": now, "visits": visits_of(request, shop), "law": law, **more}
    return render(request, f"portal/{template}.html", context, status=status)


def policy_url(shop_id: str, policy: Policy) -> str:
    """This function will return the address of that version's page, which the clauses' anchors hang on."""
    return f"{reverse('portal:policy', args=[shop_id])}?{urlencode({'version': policy.version})}"
