"""A small policy to start from, as `amends policy example` prints it and the ten minutes' tour takes it."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).parent / "starter" / "policy.yaml"


def starter_policy() -> str:
    """This function will return the text of the policy."""
    return _FILE.read_text(encoding="utf-8")
