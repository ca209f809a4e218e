"""The moments that tests tell apart: every row of answers that the dates of one claim can give together.

Windows and named days cut the line of time. For one moment of asking, an anchor's answers depend on the piece of the
line in which it lies, and on nothing else; so walking the anchors through the pieces, in the order in which things
happen, meets every row. The moments of asking themselves are taken from every piece between the instants at which a
window, seen from a named day, turns; where lengths depend on the calendar (months, years, business days), from every
day on which the pieces lie in another order. Clock changes, which can make a day an hour longer, are not looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from amends.core.dates import HOUR, NOT_YET, Instant, Unit
from amends.core.engine.closings import ASKED
from amends.core.engine.spec import facts_in
from amends.core.engine.truth import SENSELESS, Truth, truth_in
from amends.core.policy.tree import Op, Policy, Test
from amends.core.regions.clockwork import BY_CALENDAR, NOON, Clockwork, Span, dates_named, longest_days
from amends.core.regions.diagram import Steps
from amends.core.regions.possible import BEFORE, ORDER_OF_THINGS
from amends.core.regions.values import Cell, Truths

NOW = "now"  # when it is decided, beside the facts
PLACED = "order.placed_at"
AFTER_ASKING = ORDER_OF_THINGS[ORDER_OF_THINGS.index(ASKED) + 1 :]
DAY = 24 * HOUR
YEARS_LOOKED_AT = 5
TESTS_A_STEP = 8
TOO_MANY = "the policy's dates can fall in more ways than can be looked at whole."
FEWER = "Give clauses for the same claims the same windows and days where they can have them."
Rows = dict[tuple[Truths, ...], tuple[int, dict[str, Any]]]  # answers so far: the piece that bounds what is earlier


@dataclass(frozen=True, slots=True)
class _Line:
    """Time as one moment of asking cuts it; `values` are the moments already fixed, `cuts` where pieces begin."""

    values: Mapping[str, Any]
    cuts: frozenset[Instant]


def moment_cells(
    policy: Policy, names: Iterable[str], tests: Sequence[Test], clockwork: Clockwork, steps: Steps
) -> tuple[Cell, ...]:
    """This function will return every row of answers to these tests, each with moments that give it."""
    wanted = (frozenset({*names, ASKED, PLACED}), tuple(tests))
    if wanted not in clockwork.cells:
        clockwork.cells[wanted] = tuple(_Moments(policy, set(wanted[0]), tests, clockwork, steps).cells())
    return clockwork.cells[wanted]


class _Moments:
    def __init__(
        self, policy: Policy, names: set[str], tests: Sequence[Test], clockwork: Clockwork, steps: Steps
    ) -> None:
        self.policy = policy
        self.steps = steps
        self.clockwork = clockwork
        self.tests = tests
        self.windows = [test for test in tests if test.op is Op.WITHIN and _can_turn(test)]
        self.dates = dates_named(tests, clockwork)
        known = [name for name in ORDER_OF_THINGS if name in names]
        own = sorted(names.difference(ORDER_OF_THINGS))
        self.pivots = [name for name in known if name in AFTER_ASKING]
        self.anchors = [*own, *(name for name in reversed(known) if name not in AFTER_ASKING and name != ASKED)]
        self.own = frozenset(own)
        self.hours = sorted({test.value.amount for test in self.windows if test.value.unit is Unit.HOURS})
        self.about = {
            name: [
                place
                for place, test in enumerate(tests)
                if test.fact == name or (name is None and test.fact in known and test.fact not in self.anchors)
            ]
            for name in (None, *self.anchors)
        }
        self.named = [tuple(facts_in(test)) for test in tests]
        self.known: dict[tuple[Any, ...], bool | None] = {}

    def cells(self) -> Iterator[Cell]:
        found: dict[Truths, dict[str, Any]] = {}
        for asked in self._asked():
            with suppress(*SENSELESS):
                self._from(asked, found)
        for truths, values in found.items():
            yield Cell(truths, values)

    def _from(self, asked: Instant, found: dict[Truths, dict[str, Any]]) -> None:
        cuts = frozenset({*self.dates, self.clockwork.first, *self._opened(ASKED, asked), asked})
        for line in self._lines(_Line({ASKED: asked}, cuts), 0):
            self._walk(line, found)

    def _asked(self) -> Iterator[Instant]:
        """Moments of asking from every piece of time that the named days cut through the windows."""
        clock = self.clockwork
        spans = sorted({(one.value.amount, one.value.unit) for one in self.windows}, key=repr)
        longest = max((longest_days(*span) for span in spans), default=0)
        points = {clock.first, *self.dates}
        cuts = sorted({*points, *self._turned(points)}) if self.dates else []
        far = clock.start(clock.day(max(cuts, default=clock.first)) + longest + 60)
        pieces = [*pairwise(cuts), (far, far + YEARS_LOOKED_AT * 366 * DAY)]
        seen: set[tuple[int, ...]] = set()
        for low, high in reversed(pieces):
            seen.clear()
            found = False
            for day in self._days(low, high, spans):
                order = self._order(day, spans)
                times = () if order is None or order in seen else tuple(self._times(day, low, high))
                if order is not None and times:
                    seen.add(order)
                    found = True
                    yield from times
            if not found:
                yield low  # a piece of some hours

    def _days(self, low: Instant, high: Instant, spans: Sequence[Span]) -> Iterable[int]:
        first = self.clockwork.day(low)
        if len(spans) > 1 and any(unit in BY_CALENDAR for _, unit in spans):
            return range(first, min(self.clockwork.day(high), first + 366 * YEARS_LOOKED_AT) + 1)
        return (first, first + 1)

    def _order(self, day: int, spans: Sequence[Span]) -> tuple[int, ...] | None:
        """In which order the windows open that an event on this day would still be in; nothing beyond the calendar."""
        self.steps.take(1 + len(spans), TOO_MANY, FEWER)
        try:
            opened = [
                day - span[0] // 24 if span[1] is Unit.HOURS else self.clockwork.opening_day(span, day)
                for span in spans
            ]
        except SENSELESS:
            return None
        places = {one: place for place, one in enumerate(sorted({*opened, day}))}
        return tuple(places[one] for one in opened)

    def _times(self, day: int, low: Instant, high: Instant) -> Iterator[Instant]:
        """The times of a day that hours tell apart, inside the piece; without any, noon."""
        start = self.clockwork.start(day)
        marks = sorted({0, *(hours % 24 * HOUR for hours in self.hours), DAY}) if self.hours else [NOON, NOON]
        times = (start + (one + other) // 2 for one, other in pairwise(marks))
        yield from (time for time in reversed(list(times)) if low <= time < high)

    def _opened(self, event: str, at: Instant) -> Iterator[Instant]:
        for test in self.windows:
            if test.value.event == event:
                yield self.clockwork.opens(test.value, at)

    def _turned(self, points: Iterable[Instant]) -> Iterator[Instant]:
        for window in {test.value for test in self.windows}:
            for point in points:
                with suppress(*SENSELESS):  # beyond the calendar nothing turns
                    yield self.clockwork.after(window, point)

    def _lines(self, line: _Line, place: int) -> Iterator[_Line]:
        """The line with every choice of what happens after the asking, and of when it is decided."""
        if place == len(self.pivots):
            yield from self._decided(line)
            return
        name = self.pivots[place]
        yield from self._lines(_Line({**line.values, name: NOT_YET}, line.cuts), place + 1)
        earlier = BEFORE.get(name)
        if earlier in self.pivots and line.values[earlier] is NOT_YET:
            return
        for at in self._later(name, line):
            cuts = line.cuts.union({at}, self._opened(name, at))
            yield from self._lines(_Line({**line.values, name: at}, cuts), place + 1)

    def _decided(self, line: _Line) -> Iterator[_Line]:
        waiting = [name for name in self.pivots if line.values[name] is NOT_YET]
        if not any(test.value.event in waiting for test in self.windows):
            yield _Line({**line.values, NOW: _latest(line)}, line.cuts)
            return
        for at in self._later(NOW, line, *waiting):
            opened = (one for name in waiting for one in self._opened(name, at))
            yield _Line({**line.values, NOW: at}, line.cuts.union(opened))

    def _later(self, name: str, line: _Line, *events: str) -> list[Instant]:
        """One instant of every piece after what has happened, for something that may end windows."""
        least = _latest(line)
        ends = [test for test in self.windows if test.value.event in (events or (name,))]
        points = {value for value in line.values.values() if isinstance(value, int)}
        if any(test.fact in self.anchors for test in ends):
            points |= line.cuts
        cuts = {self.clockwork.after(test.value, point) for test in ends for point in points}
        if any(test.op in (Op.DAYS, Op.SEASON) and {name, *events} & set(facts_in(test)) for test in self.tests):
            cuts |= self.dates
        return [least, *sorted(cut for cut in cuts if cut > least)]

    def _walk(self, line: _Line, found: dict[Truths, dict[str, Any]]) -> None:
        """The anchors through the pieces, the last that happened first; of equal rows the one that leaves most room."""
        asked = line.values[ASKED]
        pieces = sorted(cut for cut in line.cuts if self.clockwork.first <= cut <= asked)
        fixed = self._answers(line.values, None)
        if fixed is None:
            return
        rows: Rows = {(fixed,): (len(pieces) - 1, {**line.values})}
        for name in self.anchors:
            rows = self._with(name, rows, pieces, line)
        flat_places = [place for one in (None, *self.anchors) for place in self.about[one]]
        order = sorted(range(len(flat_places)), key=flat_places.__getitem__)
        self.steps.take(len(rows) * (1 + len(order) // TESTS_A_STEP), TOO_MANY, FEWER)
        for answers, (_, values) in rows.items():
            flat = [one for part in answers for one in part]
            found.setdefault(tuple(flat[place] for place in order), values)

    def _with(self, name: str, rows: Rows, pieces: list[Instant], line: _Line) -> Rows:
        found: Rows = {}
        best = self._best(name, pieces, line)
        absent = self._answers({**line.values, name: NOT_YET}, name)
        later = [one for one, earlier in BEFORE.items() if earlier == name]
        for answers, (bound, values) in rows.items():
            self.steps.take(1 + len(best[-1 if name in self.own else bound]), TOO_MANY, FEWER)
            for place, truths in best[-1 if name in self.own else bound]:
                left = bound if name in self.own else place
                _keep(found, (*answers, truths), left, {**values, name: pieces[place]})
            needed = name == PLACED or any(isinstance(values.get(one), int) for one in later)
            if absent is not None and not needed:
                _keep(found, (*answers, absent), bound, {**values, name: NOT_YET})
        return found

    def _best(self, name: str, pieces: list[Instant], line: _Line) -> list[list[tuple[int, Truths]]]:
        """For each piece: the last one up to it for every row of answers that the anchor can give there or before."""
        found: list[list[tuple[int, Truths]]] = []
        last: dict[Truths, int] = {}
        for place, piece in enumerate(pieces):
            truths = self._answers({**line.values, name: piece}, name)
            if truths is not None:
                last[truths] = place
            found.append(sorted(((at, one) for one, at in last.items()), reverse=True))
        return found

    def _answers(self, values: Mapping[str, Any], name: str | None) -> Truths | None:
        """The answers of the tests about one anchor, or without one of those about what is fixed before."""
        self.steps.take(1 + len(self.about[name]), TOO_MANY, FEWER)
        answers = [self._answer(place, values) for place in self.about[name]]
        return None if None in answers else tuple(bool(one) for one in answers)

    def _answer(self, place: int, values: Mapping[str, Any]) -> bool | None:
        """The engine's own answer; nothing where it cannot be, as with a window that opens after its event."""
        test, now = self.tests[place], values[NOW]
        named = tuple(values.get(name) for name in self.named[place])
        key = (place, now if NOT_YET in named else None, *named)  # what has not come is measured as if it came now
        if key not in self.known:
            facts = {name: value for name, value in values.items() if name != NOW}
            truth = truth_in(self.policy, facts, now)(test)
            self.known[key] = truth is Truth.YES if truth in (Truth.YES, Truth.NO) else None
        return self.known[key]


def _can_turn(test: Test) -> bool:
    """A window over what comes no later than its anchor is open or makes no sense, and cuts nothing."""
    known = ORDER_OF_THINGS
    anchor, event = test.fact, test.value.event
    return anchor not in known or event not in known or known.index(anchor) < known.index(event)


def _keep(rows: Rows, answers: tuple[Truths, ...], left: int, values: dict[str, Any]) -> None:
    if answers not in rows or rows[answers][0] < left:
        rows[answers] = (left, values)


def _latest(line: _Line) -> Instant:
    return max(value for value in line.values.values() if isinstance(value, int))
