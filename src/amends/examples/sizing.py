"""What the example shops know about sizes: the file `sizes.yaml` of each, read once."""

from __future__ import annotations

from functools import cache

from amends.core.sizes.rules import FILE, SizeRules, read_rules
from amends.examples.folders import folder


@cache
def sizing(shop_id: str) -> SizeRules:
    """This function will return what that shop knows about sizes."""
    return read_rules((folder(shop_id) / FILE).read_text(encoding="utf-8"), f"{shop_id}/{FILE}")
