"""The project's own files, read once for the tests about them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "amends"
CORE = PACKAGE / "core"


def programs(*folders: Path) -> list[Path]:
    """This function will return the Python files below the folders, in order."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def name_of(path: Path) -> str:
    """This function will return the path as seen from the checkout, for names of tests and messages."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """This function will return the file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
