"""The tasks that a worker knows. Names and arguments stand in the queue: changing them strands what waits there."""

from __future__ import annotations

from procrastinate.contrib.django import app

from amends.jobs import rounds
from amends.records.wakeups import EFFECTS, QUEUE, TIMERS


@app.task(name=EFFECTS[0], queue=QUEUE)
def do_effect(shop_id: str, key: str) -> None:
    """This function will do one effect."""
    rounds.do_effect(shop_id, key)


@app.task(name=TIMERS[0], queue=QUEUE)
def ring_timers(shop_id: str, case_number: str) -> None:
    """This function will ring what is due in one case."""
    rounds.ring_timers(shop_id, case_number)


# Every ten seconds (the sixth field), and by one worker alone.
@app.periodic(cron="* * * * * */10")
@app.task(name="sweep", queue="sweep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
    """This function will wake somebody for whatever is due and has nobody."""
    rounds.sweep()
