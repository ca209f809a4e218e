"""Ringing a timer: giving the command that a date of a case asks for, once, however late it is.

Laws: a timer rung twice, or after the case has moved on, does nothing; several that are due are rung in the order of
their dates, so that a late ring does what it would have done in time; no timer that was rung is there afterwards unless
the case has set it anew.
"""

from __future__ import annotations

from django.db import transaction

from amends.core.cases.handle import CaseMovedOn
from amends.core.dates import Instant
from amends.records.shops import ShopRow
from amends.records.timers import drop_timer, first_due
from amends.usecases.act_on_case import act_on_case, lock_case


def ring_timer(shop: ShopRow, case_number: str, at: Instant) -> bool:
    """This function will ring the case's timer that was due first; false where none is due."""
    with transaction.atomic():
        lock_case(shop, case_number)  # before the timer is read: two that ring it do so one after the other
        timer = first_due(shop.id, case_number, at)
        if timer is None:
            return False
        try:
            with transaction.atomic():
                act_on_case(shop, case_number, timer.ring, at=at, by="timer")
        except CaseMovedOn:
            pass  # somebody was quicker; the date means nothing any more
        drop_timer(shop.id, case_number, timer.name, timer.at)
        return True
