"""Store credit at the till: what is left of it, taking some for a sale, giving some of that back."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from amends.console.access import Staff, for_staff, show
from amends.core.errors import AmendsError, MoneyInvalid, Place
from amends.core.money import parse_amount
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.parameters import takes
from amends.pages.shown import money_text
from amends.records.credits import CreditRow, credit_with
from amends.usecases.permissions import Act
from amends.usecases.use_credit import CreditUnusable, give_back_credit, use_credit

_LONGEST = 64


@takes(get=(), post=("code",))
@for_staff(Act.CREDIT)
def credit(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will look up the credit under a code; codes are as good as money and stand in no address."""
    code = request.POST.get("code", "").strip().upper()
    if request.method != "POST":
        return _page(request, staff, "", None)
    found = credit_with(staff.shop.id, code)
    return _page(request, staff, code, found, {} if found else {"code": _("There is no such credit.")})


@takes(post=("code", "amount", "sale"))
@for_staff(Act.CREDIT)
def take(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will take an amount for a sale; the same sale again takes nothing more."""

    def do(amount: int) -> CreditRow:
        code = request.POST.get("code", "").strip().upper()
        return use_credit(staff.shop, code, amount, _sale(request), clock.now())

    return _done(request, staff, do, _("Taken. The credit stands as shown."))


@takes(post=("code", "amount", "sale", "key"))
@for_staff(Act.CREDIT)
def give_back(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will give back what a sale took, or a part of it; the form's key makes it count once."""

    def do(amount: int) -> CreditRow:
        code, key = request.POST.get("code", "").strip().upper(), request.POST.get("key", "")
        return give_back_credit(staff.shop, code, _sale(request), amount, key, clock.now())

    return _done(request, staff, do, _("Given back. The credit stands as shown."))


def _sale(request: HttpRequest) -> str:
    sale = request.POST.get("sale", "").strip()
    if not sale:
        what = _("A sale has a number, so that it counts once.")
        raise CreditUnusable(what, place=Place(field="sale"))
    return sale[:_LONGEST]


def _done(request: HttpRequest, staff: Staff, do: Callable[[int], CreditRow], says: str) -> HttpResponse:
    code = request.POST.get("code", "").strip().upper()
    found = credit_with(staff.shop.id, code)
    if found is None:
        return _page(request, staff, code, None, {"code": _("There is no such credit.")})
    try:
        amount = parse_amount(request.POST.get("amount", "").strip().replace(",", "."), found.currency)
        found = do(amount)
    except MoneyInvalid:
        return _page(request, staff, code, found, {"amount": _("Write an amount such as 12.50.")})
    except AmendsError as error:
        name = error.place.field if error.place.field in ("code", "sale") else "amount"
        return _page(request, staff, code, found, {name: sentence(error)})
    messages.success(request, says)
    return _page(request, staff, code, found)


def _page(
    request: HttpRequest, staff: Staff, code: str, found: CreditRow | None, errors: dict[str, str] | None = None
) -> HttpResponse:
    return show(
        request, "credit", staff, 400 if errors else 200, code=code, credit=found, errors=errors or {},
        over=found is not None and found.is_over(clock.now()), key=secrets.token_urlsafe(12),
        left=money_text(found.left_minor, found.currency) if found else "",
    )  # fmt: skip
