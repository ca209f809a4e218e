"""How far a long run is, told again and again while it goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[float], None]  # how much is done, in percent
EVERY_SECONDS = 0.2


@contextmanager
def told(tell: Tell | None, percent: Callable[[], float]) -> Iterator[None]:
    """This function will tell, until what is inside has ended, how much `percent` says is done."""
    if tell is None:
        yield
        return
    done = threading.Event()

    def report() -> None:
        while not done.wait(EVERY_SECONDS):
            tell(percent())

    teller = threading.Thread(target=report, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
