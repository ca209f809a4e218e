"""A case as staff see it: what it is about, how it stands, what was decided by which clauses, and the next step."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from amends.console.access import Staff, for_staff, show
from amends.pages.parameters import takes
from amends.usecases.read_case import read_case


@takes(get=())
@for_staff()
def case(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """This function will show the case."""
    found = read_case(staff.shop, number.upper())
    if found is None:
        raise Http404
    return show(request, "case", staff, file=found)
