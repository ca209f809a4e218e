"""The pictures of a case, for members alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.console.access import Staff, for_staff
from amends.integrations.photos.reader import read_photo
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.files import handed_out
from amends.pages.parameters import takes
from amends.pages.uploads import too_large
from amends.records.case_file import picture_of
from amends.usecases.act_on_case import CaseMissing
from amends.usecases.add_photo import Sent, add_photos, shown_name
from amends.usecases.permissions import Act


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


@takes(post=(), files=("photos",))
@for_staff(post=Act.RECEIVE)
def add_photo(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """This function will add photos to the case; one that cannot be read keeps the others not out, and is told."""
    number = number.upper()
    try:
        add_to_case(request, staff, number)
    except CaseMissing as error:
        raise Http404 from error
    return redirect("console:case", staff.shop.id, number)


def add_to_case(request: HttpRequest, staff: Staff, number: str, item_id: str = "") -> None:
    """This function will add the photos that were sent along, and tell of each that could not be taken."""
    sent = [Sent(one.name or "", one.read()) for one in request.FILES.getlist("photos")]
    for name in too_large(request):
        messages.warning(request, _("%(name)s is larger than 15 MB.") % {"name": shown_name(name)})
    if not sent:
        return
    added = add_photos(staff.shop, number, sent, read_photo, by=staff.member.id, at=clock.now(), item=item_id)
    for name, why in added.refused:
        messages.warning(request, f"{name}: {sentence(why)}")


def _picture(staff: Staff, photo_id: str, *, small: bool) -> HttpResponse:
    found = picture_of(staff.shop.id, photo_id, small=small)
    if found is None:
        raise Http404
    return handed_out(found, "image/jpeg", "photo.jpg", inline=True)
