"""Opening a case for a parcel that nobody has announced: whose it is, what is in it, and what its sender seems to want.

The policy answers on goods that came without its go-ahead; the page says so before the button is pressed.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.console import case_words
from amends.console.access import Staff, for_staff, show
from amends.core.claims import Claim
from amends.core.errors import AmendsError
from amends.core.vocabulary import BUYER, REASONS, REMEDIES
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.keys import key_for
from amends.pages.parameters import takes
from amends.records.arrivals import ArrivalRow, open_arrivals
from amends.usecases.note_arrival import ArrivalMissing
from amends.usecases.open_for_arrival import Unasked, open_for_arrival
from amends.usecases.permissions import Act
from amends.usecases.read_order import InHand, read_order
from amends.usecases.weigh_claim import Ask

_PIECE = "piece."
_MOST = 200  # parcels that are put aside
_MOST_NOTED = 2_000


@takes(get=("order",), post=("order", "reason", "remedy", "note"), answers=_PIECE)
@for_staff(Act.RECEIVE)
def open_arrival(request: HttpRequest, staff: Staff, arrival_id: str) -> HttpResponse:
    """This function will ask for the order first, then for the pieces, and open the case."""
    arrival = next((one for one in open_arrivals(staff.shop.id, _MOST) if one.id == arrival_id), None)
    if arrival is None and request.method != "POST":
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: str(given[name]).strip() for name in given if name != "csrfmiddlewaretoken"}
    in_hand = read_order(staff.shop, typed.get("order", "").upper()) if typed.get("order") else None
    if request.method != "POST" or in_hand is None or arrival is None:
        errors = {"order": _("No order has this number.")} if typed.get("order") and in_hand is None else {}
        return _gone(request, staff) if arrival is None else _page(request, staff, arrival, in_hand, typed, errors)
    errors = _errors(in_hand, typed)
    if errors:
        return _page(request, staff, arrival, in_hand, typed, errors)
    try:
        number = _open(staff, arrival, in_hand, typed)
    except ArrivalMissing:
        return _gone(request, staff)
    except AmendsError as error:
        return _page(request, staff, arrival, in_hand, typed, {"piece": sentence(error)})
    messages.success(request, _("Opened, and taken in. The customer is told."))
    return redirect("console:case", staff.shop.id, number)


def _open(staff: Staff, arrival: ArrivalRow, in_hand: InHand, typed: dict[str, str]) -> str:
    now = clock.now()
    claims = {
        piece: Claim(reason=typed["reason"], quantity=in_hand.free_units(piece), by=BUYER, asked_at=now, answers={})
        for piece in _chosen(in_hand, typed)
    }
    asks = tuple(Ask(piece_id=piece, claim=claim, remedy=typed["remedy"]) for piece, claim in claims.items())
    unasked = Unasked(order_number=in_hand.order.number, asks=asks, note=typed.get("note", "")[:_MOST_NOTED])
    secret = key_for("notes")
    return open_for_arrival(staff.shop, arrival.id, unasked, member=staff.member.id, at=now, secret=secret).number


def _chosen(in_hand: InHand, typed: dict[str, str]) -> list[str]:
    return [one for one in in_hand.pieces if f"{_PIECE}{one}" in typed and in_hand.free_units(one)]


def _errors(in_hand: InHand, typed: dict[str, str]) -> dict[str, str]:
    errors = {} if _chosen(in_hand, typed) else {"piece": _("Choose what is in the parcel.")}
    for name, known in (("reason", REASONS), ("remedy", REMEDIES)):
        if typed.get(name, "") not in known or typed.get(name) == "exchange":
            errors[name] = _("Choose one.")
    return errors


def _gone(request: HttpRequest, staff: Staff) -> HttpResponse:
    messages.info(request, _("Somebody has seen to this parcel already."))
    return redirect("console:receive", staff.shop.id)


def _page(
    request: HttpRequest, staff: Staff, arrival: ArrivalRow, in_hand: InHand | None, typed: dict[str, str],
    errors: dict[str, str],
) -> HttpResponse:  # fmt: skip
    pieces = []
    if in_hand is not None:
        pieces = [
            (one, piece, in_hand.free_units(one), f"{_PIECE}{one}" in typed)
            for one, (piece, _facts) in in_hand.pieces.items()
        ]
    return show(
        request, "arriving", staff, 400 if errors else 200, arrival=arrival, typed=typed, errors=errors,
        order=in_hand.order if in_hand else None, cases=in_hand.cases if in_hand else (), pieces=pieces,
        reasons=[(one, case_words.REASONS.get(one, one)) for one in REASONS],
        remedies=[(one, case_words.REMEDIES.get(one, one)) for one in REMEDIES if one != "exchange"],
    )  # fmt: skip
