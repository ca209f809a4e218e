"""What a customer prints: the label, as long as it can be used, and the slip for a parcel that they send themselves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from amends.core.cases.states import State
from amends.integrations.connect import own_label
from amends.pages.parameters import takes
from amends.portal import clock
from amends.portal.panels import usable_label
from amends.portal.views.pages import show
from amends.portal.visits import Visit, with_case
from amends.records.beside import label_pdf
from amends.records.cases import CaseRow
from amends.records.orders import order_with
from amends.usecases.act_on_case import rules_for
from amends.usecases.pack_return import pack_return
from amends.usecases.show_case import show_case

_POLICY = "default-src 'none'; sandbox"


@takes(get=())
@with_case
def label(request: HttpRequest, visit: Visit, row: CaseRow, label_id: str) -> HttpResponse:
    """This function will return the label to print; one that cannot be used any more is gone, and the page says so."""
    if label_id not in {one.id for one in row.case.labels}:
        raise Http404
    found = show_case(visit.shop, row.number, {visit.number: visit.by})
    now = clock.now()
    sending = [one.item for one in found.items if one.item.state is State.TO_SEND] if found else []
    usable = {one.id for item in sending if found and (one := usable_label(found, item, now))}
    pdf = label_pdf(visit.shop.id, row.number, label_id) if label_id in usable else None
    if pdf is None:
        return show(request, "case/gone", visit.shop, now, 410, visit=visit, case=row, sending=bool(sending))
    return _printed(pdf, f"label-{row.number}.pdf")


@takes(get=())
@with_case
def slip(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will return the slip to put into the parcel, for what is to be sent without a label of ours."""
    items = [one.item for one in row.items if one.item.state is State.TO_SEND]
    alone = [one for one in items if one.answer.label != "prepaid"]
    order = order_with(visit.shop.id, row.case.order)
    if not alone or order is None:
        raise Http404
    rules, now = rules_for(visit.shop, row), clock.now()
    parcel = pack_return(visit.shop, row, order, alone, rules, at=now, postage="customer")
    made = own_label(visit.shop.id).make_label(key=f"{row.number}.slip", parcel=parcel)
    return _printed(made.pdf, f"slip-{row.number}.pdf")


def _printed(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = _POLICY
    return response
