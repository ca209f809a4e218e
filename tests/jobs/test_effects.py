"""Effects: written with their event or not at all, done once each, tried again when they fail, never lost."""

from __future__ import annotations

import threading
from collections import UserDict
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.jobs import variants
from tests.jobs.opening import SECOND, Outside, effects, jobs, opened
from tests.sample_shops import AT

from amends.core.dates import Instant
from amends.ports.answers import Declined, NotNow, Unclear
from amends.records.outbox import LEASE, EffectRow, dead_effects, mark_done, revive_effects, take_effect
from amends.usecases.do_effect import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MOST_FAILURES,
    Handler,
    InsideTransaction,
    NotSetUp,
    do_effect,
    pause_after,
)


class Killed(BaseException):
    """Stands for the end of the process: nothing of ours catches it."""


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> Instant:
        return self.at


@pytest.fixture
def key(silver: None) -> str:
    """An effect that is to be done."""
    opened()
    (found,) = effects()
    return found


class TestTogetherWithTheEvent:
    @pytest.mark.usefixtures("silver")
    def test_an_event_brings_its_effects_and_a_job_for_each(self) -> None:
        opened()
        assert sorted(effects("waiting").values()) == ["mail"]
        assert [key for key in jobs() if key in effects()] == list(effects())  # other tests may have left jobs behind

    @pytest.mark.usefixtures("silver")
    def test_a_transaction_that_is_rolled_back_leaves_neither(self) -> None:
        with transaction.atomic():
            opened()
            assert effects()
            assert jobs()
            transaction.set_rollback(True)
        assert not effects()
        assert not jobs()


def check_it_survives_a_kill(do: Callable[..., str], key: str) -> None:
    """This function will check that an effect whose worker is killed in the midst is done by the next one."""
    clock, outside = Clock(), Outside(then=_killed)
    with pytest.raises(Killed):
        do("silver", key, outside.handlers(), clock)
    outside.then = lambda _: None
    clock.at += LEASE
    do("silver", key, outside.handlers(), clock)
    assert outside.asked == [key, key]
    assert effects("done") == effects()


def check_nothing_is_open(do: Callable[..., str], key: str) -> None:
    """This function will check that no transaction is open while something outside is asked."""
    open_ones = []
    outside = Outside(then=lambda _: open_ones.append(connection.in_atomic_block))
    do("silver", key, outside.handlers(), lambda: AT)
    assert open_ones == [False]


def check_one_at_a_time(do: Callable[..., str], key: str) -> None:
    """This function will check that of four who do it at the same moment, one does."""
    together = threading.Barrier(4, timeout=300)

    class Meeting(UserDict[str, Handler]):
        """Who does what: all wait for one another here, after a look at the row and before it is taken."""

        def __getitem__(self, kind: str) -> Handler:
            together.wait()
            return super().__getitem__(kind)

    outside = Outside()

    def one() -> None:
        try:
            do("silver", key, Meeting(outside.handlers()), lambda: AT)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outside.asked == [key]


def _killed(_: EffectRow) -> None:
    raise Killed


class TestDoing:
    def test_it_is_done_once(self, key: str) -> None:
        outside = Outside()
        assert do_effect("silver", key, outside.handlers(), lambda: AT) == "done"
        assert do_effect("silver", key, outside.handlers(), lambda: AT) == "skipped"
        assert outside.asked == [key]

    def test_a_worker_killed_in_the_midst_loses_nothing(self, key: str) -> None:
        check_it_survives_a_kill(do_effect, key)

    def test_no_transaction_is_open_while_something_outside_is_asked(self, key: str) -> None:
        check_nothing_is_open(do_effect, key)

    def test_it_refuses_to_ask_while_one_is_open(self, key: str) -> None:
        outside = Outside()
        with pytest.raises(InsideTransaction), transaction.atomic():
            do_effect("silver", key, outside.handlers(), lambda: AT)
        assert not outside.asked

    def test_four_at_once_do_it_once(self, key: str) -> None:
        check_one_at_a_time(do_effect, key)

    @pytest.mark.parametrize(
        ("check", "broken"),
        [
            (check_it_survives_a_kill, variants.marks_before_it_calls),
            (check_nothing_is_open, variants.calls_inside_the_transaction),
            (check_one_at_a_time, variants.takes_without_a_lock),
        ],
    )
    def test_each_broken_variant_is_noticed(
        self, key: str, check: Callable[..., None], broken: Callable[..., str]
    ) -> None:
        with pytest.raises(AssertionError):
            check(broken, key)

    def test_whoever_was_thought_dead_says_nothing_any_more(self, key: str) -> None:
        first = take_effect("silver", key, AT)
        assert first
        assert take_effect("silver", key, AT + LEASE - 1) is None  # in hand
        second = take_effect("silver", key, AT + LEASE)
        assert second
        assert (second.attempts, second.failures) == (2, 1)
        assert not mark_done(first, AT)
        assert mark_done(second, AT)

    def test_a_kind_that_nobody_does_waits(self, key: str) -> None:
        assert do_effect("silver", key, Outside().handlers("label"), lambda: AT) == "skipped"
        assert effects("waiting")


