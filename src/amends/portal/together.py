"""Several pieces that are asked about together: which, and what was answered about each, as the session remembers it.

A set has an id of its own in the addresses of its steps, so that two of them in two tabs do not mix.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest

from amends.portal.visits import Visit

MOST_SETS, MOST_PIECES = 5, 30
_TOGETHER, _SENT = "together", "together_sent"


@dataclass(slots=True)
class Together:
    """The pieces in the order in which they are asked about."""

    id: str
    order: str
    key: str  # of the form that all of them become
    pieces: list[str]
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)  # by piece
    shared: dict[str, str] = field(default_factory=dict)  # answers that hold for all

    def draft(self, piece_id: str) -> dict[str, Any]:
        """This function will return what was answered about the piece so far."""
        return dict(self.drafts.get(piece_id, {}))


def start_together(request: HttpRequest, visit: Visit, pieces: Iterable[str]) -> Together:
    """This function will begin with these pieces."""
    chosen = list(dict.fromkeys(pieces))[:MOST_PIECES]
    started = Together(secrets.token_urlsafe(6), order_of(visit), secrets.token_urlsafe(24), chosen)
    keep_together(request, started)
    return started


def together_of(request: HttpRequest, visit: Visit, set_id: str) -> Together | None:
    """This function will return the set, where this visit began it for this order in this name."""
    found = request.session.get(_TOGETHER, {}).get(set_id)
    return Together(**found) if found and found["order"] == order_of(visit) else None


def keep_together(request: HttpRequest, one: Together) -> None:
    """This function will remember the set as it stands."""
    sets = dict(request.session.get(_TOGETHER, {}))
    sets.pop(one.id, None)
    sets[one.id] = asdict(one)
    request.session[_TOGETHER] = dict(list(sets.items())[-MOST_SETS:])


def close_together(request: HttpRequest, one: Together, case_number: str) -> None:
    """This function will forget the set that became a case, and remember which."""
    sets = dict(request.session.get(_TOGETHER, {}))
    sets.pop(one.id, None)
    request.session[_TOGETHER] = sets
    sent = {**request.session.get(_SENT, {}), f"{one.order} {one.id}": case_number}
    request.session[_SENT] = dict(list(sent.items())[-MOST_SETS:])


def case_of_together(request: HttpRequest, visit: Visit, set_id: str) -> str:
    """This function will return the case that the set has become, or nothing."""
    return str(request.session.get(_SENT, {}).get(f"{order_of(visit)} {set_id}", ""))


def order_of(visit: Visit) -> str:
    """This function will return what a set belongs to: answers of the buyer are not those of a recipient."""
    return f"{visit.shop.id} {visit.key} {visit.by}"
