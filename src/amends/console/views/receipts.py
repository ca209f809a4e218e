"""The receipt of a decision, for the shop's people; who took one stands in the history of the case."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from amends.console.access import Staff, for_staff
from amends.core.cases.commands import Record
from amends.core.cases.events import ReceiptTaken
from amends.pages import clock
from amends.pages.parameters import takes
from amends.pages.receipts import receipt_file
from amends.records.cases import case_numbered
from amends.usecases.act_on_case import act_on_case


@takes(get=())
@for_staff()
def receipt(request: HttpRequest, staff: Staff, number: str, item_id: str) -> HttpResponse:
    """This function will return the signed receipt of what was decided about the item."""
    row = case_numbered(staff.shop.id, number.upper())
    if row is None:
        raise Http404
    response = receipt_file(staff.shop, row, item_id)
    taken = Record(event=ReceiptTaken(item=item_id))
    act_on_case(staff.shop, row.number, taken, at=clock.now(), by=staff.member.id)
    return response
