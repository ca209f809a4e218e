"""`python -m benchmarks.linear FILE`: what a history costs, whatever its length: packing, first and later runs, sweeps.

Each is measured in a process of its own, so that its memory is: its own, beside what is mapped from packed columns.
Take a file of ten million lines and one of a hundred million (`python -m benchmarks.history FILE LINES`) and compare.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.claims import CALENDAR, policy_text

from amends.backtest.again import again
from amends.backtest.backtesting import backtest
from amends.backtest.beside import BESIDE
from amends.backtest.embedded import MEMORY
from amends.backtest.kept import projected
from amends.backtest.sweep import sweep
from amends.backtest.tried import read_sweep
from amends.core.policy.load import load_policy

SWEEPS = ("window.within.days=1..100", "free-shipping.set.clawback.free_from=1..100")
ROUNDS = 2


def main() -> None:
    """This function will measure each in turn, or the one that is named, and print it."""
    file = Path(sys.argv[1])
    works = _works(file)
    for name in sys.argv[2:]:
        for _ in range(1 if name == "packing" else ROUNDS):
            spent, begun = time.process_time(), time.perf_counter()
            works[name]()
            took = f"{time.process_time() - spent:8.2f} s of processor, {time.perf_counter() - begun:8.2f} s waited"
            print(f"{name:60s} {took}, {_memory('VmHWM')} MB at most, {_memory('RssAnon')} MB of its own", flush=True)
    if not sys.argv[2:]:
        shutil.rmtree(file.parent / BESIDE, ignore_errors=True)
        for name in works:
            subprocess.run([sys.executable, "-m", "benchmarks.linear", str(file), name], check=True)  # noqa: S603 - itself


def _works(file: Path) -> dict[str, Callable[[], object]]:
    older = load_policy(policy_text(), CALENDAR)
    newer = load_policy(policy_text().replace("days: 35", "days: 45").replace("75.00", "50.00"), CALENDAR)

    def found() -> object:
        return projected(file, older.shop, older.vocabulary, MEMORY)

    works: dict[str, Callable[[], object]] = {
        "packing": found,
        "one policy": lambda: backtest([older], file),
        "two policies": lambda: backtest([older, newer], file),
    }
    for name, policies in (("one policy again", [older]), ("two policies again", [older, newer])):
        works[name] = lambda policies=policies: again(projected(file, older.shop, older.vocabulary, MEMORY), policies)  # type: ignore[misc]
    for said in SWEEPS:
        parameter, values = read_sweep(said, older)
        works[said] = lambda parameter=parameter, values=values: sweep(  # type: ignore[misc]
            projected(file, older.shop, older.vocabulary, MEMORY), older, parameter, values
        )
    return works


def _memory(name: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
