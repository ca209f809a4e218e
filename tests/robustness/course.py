"""The course that races are run on: eight threads that live as long as it does, and a barrier where they wait.

To be imported once Django is set up (`ground`).
"""

from __future__ import annotations

import queue
import random
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from tests.robustness import checks, outside
from tests.robustness.contests import CONTESTS
from tests.robustness.racing import Contest, Do, Race
from tests.sample_shops import AT

from amends.core.errors import AmendsError

LANES = 8
LOOK_EVERY = 100  # races


@dataclass
class Results:
    """What came of races."""

    races: int = 0
    seconds: float = 0.0
    by_contest: dict[str, int] = field(default_factory=dict)
    lost: dict[str, dict[str, int]] = field(default_factory=dict)  # with which code, by contest
    faults: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """This function will return everything as plain values."""
        return dict(vars(self))


class Course:
    """Threads that race; the first one that is to do something does not wait for the last one to have started."""

    def __init__(self, seed: int, only: Sequence[str] = ()) -> None:
        self.tally = Results()
        self.random = random.Random(seed)  # noqa: S311 - to be repeated
        self.contests = {name: one for name, one in CONTESTS.items() if not only or name in only}
        self._work: list[queue.SimpleQueue[tuple[int, Do, threading.Barrier] | None]] = [
            queue.SimpleQueue() for _ in range(LANES)
        ]
        self._done: queue.SimpleQueue[tuple[int, object]] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._lane, args=(one,), daemon=True) for one in self._work]
        self._orders: list[str] = []
        outside.forget_provider()
        outside.stand_at(AT)
        for one in self._threads:
            one.start()

    def run(self, races: int) -> Iterator[Results]:
        """This function will run so many races, or until something is wrong, and yield now and then how it stands."""
        began = time.monotonic()
        while self.tally.races < races and not self.tally.faults:
            for name, contest in self.contests.items():
                if self.tally.races < races:
                    self.tally.faults += self.race(name, contest)
                    if len(self._orders) >= LOOK_EVERY:
                        self._look()
            self.tally.seconds = time.monotonic() - began
            yield self.tally
        self._look()
        self.tally.faults += checks.faults_of_shops()

    def race(self, name: str, contest: Contest) -> list[str]:
        """This function will run one race, and return what is wrong."""
        number = f"R-{self.tally.races}-{name.replace(' ', '')[:20]}"
        race = contest(number, self.random.choice((2, 2, 3, LANES)))
        results = self._run(race)
        self.tally.races += 1
        self.tally.by_contest[name] = self.tally.by_contest.get(name, 0) + 1
        self._orders.append(number)
        found = [f"{name}, {number}: {wrong}" for wrong in race.wrong(results)]
        for one in results:
            if isinstance(one, AmendsError):
                codes = self.tally.lost.setdefault(name, {})
                codes[one.code] = codes.get(one.code, 0) + 1
            elif isinstance(one, BaseException):
                found.append(f"{name}, {number}: {''.join(traceback.format_exception(one))}")
        return found

    def end(self) -> None:
        """This function will send the threads home."""
        for one in self._work:
            one.put(None)
        for thread in self._threads:
            thread.join()
        connections.close_all()

    def _run(self, race: Race) -> list[object]:
        start = threading.Barrier(len(race.dos))
        for place, do in enumerate(race.dos):
            self._work[place].put((place, do, start))
        results = dict(self._done.get() for _ in race.dos)
        return [results[place] for place in range(len(race.dos))]

    def _lane(self, work: queue.SimpleQueue[tuple[int, Do, threading.Barrier] | None]) -> None:
        while (given := work.get()) is not None:
            place, do, start = given
            result: object
            try:
                start.wait()
                result = do()
            except Exception as error:  # noqa: BLE001 - it is what came of it
                result = error
            self._done.put((place, result))
        connections.close_all()

    def _look(self) -> None:
        """What must be so whatever was raced; nothing is stuck, as nobody was killed."""
        self.tally.faults += checks.faults_of_money(self._orders)
        self._orders.clear()
        outside.forget_provider()
