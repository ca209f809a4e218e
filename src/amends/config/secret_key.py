"""The key that signs sessions and links: made once for each installation, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_FILE = "secret-key"


def read_secret_key(home: Path) -> str:
    """This function will return the installation's key, or one that lasts for this process where none was made yet."""
    try:
        return (home / _FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return secrets.token_urlsafe(50)


def make_secret_key(home: Path) -> None:
    """This function will make the installation's key unless there is one; two that start at once agree on one key."""
    final, draft = home / _FILE, home / f"{_FILE}.{os.getpid()}"
    if final.exists():
        return
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, final)  # fails where another was quicker, and never shows half a key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
