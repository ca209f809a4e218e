"""A request that is still on its way: its bytes as they come, and when it is whole.

Laws: where a request ends is told by its head alone; what follows is the next one's. What is held in memory is bounded,
the rest lies in a file. A head that could be read in two ways is handed on without a body, so that whoever parses it
has nothing to wait for and refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile

MOST_HEAD = 64 * 1024
_IN_MEMORY = 64 * 1024
_PIECE = 64 * 1024
_HEAD_SECONDS = 10
_BODY_SECONDS, _LEAST_PACE = 30, 1_000  # after half a minute a thousand bytes a second, on the whole
_END = b"\r\n\r\n"
_LENGTHS = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([^\r]*)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
_ASKS_TO_GO_ON = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)


class Arriving:
    """What has come of one request so far."""

    def __init__(self, since: float, most_bytes: int) -> None:
        self.since = since
        self.received = 0
        self.refused: HTTPStatus | None = None  # what is wrong, where it need not come any further
        self.waits_to_go_on = False  # the client sends the body when it is told to
        self.rest = b""  # of the next request
        self._most = most_bytes
        self._head = bytearray()
        self._missing: int | None = None  # bytes of the body; not known before the head is whole
        self._body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115

    @property
    def is_whole(self) -> bool:
        """This property will hold whether nothing is missing."""
        return self._missing == 0

    def take(self, data: bytes) -> None:
        """This function will take the bytes that came."""
        self.received += len(data)
        if self._missing is None:
            seen = max(0, len(self._head) - len(_END) + 1)
            self._head += data
            end = self._head.find(_END, seen)
            if end < 0:
                if len(self._head) > MOST_HEAD:
                    self.refused = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                return
            data = bytes(self._head[end + len(_END) :])
            del self._head[end + len(_END) :]
            self._missing = self._length()
            self.waits_to_go_on = self._missing > len(data) and bool(_ASKS_TO_GO_ON.search(self._head))
        part, self.rest = data[: self._missing], data[self._missing :]
        self._body.write(part)
        self._missing -= len(part)

    def pieces(self) -> Iterator[bytes]:
        """This function will yield the request, whole, as it came; once."""
        yield _ASKS_TO_GO_ON.sub(b"", bytes(self._head))
        self._body.seek(0)
        while piece := self._body.read(_PIECE):
            yield piece

    def is_too_slow(self, now: float) -> bool:
        """This function will say whether nobody need wait for it any longer."""
        age = now - self.since
        if self._missing is None:
            return age > _HEAD_SECONDS
        return age > _BODY_SECONDS and self.received < age * _LEAST_PACE

    def let_go(self) -> None:
        """This function will forget what came, where it is not the next one's."""
        self._body.close()

    def _length(self) -> int:
        lengths = _LENGTHS.findall(self._head)
        if _CHUNKED.search(self._head):
            # No page takes a body whose length is not said; both at once is for the parser to refuse.
            self.refused = None if lengths else HTTPStatus.LENGTH_REQUIRED
            return 0
        if len(lengths) != 1 or not re.fullmatch(rb"[0-9]{1,12}[ \t]*", lengths[0]):
            return 0
        length = int(lengths[0])
        if length > self._most:
            self.refused = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return length
