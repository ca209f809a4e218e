"""`python -m benchmarks.cases`: how many cases a second are opened, by the use case and by the last form of the portal.

Two processes at once, on the database that Amends brings along, durable. Each case is about an order of its own: it is
weighed once more, kept with its decision and events, its units are held, and its mails wait in the outbox.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from benchmarks.load import ground, kept
from benchmarks.load.client import ask_in_turn
from benchmarks.load.page import part

PROCESSES = 2
AT_ONCE = 8  # forms under way at a time


def main() -> None:
    """This function will measure both ways, print what came out, and keep it for the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000, help="cases each way")
    kept.into(parser)
    given = parser.parse_args()
    home = Path(tempfile.gettempdir()) / f"amends-cases-{os.getpid()}"
    home.mkdir()
    ground.prepare(home)
    crowd = _crowd(given.cases)
    load = os.getloadavg()[0]
    print("ready to open cases", flush=True)
    ways = {"use case": _by_use_case(crowd, given.cases), "form": _by_form(home, crowd, given.cases)}
    for way, found in ways.items():
        print(f"{way}: {found['a_second']:.0f} cases a second, p50 {found['p50']:.0f} ms, p99 {found['p99']:.0f} ms")
    kept.keep(given.into, kept.CASES, {"load_before": load, **ways})


def _crowd(cases: int) -> Any:
    from benchmarks.load.filling import fill, find_patterns  # noqa: PLC0415
    from benchmarks.load.visitors import Crowd  # noqa: PLC0415

    from amends.pages import clock  # noqa: PLC0415 - needs a started Django, as do those below
    from amends.records.shops import shop_with  # noqa: PLC0415

    shop, at = shop_with("silver"), clock.now()
    assert shop is not None
    patterns = find_patterns(shop, at)
    fill(shop, patterns, 1, 3 * cases, 0, at)
    return Crowd(shop, patterns, 1, at)


def _by_use_case(crowd: Any, cases: int) -> dict[str, float]:
    from django.db import connections  # noqa: PLC0415 - needs a started Django

    warm = PROCESSES * 20
    numbers = list(range(crowd.next, crowd.next + cases + warm))
    crowd.next += len(numbers)
    connections.close_all()  # processes are forks, and must not share a connection
    queue: Queue[tuple[float, float, list[float]]] = multiprocessing.Queue()
    workers = [
        multiprocessing.Process(target=_open_some, args=(crowd, numbers[place::PROCESSES], queue))
        for place in range(PROCESSES)
    ]
    for one in workers:
        one.start()
    results = [queue.get() for _ in workers]
    for one in workers:
        one.join()
    taken = sorted(seconds for _, _, some in results for seconds in some)
    wall = max(end for _, end, _ in results) - min(begin for begin, _, _ in results)
    return _figures(len(taken), wall, taken)


def _open_some(crowd: Any, numbers: Sequence[int], queue: Queue[tuple[float, float, list[float]]]) -> None:
    from benchmarks.load.filling import number_of, opened  # noqa: PLC0415

    from amends.records.wall import go_behind, inside  # noqa: PLC0415 - needs a started Django

    go_behind()
    taken: list[float] = []
    began = 0.0
    with inside(crowd.shop.id):
        for place, number in enumerate(numbers):
            if place == 20:
                began, taken = time.time(), []
            start = time.perf_counter()
            opened(crowd.shop, number_of(number), crowd.patterns.piece_of(number), secrets.token_urlsafe(24), crowd.at)
            taken.append(time.perf_counter() - start)
    queue.put((began, time.time(), taken))


def _by_form(home: Path, crowd: Any, cases: int) -> dict[str, float]:
    from benchmarks.load.mix import opening  # noqa: PLC0415 - needs a started Django

    warm = [opening(crowd.shop.id, crowd.with_draft()) for _ in range(60)]
    calls = [opening(crowd.shop.id, crowd.with_draft()) for _ in range(cases)]
    crowd.save()
    with ground.serving(home) as port:
        ask_in_turn(port, warm, AT_ONCE)
        answers, wall = ask_in_turn(port, calls, AT_ONCE)
    wrong = [one.status for one in answers if one.status != one.call.status]
    assert not wrong, f"{len(wrong)} forms were not answered as they should be: {wrong[:5]}"
    return _figures(len(answers), wall, sorted(one.seconds for one in answers))


def _figures(count: int, wall: float, taken: Sequence[float]) -> dict[str, float]:
    milliseconds = [1000 * one for one in taken]
    return {"count": count, "a_second": count / wall, "p50": part(milliseconds, 50), "p99": part(milliseconds, 99)}


if __name__ == "__main__":
    main()
