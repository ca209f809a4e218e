"""Signing in, and how that is done in one press where a shop is only a sample."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amends.console.wording import ROLES, said
from amends.pages.parameters import takes
from amends.records.members import members_of, sample_member
from amends.records.shops import all_shops
from amends.records.wall import inside
from amends.usecases.load_sample_staff import sample_password
from amends.usecases.permissions import ROLES as ROLE_NAMES

_BACKEND = "amends.console.accounts.Accounts"


class SignIn(LoginView):  # type: ignore[misc] # allauth has no types
    """Address and password; beside them the sample shops' staff, where there are any."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """This function will add the sample shops' staff to what the page says."""
        staff = _sample_staff()
        more = {"sample_staff": staff, "sample_password": sample_password(settings.SECRET_KEY)} if staff else {}
        return {**super().get_context_data(**kwargs), **more}


sign_in = SignIn.as_view()


@takes(get=())
def join(request: HttpRequest) -> HttpResponse:
    """This function will say that members are invited."""
    return render(request, "account/signup_closed.html", status=404)


@takes(post=("shop", "role"))
def try_out(request: HttpRequest) -> HttpResponse:
    """This function will sign in as a member of a sample shop; of a real shop's staff it knows nobody."""
    found = sample_member(request.POST.get("shop", ""), request.POST.get("role", ""))
    if found is None:
        raise Http404
    login(request, User.objects.get(pk=found.user_id), backend=_BACKEND)
    return redirect("console:queue", found.shop_id)


def _sample_staff() -> list[tuple[Any, list[dict[str, str]]]]:
    found = []
    for shop in all_shops():
        if shop.is_sample:
            with inside(shop.id):
                present = {one.role for one in members_of(shop.id)}
            roles = [{"role": role, "role_said": said(ROLES, role)} for role in ROLE_NAMES if role in present]
            if roles:
                found.append((shop, roles))
    return found
