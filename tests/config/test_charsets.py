"""What a request says of its own charset chooses no codec."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from amends.config.charsets import OneCharset


def read(request: HttpRequest) -> HttpResponse:
    """This function will answer with what the request asks and sends."""
    return HttpResponse(f"{request.GET.get('q')} {request.POST.get('a')}")


@pytest.mark.parametrize("charset", ["zlib", "rot13", "undefined", "hex", "utf-16", "utf-7", "idna", "latin-1", "none"])
def test_a_request_is_read_as_utf_8(charset: str) -> None:
    """`zlib` was looked up, and failed as no text encoding: every address with a question answered 500."""
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    asked = RequestFactory().generic("POST", "/x?q=%C3%A9", b"a=%C3%BC", content_type=kind)
    assert OneCharset(read)(asked).content.decode() == "é ü"


def test_it_is_the_first_to_look_at_a_request(settings: object) -> None:
    assert getattr(settings, "MIDDLEWARE")[0] == "amends.config.charsets.OneCharset"  # noqa: B009 - of any settings
