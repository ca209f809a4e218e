"""What the session remembers of a case that its buyer has asked somebody to see to.

A helper reaches that one case under addresses of its own, so that nothing of the order or its money is near.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from amends.records.cases import CaseRow, case_numbered
from amends.records.contacts import ContactRow
from amends.records.shops import ShopRow, shop_with
from amends.usecases.name_contact import helper_of

MOST_CASES = 10
_HELPING = "helping"


def remember_helping(request: HttpRequest, shop: ShopRow, case_number: str, contact_id: str) -> None:
    """This function will remember whom the link was for, under a new session id."""
    request.session.cycle_key()
    known = {**request.session.get(_HELPING, {}), f"{shop.id} {case_number}": contact_id}
    request.session[_HELPING] = dict(list(known.items())[-MOST_CASES:])


def with_helping(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will hand shop, case and helper to the view, as long as the buyer lets them; else it is a 404."""

    @wraps(view)
    def found(request: HttpRequest, shop_id: str, number: str, **given: str) -> HttpResponse:
        shop = shop_with(shop_id)
        contact_id = request.session.get(_HELPING, {}).get(f"{shop_id} {number.upper()}", "")
        helper: ContactRow | None = helper_of(shop, number.upper(), contact_id) if shop and contact_id else None
        row: CaseRow | None = case_numbered(shop_id, number.upper()) if helper else None
        if row is None:
            raise Http404
        return view(request, shop, row, helper, **given)

    return found
