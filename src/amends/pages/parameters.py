"""What a page may be asked: by which methods, with which fields, each once and none too long. All else is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

LONGEST = 2_000  # characters of one field
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
View = Callable[..., HttpResponse]


def takes(
    *,
    get: tuple[str, ...] | None = None,
    post: tuple[str, ...] | None = None,
    answers: str = "",
    files: tuple[str, ...] = (),
    longest: int = LONGEST,
) -> Callable[[View], View]:
    """This function will let a view be asked by these methods with these fields; fields with the prefix too, in a post.

    Another method is answered with 405, another field, one given twice, too long or no text with 400. `files` are the
    fields that may hold files, several each.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, **given: str) -> HttpResponse:
            fields = post if request.method == "POST" else get if request.method in {"GET", "HEAD"} else None
            if fields is None:
                known = [*(("GET", "HEAD") if get is not None else ()), *(("POST",) if post is not None else ())]
                return HttpResponseNotAllowed(known)
            if request.method == "POST":
                _check(request.GET, (), "", longest)
                _check(request.POST, (*fields, *files, _TOKEN), answers, longest)  # no file chosen: an empty field
                if set(request.FILES) - set(files):
                    raise BadRequest("no such file is taken here")
            else:
                _check(request.GET, fields, "", longest)
            return view(request, **given)

        return checked

    return wrap


def _check(given: QueryDict, fields: tuple[str, ...], prefix: str, longest: int) -> None:
    for name, values in given.lists():
        if name not in fields and not (prefix and name.startswith(prefix)):
            raise BadRequest("a field is not known here")
        if len(values) != 1:
            raise BadRequest("a field is given more than once")
        if len(values[0]) > longest or "\0" in values[0]:
            raise BadRequest("a field is too long, or no text")
