"""A worker: it does jobs until it is told to stop, and lives on when the database goes away and comes back.

Laws: told to stop, it finishes what it has in hand and takes nothing more; a job runs in a thread of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal

import psycopg
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ProcrastinateException
from procrastinate.psycopg_connector import PsycopgConnector

from amends.jobs.rounds import DEAD_AFTER, HEARTBEAT

_log = logging.getLogger("amends.jobs")
_SHORTEST_PAUSE, _LONGEST_PAUSE = 1, 15  # seconds between attempts to reach the database


def work(threads: int) -> None:
    """This function will do jobs, so many at a time, until SIGTERM or SIGINT."""
    asyncio.run(_work(threads))


async def _work(threads: int) -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    pause = _SHORTEST_PAUSE
    while not told.is_set():
        run = asyncio.create_task(_run(threads))
        stop = asyncio.create_task(told.wait())
        began = asyncio.get_running_loop().time()
        await asyncio.wait((run, stop), return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            run.cancel()  # it finishes first what it has begun
        stop.cancel()
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await run
        except (ProcrastinateException, psycopg.Error, OSError) as error:
            _log.warning("the database is away: %s", str(error).strip() or type(error).__name__)
        if asyncio.get_running_loop().time() - began > _LONGEST_PAUSE:
            pause = _SHORTEST_PAUSE
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _run(threads: int) -> None:
    # One connection listens; few are needed beside the threads' own, which Django holds.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3)
    with app.replace_connector(connector) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=threads,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=DEAD_AFTER,
            )
