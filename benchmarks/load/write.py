"""`python -m benchmarks.load.write`: makes `docs/load.md` of the figures that the programs have kept."""

from __future__ import annotations

import argparse
import platform
from pathlib import Path

from benchmarks.load import kept
from benchmarks.load.page import page

PAGE = Path(__file__).parents[2] / "docs" / "load.md"


def main() -> None:
    """This function will write the page from the figures that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    kept.into(parser)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--remarks", default="", help="what is to be said about the conditions, such as other work")
    given = parser.parse_args()
    about = {
        "machine": f"2 cores ({platform.machine()}, {platform.system()})",
        "python": platform.python_version(),
        "patterns": "24",
        "remarks": given.remarks,
    }
    given.page.write_text(page(kept.runs(given.into), kept.opening(given.into), about), encoding="utf-8")
    print(f"page: {given.page}")


if __name__ == "__main__":
    main()
