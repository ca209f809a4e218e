"""Only pages that hold nothing of anybody are compressed."""

from __future__ import annotations

import gzip
from http import cookies

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from amends.config.compressing import CompressForAnybody

PAGE = "<p>A page that is long enough to be worth it.</p>" * 40
SESSIONS = (settings.AMENDS_CUSTOMER_COOKIES["session"], settings.SESSION_COOKIE_NAME)


def answered(request: HttpRequest, page: HttpResponse | None = None) -> HttpResponseBase:
    """This function will return what goes out for that request, as the middleware leaves it."""
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    made = page or HttpResponse(PAGE)

    def inner(asked: HttpRequest) -> HttpResponse:
        asked.COOKIES.clear()  # inner middleware renames them: what came in has to be noted before
        return made

    response = CompressForAnybody(inner)(request)
    assert isinstance(response, HttpResponseBase)
    return response


def test_a_page_for_anybody_is_compressed_and_never_equally_long() -> None:
    pages = [answered(RequestFactory().get("/silver/")) for _ in range(12)]
    assert all(isinstance(one, HttpResponse) and gzip.decompress(one.content).decode() == PAGE for one in pages)
    assert len({one["Content-Length"] for one in pages}) > 1
    assert int(pages[0]["Content-Length"]) < len(PAGE) // 4


@pytest.mark.parametrize("name", SESSIONS)
def test_a_page_of_somebody_is_not(name: str) -> None:
    request = RequestFactory().get("/silver/")
    request.COOKIES[name] = "theirs"
    assert not answered(request).has_header("Content-Encoding")


def test_a_page_that_begins_a_session_is_not() -> None:
    page = HttpResponse(PAGE)
    page.cookies = cookies.SimpleCookie({SESSIONS[0]: "new"})
    assert not answered(RequestFactory().get("/silver/"), page).has_header("Content-Encoding")


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (RequestFactory().get("/console/login/"), "text/html"),
        (RequestFactory().post("/silver/find"), "text/html"),
        (RequestFactory().get("/silver/sizer.pdf"), "application/pdf"),
    ],
)
def test_neither_is_anything_else(request_: HttpRequest, kind: str) -> None:
    assert not answered(request_, HttpResponse(PAGE, content_type=kind)).has_header("Content-Encoding")
