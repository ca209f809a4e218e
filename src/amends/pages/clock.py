"""The one place in the pages that looks at a clock; everything further in is told what time it is."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from amends.core.dates import Instant, instant_of


def now() -> Instant:
    """This function will return the present moment, or the one that `FIXED_NOW` in the settings stands still at."""
    fixed: Instant | None = getattr(settings, "FIXED_NOW", None)
    return instant_of(timezone.now()) if fixed is None else fixed
