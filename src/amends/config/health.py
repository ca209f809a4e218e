"""`/health`: whether this installation is well, for whoever watches it. It tells no figures and no names."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from amends.pages import clock
from amends.usecases.read_health import read_health


@require_safe
def health(_: HttpRequest) -> JsonResponse:
    """This function will answer 200 where all is well, 503 where somebody has to look; `amends health` says at what."""
    try:
        database, work = "ok", "ok" if read_health(clock.now()).is_well else "look at it"
    except DatabaseError:
        database = work = "look at it"
    well = database == work == "ok"
    answer = JsonResponse({"database": database, "work": work}, status=200 if well else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer
