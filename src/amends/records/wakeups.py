"""Waking a worker: jobs in the queue's table, and finding those that nobody has woken or that were left half done.

Laws: an effect and a case have at most one job waiting each; a job says whom to look at, never what to do; no job waits
for a date, since whoever fetches one reads past all that wait (docs/jobs.md).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from amends.core.dates import Instant, utc_of
from amends.records import plain_sql
from amends.records.wall import across

# Which job wakes for what: its task, and the columns that name what to look at.
EFFECTS: Final = ("do_effect", "key")
TIMERS: Final = ("ring_timers", "case_number")
ROUND: Final = "look_after"
QUEUE: Final = "outside"


def wake_sql(what: tuple[str, str]) -> str:
    """This function will return the statement that defers a job for each row of `found`, unless one waits already."""
    task, column = what
    return f"""
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)
SELECT '{QUEUE}', '{task}', '{task} ' || shop_id || ' ' || {column},
    jsonb_build_object('shop_id', shop_id, '{column}', {column})
FROM found
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""  # noqa: S608 - words of ours


# Shop by shop, so that each takes its turn and its own index, however many rows others have.
WAKE_EFFECTS = f"""
WITH found AS (
    SELECT one.shop_id, one.key FROM records_shop s CROSS JOIN LATERAL (
        SELECT e.shop_id, e.key FROM records_effect e
        WHERE e.shop_id = s.id AND e.state IN ('waiting', 'doing') AND e.next_at <= %(at)s AND e.kind = ANY(%(kinds)s)
        AND NOT EXISTS (
            SELECT 1 FROM procrastinate_jobs j
            WHERE j.status = 'todo' AND j.queueing_lock = 'do_effect ' || e.shop_id || ' ' || e.key
        )
        ORDER BY e.next_at LIMIT %(most)s
    ) one
)
{wake_sql(EFFECTS)}
"""  # noqa: S608 - words of ours
WAKE_TIMERS = f"""
WITH found AS (
    SELECT DISTINCT one.shop_id, one.case_number FROM records_shop s CROSS JOIN LATERAL (
        SELECT t.shop_id, t.case_number FROM records_timer t
        WHERE t.shop_id = s.id AND t.at <= %(at)s
        AND NOT EXISTS (
            SELECT 1 FROM procrastinate_jobs j
            WHERE j.status = 'todo' AND j.queueing_lock = 'ring_timers ' || t.shop_id || ' ' || t.case_number
        )
        ORDER BY t.at LIMIT %(most)s
    ) one
)
{wake_sql(TIMERS)}
"""  # noqa: S608 - words of ours
WAKE_SHOPS = f"""
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)
SELECT '{QUEUE}', '{ROUND}', '{ROUND} ' || id || ' ' || %(name)s,
    jsonb_build_object('shop_id', id, 'name', %(name)s::text)
FROM records_shop
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""  # noqa: S608 - words of ours
# A job that was begun by a worker without a heartbeat for so long. The effect that it had in hand is let go.
LET_GO = """
WITH gone AS (
    DELETE FROM procrastinate_jobs j
    WHERE j.status = 'doing' AND NOT EXISTS (
        SELECT 1 FROM procrastinate_workers w
        WHERE w.id = j.worker_id AND w.last_heartbeat > now() - make_interval(secs => %(seconds)s)
    )
    RETURNING j.task_name, j.args
), let_go AS (
    UPDATE records_effect e SET next_at = %(at)s FROM gone
    WHERE gone.task_name = 'do_effect' AND e.shop_id = gone.args->>'shop_id' AND e.key = gone.args->>'key'
    AND e.state = 'doing' AND e.next_at > %(at)s
)
SELECT count(*) FROM gone
"""
LET_ALL_GO = "UPDATE records_effect SET next_at = %(at)s WHERE state = 'doing' AND next_at > %(at)s"
CLEAR = """
DELETE FROM procrastinate_jobs j WHERE j.status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND NOT EXISTS (
    SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > now() - make_interval(hours => %(hours)s)
)
"""
DUE = """
SELECT 'do_effect', shop_id, key, next_at FROM records_effect
WHERE state IN ('waiting', 'doing') AND next_at <= %(at)s AND kind = ANY(%(kinds)s)
UNION ALL
SELECT 'ring_timers', shop_id, case_number, min(at) FROM records_timer WHERE at <= %(at)s GROUP BY shop_id, case_number
ORDER BY 4, 1, 2, 3 LIMIT %(most)s
"""
COUNTS = """
SELECT
    (SELECT count(*) FROM records_effect WHERE state IN ('waiting', 'doing')),
    (SELECT count(*) FROM records_effect WHERE state = 'dead'),
    (SELECT count(*) FROM records_timer WHERE at <= %(at)s),
    least(
        (SELECT min(next_at) FROM records_effect WHERE state IN ('waiting', 'doing') AND failures = 0),
        (SELECT min(at) FROM records_timer WHERE at <= %(at)s)
    ),
    (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %(seconds)s))
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How the background work stands, over all shops."""

    waiting: int  # effects that are still to be done
    dead: int  # effects that nobody tries any more
    late: int  # timers that are due
    due_since: Instant | None  # since when the first of them is due, of those that have not failed yet
    workers: int  # that gave a sign of life of late


def counts(at: Instant, seconds: int) -> Counts:
    """This function will count; a worker's sign of life is good for so long."""
    with across("work"), connection.cursor() as cursor:
        cursor.execute(COUNTS, {"at": utc_of(at), "seconds": seconds})
        waiting, dead, late, since, workers = cursor.fetchone()
    return Counts(waiting, dead, late, plain_sql.instant_or_none(since), workers)


