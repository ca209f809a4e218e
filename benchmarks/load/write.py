"""`python -m benchmarks.load.write <figures of cases> <figures of a run> ...`: makes `docs/load.md` of them."""

from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path

from benchmarks.load.page import page

PAGE = Path(__file__).parents[2] / "docs" / "load.md"


def main() -> None:
    """This function will write the page from the figures that the programs have kept with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--remarks", type=Path, help="a file with what is to be said about the conditions")
    given = parser.parse_args()
    about = {
        "machine": f"2 cores ({platform.machine()}, {platform.system()})",
        "python": platform.python_version(),
        "patterns": "24",
        "remarks": given.remarks.read_text(encoding="utf-8").strip() if given.remarks else "",
    }
    runs = [json.loads(one.read_text(encoding="utf-8")) for one in given.runs]
    PAGE.write_text(page(runs, json.loads(given.cases.read_text(encoding="utf-8")), about), encoding="utf-8")


if __name__ == "__main__":
    main()
