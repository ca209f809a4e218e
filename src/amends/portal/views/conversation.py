"""Messages and photos of a case: written and shown by whoever opened it, and by nobody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.integrations.photos.reader import read_photo
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.files import handed_out
from amends.pages.keys import key_for
from amends.pages.parameters import takes
from amends.pages.uploads import too_large
from amends.portal.carrying import note_that_more_followed
from amends.portal.views.cases import again
from amends.portal.visits import Visit, with_case
from amends.records.cases import CaseRow
from amends.records.photos import photo_of_case
from amends.usecases.add_photo import Sent, add_photos, shown_name
from amends.usecases.send_message import CUSTOMER, LONGEST, MessageInvalid, send_message


@takes(post=("text", "key"), longest=2 * LONGEST)
@with_case
def message(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will send a message from the customer."""
    text = request.POST.get("text", "")
    try:
        send_message(
            visit.shop, row.number, text, by=CUSTOMER, key=request.POST.get("key", ""), at=clock.now(),
            secret=key_for("notes"),
        )  # fmt: skip
    except MessageInvalid as error:
        return again(request, visit, row, errors={"text": sentence(error)}, typed={"text": text})
    note_that_more_followed(request, visit.shop, clock.now())
    return redirect(f"{reverse('portal:case', args=[visit.shop.id, row.number])}#messages")


@takes(post=(), files=("photos",))
@with_case
def photos(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will keep the photos that can be read, and say which could not and why: as a page, or as JSON."""
    files = request.FILES.getlist("photos")
    sent = (Sent(one.name or "", one.read()) for one in files)
    added = add_photos(visit.shop, row.number, sent, read_photo, by=CUSTOMER, at=clock.now())
    refused = [(name or _("A photo"), sentence(error)) for name, error in added.refused]
    large = _("It is larger than 15 MB. Send it in a smaller size.")
    refused += [(shown_name(name), large) for name in too_large(request)]
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({
            "kept": len(added.kept), "refused": [{"name": name, "why": why} for name, why in refused],
        })  # fmt: skip
    if not files and not refused:
        return again(request, visit, row, errors={"photos": _("Choose a photo first.")})
    if refused:
        return again(request, visit, row, refused=refused, kept=len(added.kept))
    return redirect(f"{reverse('portal:case', args=[visit.shop.id, row.number])}#photos")


@takes(get=())
@with_case
def photo(request: HttpRequest, visit: Visit, row: CaseRow, photo_id: str, size: str) -> HttpResponse:
    """This function will return a photo of the case, as it was written anew."""
    picture = photo_of_case(visit.shop.id, row.number, photo_id, small=size == "small")
    if picture is None:
        raise Http404
    response = handed_out(picture, "image/jpeg", "photo.jpg", inline=True)
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