def wake_due(kinds: Collection[str], at: Instant, most: int = 500) -> int:
    """This function will wake somebody for what is due and has no job, and return how many jobs that took.

    At most so many effects and so many cases of a shop; effects of other kinds than these are left to wait.
    """
    given: dict[str, Any] = {"at": utc_of(at), "kinds": list(kinds), "most": most}
    with across("work"), connection.cursor() as cursor:
        cursor.execute(WAKE_EFFECTS, given)
        woken = int(cursor.rowcount)
        cursor.execute(WAKE_TIMERS, given)
        return woken + int(cursor.rowcount)


def wake_shops(name: str) -> int:
    """This function will wake somebody to go the round of that name, in every shop."""
    with across("work"), connection.cursor() as cursor:
        cursor.execute(WAKE_SHOPS, {"name": name})
        return int(cursor.rowcount)


def let_go_of_dead_workers(at: Instant, seconds: int) -> int:
    """This function will free what workers had in hand that gave no sign of life for so long, and return how much."""
    with across("work"), connection.cursor() as cursor:
        cursor.execute(LET_GO, {"at": utc_of(at), "seconds": seconds})
        return int(cursor.fetchone()[0])


def let_go_of_all(at: Instant) -> int:
    """This function will free every effect that is in hand: for when it is known that no worker lives."""
    with across("work"), connection.cursor() as cursor:
        cursor.execute(LET_ALL_GO, {"at": utc_of(at)})
        return int(cursor.rowcount)


def clear_old_jobs(hours: int) -> int:
    """This function will remove jobs that ended so long ago, and return how many."""
    with connection.cursor() as cursor:
        cursor.execute(CLEAR, {"hours": hours})
        return int(cursor.rowcount)


def due_now(kinds: Collection[str], at: Instant, most: int = 1000) -> tuple[tuple[str, str, str], ...]:
    """This function will return task, shop and name of what is due, the longest due first, whether it has a job or not.

    For doing it here and now, without the queue.
    """
    with across("work"), connection.cursor() as cursor:
        cursor.execute(DUE, {"at": utc_of(at), "kinds": list(kinds), "most": most})
        return tuple((task, shop_id, name) for task, shop_id, name, _ in cursor.fetchall())
