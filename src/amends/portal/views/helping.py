"""The pages of who sees to somebody's case: how it stands, what to print, and writing to the shop. No money, no order.

And of the buyer who asks them to, and of who got a present and says where to be written to.
"""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.core.dates import Instant
from amends.core.vocabulary import BUYER, GIFT_RECIPIENT
from amends.integrations.connect import own_label
from amends.integrations.own_label.adapter import CARRIER as OWN
from amends.integrations.photos.reader import read_photo
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.keys import key_for
from amends.pages.parameters import takes
from amends.portal.helping import with_helping
from amends.portal.progress import PageStage, headline, page_stages
from amends.portal.views.pages import show
from amends.portal.views.papers import printed, sends
from amends.portal.visits import Visit, with_case
from amends.ports.carriers import Postage
from amends.records.cases import CaseRow
from amends.records.contacts import HELPER, RECIPIENT, ContactRow, contacts_of
from amends.records.parcels import label_with
from amends.records.shops import ShopRow
from amends.usecases.add_photo import Sent, add_photos
from amends.usecases.name_contact import ContactRefused, end_helper, name_helper, tell_address
from amends.usecases.packing_slip import NothingToSend, packing_slip
from amends.usecases.read_label import LabelGone, LabelMissing, read_label
from amends.usecases.send_message import CUSTOMER, LONGEST, MessageInvalid, send_message
from amends.usecases.show_case import ShownCase, ShownItem, show_case


@takes(get=())
@with_helping
def helping(request: HttpRequest, shop: ShopRow, row: CaseRow, helper: ContactRow) -> HttpResponse:
    """This function will show the case to a helper."""
    return _page(request, shop, row, helper, {}, {})


@takes(post=("text", "key"), longest=2 * LONGEST)
@with_helping
def helping_message(request: HttpRequest, shop: ShopRow, row: CaseRow, helper: ContactRow) -> HttpResponse:
    """This function will send a message of the helper's, with their name before it."""
    text = request.POST.get("text", "")
    said = _("%(name)s, for the buyer: %(text)s") % {"name": helper.name, "text": text} if text.strip() else ""
    try:
        key = f"{helper.id} {request.POST.get('key', '')}"
        send_message(shop, row.number, said, by=CUSTOMER, key=key, at=clock.now(), secret=key_for("notes"))
    except MessageInvalid as error:
        return _page(request, shop, row, helper, {"text": sentence(error)}, {"text": text}, 400)
    return redirect("portal:helping", shop.id, row.number)


@takes(post=(), files=("photos",))
@with_helping
def helping_photos(request: HttpRequest, shop: ShopRow, row: CaseRow, helper: ContactRow) -> HttpResponse:
    """This function will keep the photos that can be read."""
    sent = (Sent(one.name or "", one.read()) for one in request.FILES.getlist("photos"))
    added = add_photos(shop, row.number, sent, read_photo, by=CUSTOMER, at=clock.now())
    if added.refused or not added.kept:
        problem = _("Choose a photo that can be read: JPEG, PNG or WebP.")
        return _page(request, shop, row, helper, {"photos": problem}, {}, 400)
    return redirect("portal:helping", shop.id, row.number)


@takes(get=())
@with_helping
def helping_label(request: HttpRequest, shop: ShopRow, row: CaseRow, helper: ContactRow, label_id: str) -> HttpResponse:
    """This function will return a carrier's label of the case to print."""
    if label_id not in carried_labels(shop, row):
        raise Http404
    try:
        return printed(read_label(shop, row.number, label_id, clock.now()), f"label-{row.number}.pdf")
    except (LabelMissing, LabelGone) as error:
        raise Http404 from error


@takes(get=())
@with_helping
def helping_slip(request: HttpRequest, shop: ShopRow, row: CaseRow, helper: ContactRow) -> HttpResponse:
    """This function will return the slip for the parcel: without price, order and the buyer's address."""
    of_ours = any(one.label == "prepaid" for one in (item.item.answer for item in row.items))
    postage: Postage = "shop" if of_ours and not carried_labels(shop, row) else "customer"
    try:
        pdf = packing_slip(shop, row.number, own_label(shop.id), clock.now(), for_helper=True, postage=postage)
    except NothingToSend as error:
        raise Http404 from error
    return printed(pdf, f"slip-{row.number}.pdf")


