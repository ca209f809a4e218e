"""The sample shops, put in place once a module; what a test does to them is rolled back."""

from __future__ import annotations

from tests.usecases.conftest import loaded, shops

__all__ = ("loaded", "shops")
