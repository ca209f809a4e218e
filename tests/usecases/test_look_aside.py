"""Work beside the requests: begun once, waited for no longer than is said, kept, and begun again where it failed."""

from __future__ import annotations

from threading import Event

import pytest

from amends.usecases.look_aside import Aside

LONG, NOT_AT_ALL = 60.0, 0.0


def test_what_takes_longer_is_not_waited_for_and_is_begun_once() -> None:
    go, begun = Event(), list[str]()

    def work() -> str:
        begun.append("once")
        assert go.wait(LONG)
        return "found"

    aside = Aside[str, str](2)
    assert aside.look("a", work, NOT_AT_ALL) is None
    assert aside.look("a", work, NOT_AT_ALL) is None
    go.set()
    assert aside.look("a", work, LONG) == "found"
    assert aside.look("a", work, NOT_AT_ALL) == "found"
    assert begun == ["once"]


def test_what_failed_is_told_and_begun_again() -> None:
    aside = Aside[str, str](2)
    for failure in (ValueError, TimeoutError):

        def fails(failure: type[Exception] = failure) -> str:
            raise failure

        with pytest.raises(failure):
            aside.look("a", fails, LONG)
    assert aside.look("a", lambda: "found", LONG) == "found"


def test_no_more_is_kept_than_is_said() -> None:
    aside = Aside[int, int](2)
    count = list[int]()

    def look(key: int) -> int | None:
        def work() -> int:
            count.append(key)
            return key

        return aside.look(key, work, LONG)

    assert [look(key) for key in (1, 2, 1, 3, 1, 2)] == [1, 2, 1, 3, 1, 2]
    assert count == [1, 2, 3, 2]  # 1 was asked for again, so 2 was the one to go
