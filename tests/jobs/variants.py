"""Ways of doing an effect that look right and are not. What holds for the real one must not hold for these."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction

from amends.core.dates import Instant
from amends.records import models
from amends.records.outbox import EffectRow, mark_done, take_effect
from amends.usecases.do_effect import Handler, Outcome

Clock = Callable[[], Instant]


def marks_before_it_calls(shop_id: str, key: str, handlers: Mapping[str, Handler], clock: Clock) -> Outcome:
    """This function will mark the effect done, and then do it: killed in between, it is never done."""
    row = take_effect(shop_id, key, clock())
    if row is None:
        return "skipped"
    mark_done(row, clock())
    handlers[row.kind](row, clock())
    return "done"


def calls_inside_the_transaction(shop_id: str, key: str, handlers: Mapping[str, Handler], clock: Clock) -> Outcome:
    """This function will do the effect while its row is locked: whoever needs the row waits for the provider."""
    with transaction.atomic():
        row = take_effect(shop_id, key, clock())
        if row is None:
            return "skipped"
        handlers[row.kind](row, clock())
        mark_done(row, clock())
    return "done"


def takes_without_a_lock(shop_id: str, key: str, handlers: Mapping[str, Handler], clock: Clock) -> Outcome:
    """This function will look whether the effect is free, and take it then: two that look at once both take it."""
    found = models.Effect.objects.get(shop_id=shop_id, key=key)
    if found.state != "waiting":
        return "skipped"
    handler = handlers[found.kind]
    models.Effect.objects.filter(shop_id=shop_id, key=key).update(state="doing", attempts=found.attempts + 1)
    row = EffectRow(
        shop_id=shop_id, key=key, case_number=found.case_number, kind=found.kind, body={},
        attempts=found.attempts + 1, failures=0,
    )  # fmt: skip
    handler(row, clock())
    return "done" if mark_done(row, clock()) else "lost"
