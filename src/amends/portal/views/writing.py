"""Writing to the shop without an order: for whoever found none, has a question, or sees to somebody else's order.

Law: the page is the same whether there is such an order or not; it looks nothing up.
"""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.pages import clock
from amends.pages.parameters import takes
from amends.portal.carrying import note_that_more_followed
from amends.portal.views.finding import SECONDS_TO_WAIT, asker_of
from amends.portal.views.pages import show
from amends.portal.visits import with_shop
from amends.records.shops import ShopRow
from amends.usecases.send_message import LONGEST
from amends.usecases.write_to_shop import WritingRefused, Written, write_to_shop

FIELDS = ("key", "name", "email", "knows", "acts_for", "text")


@takes(get=(), post=FIELDS, longest=2 * LONGEST)
@with_shop
def write(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will ask what it is about and how to answer, and keep it for the shop's people."""
    if request.method != "POST":
        return _page(request, shop, {"key": secrets.token_urlsafe(16)}, {})
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    written = Written(**typed, subject=_("Written on the page: no order found"))
    try:
        write_to_shop(shop, written, asker_of(request))
    except WritingRefused as error:
        if error.field:
            return _page(request, shop, typed, {error.field: _problem(error.field)}, 400)
        problem = _("Too much has come from here. Wait a quarter of an hour, or call us.")
        response = _page(request, shop, typed, {"text": problem}, 429)
        response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
        return response
    note_that_more_followed(request, shop, clock.now())
    return redirect("portal:written", shop.id)


@takes(get=())
@with_shop
def written(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will say what happens now."""
    return show(request, "write/sent", shop, clock.now())


def _problem(field: str) -> str:
    if field == "email":
        return _("Enter your email address, so that we can answer.")
    return _("Write what it is about, in at most %(most)d characters.") % {"most": LONGEST}


def _page(
    request: HttpRequest, shop: ShopRow, typed: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    return show(request, "write/form", shop, clock.now(), status, typed=typed, errors=errors)
