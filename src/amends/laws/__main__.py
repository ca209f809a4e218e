"""Writes the page of the laws; run it from the checkout after a law has changed."""

from __future__ import annotations

import sys
from pathlib import Path

from amends.laws.page import PATH, laws_page

if __name__ == "__main__":
    (Path.cwd() / PATH).write_text(laws_page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PATH}\n")
