"""How the portal writes amounts and dates: as all pages do."""

from __future__ import annotations

from amends.pages.shown import MINUS, day, moment, money, until

__all__ = ["MINUS", "day", "moment", "money", "until"]
