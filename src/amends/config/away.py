"""What a page answers when something fails on our side; while the database is away, calmly and without losing a word.

It hangs below every middleware, since a session or a member's account is read from the database as well. Laws: nothing
here asks the database; what was typed comes back as it was sent, but passwords and files; who sent it decides when to
send it again, and the form's own key makes it count once.
"""

from __future__ import annotations

import sys

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.views.defaults import server_error

AGAIN_SECONDS = 5
_CANNOT_READ = (BadRequest, RequestDataTooBig, TooManyFieldsSent, UnreadablePostError)


def failed(request: HttpRequest) -> HttpResponse:
    """This function will answer instead of a page that failed: 503 where the database cannot be reached, else 500."""
    error = sys.exc_info()[1]
    if not isinstance(error, (InterfaceError, OperationalError)):
        return server_error(request)
    sent = request.method == "POST"
    page = render_to_string("503.html", {"sent": sent, "path": request.path, "fields": _typed(request) if sent else ()})
    answer = HttpResponse(page, status=503)
    answer.headers["Retry-After"] = str(AGAIN_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    if request.method == "GET":
        answer.headers["Refresh"] = str(AGAIN_SECONDS)  # the page comes back by itself, without a script
    return answer


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        return [
            (name, str(value)) for name, values in request.POST.lists() if "password" not in name for value in values
        ]
    except _CANNOT_READ:
        return []