@takes(get=(), post=("name", "email"))
@with_case
def helpers(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will show the buyer who sees to the case beside them, and let somebody else, by a link."""
    if visit.by != BUYER:
        raise Http404
    typed = {field: request.POST.get(field, "") for field in ("name", "email")}
    errors = {}
    if request.method == "POST":
        try:
            name_helper(visit.shop, row.number, typed["name"], typed["email"], clock.now())
        except ContactRefused as error:
            errors = {error.field: sentence(error)}
        else:
            return redirect("portal:helpers", visit.shop.id, row.number)
    known = [one for one in contacts_of(visit.shop.id, row.number) if one.kind == HELPER]
    return show(
        request, "case/helpers", visit.shop, clock.now(), 400 if errors else 200,
        visit=visit, case=row, known=known, errors=errors, typed=typed,
    )  # fmt: skip


@takes(post=("helper",))
@with_case
def end(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will end what a helper may see."""
    end_helper(visit.shop, row.number, request.POST.get("helper", ""), clock.now())
    return redirect("portal:helpers", visit.shop.id, row.number)


@takes(get=(), post=("email",))
@with_case
def address(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will ask who got a present where to be written to, and keep it."""
    if visit.by != GIFT_RECIPIENT:
        raise Http404
    known = next((one.email for one in contacts_of(visit.shop.id, row.number) if one.kind == RECIPIENT), "")
    if request.method != "POST":
        return _address_page(request, visit, row, {"email": known}, {})
    typed = {"email": request.POST.get("email", "")}
    try:
        tell_address(visit.shop, row.number, typed["email"], clock.now())
    except ContactRefused as error:
        return _address_page(request, visit, row, typed, {error.field: sentence(error)})
    return redirect("portal:case", visit.shop.id, row.number)


def _address_page(
    request: HttpRequest, visit: Visit, row: CaseRow, typed: dict[str, str], errors: dict[str, str]
) -> HttpResponse:
    status = 400 if errors else 200
    return show(
        request, "case/address", visit.shop, clock.now(), status, visit=visit, case=row, typed=typed, errors=errors
    )


def _page(
    request: HttpRequest, shop: ShopRow, row: CaseRow, helper: ContactRow, errors: dict[str, str],
    typed: dict[str, str], status: int = 200,
) -> HttpResponse:  # fmt: skip
    found = show_case(shop, row.number, {row.case.order: row.case.by})
    if found is None:
        raise Http404
    return show(
        request, "case/helping", shop, clock.now(), status, case=row, helper=helper, items=_items(found, clock.now()),
        labels=carried_labels(shop, row) if sends(row) else [], sends=sends(row), errors=errors,
        typed=typed, message_key=secrets.token_urlsafe(16),
        own=[one for one in found.messages if one.by != CUSTOMER or one.text.startswith(f"{helper.name}, ")],
    )  # fmt: skip


def _items(found: ShownCase, now: Instant) -> list[tuple[ShownItem, SafeString, list[PageStage]]]:
    """Each piece with how it stands; no stage names an amount."""
    zone, opened, channel = found.policy.shop.zone, found.row.case.opened_at, found.row.case.channel
    return [
        (one, headline(one.item, zone, now, channel), page_stages(one.stages, one.item, opened, zone, now))
        for one in found.items
    ]


def carried_labels(shop: ShopRow, row: CaseRow) -> list[str]:
    """This function will return the labels that a helper may print: a carrier's own, on which no order is named.

    A label that the shop draws itself names the order and the buyer's postcode, which together open the order.
    """
    kept = [(one.id, label_with(shop.id, one.id)) for one in row.case.labels]
    return [label_id for label_id, one in kept if one is not None and one.carrier != OWN]
