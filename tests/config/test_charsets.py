"""What a request says of its own charset chooses no codec."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest

from amends.config.charsets import read_as_utf_8


def read(kind: str, body: bytes) -> WSGIRequest:
    """This function will return the request that reaches the pages, as a web server hands it in."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "QUERY_STRING": "q=%C3%A9", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }  # fmt: skip
    seen = []

    def application(handed: dict[str, Any], _: object) -> list[bytes]:
        seen.append(WSGIRequest(handed))
        return []

    read_as_utf_8(application)(environ, lambda *_: lambda _: None)
    return seen[0]


@pytest.mark.parametrize(
    "charset", ["=zlib", "=rot13", "=undefined", "=hex", "=utf-16", "=utf-7", "=latin-1", '="zlib"', "*=utf-8''zlib"]
)
def test_a_request_is_read_as_utf_8(charset: str) -> None:
    """`zlib` was looked up, and failed as no text encoding: every address with a question answered 500."""
    asked = read(f"application/x-www-form-urlencoded; Charset{charset}", b"a=%C3%BC")
    assert (asked.GET["q"], asked.POST["a"]) == ("\xe9", "\xfc")


@pytest.mark.parametrize("boundary", ["b", '"b"', "b; charset=zlib", "b ;charset=zlib"])
def test_files_are_still_found_by_their_boundary(boundary: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xc3\xbc\r\n--b--\r\n'
    assert read(f"multipart/form-data; boundary={boundary}", body).POST["a"] == "\xfc"
