"""Which shop: for the few who belong to several."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amends.pages.parameters import takes
from amends.records.members import places_of


@takes(get=("all",))
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """This function will show the shops that one belongs to, or go straight on where there is only one."""
    places = places_of(request.user.pk or 0)
    if len(places) == 1 and "all" not in request.GET:
        return redirect("console:queue", places[0][0].id)
    return render(request, "console/choose.html", {"places": places}, status=200 if places else 403)
