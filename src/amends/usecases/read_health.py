"""Looking how the background work is doing, over all shops: what nobody tries any more, and what waits for too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from amends.core.dates import MINUTE, Instant
from amends.records.shops import all_shops
from amends.records.wakeups import Counts, counts
from amends.usecases.read_notice import WHERE_TO_GET, lacks_notice

LONGEST_WAIT = 15 * MINUTE  # what was due so long ago calls for a person
SIGN_OF_LIFE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Health:
    """What is not well, in words for whoever looks after the installation, and the figures behind it."""

    counts: Counts
    faults: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """This property will say whether nobody has to do anything."""
        return not self.faults


def read_health(at: Instant) -> Health:
    """This function will look at the outbox, the timers and the workers; whoever watches asks it often."""
    found = counts(at, SIGN_OF_LIFE_SECONDS)
    faults = []
    if not found.workers:
        faults.append("no worker runs: nothing is paid, mailed or kept in mind")
    if found.dead:
        faults.append(f"{found.dead} effects could not be done and wait for a person: `amends worker dead`")
    if found.due_since is not None and at - found.due_since > LONGEST_WAIT:
        minutes = (at - found.due_since) // MINUTE
        faults.append(f"the effect or timer that is due the longest has been so for {minutes} minutes")
    return Health(found, tuple(faults))


def missing_notices() -> Iterator[str]:
    """This function will yield what a law asks the shops to show and they do not: nothing is ill, but to be seen to."""
    for shop in all_shops():
        if lacks_notice(shop):
            what = "has to show the official notice on the legal guarantee (EU-G-02) and has none"
            yield f"{shop.id} {what}: download it from {WHERE_TO_GET} and run `amends bring`"
