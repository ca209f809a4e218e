"""How files come in: to a folder for the time of the request, each no larger than a photo may be, and not too many.

What is too large is passed over, and named, so that the others are kept; nothing of it is held in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from amends.ports.photos import MOST_BYTES

MOST_TOGETHER = 100_000_000  # bytes of one request; more is not even read


class LimitedUpload(TemporaryFileUploadHandler):
    """Files of a form, within limits."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._size = 0
        self._name = ""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: Mapping[str, Any],  # noqa: N803 - Django's
        content_length: int,
        *more: Any,
    ) -> None:
        """This function will refuse a request that is larger than any sensible one."""
        if content_length > MOST_TOGETHER:
            raise RequestDataTooBig("the request is larger than any that is taken here")

    def new_file(self, field_name: str, file_name: str, *more: Any, **named: Any) -> None:
        """This function will begin with the next file."""
        self._size, self._name = 0, file_name
        super().new_file(field_name, file_name, *more, **named)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """This function will keep a part of the file, or pass the file over once it is too large."""
        self._size += len(raw_data)
        if self._size > MOST_BYTES:
            self.file.close()
            too_large(self.request).append(self._name)
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


def too_large(request: HttpRequest | None) -> list[str]:
    """This function will return the names of the request's files that were passed over as too large."""
    if request is None:
        return []
    if not hasattr(request, "too_large"):
        request.too_large = []  # type: ignore[attr-defined]
    found: list[str] = request.too_large  # type: ignore[attr-defined]
    return found
