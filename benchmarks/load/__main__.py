"""`python -m benchmarks.load`: the real server under a mixed load at a fixed rate; its figures make `docs/load.md`."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.load import ground, kept
from benchmarks.load.client import Answer, ask_all

SPARE = 400  # orders beyond those that the calls take


def main() -> None:
    """This function will fill a shop, load its server, print how it answered, and keep it for the page."""
    given = _given()
    home = given.home or Path(tempfile.gettempdir()) / f"amends-load-{os.getpid()}"
    home.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    ground.prepare(home)
    crowd, cases = _crowd(home, given)
    count = int(given.rate * given.seconds)
    print(f"ready to ask after {time.perf_counter() - began:.0f} s", flush=True)

    from benchmarks.load import mix  # noqa: PLC0415 - needs a started Django

    with ground.serving(home, given.workers, given.at_once) as port:
        warm = mix.calls(crowd, max(300, int(given.rate * 3)), cases, seed=2)
        calls = mix.calls(crowd, count, cases)
        _keep(home, crowd.next, cases)
        print("warming up", flush=True)
        ask_all(port, warm, given.rate / 2)
        load = os.getloadavg()[0]
        answers, took = ask_all(port, calls, given.rate)
    from benchmarks.load.page import figures, told  # noqa: PLC0415

    found = figures(answers, took, given.rate, cases, load)
    print(told(found))
    kept.keep(given.into, f"load-{cases}-{given.rate:.0f}.json", found)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rate", type=float, default=220, help="requests a second")
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--cases", type=int, default=0)
    parser.add_argument("--workers", type=int, help="processes that serve; otherwise as the command chooses")
    parser.add_argument("--at-once", type=int, help="requests that each works on at a time; otherwise as above")
    parser.add_argument("--home", type=Path, help="where the data lie; kept, and used again when it is filled already")
    kept.into(parser)
    return parser.parse_args()


def _crowd(home: Path, given: argparse.Namespace) -> tuple[Any, int]:
    from benchmarks.load import mix  # noqa: PLC0415
    from benchmarks.load.filling import MOST_PATTERNS, fill, find_patterns, patterns_kept  # noqa: PLC0415
    from benchmarks.load.visitors import Crowd  # noqa: PLC0415

    from amends.pages import clock  # noqa: PLC0415 - needs a started Django, as do those below
    from amends.records.shops import shop_with  # noqa: PLC0415

    shop, at = shop_with("silver"), clock.now()
    assert shop is not None
    state = home / "filled.json"
    filled = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {"next": 1, "cases": 0, "last": 0}
    first = max(filled["next"], given.cases + 1)
    count = filled.get("patterns", MOST_PATTERNS)
    patterns = patterns_kept(shop, filled["last"], count, at) if filled["last"] else find_patterns(shop, at)
    share = sum(mix.SHARES[kind] for kind in ("open a case", "take in a parcel", "tell posted")) / 1000
    need = int(given.rate * given.seconds * share * 1.3) + 8 * mix.READERS + SPARE
    last = max(given.orders, first + need)
    if last > filled["last"]:
        print(f"filling: orders {filled['last'] + 1} to {last}, cases {filled['cases']} to {given.cases}", flush=True)
        fill(shop, patterns, filled["last"] + 1, last, 0 if filled["cases"] else given.cases, at)
        filled |= {"last": last, "patterns": len(patterns.orders)}
    cases = max(filled["cases"], given.cases)
    state.write_text(json.dumps({**filled, "next": first, "cases": cases}), encoding="utf-8")
    return Crowd(shop, patterns, first, at), cases


def _keep(home: Path, following: int, cases: int) -> None:
    state = home / "filled.json"
    filled = json.loads(state.read_text(encoding="utf-8"))
    state.write_text(json.dumps({**filled, "next": following, "cases": cases}), encoding="utf-8")


__all__ = ("Answer", "main")
if __name__ == "__main__":
    main()
