"""A case: how each item stands, what happens next and by when, and who acts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from amends.core.cases.states import State
from amends.portal import clock
from amends.portal.panels import panel_of
from amends.portal.parameters import takes
from amends.portal.views.pages import policy_url, show
from amends.portal.visits import visits_of, with_shop
from amends.records.shops import ShopRow, products_with
from amends.usecases.show_case import ShownCase, show_case


@takes(get=())
@with_shop
def case(request: HttpRequest, shop: ShopRow, number: str) -> HttpResponse:
    """This function will show the case, where it belongs to an order that this visit has found."""
    visits = {visit.number: visit for visit in visits_of(request, shop)}
    found = show_case(shop, number.upper(), {name: visit.by for name, visit in visits.items()})
    if found is None:
        raise Http404
    visit, now = visits[found.row.case.order], clock.now()
    products = products_with(shop.id, [one.line.product_id for one in found.items])
    panels = [panel_of(found, one, products.get(one.line.product_id), found.policy, now) for one in found.items]
    return show(
        request, "case", shop, now,
        visit=visit, found=found, case=found.row, panels=panels, is_gift=visit.by == "gift_recipient",
        send_to=shop.address if _posts_without_label(found) else (), policy_url=policy_url(shop.id, found.policy),
    )  # fmt: skip


def _posts_without_label(found: ShownCase) -> bool:
    return any(one.item.state is State.TO_SEND and one.item.answer.label != "prepaid" for one in found.items)
