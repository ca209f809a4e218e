"""What providers have told, put down once under its own id before anything follows from it.

Rows of the source `seen` say what others gave back or dispute, by order; they are kept as long as the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from amends.core.dates import Instant, utc_of
from amends.core.engine.documents import as_document
from amends.records import models

PAYMENTS, SEEN = "payments", "seen"
ToldState = Literal["new", "done", "ignored", "dead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """One message, as it was told."""

    id: str
    kind: str
    body: Any
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """What the provider has told about a payment that was not our doing."""

    ref: str
    payment_id: str
    amount_minor: int  # gone back; nothing, where it is only disputed
    by_dispute: bool = False


def put_down(shop_id: str, source: str, told_id: str, kind: str, body: object, at: Instant) -> bool:
    """This function will keep the message once under its id, and say whether nothing has followed from it yet."""
    row = models.Told(
        shop_id=shop_id,
        source=source,
        id=told_id,
        kind=kind[:64],
        body=as_document(body),
        told_at=utc_of(at),
    )
    kept = models.Told.objects.filter(shop_id=shop_id, source=source, id=told_id)
    if not kept.exists():
        models.Told.objects.bulk_create([row], ignore_conflicts=True)
    return kept.filter(state="new").exists()


def told_with(shop_id: str, source: str, told_id: str) -> ToldRow | None:
    """This function will return the message, or nothing."""
    one = models.Told.objects.filter(shop_id=shop_id, source=source, id=told_id).first()
    return ToldRow(id=one.id, kind=one.kind, body=one.body, state=one.state) if one else None


def new_told(shop_id: str, source: str, most: int = 100) -> tuple[str, ...]:
    """This function will return the ids of messages that nothing has followed from yet, the oldest first."""
    rows = models.Told.objects.filter(shop_id=shop_id, source=source, state="new").order_by("told_at", "id")
    return tuple(rows.values_list("id", flat=True)[:most])


def mark_told(shop_id: str, source: str, told_id: str, state: ToldState, why: str = "") -> None:
    """This function will put down what came of the message."""
    models.Told.objects.filter(shop_id=shop_id, source=source, id=told_id).update(state=state, why=why)


def add_seen(shop_id: str, order_number: str, seen: SeenRow, at: Instant) -> bool:
    """This function will put down what others gave back, and say whether it is new; the caller has locked the order."""
    told_id = _seen_id(order_number, seen.ref)
    if models.Told.objects.filter(shop_id=shop_id, source=SEEN, id=told_id).exists():
        return False
    models.Told.objects.create(
        shop_id=shop_id, source=SEEN, id=told_id, kind="dispute" if seen.by_dispute else "refund",
        body=as_document(seen), told_at=utc_of(at), state="done", about=order_number,
    )  # fmt: skip
    return True


def seen_of(shop_id: str, order_number: str) -> tuple[SeenRow, ...]:
    """This function will return what others gave back of the order's payments, or dispute."""
    rows = models.Told.objects.filter(shop_id=shop_id, source=SEEN, about=order_number)
    return tuple(_seen(one.body) for one in rows.order_by("told_at", "id"))


def _seen_id(order_number: str, ref: str) -> str:
    return f"{order_number}\n{ref}"  # no number holds a new line, so that none begins with another one's


def _seen(body: Mapping[str, Any]) -> SeenRow:
    return SeenRow(**body)
