"""What a customer prints or keeps: labels, the slip for a parcel that they send themselves, receipts of decisions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from amends.core.cases.states import State
from amends.core.vocabulary import BUYER
from amends.integrations.connect import own_label
from amends.pages import clock
from amends.pages.files import handed_out
from amends.pages.parameters import takes
from amends.pages.receipts import receipt_file, receipts_key
from amends.portal.caching import public
from amends.portal.views.pages import show
from amends.portal.visits import Visit, with_case, with_shop
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.packing_slip import NothingToSend, packing_slip
from amends.usecases.read_label import LabelGone, LabelMissing, read_label
from amends.usecases.renew_label import renew_label
from amends.usecases.send_message import CUSTOMER


@takes(get=())
@with_case
def label(request: HttpRequest, visit: Visit, row: CaseRow, label_id: str) -> HttpResponse:
    """This function will return the label to print; one that cannot be used any more is gone, and the page says so."""
    if label_id not in {one.id for one in row.case.labels}:
        raise Http404
    if not sends(row):
        return _gone(request, visit, row, label_id)
    try:
        pdf = read_label(visit.shop, row.number, label_id, clock.now())
    except LabelMissing as error:
        raise Http404 from error
    except LabelGone:
        return _gone(request, visit, row, label_id)
    return printed(pdf, f"label-{row.number}.pdf")


@takes(post=())
@with_case
def new_label(request: HttpRequest, visit: Visit, row: CaseRow, label_id: str) -> HttpResponse:
    """This function will ask for a new label in place of one that has run out."""
    try:
        renew_label(visit.shop, row.number, label_id, clock.now(), by=CUSTOMER)
    except LabelMissing as error:
        raise Http404 from error
    except LabelGone:
        return _gone(request, visit, row, label_id)
    return redirect("portal:case", visit.shop.id, row.number)


@takes(get=())
@with_case
def slip(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will return the slip to put into the parcel, for what is to be sent without a label of ours."""
    try:
        pdf = packing_slip(visit.shop, row.number, own_label(visit.shop.id), clock.now())
    except NothingToSend as error:
        raise Http404 from error
    return printed(pdf, f"slip-{row.number}.pdf")


@takes(get=())
@with_case
def receipt(request: HttpRequest, visit: Visit, row: CaseRow, item_id: str) -> HttpResponse:
    """This function will return the signed receipt of what was decided; it holds prices, so it is the buyer's alone."""
    if visit.by != BUYER:
        raise Http404
    return receipt_file(visit.shop, row, item_id)


@takes(get=())
@with_shop
def receipt_key(request: HttpRequest, shop: ShopRow) -> HttpResponse:
    """This function will return the public key that the shop's receipts are signed with."""
    return public(HttpResponse(f"{receipts_key(shop)}\n", content_type="text/plain; charset=utf-8"))


def sends(row: CaseRow) -> bool:
    """This function will say whether any of the case's pieces is still to be sent."""
    return any(State.TO_SEND in one.item.left for one in row.items)


def _gone(request: HttpRequest, visit: Visit, row: CaseRow, label_id: str) -> HttpResponse:
    context = {"visit": visit, "case": row, "label_id": label_id, "sending": sends(row)}
    return show(request, "case/gone", visit.shop, clock.now(), 410, **context)


def printed(pdf: bytes, name: str) -> HttpResponse:
    """This function will return a PDF to keep or to print."""
    return handed_out(pdf, "application/pdf", name)
