"""The receipt of a decision, for the shop's people; who took one stands in the log."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse

from amends.console.access import Staff, for_staff
from amends.pages.parameters import takes
from amends.pages.receipts import receipt_file
from amends.records.cases import case_numbered

_log = logging.getLogger("amends.console")


@takes(get=())
@for_staff()
def receipt(request: HttpRequest, staff: Staff, number: str, item_id: str) -> HttpResponse:
    """This function will return the signed receipt of what was decided about the item."""
    row = case_numbered(staff.shop.id, number.upper())
    if row is None:
        raise Http404
    response = receipt_file(staff.shop, row, item_id)
    _log.info("member %s of %s took the receipt of %s, item %s", staff.member.id, staff.shop.id, row.number, item_id)
    return response
