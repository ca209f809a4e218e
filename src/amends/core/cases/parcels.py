"""What carriers tell of parcels, as it counts for a case.

Laws: the order in which it is told makes no difference; it moves nothing but dates and flags, since only the shop's own
people say that goods have come; a number that the case does not know changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from amends.core.cases.case import Case, Flag, Item
from amends.core.cases.events import ParcelMoved

_FLAGS = {"returned_to_sender": "parcel_returned", "lost": "parcel_lost"}


def moved(case: Case, event: ParcelMoved) -> Case:
    """This function will return the case after a carrier has seen one of its parcels."""
    if event.way == "back":
        case = replace(case, items=tuple(_seen(case, one, event) for one in case.items))
    kind = _FLAGS.get(event.status)
    if kind is None or any((one.kind, one.ref) == (kind, event.tracking) for one in case.flags):
        return case
    return replace(case, flags=(*case.flags, Flag(kind=kind, ref=event.tracking)))  # type: ignore[arg-type]


def _comes_back_by(case: Case, item: Item, tracking: str) -> bool:
    """This function will say whether the item's goods come back in the parcel with that number."""
    if not tracking:
        return False
    by_label = any(label.tracking == tracking and item.id in label.items for label in case.labels)
    return by_label or item.tracking_back == tracking


def _seen(case: Case, item: Item, event: ParcelMoved) -> Item:
    """The first sighting says when it was posted, whichever is told first; the carrier's word can only help."""
    if item.received or event.status == "exception" or not _comes_back_by(case, item, event.tracking):
        return item
    if item.posted_at is not None and event.moved_at < item.posted_at:
        item = replace(item, posted_at=event.moved_at)
    if event.status == "delivered":
        first = event.moved_at if item.delivered_at is None else min(item.delivered_at, event.moved_at)
        item = replace(item, delivered_at=first)
    return item
