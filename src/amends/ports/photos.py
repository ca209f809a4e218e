"""Whoever reads the photos that people send, and writes them anew.

Laws: what comes back is a JPEG of pixels alone - no place where it was taken, no name, nothing that was appended; what
cannot be read safely is refused in words that its sender can act on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from amends.core.errors import AmendsError

MOST_BYTES = 15_000_000  # of one photo as it is sent
MOST_PIXELS = 40_000_000


class PhotoRefused(AmendsError):
    """A photo cannot be taken; `code` says why, and the words what its sender can do."""

    def __init__(self, what: str, *, code: str = "photo_refused", hint: str = "") -> None:
        super().__init__(what, hint=hint)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo written anew, in the size that is kept and in a small one."""

    width: int
    height: int
    image: bytes = field(repr=False)  # JPEG
    small: bytes = field(repr=False)  # JPEG


class PhotoReader(Protocol):
    """What the use cases ask of whoever reads photos."""

    def __call__(self, sent: bytes) -> Picture:
        """This function will return the photo written anew, or raise `PhotoRefused`."""
        ...
