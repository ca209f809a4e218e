"""Where the example shops' files lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from amends.core.errors import AmendsError, did_you_mean

SHOPS = ("piercing", "silver", "bespoke")
_HERE = Path(__file__).parent


class ExampleMissing(AmendsError):
    """An example shop, or one of its files, is asked for that does not exist."""

    code = "example_missing"


def folder(shop: str) -> Path:
    """This function will return the folder of that example shop, or raise `ExampleMissing`."""
    if shop not in SHOPS:
        hint = did_you_mean(shop, SHOPS) or "There are " + ", ".join(f"`{name}`" for name in SHOPS) + "."
        raise ExampleMissing(f"there is no example shop `{shop}`.", hint=hint)
    return _HERE / shop


def read_yaml(shop: str, name: str) -> Any:
    """This function will return what a YAML file of the shop holds."""
    return yaml.safe_load((folder(shop) / name).read_text(encoding="utf-8"))


def picture(path: str) -> str:
    """This function will return the SVG of a product's `picture`, such as `silver/pictures/wren-ring.svg`."""
    found = (_HERE / path).resolve()
    if not found.is_relative_to(_HERE) or found.suffix != ".svg" or not found.is_file():
        raise ExampleMissing(f"there is no picture `{path}`.", hint="Take the path from a product's `picture`.")
    return found.read_text(encoding="utf-8")
