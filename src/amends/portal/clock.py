"""The clock of the portal's pages; it is that of all pages."""

from __future__ import annotations

from amends.pages.clock import now

__all__ = ["now"]