class TestFailing:
    @pytest.mark.parametrize("error", [NotNow("busy"), Unclear("cut off"), ValueError("a fault of ours")])
    def test_it_is_tried_again_later_and_at_last_put_on_the_list(self, key: str, error: Exception) -> None:
        clock, outside = Clock(), Outside(then=_raising(error))
        for attempt in range(1, MOST_FAILURES):
            assert do_effect("silver", key, outside.handlers(), clock) == "waiting"
            clock.at += pause_after(attempt, key) - 1
            assert do_effect("silver", key, outside.handlers(), clock) == "skipped"
            clock.at += 1
        assert do_effect("silver", key, outside.handlers(), clock) == "dead"
        (dead,) = dead_effects("silver")
        assert (dead.key, dead.attempts) == (key, MOST_FAILURES)
        assert str(error) in dead.why

    def test_declined_is_not_tried_again(self, key: str) -> None:
        assert do_effect("silver", key, Outside(then=_raising(Declined("no"))).handlers(), lambda: AT) == "dead"

    def test_a_dead_one_is_tried_again_when_a_person_says_so(self, key: str) -> None:
        do_effect("silver", key, Outside(then=_raising(Declined("no"))).handlers(), lambda: AT)
        assert revive_effects("silver", [key], AT) == 1
        assert do_effect("silver", key, Outside().handlers(), lambda: AT) == "done"
        assert revive_effects("silver", [key], AT) == 0

    def test_what_is_not_set_up_yet_waits_for_ever(self, key: str) -> None:
        clock, outside = Clock(), Outside(then=_raising(NotSetUp("no provider")))
        for _ in range(3 * MOST_FAILURES):
            assert do_effect("silver", key, outside.handlers(), clock) == "waiting"
            clock.at += 3600 * SECOND
        outside.then = lambda _: None
        assert do_effect("silver", key, outside.handlers(), clock) == "done"

    def test_a_handler_may_ask_to_look_again(self, key: str) -> None:
        clock, outside = Clock(), Outside(then=lambda _: AT + 60 * SECOND)
        assert do_effect("silver", key, outside.handlers(), clock) == "waiting"
        assert do_effect("silver", key, outside.handlers(), clock) == "skipped"
        clock.at += 60 * SECOND
        outside.then = lambda _: None
        assert do_effect("silver", key, outside.handlers(), clock) == "done"

    def test_what_kills_its_worker_every_time_comes_to_an_end(self, key: str) -> None:
        clock, outside = Clock(), Outside(then=_killed)
        for _ in range(MOST_FAILURES + 1):
            with pytest.raises(Killed):
                do_effect("silver", key, outside.handlers(), clock)
            clock.at += LEASE
        assert do_effect("silver", key, outside.handlers(), clock) == "dead"


@given(st.integers(1, 10_000), st.text(max_size=20))
def test_pauses_grow_up_to_an_hour_and_a_quarter(failures: int, key: str) -> None:
    pause = pause_after(failures, key)
    whole = min(FIRST_PAUSE * 2 ** min(failures - 1, 30), LONGEST_PAUSE)
    assert whole <= pause <= whole + whole // 4


def _raising(error: Exception) -> Callable[[EffectRow], None]:
    def fail(_: EffectRow) -> None:
        raise error

    return fail
