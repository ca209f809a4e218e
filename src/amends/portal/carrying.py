"""What a visit to the help brings along: its own number, and the answers that the form need not ask again.

The number is random and lives in a cookie for 14 days; neither the session nor any table ties it to an order, a case
or a person. The answers live in the session, and are used up by the first claim that they fit.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from amends.core.claims import Piece
from amends.core.help.model import Guide
from amends.core.help.walk import Walk
from amends.portal.shelves import is_for, shelf_of
from amends.records.shops import ShopRow
from amends.usecases.end_help import DAYS, doubt_help, is_visit

_CARRIED = "help"
_DAY_SECONDS = 24 * 60 * 60
_ROBOTS = ("bot", "crawl", "spider", "slurp", "preview", "monitor", "scan")


def visit_number(request: HttpRequest, shop: ShopRow) -> str:
    """This function will return the number of the visit to the shop's help, or nothing where there was none."""
    found = request.COOKIES.get(_cookie(shop), "")
    return found if is_visit(found) else ""


def keep_visit(response: HttpResponse, shop: ShopRow, visit: str) -> HttpResponse:
    """This function will have the browser keep the visit's number for as long as something may follow from it."""
    response.set_cookie(
        _cookie(shop), visit, max_age=DAYS * _DAY_SECONDS, secure=bool(settings.SESSION_COOKIE_SECURE), httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return response


def is_reading(request: HttpRequest) -> bool:
    """This function will say whether somebody reads the page: no machine, and no browser that fetches ahead."""
    agent = request.headers.get("User-Agent", "").lower()
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and not ahead and not any(name in agent for name in _ROBOTS)


def note_that_more_followed(request: HttpRequest, shop: ShopRow, at: int) -> None:
    """This function will note that a case or a message followed, where help had been read in this browser."""
    visit = visit_number(request, shop)
    if visit:
        doubt_help(shop, visit, at)


def carry(request: HttpRequest, shop: ShopRow, walk: Walk) -> None:
    """This function will keep what the walk has told, for the claim that follows."""
    answers = {name: value for name, value in walk.answers.items() if isinstance(value, str | int | bool)}
    carry_reason(request, shop, walk.reason, walk.guide.id, answers)


def carry_reason(
    request: HttpRequest, shop: ShopRow, reason: str, guide: str = "", answers: dict[str, Any] | None = None
) -> None:
    """This function will keep a reason for the claim that follows."""
    kept = {"guide": guide, "reason": reason, "answers": answers or {}}
    request.session[_CARRIED] = {**request.session.get(_CARRIED, {}), shop.id: kept}


def carried_guide(request: HttpRequest, shop: ShopRow) -> Guide | None:
    """This function will return the guide from which somebody goes on, if they do."""
    kept = request.session.get(_CARRIED, {}).get(shop.id)
    return shelf_of(shop).guides.get(kept["guide"]) if kept else None


def is_carried_for(request: HttpRequest, shop: ShopRow, piece: Piece) -> bool:
    """This function will say whether what was carried along can be about the piece."""
    if shop.id not in request.session.get(_CARRIED, {}):
        return False
    guide = carried_guide(request, shop)
    return guide is None or is_for(guide, piece)


def carried(request: HttpRequest, shop: ShopRow) -> tuple[str, dict[str, Any]] | None:
    """This function will return the reason and the answers that were carried along, if any were."""
    kept = request.session.get(_CARRIED, {}).get(shop.id)
    return (kept["reason"], kept["answers"]) if kept else None


def put_down(request: HttpRequest, shop: ShopRow) -> None:
    """This function will forget what was carried along."""
    request.session[_CARRIED] = {
        name: one for name, one in request.session.get(_CARRIED, {}).items() if name != shop.id
    }


def _cookie(shop: ShopRow) -> str:
    return f"{settings.AMENDS_CUSTOMER_COOKIES['session']}-help-{shop.id}"
