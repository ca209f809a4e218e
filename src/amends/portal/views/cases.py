"""A case: how each item stands, what happens next and by when, who acts, and what the customer can do about it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.core.cases.case import Item
from amends.core.cases.handle import CaseMovedOn
from amends.core.tracking import compact, tracking_numbers
from amends.core.vocabulary import GIFT_RECIPIENT
from amends.integrations.photos.reader import read_photo
from amends.pages import clock
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.pages.uploads import too_large
from amends.portal.acts import ACTS, Act, Doing, amount_of, is_possible
from amends.portal.panels import panel_of
from amends.portal.progress import headline
from amends.portal.views.pages import policy_url, show
from amends.portal.visits import Visit, visits_of, with_case, with_shop
from amends.records.cases import CaseRow, case_numbered
from amends.records.orders import order_with
from amends.records.shared_parcels import shared_with
from amends.records.shops import ShopRow, products_with
from amends.usecases.act_as_seen import Wanted, act_as_seen
from amends.usecases.act_on_case import rules_for
from amends.usecases.add_photo import MOST_AT_ONCE, Sent, add_photos
from amends.usecases.do_task import do_task
from amends.usecases.send_message import CUSTOMER
from amends.usecases.share_parcel import is_coming
from amends.usecases.show_case import ShownCase, show_case

ALSO = "also."
LONGEST_TRACKING = 60
_ITEM_FIELDS = ("seen", "tracking", "task")


@takes(get=())
@with_shop
def case(request: HttpRequest, shop: ShopRow, number: str) -> HttpResponse:
    """This function will show the case, where it belongs to an order that this visit has found."""
    visits = {visit.number: visit for visit in visits_of(request, shop)}
    found = show_case(shop, number.upper(), {name: visit.by for name, visit in visits.items()}, language())
    if found is None:
        raise Http404
    return page_of(request, visits[found.row.case.order], found)


def again(request: HttpRequest, visit: Visit, row: CaseRow, status: int = 400, **more: Any) -> HttpResponse:
    """This function will show the page of the case once more, with what is wrong with what was sent."""
    found = show_case(visit.shop, row.number, {visit.number: visit.by}, language())
    if found is None:
        raise Http404
    return page_of(request, visit, found, status, **more)


def page_of(request: HttpRequest, visit: Visit, found: ShownCase, status: int = 200, **more: Any) -> HttpResponse:
    """This function will show the page of the case."""
    shop, now = visit.shop, clock.now()
    products = products_with(shop.id, [one.line.product_id for one in found.items])
    panels = [panel_of(found, one, products.get(one.line.product_id), now) for one in found.items]
    context = {
        "visit": visit, "found": found, "case": found.row, "panels": panels,
        "is_gift": visit.by == GIFT_RECIPIENT, "policy_url": policy_url(shop.id, found.policy),
        "shared": shared_with(shop.id, found.row.number) if is_coming(found.row) else (),
        "may_share": is_coming(found.row),
        "first_to_post": next((one.item.id for one in panels if one.posts_alone), ""),
        "message_key": secrets.token_urlsafe(16), "errors": {}, "typed": {}, "refused": (), "most_photos": MOST_AT_ONCE,
    }  # fmt: skip
    return show(request, "case", shop, now, status, **{**context, **more})


@takes(get=(), post=_ITEM_FIELDS, answers=ALSO, files=("proof",))
@with_case
def act(request: HttpRequest, visit: Visit, row: CaseRow, item_id: str, act_name: str) -> HttpResponse:
    """This function will say what an act leads to, and do it when it is confirmed."""
    item = next((one.item for one in row.items if one.item.id == item_id), None)
    chosen = ACTS.get(act_name)
    if item is None or chosen is None:
        raise Http404
    if request.method == "POST":
        return _do(request, visit, row, item, chosen)
    if not is_possible(chosen, item):
        return _changed(request, visit, row, item, 200)
    return _ask(request, visit, row, item, chosen, {}, {})


def _ask(
    request: HttpRequest, visit: Visit, row: CaseRow, item: Item, chosen: Act, typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> HttpResponse:  # fmt: skip
    rules = rules_for(visit.shop, row)
    minor = amount_of(chosen, item, rules.return_postage_minor)
    line = _line_name(visit, row, item)
    others = [one.item for one in row.items if one.item.id != item.id and is_possible(chosen, one.item)]
    return show(
        request, "case/act", visit.shop, clock.now(), 400 if errors else 200,
        visit=visit, case=row, item=item, act=chosen, minor=minor, line_name=line, typed=typed, errors=errors,
        others=[(one, _line_name(visit, row, one)) for one in others] if chosen.name == "posted" else [],
    )  # fmt: skip


def _line_name(visit: Visit, row: CaseRow, item: Item) -> str:
    order = order_with(visit.shop.id, row.case.order)
    line = order.line(item.line_id) if order else None
    return line.name if line else ""


def _do(request: HttpRequest, visit: Visit, row: CaseRow, item: Item, chosen: Act) -> HttpResponse:
    seen, now = _number(request.POST.get("seen", "")), clock.now()
    fields, errors = _fields(request, chosen)
    if errors and is_possible(chosen, item):
        return _ask(request, visit, row, item, chosen, fields, errors)
    if chosen.name == "posted" and request.FILES:
        sent = (Sent(one.name or "", one.read()) for one in request.FILES.getlist("proof"))
        added = add_photos(visit.shop, row.number, sent, read_photo, by=CUSTOMER, at=now, item=item.id)
        if added.refused or too_large(request):
            why = str(added.refused[0][1]) if added.refused else _("It is larger than 15 MB.")
            return _ask(request, visit, row, item, chosen, fields, {"proof": why})
        fields = {**fields, "proof": "yes"}

    def do(before: Item, version: int) -> CaseRow:
        return chosen.do(Doing(visit.shop, row.number, now, version, fields), before)

    also = [one.item for one in row.items if request.POST.get(f"{ALSO}{one.item.id}")]
    for one in [item, *(other for other in also if chosen.name == "posted")]:
        try:
            act_as_seen(visit.shop, row.number, Wanted(one.id, do, seen, chosen.kinds), by=CUSTOMER)
        except CaseMovedOn:
            return _changed(request, visit, row, one, 409)
    return redirect("portal:case", visit.shop.id, row.number)


def _fields(request: HttpRequest, chosen: Act) -> tuple[dict[str, str], dict[str, str]]:
    if chosen.name != "posted":
        return {}, {}
    typed = request.POST.get("tracking", "").strip()
    found = tracking_numbers(typed)
    if len(typed) > LONGEST_TRACKING or (typed and not compact(typed)):
        return {"tracking": typed}, {"tracking": _("Enter the number as it stands on the receipt, or leave it empty.")}
    if found and all(one.is_right is False for one in found):
        return {"tracking": typed}, {"tracking": _("Look at the number again: one of its digits does not fit.")}
    return {"tracking": found[0].number if found else compact(typed)}, {}


@takes(post=("seen", "task"))
@with_case
def task(request: HttpRequest, visit: Visit, row: CaseRow, item_id: str) -> HttpResponse:
    """This function will put down that the customer has done what customs asked for."""
    item = next((one.item for one in row.items if one.item.id == item_id), None)
    name = request.POST.get("task", "")
    if item is None or name not in {one.id for one in item.tasks}:
        raise Http404
    try:
        do_task(visit.shop, row.number, item.id, name, by=CUSTOMER, at=clock.now())
    except CaseMovedOn:
        return _changed(request, visit, row, item, 409)
    return redirect("portal:case", visit.shop.id, row.number)


def _changed(request: HttpRequest, visit: Visit, row: CaseRow, item: Item, status: int) -> HttpResponse:
    """What was pressed was not done, since the item stands elsewhere by now: how it stands is all that is told."""
    now, fresh = clock.now(), case_numbered(visit.shop.id, row.number)
    item = next((one.item for one in fresh.items if one.item.id == item.id), item) if fresh else item
    return show(
        request, "case/changed", visit.shop, now, status,
        visit=visit, case=row, line_name=_line_name(visit, row, item),
        headline=headline(item, visit.shop.zone, now, row.case.channel),
    )  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
