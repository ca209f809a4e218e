"""The policy page: the same clauses that decide, each with an address of its own and its rule beneath."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from amends.core.dates import local_day
from amends.core.engine.listing import mark_up
from amends.core.policy.tree import Clause, Effect, Policy
from amends.pages import clock
from amends.pages.addresses import whole
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.portal.caching import listed
from amends.portal.policy_text import policy_text
from amends.portal.telling import told
from amends.portal.views.pages import show
from amends.portal.visits import with_shop
from amends.records.policies import policy_for, policy_with, versions_of
from amends.records.shops import ShopRow
from amends.usecases.read_notice import notice_of

CURRENT = ""
GUARANTEE = "guarantee"


@takes(get=())
@with_shop
def notice(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will return the official notice on the legal guarantee, byte for byte."""
    found = notice_of(shop, language().code)
    if found is None:
        raise Http404
    response = HttpResponse(found.content, content_type=found.type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def guarantees_in(policy: Policy) -> tuple[Clause, ...]:
    """This function will return the clauses by which the shop promises more than the law asks for."""
    return tuple(
        one for one in policy.clauses if one.lanes == {GUARANTEE} and one.effect in (Effect.ACCEPT, Effect.TERMS)
    )


@listed
@takes(get=("version",))
@with_shop
def policy(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will show the policy in force, or the earlier version that the address names."""
    now = clock.now()
    versions = versions_of(shop.id)
    asked = request.GET.get("version", CURRENT)
    chosen = next((one for one in versions if one.version == asked), None)
    found = policy_with(shop.id, chosen.hash) if chosen else policy_for(shop, now)
    if not chosen and asked != CURRENT:
        found = None
    if found is None:
        raise Http404
    others = [one for one in versions if one.hash != found.hash]
    starts = date.fromordinal(found.starts)
    # An earlier version is nothing that a search engine should list.
    listing = None if asked else mark_up(found, whole(request.path), local_day(now, shop.zone))
    return show(
        request,
        "policy",
        shop,
        now,
        text=policy_text(shop, found),
        starts=starts,
        others=others,
        listing=listing,
        notice=notice_of(shop, language().code),
        guarantees=guarantees_in(told(shop, found).policy),
    )
