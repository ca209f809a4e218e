"""Writes the pictures of all example shops."""

from __future__ import annotations

import sys

from amends.examples.drawing import write_pictures
from amends.examples.folders import SHOPS

for shop in SHOPS:
    sys.stdout.write(f"{shop}: {write_pictures(shop)} pictures\n")
