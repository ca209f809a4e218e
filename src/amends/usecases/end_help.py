"""Noting how help was used, without knowing by whom: begun, ended, and doubted where a case or a message followed.

Solved means that the reader said so and that nothing followed from the same browser within 14 days. The limits of that:
who asks again from another device, in a private window, or by a mail that is no answer to anything, is not seen. So
the share solved is an upper bound, and is called so where it is shown.
"""

from __future__ import annotations

import re
import secrets

from amends.core.dates import DAY, Instant
from amends.records.help_visits import SOLVED, WENT_ON, begin_visit, doubt_visit, end_visit, forget_visits
from amends.records.shops import ShopRow

DAYS = 14
DAYS_KEPT = 400  # insights look back a year
_VISIT = re.compile(r"[A-Za-z0-9_-]{22}")


def new_visit() -> str:
    """This function will return the number of a new visit: random, and saying nothing."""
    return secrets.token_urlsafe(16)


def is_visit(text: str) -> bool:
    """This function will say whether a text can be a visit's number."""
    return _VISIT.fullmatch(text) is not None


def begin_help(shop: ShopRow, visit: str, guide: str, at: Instant) -> None:
    """This function will note that a guide is being read."""
    begin_visit(shop.id, visit, guide, at)


def end_help(shop: ShopRow, visit: str, guide: str, at: Instant, *, is_solved: bool) -> None:
    """This function will note that the guide solved it, or that its reader went on to a claim or a message.

    Visits that nothing counts any more are forgotten on the way.
    """
    forget_visits(shop.id, at - DAYS_KEPT * DAY)
    end_visit(shop.id, visit, guide, SOLVED if is_solved else WENT_ON, at)


def doubt_help(shop: ShopRow, visit: str, at: Instant) -> None:
    """This function will note that a case or a message followed from where something had been said to be solved."""
    doubt_visit(shop.id, visit, at - DAYS * DAY, at)
