"""What is to be looked at again, and when: dates follow from how the case stands, so none can be forgotten.

A customer is reminded before a date of theirs and the step expires after it; a date of the shop's own, or of somebody
whom it relies on, is marked late. A timer that rings when the case has moved on does nothing (`handle`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from amends.core.cases.case import Case, Item
from amends.core.cases.commands import Ring
from amends.core.cases.rules import Rules
from amends.core.cases.states import CUSTOMER_ACTS, MAY_EXPIRE, State
from amends.core.dates import HOUR, Instant


@dataclass(frozen=True, slots=True)
class Timer:
    """A command and the moment from which it is to be given."""

    name: str  # in the case: setting it again moves it
    at: Instant
    ring: Ring


def timers_of(case: Case, rules: Rules) -> tuple[Timer, ...]:
    """This function will return every timer that the case needs as it stands; all others are to be forgotten."""
    found = [timer for item in case.items if item.act_by is not None for timer in _of_item(item, rules)]
    if case.answer_by is not None and not case.answer_late:
        found.append(Timer("message.late", case.answer_by + 1, Ring(item="", state=State.WAITING, what="late")))
    return tuple(found)


def _of_item(item: Item, rules: Rules) -> Iterator[Timer]:
    by = item.act_by
    if by is None or item.is_over:
        return
    if (item.state in CUSTOMER_ACTS or item.state is State.AT_CUSTOMS) and not item.reminded:
        yield _timer(item, "remind", by - rules.remind_before_hours * HOUR)
    if item.state in MAY_EXPIRE:
        grace = item.state is State.TO_SEND
        yield _timer(item, "expire", rules.after(by, rules.grace) if grace else by + 1)
    elif not item.late:
        yield _timer(item, "late", by + 1)


def _timer(item: Item, what: Literal["remind", "late", "expire"], at: Instant) -> Timer:
    return Timer(f"{item.id}.{item.state.value}.{what}", at, Ring(item=item.id, state=item.state, what=what))
