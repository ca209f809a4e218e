"""The tasks that a worker knows. Names and arguments stand in the queue: changing them strands what waits there."""

from __future__ import annotations

from procrastinate.contrib.django import app

from amends.jobs import rounds, shop_rounds
from amends.records.wakeups import EFFECTS, QUEUE, ROUND, TIMERS, wake_shops


@app.task(name=EFFECTS[0], queue=QUEUE)
def do_effect(shop_id: str, key: str) -> None:
    """This function will do one effect."""
    rounds.do_effect(shop_id, key)


@app.task(name=TIMERS[0], queue=QUEUE)
def ring_timers(shop_id: str, case_number: str) -> None:
    """This function will ring what is due in one case."""
    rounds.ring_timers(shop_id, case_number)


@app.task(name=ROUND, queue=QUEUE)
def look_after(shop_id: str, name: str) -> None:
    """This function will go one round for one shop."""
    shop_rounds.look_after(shop_id, name)


@app.task(name="begin_round", queue="sweep")
def begin_round(timestamp: int, name: str) -> None:  # noqa: ARG001 - the queue hands it over
    """This function will have every shop go the round."""
    wake_shops(name)


for _name, _round in shop_rounds.ROUNDS.items():
    app.periodic(cron=_round.often, periodic_id=_name, task_kwargs={"name": _name}, queueing_lock=_name)(begin_round)


# Every ten seconds (the sixth field), and by one worker alone.
@app.periodic(cron="* * * * * */10")
@app.task(name="sweep", queue="sweep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - the queue hands it over
    """This function will wake somebody for whatever is due and has nobody."""
    rounds.sweep()
