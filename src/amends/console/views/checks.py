"""What the check finds in the shop's policy, with an example of each and what to do about it. For owners."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from amends.console.access import Staff, for_staff, show
from amends.console.acts import sentence
from amends.core.errors import AmendsError
from amends.laws.statutes import every_place
from amends.pages import clock
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.usecases.permissions import Act
from amends.usecases.read_check import read_check


@takes(get=("law", "proposal"))
@for_staff(Act.POLICY)
def check(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will check the version in force, or a proposal, against one law more where that is asked for."""
    law = request.GET.get("law", "")
    places = (law,) if law in every_place() else ()
    found = read_check(staff.shop, clock.now(), language().words, places, request.GET.get("proposal", "")[:64])
    if found is None:
        raise Http404
    told = [
        (group.clause, [(one, sentence(AmendsError(one.finding.message)), sentence(AmendsError(one.finding.hint)))
                        for one in group.shown])
        for group in found.groups
    ]  # fmt: skip
    return show(request, "check", staff, found=found, groups=told, law=law, places=every_place())
