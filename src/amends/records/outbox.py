"""The outbox: what must happen outside, written with the event that asks for it, and done once that is committed.

Laws: the row is the truth, its job only wakes somebody to look at it; both are written in one transaction, so neither
is there without the other. One at a time has an effect in hand, and only they may say how it went.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F

from amends.core.cases.effects import Effect
from amends.core.dates import MINUTE, Instant, instant_of, utc_of
from amends.core.engine.documents import as_document
from amends.records import models
from amends.records.wakeups import EFFECTS, wake_sql

LEASE = 5 * MINUTE  # how long one has an effect in hand, longer than any call outside may take

# Effects and their jobs in one statement, since every case pays for it.
ADD = f"""
WITH found AS (
    INSERT INTO records_effect
        (shop_id, key, case_number, kind, body, state, attempts, failures, made_at, next_at, why)
    SELECT %(shop)s, key, %(case)s, kind, body::jsonb, 'waiting', 0, 0, %(at)s, %(at)s, ''
    FROM unnest(%(keys)s::text[], %(kinds)s::text[], %(bodies)s::text[]) AS one (key, kind, body)
    RETURNING shop_id, key
)
{wake_sql(EFFECTS)}
"""  # noqa: S608 - words of ours
# Who died with it in hand counts as one that failed: what kills its worker every time must come to an end.
TAKE = """
UPDATE records_effect
SET state = 'doing', attempts = attempts + 1, failures = failures + (state = 'doing')::int, next_at = %(until)s
WHERE shop_id = %(shop)s AND key = (
    SELECT key FROM records_effect
    WHERE shop_id = %(shop)s AND key = %(key)s AND state IN ('waiting', 'doing') AND next_at <= %(at)s
    FOR UPDATE SKIP LOCKED
)
RETURNING case_number, kind, body::text, attempts, failures
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """An effect that one has in hand."""

    shop_id: str
    key: str
    case_number: str
    kind: str
    body: Mapping[str, Any]
    attempts: int  # this one included; from the second on it may have been done already
    failures: int  # before this attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadRow:
    """An effect that nobody tries any more, and why."""

    shop_id: str
    key: str
    kind: str
    attempts: int
    made_at: Instant
    why: str


def add_effects(shop_id: str, case_number: str, effects: Sequence[Effect], at: Instant) -> None:
    """This function will put the effects into the outbox, each under the case's number and its own key, with a job."""
    if not effects:
        return
    given: dict[str, Any] = {
        "shop": shop_id,
        "case": case_number,
        "at": utc_of(at),
        "keys": [f"{case_number}.{one.key}" for one in effects],
        "kinds": [one.kind for one in effects],
        "bodies": [json.dumps(as_document(one.body)) for one in effects],
    }
    with connection.cursor() as cursor:
        cursor.execute(ADD, given)


def take_effect(shop_id: str, key: str, at: Instant) -> EffectRow | None:
    """This function will take the effect in hand, or return nothing: done, dead, in other hands, or not due yet."""
    given: dict[str, Any] = {
        "shop": shop_id,
        "key": key,
        "at": utc_of(at),
        "until": utc_of(at + LEASE),
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, given)
        found = cursor.fetchone()
    if found is None:
        return None
    number, kind, body, attempts, failures = found
    return EffectRow(
        shop_id=shop_id, key=key, case_number=number, kind=kind, body=json.loads(body), attempts=attempts,
        failures=failures,
    )  # fmt: skip


def kind_of_effect(shop_id: str, key: str) -> str:
    """This function will return of which kind the effect is; nothing where there is none."""
    found = models.Effect.objects.filter(shop_id=shop_id, key=key).values_list("kind", flat=True).first()
    return found or ""


def mark_done(row: EffectRow, at: Instant) -> bool:
    """This function will say that it was done; false where it is not in these hands any more."""
    return _mark(row, state="done", done_at=utc_of(at), why="")


def mark_waiting(row: EffectRow, until: Instant, why: str = "", failures: int = 0) -> bool:
    """This function will have it tried again, not before `until`."""
    return _mark(row, state="waiting", next_at=utc_of(until), why=why, failures=failures)


def mark_dead(row: EffectRow, at: Instant, why: str, failures: int) -> bool:
    """This function will put it on the list of what nobody tries any more."""
    return _mark(row, state="dead", next_at=utc_of(at), why=why, failures=failures)


def _mark(row: EffectRow, **values: Any) -> bool:
    # The number of the attempt tells one who was thought dead from who has it in hand now.
    rows = models.Effect.objects.filter(shop_id=row.shop_id, key=row.key, state="doing", attempts=row.attempts)
    return bool(rows.update(**values))


def dead_effects(shop_id: str, most: int = 500) -> tuple[DeadRow, ...]:
    """This function will return the shop's effects that nobody tries any more, the oldest first."""
    found = models.Effect.objects.filter(shop_id=shop_id, state="dead").order_by("made_at", "key")[:most]
    return tuple(
        DeadRow(
            shop_id=one.shop_id, key=one.key, kind=one.kind, attempts=one.attempts, made_at=instant_of(one.made_at),
            why=one.why,
        )
        for one in found
    )  # fmt: skip


def revive_effects(shop_id: str, keys: Collection[str], at: Instant) -> int:
    """This function will have dead effects tried again from now on, and return how many there were."""
    rows = models.Effect.objects.filter(shop_id=shop_id, key__in=keys, state="dead")
    return rows.update(state="waiting", failures=0, next_at=utc_of(at))


def end_past_effects(shop_id: str, kinds: Collection[str], before: Instant) -> int:
    """This function will take as done what waits of those kinds and was made before, and return how many there were.

    For what is of no use late: the story of sample cases was told in its time.
    """
    moment = utc_of(before)
    rows = models.Effect.objects.filter(shop_id=shop_id, kind__in=kinds, state="waiting", made_at__lt=moment)
    return rows.update(state="done", done_at=F("made_at"))
