"""Effects: written with their event or not at all, done once each, tried again when they fail, never lost."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from tests.jobs.opening import Outside, effects, jobs, opened
from tests.sample_shops import AT

from amends.usecases.do_effect import do_effect


@pytest.mark.usefixtures("silver")
def test_an_event_brings_its_effects_and_a_job_for_each() -> None:
    opened()
    assert sorted(effects("waiting").values()) == ["mail"]
    assert jobs() == list(effects())


@pytest.mark.usefixtures("silver")
def test_a_transaction_that_is_rolled_back_leaves_neither() -> None:
    with transaction.atomic():
        opened()
        assert effects()
        assert jobs()
        transaction.set_rollback(True)
    assert not effects()
    assert not jobs()


@pytest.mark.usefixtures("silver")
def test_it_is_done_once_and_outside_every_transaction() -> None:
    opened()
    (key,) = effects()
    open_ones = []
    outside = Outside(then=lambda _: open_ones.append(connection.in_atomic_block))
    assert do_effect("silver", key, outside.handlers(), lambda: AT) == "done"
    assert do_effect("silver", key, outside.handlers(), lambda: AT) == "skipped"
    assert outside.asked == [key]
    assert open_ones == [False]
    assert effects("done") == effects()
