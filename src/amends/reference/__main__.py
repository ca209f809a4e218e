"""Writes every generated page; run it from the checkout after the language has changed."""

from __future__ import annotations

import sys
from pathlib import Path

from amends.reference.pages import write_pages

if __name__ == "__main__":
    for path in write_pages(Path.cwd()):
        sys.stdout.write(f"wrote {path}\n")
