"""What commands are given: the file of a policy, and the terminal they write to. Loads next to nothing."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

WIDTH = 110  # where no terminal says its own


def terminal() -> Console:
    """This function will return the terminal, or a page of fixed width where there is none."""
    console = Console(highlight=False)
    console.width = console.width if console.is_terminal else WIDTH
    return console


def policy_path(said: str) -> Path:
    """This function will return the policy's file: the path itself, that of a folder, or that of an example shop."""
    path = Path(said)
    if not path.exists():
        from amends.examples import SHOPS, folder  # noqa: PLC0415 - loads guides and pictures, which no file needs

        path = folder(said) if said in SHOPS else path
    return path / "policy.yaml" if path.is_dir() else path
