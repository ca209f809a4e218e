"""Who is let in: members of the shop, asked for by one query at every request, and what their role allows.

Laws: for everybody else the shop's pages are not there, whether or not the shop exists; a member who has left is out
with the next request; what a role does not allow is refused here, on the server, and logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from amends.console.wording import ACTS, said
from amends.pages import clock
from amends.records.members import MemberRow, member_at
from amends.records.shops import ShopRow
from amends.records.stuck import count_stuck
from amends.usecases.permissions import Act, may

_log = logging.getLogger("amends.console")
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Staff:
    """The shop of the address, and the member who asks."""

    shop: ShopRow
    member: MemberRow

    def may(self, act: Act) -> bool:
        """This function will say whether the member's role allows the act."""
        return may(self.member.role, act)


def for_staff(act: Act = Act.SEE, post: Act | None = None) -> Callable[[View], View]:
    """This function will let a view be used by members who may do `act`; sending its form may need another."""

    def wrap(view: View) -> View:
        @wraps(view)
        def found(request: HttpRequest, shop_id: str, **given: str) -> HttpResponse:
            if not request.user.is_authenticated:
                back = request.get_full_path() if request.method == "GET" else reverse("console:queue", args=[shop_id])
                return redirect_to_login(back)
            place = member_at(shop_id, request.user.pk)
            if place is None:
                return missing(request)
            staff = Staff(*place)
            wanted = post if post and request.method == "POST" else act
            if not staff.may(wanted):
                return refuse(request, staff, wanted)
            try:
                return view(request, staff, **given)
            except Http404:
                return missing(request, staff)

        return found

    return wrap


def show(request: HttpRequest, template: str, staff: Staff, status: int = 200, **more: Any) -> HttpResponse:
    """This function will show the template in the console's frame."""
    context = {
        "shop": staff.shop,
        "member": staff.member,
        "may": {act.value: staff.may(act) for act in Act},
        "now": clock.now(),
        "stuck": count_stuck(staff.shop.id, clock.now()) if staff.may(Act.APPROVE_MONEY) else 0,
        **more,
    }
    return render(request, f"console/{template}.html", context, status=status)


def missing(request: HttpRequest, staff: Staff | None = None) -> HttpResponse:
    """This function will say that there is nothing at the address, in the same words for whoever may not know."""
    if staff is None:
        return render(request, "console/no_shop.html", status=404)
    return show(request, "missing", staff, 404)


def refuse(request: HttpRequest, staff: Staff, act: Act) -> HttpResponse:
    """This function will refuse the act, say who may do it, and log that it was tried."""
    _log.warning(
        "refused: account %s as %s of %s tried `%s` at %s from %s",
        staff.member.user_id,
        staff.member.role,
        staff.shop.id,
        act.value,
        request.path,
        request.META.get("REMOTE_ADDR", ""),
    )
    return show(request, "refused", staff, 403, act=said(ACTS, act))
