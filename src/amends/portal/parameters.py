"""What a page of the portal may be asked; the rule is that of all pages."""

from __future__ import annotations

from amends.pages.parameters import LONGEST, View, takes

__all__ = ["LONGEST", "View", "takes"]
