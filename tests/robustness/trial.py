"""Trials: batches of cases whose walkers are killed, recovered, looked at, and walked to their end.

To be imported once Django is set up (`ground`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any

from django.db import connections
from tests.robustness import checks, outside
from tests.robustness.forks import Child, Say, fork, in_child
from tests.robustness.journeys import JOURNEYS, Walk, add_order, past
from tests.robustness.killing import at_point, clear
from tests.robustness.points import POINTS, Named
from tests.robustness.wrong_ways import RIGHT, WRONG
from tests.sample_shops import HOUR

from amends.integrations import connect

BATCH, AT_ONCE = 60, 2
AGAIN_OF_TEN = 3  # cases that are killed several times in a row
LOOKED_AGAIN_AFTER = 2  # hours: whatever the provider had not finished
LATE_EVERY = 6  # batches, of which one is of cases whose dates pass


@dataclass
class Tally:
    """What a trial has come to."""

    cases: int = 0
    kills: int = 0
    reached: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def never(self) -> list[str]:
        """This property will hold the points that were aimed at and never met."""
        return sorted(self.missed.keys() - self.reached.keys())


@dataclass
class Attempt:
    """A case and the points at which its walkers are killed, one after the other."""

    order: str
    journey: str
    points: list[Named]
    said: list[Any] = field(default_factory=list)


class Trial:
    """Batches of attempts under one way of paying."""

    def __init__(self, seed: int, way: str = "") -> None:
        self.random, self.tally = random.Random(seed), Tally()  # noqa: S311 - to be repeated
        self.way = WRONG[way] if way else RIGHT
        self.points = [one for one in POINTS if not way or one.name == self.way.point]
        self.name = f"{''.join(word[0] for word in way.split())}{seed}"

    def run(self, kills: int) -> Iterator[Tally]:
        """This function will kill so often, or until something is wrong, and yield after each batch how it stands."""
        began = time.monotonic()
        late, others = (self._attempts(late=late) for late in (True, False))
        for number in count():
            if self.tally.kills >= kills or self.tally.faults or self.tally.cases > 10 * kills:
                break
            attempts = late if number % LATE_EVERY == 1 else others
            self._batch(list(islice(attempts, BATCH)))
            self.tally.seconds = time.monotonic() - began
            yield self.tally
        self.tally.faults += in_child(checks.faults_of_shops)

    def once(self) -> Tally:
        """This function will kill at each point once, some cases more often, and return how that went."""
        began = time.monotonic()
        for late in (False, True):
            points = [one for one in self.points if JOURNEYS[one.journey].late is late]
            self._batch(list(islice(self._attempts(late=late), len(points))))
        self.tally.faults += in_child(checks.faults_of_shops)
        self.tally.seconds = time.monotonic() - began
        return self.tally

    def caught(self, cases: int = 3) -> list[str]:
        """This function will kill a few cases at the one point that shows what is wrong, and return what was found."""
        self._batch(
            [Attempt(f"K-{self.name}-{place}", one.journey, [one]) for one in self.points for place in range(cases)]
        )
        return self.tally.faults

    def _attempts(self, *, late: bool) -> Iterator[Attempt]:
        points = [one for one in self.points if JOURNEYS[one.journey].late is late]
        while points:
            for point in points:
                of_journey = [one for one in points if one.journey == point.journey]
                more = self.random.randint(1, 3) if self.random.randrange(10) < AGAIN_OF_TEN else 0
                order = f"K-{self.name}-{self.tally.cases}"
                self.tally.cases += 1
                yield Attempt(order, point.journey, [point, *self.random.choices(of_journey, k=more)])

    def _batch(self, attempts: list[Attempt]) -> None:
        if not attempts:
            return
        in_child(lambda: _prepare(attempts))
        self._kill(attempts)
        in_child(lambda: self._recover(attempts))
        found = in_child(lambda: self._look_and_finish(attempts))
        self.tally.faults += found["faults"]
        for state, cases in found["states"].items():
            _count(self.tally.states, state, cases)

    def _kill(self, attempts: list[Attempt]) -> None:
        waiting, running = list(attempts), list[tuple[Attempt, Child]]()
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                attempt = waiting.pop(0)
                running.append((attempt, self._start(attempt)))
            attempt, child = running.pop(0)
            if self._ended(attempt, child):
                running.append((attempt, self._start(attempt)))

    def _start(self, attempt: Attempt) -> Child:
        return fork(lambda say: self._walk(attempt, say, attempt.points[0]))

    def _ended(self, attempt: Attempt, child: Child) -> bool:
        """This function will note how a walker ended, and return whether another one is to be killed."""
        ended = child.wait()
        point = attempt.points.pop(0)
        attempt.said += ended.said
        if ended.fault:
            self.tally.faults.append(f"{attempt.order}, {point.name}: {ended.fault}")
        if ended.killed:
            self.tally.kills += 1
            _count(self.tally.reached, point.name)
        else:
            _count(self.tally.missed, point.name)
        return bool(attempt.points) and not ended.fault

    def _walk(self, attempt: Attempt, say: Say, named: Named) -> None:
        outside.HANDLERS.update(self.way.handlers)
        armed = False

        def arm(step: str) -> None:
            nonlocal armed
            clear()
            if step == named.step and not armed:
                armed = True
                at_point(named.point)

        Walk(JOURNEYS[attempt.journey], attempt.order, say, arm, self.way).to_the_end()
        clear()

    def _recover(self, attempts: list[Attempt]) -> None:
        """One run of what a worker does after a start, a day or a month later: the provider has forgotten all keys."""
        outside.HANDLERS.update(self.way.handlers)
        outside.days_later(max(past(JOURNEYS[one.journey]) for one in attempts))
        outside.recover(self.way.do)

    def _look_and_finish(self, attempts: list[Attempt]) -> dict[str, Any]:
        """What is wrong after the recovery; then those who were interrupted come back, and what is wrong after that."""
        outside.HANDLERS.update(self.way.handlers)
        orders = [one.order for one in attempts]
        days = max(past(JOURNEYS[one.journey]) for one in attempts)
        found = checks.faults([word for one in attempts for word in one.said], orders, outside.days_after(days))
        said: list[Any] = []
        outside.hours_later(LOOKED_AGAIN_AFTER)
        later = outside.days_after(days) + LOOKED_AGAIN_AFTER * HOUR
        for one in attempts:
            Walk(JOURNEYS[one.journey], one.order, said.append, way=self.way, at=later).to_the_end()
        outside.stand_at(later)
        outside.recover(self.way.do)  # the mails about the last steps
        found += checks.faults(said, orders, later)
        outside.forget_provider()
        return {"faults": found, "states": checks.count_by_state(orders)}


def _count(found: dict[str, int], name: str, more: int = 1) -> None:
    found[name] = found.get(name, 0) + more


def _prepare(attempts: list[Attempt]) -> None:
    for one in attempts:
        add_order(JOURNEYS[one.journey], one.order)


def warm_up() -> None:
    """This function will walk each journey once in this process, so that children find everything loaded.

    No label is drawn here: what draws it keeps threads, and a fork would wait for them for ever.
    """
    outside.forget_provider()
    label = outside.HANDLERS.pop("label")
    for name, journey in JOURNEYS.items():
        add_order(journey, f"K-warm-{name}")
        Walk(journey, f"K-warm-{name}", lambda _: None).to_the_end()
    outside.HANDLERS["label"] = label
    connect._stripe.cache_clear()  # a child must not speak on its parent's line
    connections.close_all()
