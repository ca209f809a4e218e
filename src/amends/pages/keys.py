"""Keys that are made from the installation's secret, one for each purpose."""

from __future__ import annotations

import hashlib

from django.conf import settings


def key_for(purpose: str) -> bytes:
    """This function will return the key for that purpose; keys for two purposes tell nothing of each other."""
    return hashlib.sha256(f"{purpose} {settings.SECRET_KEY}".encode()).digest()
