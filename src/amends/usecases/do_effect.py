"""Doing what must happen outside: one effect taken in hand, done outside every transaction, and marked.

Laws: two never have the same effect in hand at once; it is marked done only after it was done; what goes wrong is tried
again, later each time, until it is put on the list of the dead, where a person looks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Literal

from django.db import InterfaceError, OperationalError, connection

from amends.core.dates import HOUR, MINUTE, SECOND, Instant
from amends.core.errors import AmendsError
from amends.ports.answers import Declined, NotNow, Unclear
from amends.records.outbox import (
    EffectRow,
    kind_of_effect,
    mark_dead,
    mark_done,
    mark_waiting,
    take_effect,
)
from amends.records.shops import ShopRow, shop_with

_log = logging.getLogger("amends.outbox")
FIRST_PAUSE, LONGEST_PAUSE = 5 * SECOND, HOUR
MOST_FAILURES = 30  # with these pauses about a day
NOT_SET_UP_PAUSE = 10 * MINUTE
# What came of it. `skipped`: nothing was tried. `lost`: done, but meanwhile taken for dead and given to somebody else.
Outcome = Literal["done", "waiting", "dead", "skipped", "lost"]
# It does the effect, or says from when on to look at it again. A second attempt looks first whether it was done.
Handler = Callable[[EffectRow, Instant], Instant | None]


class NotSetUp(AmendsError):
    """What it takes is not set up here: it waits, however long, and counts as no failure."""

    code = "not_set_up"


class InsideTransaction(AmendsError):
    """Something outside was to be asked while a transaction is open: what is done there could not be undone with it."""

    code = "inside_transaction"


def shop_of(row: EffectRow) -> ShopRow:
    """This function will return the shop that the effect is for, or raise `NotSetUp`."""
    shop = shop_with(row.shop_id)
    if shop is None:
        raise NotSetUp(f"there is no shop `{row.shop_id}`.")
    return shop


def do_effect(shop_id: str, key: str, handlers: Mapping[str, Handler], clock: Callable[[], Instant]) -> Outcome:
    """This function will do the effect if it is due and free, and mark what came of it.

    A kind that nobody handles here is left to wait. Nothing that a handler raises comes out; `InsideTransaction` does.
    """
    check_outside()
    handler = handlers.get(kind_of_effect(shop_id, key))
    row = take_effect(shop_id, key, clock()) if handler else None
    if handler is None or row is None:
        return "skipped"
    if row.failures > MOST_FAILURES:  # taken so often, and never given back
        return _failed(row, "whoever did it was stopped each time", clock())
    try:
        again = handler(row, clock())
    except NotSetUp as error:
        return _put("waiting", partial(mark_waiting, row, clock() + NOT_SET_UP_PAUSE, error.what, row.failures))
    except Declined as error:
        _log.warning("declined: %s of %s: %s", row.key, row.shop_id, error.what)
        return _put("dead", partial(mark_dead, row, clock(), error.what, row.failures + 1))
    except (NotNow, Unclear) as error:
        return _failed(row, error.what, clock())
    except Exception as error:  # noqa: BLE001 - whatever it is, the effect must not be lost
        _log.exception("failed: %s of %s", row.key, row.shop_id)
        return _failed(row, f"{type(error).__name__}: {error}", clock())
    if again is not None:
        return _put("waiting", partial(mark_waiting, row, again, failures=row.failures))
    return _put("done", partial(mark_done, row, clock()))


def check_outside() -> None:
    """This function will raise `InsideTransaction` where a transaction is open."""
    if connection.in_atomic_block:
        raise InsideTransaction("nothing outside is asked while a transaction is open.")


def pause_after(failures: int, key: str) -> Instant:
    """This function will return how long to wait after so many failures: twice as long each time, up to an hour.

    Up to a quarter is added, other for each key: what failed together does not come back together.
    """
    pause = min(FIRST_PAUSE << min(failures - 1, 20), LONGEST_PAUSE)
    share = int.from_bytes(sha256(f"{key} {failures}".encode()).digest()[:2])
    return pause + pause * share // (4 * 0xFFFF)


def _failed(row: EffectRow, why: str, at: Instant) -> Outcome:
    failures = row.failures + 1
    if failures >= MOST_FAILURES:
        _log.error("given up: %s of %s after %s attempts: %s", row.key, row.shop_id, row.attempts, why)
        return _put("dead", partial(mark_dead, row, at, why, failures))
    return _put("waiting", partial(mark_waiting, row, at + pause_after(failures, row.key), why, failures))


def _put(outcome: Outcome, mark: Callable[[], bool]) -> Outcome:
    """This function will mark it; on a new connection where the old one broke in the meantime."""
    try:
        marked = mark()
    except (InterfaceError, OperationalError):
        connection.close()
        marked = mark()
    return outcome if marked else "lost"
