"""Queries on labels, and on where carriers have seen parcels.

Laws: a label has its row under the key of the effect that asked for it, once; the same happening to a parcel is kept
once, however often it is told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from amends.core.dates import Instant, instant_of, utc_of
from amends.ports.carriers import Label, TrackingEvent, TrackingStatus
from amends.records import models, plain_sql
from amends.records.keys import number_key
from amends.records.models.keys import KEY

MADE, USED, EXPIRED, CANCELLING, CANCELLED = "made", "used", "expired", "cancelling", "cancelled"
# Where goods can still be sent with a label, sooner or later.
_BEFORE_ARRIVAL = ("waiting", "to_quote", "quoted", "to_pay", "to_send", "on_its_way")
_MOST_CASES = 20  # that one tracking number is looked up for
_MOST_SIGHTINGS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLabel:
    """A label as it is kept, without its page."""

    id: str
    case_number: str
    carrier: str
    tracking: str
    made_at: Instant
    expires_at: Instant | None
    state: str  # made, used, expired, cancelling (the carrier is still to be told), cancelled


def label_with(shop_id: str, label_id: str) -> KeptLabel | None:
    """This function will return the label of that key, or nothing."""
    found = models.Label.objects.filter(shop_id=shop_id, id=label_id).defer("pdf").first()
    return _kept(found) if found else None


def add_label(shop_id: str, label_id: str, case_number: str, label: Label, at: Instant, state: str = MADE) -> bool:
    """This function will keep the label, and say whether it was new."""
    values = {
        "case_number": case_number, "carrier": label.carrier[:32], "service": label.service[:64],
        "tracking": label.tracking_number[:KEY], "pdf": label.pdf, "cost_minor": label.cost_minor,
        "currency": label.currency, "made_at": utc_of(at),
        "expires_at": None if label.expires_at is None else utc_of(label.expires_at), "state": state,
    }  # fmt: skip
    _, is_new = models.Label.objects.get_or_create(shop_id=shop_id, id=label_id, defaults=values)
    return is_new


def mark_label(shop_id: str, label_id: str, state: str, *, of: Collection[str]) -> bool:
    """This function will say how the label stands now, and return whether it stood as one of `of` until now."""
    return models.Label.objects.filter(shop_id=shop_id, id=label_id, state__in=of).update(state=state) == 1


def page_of_label(shop_id: str, label_id: str) -> bytes:
    """This function will return the label's page to print; a missing label has none."""
    found = models.Label.objects.filter(shop_id=shop_id, id=label_id).values_list("pdf", flat=True).first()
    return b"" if found is None else bytes(found)


def labels_in_state(shop_id: str, states: Collection[str], most: int) -> tuple[KeptLabel, ...]:
    """This function will return labels that stand so, the oldest first."""
    found = models.Label.objects.filter(shop_id=shop_id, state__in=states).defer("pdf").order_by("made_at", "id")
    return tuple(map(_kept, found[:most]))


def labels_left_over(shop_id: str, most: int) -> tuple[KeptLabel, ...]:
    """This function will return labels that stand as made, of cases in which nothing is to be sent any more."""
    items = models.CaseItem.objects.filter(shop_id=shop_id, case_number=OuterRef("case_number"))
    rows = models.Label.objects.filter(~Exists(items.filter(state__in=_BEFORE_ARRIVAL)), shop_id=shop_id, state=MADE)
    return tuple(map(_kept, rows.defer("pdf").order_by("made_at", "id")[:most]))


def labels_of_cases(shop_id: str, states: Collection[str], most: int, turn: int) -> tuple[KeptLabel, ...]:
    """This function will return carriers' labels that can be used, of cases with an item in one of these states.

    `turn` counts up from round to round: where there are more than `most`, each gets its turn.
    """
    cases = models.CaseItem.objects.filter(shop_id=shop_id, state__in=states).values("case_number")
    found = models.Label.objects.filter(shop_id=shop_id, state=MADE, case_number__in=cases).exclude(carrier="own")
    pages = -(-found.count() // most) or 1
    first = turn % pages * most
    return tuple(map(_kept, found.defer("pdf").order_by("made_at", "id")[first : first + most]))


def add_sighting(shop_id: str, event: TrackingEvent) -> bool:
    """This function will keep what happened to a parcel, and say whether it was new."""
    _, is_new = models.ParcelEvent.objects.get_or_create(
        shop_id=shop_id,
        tracking=event.tracking_number[:KEY],
        id=event.id[: 2 * KEY],
        defaults={
            "status": event.status.value, "at": utc_of(event.at), "place": event.place[:300], "says": event.says[:500],
        },
    )  # fmt: skip
    return is_new


def sightings_kept(shop_id: str, spellings: Collection[str]) -> tuple[TrackingEvent, ...]:
    """This function will return what carriers have told of the parcel so far, oldest first."""
    numbers = [one[:KEY] for one in spellings]
    found = models.ParcelEvent.objects.filter(shop_id=shop_id, tracking__in=numbers).order_by("at", "id")
    return tuple(
        TrackingEvent(
            id=one.id, tracking_number=one.tracking, status=TrackingStatus(one.status), at=instant_of(one.at),
            place=one.place, says=one.says,
        )
        for one in found[:_MOST_SIGHTINGS]
    )  # fmt: skip


def is_seen(shop_id: str, tracking: str, event_id: str) -> bool:
    """This function will say whether that happening is kept already."""
    rows = models.ParcelEvent.objects.filter(shop_id=shop_id, tracking=tracking[:KEY], id=event_id[: 2 * KEY])
    return rows.exists()


def was_seen(shop_id: str, tracking: str) -> bool:
    """This function will say whether a carrier has told anything of the parcel."""
    return models.ParcelEvent.objects.filter(shop_id=shop_id, tracking=tracking[:KEY]).exists()


def case_of_label(shop_id: str, tracking: str) -> str:
    """This function will return the case that a label with that number was made for, or nothing."""
    rows = models.Label.objects.filter(shop_id=shop_id, tracking=tracking[:KEY])
    return rows.order_by("-made_at").values_list("case_number", flat=True).first() or ""


def cases_with_tracking(shop_id: str, tracking: str) -> tuple[str, ...]:
    """This function will return the cases that are found by the number, whichever parcel of theirs it names."""
    word = number_key(tracking)[:KEY]
    rows = models.CaseWord.objects.filter(shop_id=shop_id, kind="tracking", word=word) if word else None
    return tuple(rows.order_by("case_number").values_list("case_number", flat=True)[:_MOST_CASES]) if rows else ()


def _kept(one: models.Label) -> KeptLabel:
    return KeptLabel(
        id=one.id, case_number=one.case_number, carrier=one.carrier, tracking=one.tracking,
        made_at=instant_of(one.made_at), expires_at=plain_sql.instant_or_none(one.expires_at),
        state=one.state,
    )  # fmt: skip
