"""The pictures of a case, for members alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from amends.console.access import Staff, for_staff
from amends.pages.parameters import takes
from amends.records.case_file import picture_of

_POLICY = "default-src 'none'; sandbox"


@takes(get=())
@for_staff()
def photo(request: HttpRequest, staff: Staff, photo_id: str) -> HttpResponse:
    """This function will return the photo as it is kept."""
    return _picture(staff, photo_id, small=False)


@takes(get=())
@for_staff()
def photo_small(request: HttpRequest, staff: Staff, photo_id: str) -> HttpResponse:
    """This function will return the photo in a small size."""
    return _picture(staff, photo_id, small=True)


def _picture(staff: Staff, photo_id: str, *, small: bool) -> HttpResponse:
    found = picture_of(staff.shop.id, photo_id, small=small)
    if found is None:
        raise Http404
    response = HttpResponse(found, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Content-Disposition"] = "inline"
    return response
