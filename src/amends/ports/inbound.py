"""What taking a mail needs beside the database: whose mails ours are, and who reads what a stranger has sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from amends.core.mail.addresses import Ours
from amends.core.mail.inbound import InboundMail
from amends.ports.photos import PhotoReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a shop's mail comes in. The secret is that of the addresses which answers come back to."""

    ours: Ours
    secret: bytes = field(repr=False)
    read: Callable[[bytes], InboundMail]
    photos: PhotoReader
