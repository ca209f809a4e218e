"""Which keys do what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from amends.console.access import Staff, for_staff, show
from amends.pages.parameters import takes


@takes(get=())
@for_staff()
def keys(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will name the keys."""
    return show(request, "keys", staff)
