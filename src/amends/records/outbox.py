"""The outbox and the timers: rows written with the event that asks for them, so that none is lost or made up."""

from __future__ import annotations

from collections.abc import Sequence

from amends.core.cases.effects import Effect
from amends.core.cases.timers import Timer
from amends.core.dates import Instant, datetime_of, zone_named
from amends.records import models
from amends.records.documents import as_document

_UTC = zone_named("UTC")


def add_effects(shop_id: str, case_number: str, effects: Sequence[Effect], at: Instant) -> None:
    """This function will put the effects into the outbox, each under the case's number and its own key."""
    moment = datetime_of(at, _UTC)
    models.Effect.objects.bulk_create(
        models.Effect(
            shop_id=shop_id, key=f"{case_number}.{one.key}", case_number=case_number, kind=one.kind,
            body=as_document(one.body), made_at=moment, next_at=moment,
        )
        for one in effects
    )  # fmt: skip


def set_timers(shop_id: str, case_number: str, timers: Sequence[Timer]) -> None:
    """This function will make these the case's timers, in place of those it had."""
    models.Timer.objects.filter(shop_id=shop_id, case_number=case_number).delete()
    models.Timer.objects.bulk_create(
        models.Timer(
            shop_id=shop_id, case_number=case_number, name=one.name, at=datetime_of(one.at, _UTC),
            ring=as_document(one.ring),
        )
        for one in timers
    )  # fmt: skip
