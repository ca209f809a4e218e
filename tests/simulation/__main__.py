"""`python -m tests.simulation --count 100000`: many seeds, with progress; ends at the first that fails."""

from __future__ import annotations

import argparse
import os
import sys
import time


def main() -> int:
    """This function will play the seeds in a database of their own, and return 1 where one fails."""
    parser = argparse.ArgumentParser(description="Play seeds of the simulation.")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=1_000, help="how many")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from tests.simulation.alone import database  # noqa: PLC0415 - Django has to know its settings first

    with database():
        from tests.simulation.play import play  # noqa: PLC0415 - as above

        began = time.monotonic()
        for done, seed in enumerate(range(asked.first, asked.first + asked.count), 1):
            played = play(seed)
            if played.faults:
                print(f"\n{played}")  # noqa: T201 - a program that prints what it finds
                return 1
            if done % 10 == 0 or done == asked.count:
                pace = done / (time.monotonic() - began)
                print(f"\r{done:,} of {asked.count:,} seeds, {pace:.1f} a second", end="", flush=True)  # noqa: T201
    print("\nNothing was paid twice, and nothing was lost.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
