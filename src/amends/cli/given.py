"""What commands are given: the file of a policy, and the terminal and files they write to. Loads next to nothing."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex

from rich.console import Console

from amends.core.errors import AmendsError

WIDTH = 110  # where no terminal says its own


class FileUnwritable(AmendsError):
    """A file that somebody wants written cannot be."""

    code = "file_unwritable"


def check_writable(path: Path | None) -> None:
    """This function will raise `FileUnwritable` for a file that cannot be written: before long work, not after it."""
    if path is None:
        return
    if path.is_dir():
        raise FileUnwritable(f"`{path}` is a folder.", hint="Name a file in it.")
    if not path.parent.is_dir():
        raise FileUnwritable(f"there is no folder `{path.parent}` to write `{path.name}` in.", hint="Make it first.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise FileUnwritable(f"`{path}` may not be written.", hint="Name a file in a folder of your own.")


def write_whole(path: Path, text: str) -> None:
    """This function will write a file, or raise `FileUnwritable` and leave what was there before, if anything was."""
    partial = path.with_name(f".{path.name}.{token_hex(6)}.partial")
    try:
        is_alone = path.is_file() or not path.exists()  # else a terminal, or a pipe
        if not (is_alone and os.access(path.parent, os.W_OK)):
            path.write_text(text, encoding="utf-8")
            return
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise FileUnwritable(f"`{path}` cannot be written: {(error.strerror or str(error)).lower()}.") from None


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
