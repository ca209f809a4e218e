"""Finding an order, and leaving it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.core.vocabulary import BUYER
from amends.core.withdrawal import is_consumer_there
from amends.pages import clock
from amends.pages.keys import key_for
from amends.pages.parameters import takes
from amends.pages.reader import speak_of_the_law
from amends.portal.views.orders import in_hand_of
from amends.portal.views.pages import show
from amends.portal.visits import forget, remember, with_shop
from amends.records.keys import email_key, number_key
from amends.records.shops import ShopRow
from amends.usecases.find_order import Asker, Looked, find_gift, find_order

SECONDS_TO_WAIT = 900
WITHDRAW = "withdraw"  # what the order is looked for: on to that, where there is the right


@takes(get=("number", "proof", "then"), post=("number", "proof", "then"))
@with_shop
def find(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will ask for the order's number and its email or postcode, and open the order that they fit.

    An address in the shop's mails may bring both along; nothing is looked up before the form is sent.
    """
    if _wants_out(request):
        speak_of_the_law(request)
    if request.method != "POST":
        return _form(request, shop, "find", {name: request.GET.get(name, "") for name in ("number", "proof")}, {})
    typed = {name: request.POST.get(name, "") for name in ("number", "proof")}
    errors = {}
    if not number_key(typed["number"]):
        errors["number"] = _("Enter your order number. It is in the mail that confirmed your order.")
    if not email_key(typed["proof"]):
        errors["proof"] = _("Enter the email address of the order, or the postcode that it was sent to.")
    if errors:
        return _form(request, shop, "find", typed, errors)
    looked = find_order(shop.id, typed["number"], typed["proof"], asker_of(request))
    unknown = _("We could not find that order. Look at the number again, and at the email address or postcode.")
    return _found(request, shop, looked, "find", typed, {"number": unknown})


@takes(get=(), post=("code",))
@with_shop
def gift(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will ask for the gift code, and open the order it stands for without telling its prices."""
    if request.method != "POST":
        return _form(request, shop, "gift", {}, {})
    typed = {"code": request.POST.get("code", "")}
    if not number_key(typed["code"]):
        missing = _("Enter the gift code. It is on the packing slip.")
        return _form(request, shop, "gift", typed, {"code": missing})
    looked = find_gift(shop.id, typed["code"], asker_of(request))
    unknown = _("We could not find that gift code. Look at it again.")
    return _found(request, shop, looked, "gift", typed, {"code": unknown})


@takes(post=())
@with_shop
def leave(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will end the visit, so that nobody finds the orders in this browser."""
    forget(request)
    return redirect("portal:start", shop.id)


def _found(
    request: HttpRequest, shop: ShopRow, looked: Looked, page: str, typed: dict[str, str], unknown: dict[str, str]
) -> HttpResponse:
    if looked.too_many:
        later = _("Too many attempts from here. Wait a quarter of an hour, or write to us.")
        response = _form(request, shop, page, typed, {next(iter(typed)): later}, status=429)
        response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
        return response
    if not looked.number:
        return _form(request, shop, page, typed, unknown, lost=True)
    visit = remember(request, shop, looked.number, looked.by)
    # Also where nothing is left to withdraw from: the page says so, and the order's would not.
    withdraws = _wants_out(request) and visit.by == BUYER and is_consumer_there(in_hand_of(visit).order)
    return redirect("portal:withdrawal" if withdraws else "portal:order", shop.id, visit.key)


def _wants_out(request: HttpRequest) -> bool:
    given = request.POST if request.method == "POST" else request.GET
    return given.get("then") == WITHDRAW


def _form(
    request: HttpRequest,
    shop: ShopRow,
    page: str,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
    lost: bool = False,
) -> HttpResponse:
    """`lost`: nothing was found, and the page says what helps; the same whatever was wrong."""
    then = WITHDRAW if _wants_out(request) else ""
    return show(request, page, shop, clock.now(), status, typed=typed, errors=errors, lost=lost, then=then)


def asker_of(request: HttpRequest) -> Asker:
    """This function will return who looks, for the counting of attempts."""
    return Asker(request.META.get("REMOTE_ADDR", ""), clock.now(), key_for("attempts"))
