"""Between our values and EasyPost's: addresses, weights, rates, labels, trackers. No calls.

What EasyPost says in decimals becomes minor units exactly; what it does not say stays unknown. A tracker's details have
no ids of their own, so each gets one from what it says: the same by webhook and by look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any

from amends.core.dates import instant_of
from amends.core.errors import MoneyInvalid
from amends.core.money import Rounding, exact_amount, rounded
from amends.ports.answers import Declined
from amends.ports.carriers import Address, Label, LabelWanted, TrackingEvent, TrackingStatus

_OUNCE_MICROGRAMS = 28_349_523
_LONGEST = 60  # characters of a tracking number
_USUAL_GRAMS = 300  # of a small parcel, where nobody knows: carriers charge the difference later
_AMERICAN = re.compile(r"(?P<city>.+?),\s*(?P<region>[A-Z]{2})\s+(?P<postcode>\d{5}(?:-\d{4})?)", re.ASCII)

_STATUSES = {
    "in_transit": TrackingStatus.ON_ITS_WAY,
    "out_for_delivery": TrackingStatus.OUT_FOR_DELIVERY,
    "delivered": TrackingStatus.DELIVERED,
    "available_for_pickup": TrackingStatus.EXCEPTION,
    "return_to_sender": TrackingStatus.RETURNED_TO_SENDER,
    "failure": TrackingStatus.EXCEPTION,
    "cancelled": TrackingStatus.EXCEPTION,
    "error": TrackingStatus.EXCEPTION,
}  # pre_transit and unknown say that nothing has happened yet
_DETAILS = {
    "received_at_origin_facility": TrackingStatus.POSTED,
    "lost": TrackingStatus.LOST,
}


def reference_of(key: str) -> str:
    """This function will return what a label is looked up by at EasyPost: safe in an address, the same for the key."""
    return f"amends-{sha256(key.encode()).hexdigest()[:32]}"


def shipment_wanted(parcel: LabelWanted, reference: str) -> dict[str, Any]:
    """This function will return what EasyPost is asked, or raise `Declined` where it could only refuse.

    For a return EasyPost takes the addresses of the way out, and turns them round itself.
    """
    origin, target = _address(parcel.origin), _address(parcel.target)
    if origin["country"] != target["country"]:
        hint = "Send the customer a slip without postage, or buy the label at the carrier."
        raise Declined("a label across a border needs customs papers, which are not made here.", hint=hint)
    there, back = (origin, target) if parcel.is_return else (target, origin)
    grams = parcel.weight_grams or _USUAL_GRAMS
    tenths = -(-grams * 10_000_000 // _OUNCE_MICROGRAMS)  # of an ounce, never too few
    return {
        "reference": reference,
        "is_return": parcel.is_return,
        "to_address": there,
        "from_address": back,
        "parcel": {"weight": tenths / 10},
        "options": {
            "label_format": "PDF", "label_size": "4x6",
            "print_custom_1": parcel.case_number, "invoice_number": parcel.order_number,
        },
    }  # fmt: skip


def _address(of: Address) -> dict[str, str]:
    """This function will take an address apart as EasyPost wants it; a shop's own may be written in lines alone."""
    lines, city, region, postcode = list(of.lines), of.city, of.region, of.postcode
    if not postcode:
        for place, line in enumerate(lines):
            found = _AMERICAN.fullmatch(line.strip())
            if found:
                city, region, postcode = found["city"], found["region"], found["postcode"]
                lines = lines[:place]
                break
    if not (lines and city and postcode and of.country):
        hint = "Street, city, postcode and country are needed."
        raise Declined(f"the address of `{of.name[:60]}` is not complete.", hint=hint)
    return {
        "name": of.name, "street1": lines[0], "street2": ", ".join(lines[1:]), "city": city, "state": region,
        "zip": postcode, "country": of.country, "phone": of.phone,
    }  # fmt: skip


def cheapest(rates: Iterable[Mapping[str, Any]], services: frozenset[str]) -> Mapping[str, Any]:
    """This function will return the rate with the lowest price among the services that the shop allows, such as
    `USPS GroundAdvantage`; without any named, all are allowed. `Declined` where none is left."""
    allowed = [one for one in rates if not services or f"{one.get('carrier')} {one.get('service')}" in services]
    priced = [(price, one) for one in allowed if (price := _exact(one)) is not None]
    if not priced:
        raise Declined("no carrier offers a label for this parcel.", hint="Look at the addresses and the services.")
    currency = priced[0][1].get("currency")
    return min((one for one in priced if one[1].get("currency") == currency), key=lambda one: one[0])[1]


def _exact(rate: Mapping[str, Any]) -> Fraction | None:
    try:
        return exact_amount(str(rate.get("rate")), str(rate.get("currency")))
    except MoneyInvalid:
        return None


def label_of(shipment: Mapping[str, Any], pdf: bytes) -> Label:
    """This function will return the label of a bought shipment; its price is rounded up to whole minor units."""
    rate = shipment.get("selected_rate") or {}
    price = _exact(rate)
    return Label(
        carrier=str(rate.get("carrier") or ""),
        service=str(rate.get("service") or ""),
        tracking_number=str(shipment.get("tracking_code") or ""),
        ref=str(shipment["id"]),
        pdf=pdf,
        cost_minor=None if price is None else rounded(price, Rounding.UP),
        currency="" if price is None else str(rate["currency"]),
    )


def events_of(tracker: Mapping[str, Any]) -> tuple[TrackingEvent, ...]:
    """This function will return what a tracker tells of its parcel, oldest first; what makes no sense is left out."""
    number = tracker.get("tracking_code")
    details = tracker.get("tracking_details")
    if not isinstance(number, str) or not isinstance(details, list):
        return ()
    if len(number) > _LONGEST or _plain(number) != number:
        return ()
    found = [_event(number, one) for one in details if isinstance(one, Mapping)]
    return tuple(sorted((one for one in found if one), key=lambda one: one.at))


def _event(number: str, detail: Mapping[str, Any]) -> TrackingEvent | None:
    status = _STATUSES.get(str(detail.get("status")))
    when = str(detail.get("datetime"))
    try:
        moment = datetime.fromisoformat(when)
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the first and the last day of the calendar end elsewhere
        return None
    if not status or moment.tzinfo is None:
        return None
    at = instant_of(utc)
    says = str(detail.get("message") or "")[:500]
    told = "\n".join((number, str(detail.get("status")), str(at), says))
    where = detail.get("tracking_location")
    parts = [where.get(part) for part in ("city", "state", "country")] if isinstance(where, Mapping) else []
    return TrackingEvent(
        id=sha256(told.encode("utf-8", "replace")).hexdigest()[:32],
        tracking_number=number,
        status=_DETAILS.get(str(detail.get("status_detail")), status),
        at=at,
        place=_plain(", ".join(str(part)[:100] for part in parts if part)),
        says=_plain(says),
    )


def _plain(text: str) -> str:
    """The text without what cannot be kept or shown."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
