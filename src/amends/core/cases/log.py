"""Events in their places, and how they are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

import msgspec

from amends.core.cases.events import Event
from amends.core.dates import Instant


def kind_of(event: Event | type) -> str:
    """This function will return the event's name as it is kept: `CaseOpened` is `case_opened`."""
    name = event.__name__ if isinstance(event, type) else type(event).__name__
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


KINDS: Mapping[str, type] = {kind_of(one): one for one in get_args(Event)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event in its place: its number in the case from 1, when, who did it, and by when the next step is due."""

    number: int
    at: Instant
    by: str  # customer, policy, carrier, provider, timer, or a member's id
    event: Event
    act_by: Mapping[str, Instant | None] = field(default_factory=dict)  # for items that have come to another state


def body_of(happened: Happened) -> dict[str, Any]:
    """This function will return what is kept of the event beside its number, moment, kind and author."""
    body: dict[str, Any] = msgspec.to_builtins(happened.event)
    return {**body, "act_by": dict(happened.act_by)}


def happened_from(number: int, at: Instant, by: str, kind: str, body: Mapping[str, Any]) -> Happened:
    """This function will return the event as it was kept; an unknown kind is a `KeyError`, a fault in our code."""
    rest = {name: value for name, value in body.items() if name != "act_by"}
    event: Event = msgspec.convert(rest, KINDS[kind])
    return Happened(number=number, at=at, by=by, event=event, act_by=dict(body.get("act_by", {})))
