"""Rounds: every shop is looked after, one after the other, and none keeps the others from it."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from amends.jobs import tasks
from amends.jobs.shop_rounds import ROUNDS, look_after
from amends.records.wakeups import wake_shops


@pytest.mark.usefixtures("silver")
def test_each_shop_gets_its_job_and_no_second() -> None:
    assert wake_shops("expire_credits") == 1
    assert wake_shops("expire_credits") == 0
    assert wake_shops("settle_payouts") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'look_after' ORDER BY id")
        assert [row[0] for row in cursor.fetchall()] == [
            '{"name": "expire_credits", "shop_id": "silver"}',
            '{"name": "settle_payouts", "shop_id": "silver"}',
        ]


@pytest.mark.usefixtures("silver")
@pytest.mark.parametrize("name", ROUNDS)
def test_each_round_can_be_gone(name: str) -> None:
    assert look_after("silver", name)


@pytest.mark.usefixtures("silver")
def test_what_is_not_there_is_no_failure_of_the_worker() -> None:
    assert not look_after("nobody", "settle_payouts")
    assert not look_after("silver", "a round of an older version")


def test_every_round_and_the_sweep_are_begun_by_themselves() -> None:
    assert tasks.sweep.name == "sweep"
    begun = {periodic_id or name for name, periodic_id in app.periodic_registry.periodic_tasks}
    assert begun == {*ROUNDS, "sweep"}
