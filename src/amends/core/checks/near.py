"""A claim as it happens every day: of all that show the same, one whose parcel comes soon, told by what matters.

Laws: the moments keep their order, and the claim stays in the set that it was taken from; a fact is left out only where
every answer stays as it is without it. Who calls this has the engine confirm what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from amends.core.dates import Instant
from amends.core.engine.closings import ASKED
from amends.core.engine.truth import Truth, truth_in
from amends.core.policy.tree import Test
from amends.core.regions.clockwork import NOON
from amends.core.regions.diagram import NONE
from amends.core.regions.possible import ORDER_OF_THINGS
from amends.core.regions.space import Claimed, Space

NOW: Final = "now"
# How many days a step takes after what came before it, as a rule; and how long somebody may think it over.
USUAL: Final[Mapping[str, int]] = MappingProxyType({
    "order.production_started_at": 1, "parcel.shipped_at": 2, "parcel.delivered_at": 4, "order.last_delivered_at": 0,
    ASKED: 3, "return.authorised_at": 1, "return.sent_at": 2, "return.received_at": 4, NOW: 0,
})  # fmt: skip
THOUGHT_OVER: Final = (3, 1, 0, 7, 10, 13)
LATE: Final = (20, 30, 40, 60, 90, 180, 366, 732, 1_100, 2_200)  # days after which somebody asks who asks late
LATER: Final = (0, 1, 45, 120)  # days from today on which the order is placed, so that one is in no season
FAR: Final = 8  # by how much a claim may be strange before another one is looked for
Days = dict[str, int]  # how many days after the step before it each step comes


@dataclass(frozen=True, slots=True)
class _Line:
    """The moments of one claim in their order, and the set that it has to stay in."""

    space: Space
    left: int  # the set, with everything but the moments settled
    facts: Mapping[str, Any]
    names: tuple[str, ...]
    tests: tuple[Test, ...]  # about moments, which make sense for the claim

    def at(self, first_day: int, days: Days) -> Claimed:
        """This function will return the claim whose steps come on these days, each at noon."""
        day, found = first_day, dict(self.facts)
        for name in self.names:
            day += days[name]
            found[name] = noon_of(self.space, day)
        now = found.pop(NOW)
        return Claimed(found, now)

    def holds(self, claimed: Claimed) -> bool:
        """This function will say whether the claim is still in the set; too many such looks raise."""
        self.space.clockwork.nearing.take(len(self.tests))
        answers = answers_to(self.space, claimed, self.tests)
        return len(answers) == len(self.tests) and self.space.sets.given(self.left, answers) != NONE


def nearer(space: Space, wanted: int, claimed: Claimed, today: int) -> Iterator[Claimed]:
    """This function will return claims of the set that differ in their moments alone, the most ordinary first.

    `today` is the day on which the order is placed, where it can be. The claim itself comes last.
    """
    names = tuple(name for name in ORDER_OF_THINGS if isinstance(claimed.facts.get(name), int))
    moments = {**claimed.facts, NOW: claimed.at}
    answered = answers_to(space, claimed, space.groups[0].tests)
    tests = tuple(test for test in space.groups[0].tests if space.question[test] in answered)
    line = _Line(space, _settled(space, wanted, claimed), claimed.facts, (*names, NOW), tests)
    own = [space.clockwork.day(moments[name]) for name in line.names]
    gaps = [0, *(later - day for day, later in pairwise(own))]
    apart: Days = dict(zip(line.names, gaps, strict=True))
    found: list[tuple[int, Claimed]] = []
    for first in dict.fromkeys((*(today + later for later in LATER), own[0])):
        for days in _tried(line, first, apart):
            found.append((_strange(days), line.at(first, days)))
            if found[-1][0] <= FAR:
                break
        if found and found[-1][0] <= FAR:
            break
    yield from (one for _, one in sorted(found, key=lambda one: one[0]))
    yield claimed


def noon_of(space: Space, day: int) -> Instant:
    """This function will return noon of a day in the shop's time, also where a change of the clock makes it longer."""
    return space.clockwork.start(day + 1) - NOON


def _settled(space: Space, wanted: int, claimed: Claimed) -> int:
    """The set with all questions answered that are not about moments, which come first."""
    tests = (test for group in space.groups[1:] for test in group.tests)
    return space.sets.given(space.sets.both(wanted, space.possible), answers_to(space, claimed, tests))


def answers_to(space: Space, claimed: Claimed, tests: Iterable[Test]) -> dict[int, bool]:
    """This function will return the claim's answers to the questions of these tests; what nobody knows stays open."""
    truth = truth_in(space.policy, claimed.facts, claimed.at)
    each = ((space.question[test], truth(test)) for test in tests)
    return {place: answer is Truth.YES for place, answer in each if answer in (Truth.YES, Truth.NO)}


def _tried(line: _Line, first: int, apart: Days) -> Iterator[Days]:
    """All as usual; asked late and all else as usual; else each step as usual as it can be."""
    usual = {name: USUAL.get(name, 0) for name in line.names}
    usual[line.names[0]] = 0
    for thought in (*THOUGHT_OVER, *LATE) if ASKED in usual else ():
        days = {**usual, ASKED: thought}
        if line.holds(line.at(first, days)):
            yield {**days, ASKED: _least(line, first, days, ASKED, usual[ASKED])}
            break
    for thought in THOUGHT_OVER if ASKED in usual else (0,):
        days = {**apart, ASKED: thought} if ASKED in usual else dict(apart)
        if line.holds(line.at(first, days)):
            for name in line.names[1:]:
                if name != ASKED:
                    days[name] = _least(line, first, days, name, usual[name])
            yield days


def _least(line: _Line, first: int, days: Days, name: str, usual: int) -> int:
    """How many days for this step, as near to what is usual as the set has it."""

    def holds(count: int) -> bool:
        return line.holds(line.at(first, {**days, name: count}))

    far = days[name]
    if holds(usual):
        return usual
    low, high = (usual, far) if far > usual else (far, usual)
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle) == (far > usual):
            high = middle
        else:
            low = middle
    found = high if far > usual else low
    return found if holds(found) else far


def _strange(days: Days) -> int:
    """How far the steps are from usual; thinking it over for days is not, and asking late less strange than waiting."""
    steps = sum(abs(count - USUAL.get(name, 0)) for name, count in days.items() if name != ASKED)
    return 2 * steps + max(0, days.get(ASKED, 0) - THOUGHT_OVER[-1])


def plainer(facts: Mapping[str, Any], keep: Iterable[str], same: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
    """This function will leave out every fact without which all answers stay the same, but for those to keep."""
    found, kept = dict(facts), frozenset(keep)
    for name in sorted(found, key=lambda name: name in ORDER_OF_THINGS):
        if name in kept:
            continue
        fewer = {key: value for key, value in found.items() if key != name}
        if same(fewer):
            found = fewer
    return found
