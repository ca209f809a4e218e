"""How long something takes: processor time, the best of several rounds, so that a busy machine disturbs least."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

ROUNDS = 15


def each(work: Callable[[Any], object], items: Sequence[Any], rounds: int = ROUNDS) -> float:
    """This function will return the microseconds that one item takes when all have been met before."""
    return min(once(work, items) for _ in range(rounds))


def once(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    """This function will return the microseconds that one item takes in a single pass."""
    start = time.process_time()
    for item in items:
        work(item)
    return (time.process_time() - start) / len(items) * 1e6


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """This function will return how long the work takes at best."""
    return min(once(lambda _: work(), (None,)) for _ in range(rounds)) / 1000


def megabytes(work: Callable[[], object]) -> tuple[float, object]:
    """This function will return how much memory the work leaves in use, and what it returned."""
    work()  # what is loaded once for all policies does not count
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = work()
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return used / 1e6, kept


def importing(modules: str) -> float:
    """This function will return the milliseconds that a fresh Python takes to import, beyond starting."""
    code = f"import time; start = time.process_time(); import {modules}; print(time.process_time() - start)"
    runs = (subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5))  # noqa: S603
    return min(float(run.stdout) for run in runs) * 1000
