"""Playing a seed from its first step to the end, and saying what went wrong at which step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.simulation.oracle import faults, unfinished
from tests.simulation.people import deliver, handlers, one_step, settle
from tests.simulation.world import World, world_of

from amends.core.dates import HOUR
from amends.core.errors import AmendsError
from amends.records import models
from amends.usecases.do_effect import do_effect
from amends.usecases.verify_shop import verify_shop

STEPS = 20
ROUNDS = 8


@dataclass
class Played:
    """What came of a seed."""

    seed: int
    faults: list[str] = field(default_factory=list)
    step: int = 0
    told: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        tail = "\n  ".join(self.told[-12:])
        return f"seed {self.seed}, step {self.step}: {'; '.join(self.faults)}\n  {tail}"


def play(seed: int, *, pays: str = "rightly", run: str = "") -> Played:
    """This function will play the seed and return what went wrong first, or no faults.

    `run` names a second playing of the same seed, which has a shop of its own.
    """
    world = world_of(seed, run)
    world.pays = pays
    played = Played(seed, told=world.told)
    for step in range(1, STEPS + 1):
        played.step = step
        played.answers[one_step(world)] += 1
        played.faults = faults(world)
        if played.faults:
            return played
    finish(world)
    breaches = verify_shop(world.shop.id, world.at, world.provider)
    played.faults = [*faults(world), *map(str, breaches), *unfinished(world)]
    return played


def finish(world: World) -> None:
    """This function will let everything that is under way come to its end, with nothing going wrong any more."""
    world.provider.calm = True
    for _ in range(ROUNDS):
        world.at += 2 * HOUR
        for one in list(world.provider.refunds.values()):
            if one.state == "pending":
                world.provider.settle()
        while world.provider.events:
            _calmly(deliver, world)
        # Mails have tests of their own: here they may wait.
        effects = models.Effect.objects.filter(shop_id=world.shop.id).exclude(kind__in=("mail", "alert"))
        for key in sorted(effects.exclude(state__in=("done", "dead")).values_list("key", flat=True)):
            do_effect(world.shop.id, key, handlers(world), lambda: world.at)
        _calmly(settle, world)
        if not world.provider.events and not unfinished(world):
            break


def _calmly(step: object, world: World) -> None:
    try:
        step(world)  # type: ignore[operator]
    except AmendsError as refusal:
        world.told.append(f"{refusal.code}: {refusal.what}")
