"""The sweep: whatever is due and has nobody gets somebody, and what dead workers had in hand is let go."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import Settings
from tests.jobs.opening import KINDS, Outside, effects, jobs, opened
from tests.sample_shops import AT

from amends.jobs.rounds import catch_up
from amends.records import models
from amends.records.outbox import LEASE, take_effect
from amends.records.wakeups import clear_old_jobs, counts, let_go_of_dead_workers, wake_due
from amends.records.wall import behind, is_there
from amends.usecases.do_effect import do_effect
from amends.usecases.read_health import LONGEST_WAIT, read_health

OUTSIDE = Outside()
HANDLERS = OUTSIDE.handlers()


@pytest.fixture
def key(silver: None) -> str:
    """An effect that is to be done, whose job is lost."""
    opened()
    run("DELETE FROM procrastinate_jobs")
    (found,) = effects()
    return found


def run(statement: str, *values: object) -> None:
    """This function will run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)  # type: ignore[arg-type]


def begun_by_a_worker(key: str, seconds_ago: int) -> None:
    """This function will write down a worker that has the effect in hand and gave its last sign of life then."""
    run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))", seconds_ago)
    run(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status, worker_id)"
        " SELECT 'outside', 'do_effect', 'do_effect silver ' || %s, jsonb_build_object('shop_id', 'silver', 'key',"
        " %s::text), 'doing', max(id) FROM procrastinate_workers",
        key,
        key,
    )
    assert take_effect("silver", key, AT)


class TestWaking:
    def test_what_has_no_job_gets_one_and_no_second(self, key: str) -> None:
        assert wake_due(KINDS, AT) == 1
        assert jobs() == [key]
        assert wake_due(KINDS, AT) == 0

    def test_what_nobody_does_is_left_alone(self, key: str) -> None:
        assert wake_due([kind for kind in KINDS if kind != "mail"], AT) == 0

    def test_not_before_its_time(self, key: str) -> None:
        assert wake_due(KINDS, AT - 1) == 0

    def test_what_is_done_wakes_nobody(self, key: str) -> None:
        do_effect("silver", key, HANDLERS, lambda: AT)
        assert wake_due(KINDS, AT) == 0

    def test_what_somebody_lost_wakes_another_when_its_time_is_over(self, key: str) -> None:
        take_effect("silver", key, AT)
        assert wake_due(KINDS, AT + LEASE - 1) == 0
        assert wake_due(KINDS, AT + LEASE) == 1

    def test_timers_that_are_due_wake_for_their_case(self, key: str) -> None:
        timer = models.Timer.objects.order_by("at").first()
        assert timer
        models.Timer.objects.update(at=models.Effect.objects.get().made_at)
        wake_due((), AT)
        assert jobs("ring_timers") == [timer.case_number]


class TestDeadWorkers:
    def test_what_they_had_in_hand_is_free_at_once(self, key: str) -> None:
        begun_by_a_worker(key, seconds_ago=61)
        assert let_go_of_dead_workers(AT, 60) == 1
        assert wake_due(KINDS, AT) == 1
        assert jobs(status="doing") == []

    def test_what_a_living_one_has_in_hand_is_not(self, key: str) -> None:
        begun_by_a_worker(key, seconds_ago=30)
        assert let_go_of_dead_workers(AT, 60) == 0
        assert wake_due(KINDS, AT) == 0

    def test_jobs_that_ended_long_ago_are_cleared(self, key: str) -> None:
        begun_by_a_worker(key, seconds_ago=0)
        run("UPDATE procrastinate_jobs SET status = 'failed'")
        assert clear_old_jobs(1) == 0
        run("UPDATE procrastinate_events SET at = now() - interval '2 hours'")
        assert clear_old_jobs(1) == 1


@pytest.mark.usefixtures("key")
def test_behind_the_wall_it_sees_all_shops_and_changes_what_it_may(key: str) -> None:
    if not is_there():
        pytest.skip("the database gives its user no such role")
    begun_by_a_worker(key, seconds_ago=61)
    with behind():
        assert let_go_of_dead_workers(AT, 60) == 1
        assert wake_due(KINDS, AT) == 1
        assert models.Effect.objects.count() == 0  # to whoever has no such purpose


class TestOneRecoveryRun:
    def test_it_does_what_is_due_without_the_queue(self, key: str, settings: Settings) -> None:
        settings.FIXED_NOW = AT
        settings.AMENDS_EFFECTS = "tests.jobs.test_sweep.HANDLERS"
        OUTSIDE.asked.clear()
        take_effect("silver", key, AT)  # by one who is gone
        assert catch_up() == 0
        assert catch_up(alone=True) == 1
        assert OUTSIDE.asked == [key]
        assert effects("done") == effects()


class TestHealth:
    def test_it_names_what_is_not_well(self, key: str) -> None:
        assert [fault.split(":")[0] for fault in read_health(AT).faults] == ["no worker runs"]
        run("INSERT INTO procrastinate_workers DEFAULT VALUES")
        assert read_health(AT).is_well
        assert "due the longest" in read_health(AT + LONGEST_WAIT + 1).faults[0]
        models.Effect.objects.update(state="dead")
        assert "wait for a person" in read_health(AT).faults[0]
        assert counts(AT, 60).dead == 1
