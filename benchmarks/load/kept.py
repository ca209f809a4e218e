"""Where figures are kept, from which the page in the documentation is made."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "figures"
CASES = "cases.json"


def into(parser: argparse.ArgumentParser) -> None:
    """This function will let whoever calls the program say where its figures go."""
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder that the figures are written to")


def keep(folder: Path, name: str, found: Mapping[str, Any]) -> None:
    """This function will write the figures, and say where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"figures: {folder / name}", flush=True)


def runs(folder: Path) -> list[dict[str, Any]]:
    """This function will return the runs of the load program that were kept, small shops and slow rates first."""
    found = [json.loads(one.read_text(encoding="utf-8")) for one in folder.glob("load-*.json")]
    return sorted(found, key=lambda one: (one["cases"], one["rate"]))


def opening(folder: Path) -> dict[str, Any]:
    """This function will return what the program that opens cases has kept."""
    found: dict[str, Any] = json.loads((folder / CASES).read_text(encoding="utf-8"))
    return found
