"""What the session remembers of a visit: which orders were found, by whom, and what was answered so far.

Nothing is reached by its number alone: an order that this visit has not found does not exist for it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest, HttpResponse

from amends.pages.reader import settle
from amends.records.keys import number_key
from amends.records.shops import ShopRow, shop_with
from amends.usecases.show_case import own_case

MOST_ORDERS, MOST_DRAFTS = 10, 20
_ORDERS, _DRAFTS, _SENT = "orders", "drafts", "sent"


@dataclass(frozen=True, slots=True)
class Visit:
    """An order that this visit has found, and in whose name."""

    shop: ShopRow
    number: str
    by: str

    @property
    def key(self) -> str:
        """This property will hold the order's number as addresses name it."""
        return number_key(self.number)


def with_shop(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will hand the shop of the address to the view; an unknown one is answered with 404."""

    @wraps(view)
    def found(request: HttpRequest, shop_id: str, **given: str) -> HttpResponse:
        shop = shop_with(shop_id)
        if shop is None:
            raise Http404
        settle(request, shop)
        return view(request, shop, **given)

    return found


def with_visit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will hand the visit's order to the view; one that it has not found is answered with 404."""

    @wraps(view)
    def found(request: HttpRequest, shop_id: str, order: str, **given: str) -> HttpResponse:
        shop = shop_with(shop_id)
        visit = visit_of(request, shop, order) if shop else None
        if visit is None:
            raise Http404
        settle(request, visit.shop)
        return view(request, visit, **given)

    return found


def with_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will hand the visit and its case to the view; a case that is not its own is answered with 404."""

    @wraps(view)
    def found(request: HttpRequest, shop_id: str, number: str, **given: str) -> HttpResponse:
        shop = shop_with(shop_id)
        visits = {visit.number: visit for visit in visits_of(request, shop)} if shop else {}
        row = own_case(shop, number.upper(), {name: one.by for name, one in visits.items()}) if shop else None
        if row is None:
            raise Http404
        settle(request, visits[row.case.order].shop)
        return view(request, visits[row.case.order], row, **given)

    return found


def visit_of(request: HttpRequest, shop: ShopRow, key: str) -> Visit | None:
    """This function will return the order with that key, where this visit has found it at that shop."""
    known = _orders(request.session, shop.id).get(key)
    return Visit(shop, known["number"], known["by"]) if known else None


def visits_of(request: HttpRequest, shop: ShopRow) -> tuple[Visit, ...]:
    """This function will return every order of that shop that this visit has found, the latest first."""
    known = _orders(request.session, shop.id).values()
    return tuple(Visit(shop, one["number"], one["by"]) for one in reversed(known))


def remember(request: HttpRequest, shop: ShopRow, number: str, by: str) -> Visit:
    """This function will remember that the order was found, under a new session id: an old one may be known."""
    request.session.cycle_key()
    orders = _orders(request.session, shop.id)
    visit = Visit(shop, number, by)
    orders.pop(visit.key, None)
    orders[visit.key] = {"number": number, "by": by}
    request.session[_ORDERS] = {**request.session.get(_ORDERS, {}), shop.id: dict(list(orders.items())[-MOST_ORDERS:])}
    _forget_drafts(request.session, visit)
    return visit


def forget(request: HttpRequest) -> None:
    """This function will end the visit: nothing of it is remembered."""
    request.session.flush()


def draft_of(request: HttpRequest, visit: Visit, piece_id: str) -> dict[str, Any]:
    """This function will return what was answered about the piece so far; a new draft has a key of its own."""
    draft = request.session.get(_DRAFTS, {}).get(_name(visit, piece_id))
    return dict(draft) if draft else {"key": secrets.token_urlsafe(24)}


def keep_draft(request: HttpRequest, visit: Visit, piece_id: str, draft: dict[str, Any]) -> None:
    """This function will remember what was answered about the piece."""
    drafts = dict(request.session.get(_DRAFTS, {}))
    drafts.pop(_name(visit, piece_id), None)
    drafts[_name(visit, piece_id)] = draft
    request.session[_DRAFTS] = dict(list(drafts.items())[-MOST_DRAFTS:])


def close_draft(request: HttpRequest, visit: Visit, piece_id: str, key: str, case_number: str) -> None:
    """This function will forget the draft that became a case, and remember which case its key stands for."""
    drafts = dict(request.session.get(_DRAFTS, {}))
    name = _name(visit, piece_id)
    if drafts.get(name, {}).get("key") == key:
        del drafts[name]
    request.session[_DRAFTS] = drafts
    sent = {**request.session.get(_SENT, {}), name: case_number}
    request.session[_SENT] = dict(list(sent.items())[-MOST_DRAFTS:])


def sent_case(request: HttpRequest, visit: Visit, piece_id: str) -> str:
    """This function will return the case that was last opened about the piece in this visit, or nothing."""
    return str(request.session.get(_SENT, {}).get(_name(visit, piece_id), ""))


def _orders(session: SessionBase, shop_id: str) -> dict[str, dict[str, str]]:
    return dict(session.get(_ORDERS, {}).get(shop_id, {}))


def _name(visit: Visit, piece_id: str) -> str:
    return f"{visit.shop.id} {visit.key} {piece_id}"


def _forget_drafts(session: SessionBase, visit: Visit) -> None:
    """Answers given as the buyer are not the recipient's, nor the other way round."""
    drafts = session.get(_DRAFTS, {})
    session[_DRAFTS] = {name: draft for name, draft in drafts.items() if not name.startswith(_name(visit, ""))}
