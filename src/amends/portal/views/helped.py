"""How a walk through the help ends: solved, on to a claim, or by the right to withdraw, which asks for no reason."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from amends.core.help.walk import walk
from amends.core.vocabulary import BUYER
from amends.pages import clock
from amends.pages.parameters import takes
from amends.pages.reader import speak_of_the_law
from amends.portal.carrying import carry, carry_reason, is_carried_for, keep_visit, visit_number
from amends.portal.shelves import shelf_of
from amends.portal.views.finding import WITHDRAW
from amends.portal.views.orders import in_hand_of
from amends.portal.views.pages import show
from amends.portal.visits import visits_of, with_shop
from amends.portal.withdrawal import withdrawal_words
from amends.records.shops import ShopRow
from amends.usecases.declare_withdrawal import may_withdraw
from amends.usecases.end_help import end_help, new_visit

SOLVED, WENT_ON = "solved", "went_on"
_NO_REASON = "changed_mind"


@takes(post=("guide", "taken", "act"))
@with_shop
def ended(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will note how a guide ended, and go on with what its answers have told."""
    post = request.POST
    act = post.get("act", "")
    here = walk(shelf_of(shop), post.get("guide", ""), [one for one in post.get("taken", "").split("/") if one])
    if here is None or act not in {SOLVED, WENT_ON}:
        raise Http404
    visit = visit_number(request, shop) or new_visit()
    end_help(shop, visit, post["guide"], clock.now(), is_solved=act == SOLVED)
    if act == WENT_ON:
        carry(request, shop, here)
    response = redirect("portal:helped", shop.id) if act == SOLVED else _on(request, shop)
    return keep_visit(response, shop, visit)


@takes(get=())
@with_shop
def helped(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will say that it is noted, and how to come back."""
    return show(request, "help/helped", shop, clock.now())


@takes(get=(), post=())
@with_shop
def withdraw(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will lead to where an order is withdrawn from; where none is found yet, it says what the right is.

    An order to which the law gives no right goes on to a return for which no reason is asked.
    """
    words = withdrawal_words(request, shop)
    if words is None:
        raise Http404
    mine = (one for one in visits_of(request, shop) if one.by == BUYER)
    by_right = next((one for one in mine if may_withdraw(in_hand_of(one), clock.now())), None)
    if by_right is not None:
        return redirect("portal:withdrawal", shop.id, by_right.key)
    if request.method != "POST":
        speak_of_the_law(request)
        return show(request, "help/withdraw", shop, clock.now(), labels=words)
    carry_reason(request, shop, _NO_REASON)
    if not visits_of(request, shop):
        return redirect(f"{reverse('portal:find', args=[shop.id])}?then={WITHDRAW}")
    return _on(request, shop)


def _on(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """To the one piece that it can be about, where the order is known and leaves no choice; else to the order."""
    visits = visits_of(request, shop)
    if not visits:
        return redirect("portal:find", shop.id)
    in_hand = in_hand_of(visits[0])
    fitting = [
        piece
        for piece, _facts in in_hand.pieces.values()
        if in_hand.free_units(piece.id) and is_carried_for(request, shop, piece)
    ]
    if len(fitting) == 1:
        return redirect("portal:reason", shop.id, visits[0].key, fitting[0].id)
    return redirect("portal:order", shop.id, visits[0].key)
