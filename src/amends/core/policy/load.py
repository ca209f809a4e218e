"""Reading a policy file: YAML to a checked policy, or every problem in it at once, with its place and what to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import ValidationError

from amends.core.dates import Calendar
from amends.core.errors import AmendsError, Place, PolicyInvalid
from amends.core.policy.faults import MOST_PROBLEMS, faults_in
from amends.core.policy.model import PolicyOf
from amends.core.policy.normalise import normalise
from amends.core.policy.second_look import second_look
from amends.core.policy.source import MOST_BYTES, TOO_LARGE, PolicyText, Problem, Source, read_yaml
from amends.core.policy.tree import Policy
from amends.core.policy.words import one_line

__all__ = ["MOST_BYTES", "NO_CALENDAR", "TOO_LARGE", "Calendars", "PolicyText", "load_policy", "placed"]

Calendars = Callable[[str], Calendar]
NO_CALENDAR = Calendar(frozenset(), 1, 0)  # of no day is it known whether it is a holiday


def load_policy(text: str, calendar: Calendar | Calendars, file: str = "policy.yaml", *, kept: bool = False) -> Policy:
    """This function will read a policy file, or raise `PolicyInvalid` with every problem in file order.

    `calendar` is the country's public holidays, or a function from the country's two letters to them. The function is
    called only where the policy counts business days; the holidays are part of the policy's hash only then. A text that
    the shop has already is `kept`, and not held to what nobody sees in it: the shop would answer nobody any more.
    """
    source = read_yaml(text, file, kept=kept)
    if not isinstance(source.data, dict):
        raise PolicyInvalid(placed([((), _no_policy(source.data)), *source.problems], source, file))
    problems = list(source.problems)
    policy = None
    try:
        written = PolicyOf.model_validate(source.data)
    except ValidationError as error:
        problems.extend(faults_in(error, source.data))
        problems.extend(second_look(source.data, [path for path, _ in problems]))
    else:
        holidays, more = _calendar(source, calendar, written.shop.country)
        problems.extend(more)
        policy, more = normalise(written, holidays, _hash(source.data, holidays))
        problems.extend(more)
    if problems or policy is None:
        raise PolicyInvalid(placed(problems, source, file))
    return policy


def _no_policy(data: Any) -> AmendsError:
    hint = "Begin with `amends: 1`; `amends policy example` prints a policy to start from."
    return PolicyText("the file is empty." if data is None else "a policy is a mapping of names to values.", hint=hint)


def _calendar(source: Source, calendar: Calendar | Calendars, country: str) -> tuple[Calendar, list[Problem]]:
    if not any(path and path[-1] == "business_days" for path in source.marks):
        return NO_CALENDAR, []
    if isinstance(calendar, Calendar):
        return calendar, []
    try:
        return calendar(country), []
    except AmendsError as error:
        return NO_CALENDAR, [(("shop", "country"), error)]


def _hash(data: Any, calendar: Calendar) -> str:
    meant = [data, calendar.first_day, calendar.last_day, sorted(calendar.holidays)]
    return hashlib.sha256(json.dumps(meant, sort_keys=True, default=str).encode()).hexdigest()


def placed(problems: Iterable[Problem], source: Source, file: str) -> tuple[AmendsError, ...]:
    """This function will return the problems with their places, each once, in the order of the file."""
    found: dict[tuple[int, int, str], AmendsError] = {}
    for path, one in problems:
        place = source.place(path, file)
        if one.place.line:  # a problem of the YAML itself knows better where it is
            place = Place(file, one.place.line, one.place.column, place.field)
        told = PolicyText(one_line(one.what), place=place, hint=one_line(one.hint))
        found.setdefault((place.line, place.column, one.what), told)
    return tuple(found[key] for key in sorted(found))[:MOST_PROBLEMS]
