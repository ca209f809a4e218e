"""Timers: rung once, in order, however late; only what has changed is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from pytest_django import Settings
from tests.jobs.opening import DAY, effects, jobs, opened
from tests.sample_shops import AT, shop

from amends.core.cases.commands import Withdraw
from amends.core.cases.timers import timers_of
from amends.core.dates import Instant, instant_of
from amends.jobs.rounds import PUT_OFF, ring_timers
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.events import events_of
from amends.records.timers import set_timers
from amends.usecases.act_on_case import act_on_case, rules_for
from amends.usecases.ring_timer import ring_timer

YEAR = 366 * DAY


@pytest.fixture
def case(silver: None) -> CaseRow:
    """A case whose goods are to be sent: its customer is reminded, and some time later it expires."""
    return opened()


def dates() -> dict[str, Instant]:
    """This function will return when each timer is due, by name."""
    return {one.name: instant_of(one.at) for one in models.Timer.objects.order_by("at")}


def ring_all(case: CaseRow, at: Instant) -> int:
    """This function will ring what is due as a worker does, and return how many were rung."""
    rung = 0
    while ring_timer(shop("silver"), case.number, at):
        rung += 1
    return rung


def history(case: CaseRow) -> list[str]:
    """This function will return what has happened in the case."""
    return [one.kind for one in events_of("silver", case.number)]


def in_time(case: CaseRow) -> list[str]:
    """This function will ring every timer at its own moment, and return what has happened then."""
    while found := dates():
        ring_timer(shop("silver"), case.number, min(found.values()))
    return history(case)


def test_not_before_its_time(case: CaseRow) -> None:
    first = min(dates().values())
    assert not ring_timer(shop("silver"), case.number, first - 1)
    assert ring_timer(shop("silver"), case.number, first)
    assert history(case)[-1] == "reminded"


def test_rung_twice_it_does_nothing_more(case: CaseRow) -> None:
    first = min(dates().values())
    assert ring_all(case, first) == 1
    assert ring_all(case, first) == 0
    assert history(case).count("reminded") == 1


def test_after_downtime_the_same_comes_of_it_as_in_time(case: CaseRow) -> None:
    other = opened("another form", "L2.P1")
    assert ring_all(case, AT + YEAR) == 2
    assert history(case) == in_time(other)
    assert history(case)[-2:] == ["reminded", "expired"]
    assert not models.Timer.objects.filter(case_number=case.number).exists()


def test_a_case_that_has_moved_on_is_left_alone(case: CaseRow) -> None:
    kept = list(models.Timer.objects.values())
    act_on_case(shop("silver"), case.number, Withdraw(item="1"), at=AT, by="customer")
    assert not dates()
    before = history(case)
    models.Timer.objects.bulk_create(models.Timer(**row) for row in kept)  # as if a worker had been slow
    assert ring_all(case, AT + YEAR) == len(kept)
    assert history(case) == before
    assert not dates()


def test_only_what_has_changed_is_written(case: CaseRow) -> None:
    timers = timers_of(case.case, rules_for(shop("silver"), case))
    before = versions()
    set_timers("silver", case.number, timers)
    assert versions() == before
    moved = [replace(timers[0], at=timers[0].at + 1), *timers[1:]]
    set_timers("silver", case.number, moved)
    after = versions()
    assert {name for name in before if before[name] != after[name]} == {timers[0].name}
    set_timers("silver", case.number, timers[1:])
    assert versions() == {name: after[name] for name in after if name != timers[0].name}


def versions() -> dict[str, str]:
    """This function will return which transaction has written each timer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, xmin::text FROM records_timer")
        return dict(cursor.fetchall())


def test_what_a_timer_leads_to_has_its_job(case: CaseRow) -> None:
    known = set(jobs())
    ring_all(case, min(dates().values()))
    assert set(jobs()) - known == set(effects()) - known
    assert len(effects()) == 2


def test_one_that_cannot_be_rung_is_tried_again_later_and_in_order(case: CaseRow, settings: Settings) -> None:
    settings.FIXED_NOW = AT + YEAR
    order = list(dates())
    right = dict(models.Timer.objects.values_list("name", "ring"))
    models.Timer.objects.update(ring={"item": "1", "state": "no such state", "what": "remind"})  # a fault of ours
    assert ring_timers("silver", case.number) == 0
    assert list(dates()) == order
    assert min(dates().values()) == AT + YEAR + PUT_OFF
    for name, ring in right.items():
        models.Timer.objects.filter(name=name).update(ring=ring)
    settings.FIXED_NOW = max(dates().values())
    assert ring_timers("silver", case.number) == len(order)
