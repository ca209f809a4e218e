"""What one wake-up does, and what is done in rounds: here and now, with the queue or without it."""

from __future__ import annotations

import logging

from amends.core.dates import MINUTE
from amends.jobs.effects import handlers
from amends.jobs.shop_rounds import ROUNDS, look_after
from amends.pages import clock
from amends.records import wakeups
from amends.records.shops import ShopRow, all_shops, shop_with
from amends.records.timers import put_off_timers
from amends.records.wall import inside
from amends.usecases import do_effect as doing
from amends.usecases.ring_timer import ring_timer

_log = logging.getLogger("amends.jobs")
# A worker gives a sign of life every HEARTBEAT seconds. The limit is several times that: a busy machine is not dead.
HEARTBEAT, DEAD_AFTER = 10, 60
KEEP_HOURS = 7 * 24
PUT_OFF = 10 * MINUTE  # a timer that could not be rung is tried again after so long


def do_effect(shop_id: str, key: str) -> doing.Outcome:
    """This function will do one effect of the shop, if it is due and free."""
    with inside(shop_id):
        return doing.do_effect(shop_id, key, handlers(), clock.now)


def ring_timers(shop_id: str, case_number: str) -> int:
    """This function will ring every timer of the case that is due, the oldest first, and return how many."""
    with inside(shop_id):
        shop = shop_with(shop_id)
        rung = 0
        while shop is not None and _ring_one(shop, case_number):
            rung += 1
        return rung


def _ring_one(shop: ShopRow, case_number: str) -> bool:
    try:
        return ring_timer(shop, case_number, clock.now())
    except Exception:  # noqa: BLE001 - a fault of ours in one case; all others ring, and this one again later
        _log.exception("no timer of %s of %s could be rung", case_number, shop.id)
        at = clock.now()
        put_off_timers(shop.id, case_number, at, at + PUT_OFF)
        return False


def sweep() -> int:
    """This function will free what dead workers had in hand, wake somebody for what is due, and clear old jobs away."""
    at = clock.now()
    freed = wakeups.let_go_of_dead_workers(at, DEAD_AFTER)
    if freed:
        _log.warning("%s jobs of workers that are gone were let go", freed)
    wakeups.clear_old_jobs(KEEP_HOURS)
    return wakeups.wake_due(tuple(handlers()), at)


def catch_up(*, alone: bool = False) -> int:
    """This function will do whatever is due, and go every round, here and now without the queue.

    It returns how many effects and timers were tried. `alone`: no worker lives, so what is in hand is free as well.
    """
    if alone:
        wakeups.let_go_of_all(clock.now())
    tried = 0
    while due := wakeups.due_now(tuple(handlers()), clock.now()):
        before = tried
        for task, shop_id, name in due:
            if task == wakeups.EFFECTS[0]:
                tried += do_effect(shop_id, name) != "skipped"
            else:
                tried += ring_timers(shop_id, name)
        if tried == before:
            break  # all in other hands
    for shop in all_shops():
        for name in ROUNDS:
            look_after(shop.id, name)
    return tried
