"""EasyPost behind the carriers' port.

A label is looked up by its reference before it is made: a shipment that was created and not bought is bought then, one
that was bought is only read. Creating costs nothing, and a shipment cannot be bought twice.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Collection, Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit

from easypost.easypost_client import EasyPostClient
from easypost.easypost_object import EasyPostObject
from easypost.errors.api.api_error import ApiError
from easypost.errors.api.not_found_error import NotFoundError
from easypost.errors.general.easypost_error import EasyPostError

from amends.core.errors import AmendsError
from amends.integrations.easypost.translate import cheapest, events_of, label_of, reference_of, shipment_wanted
from amends.integrations.easypost.webhook import read_webhook
from amends.ports.answers import Declined, NotNow, Unclear
from amends.ports.carriers import Label, LabelWanted, TrackingEvent
from amends.ports.payments import EventRefused

ADDRESS = "https://api.easypost.com/v2"
_TIMEOUT_SECONDS = 30
_LARGEST_PDF = 5_000_000  # bytes
_HAS_POSTAGE = "SHIPMENT.POSTAGE.EXISTS"


class EasyPost:
    """EasyPost with one account's key; `services` are those that the shop allows, such as `USPS GroundAdvantage`."""

    def __init__(
        self,
        api_key: str,
        *,
        webhook_secrets: Sequence[str] = (),
        address: str = "",
        services: Collection[str] = (),
        timeout_seconds: int = _TIMEOUT_SECONDS,
    ) -> None:
        self._address = (address or ADDRESS).rstrip("/")
        self._client = EasyPostClient(api_key, api_base=self._address, timeout=timeout_seconds)
        self._secrets = tuple(webhook_secrets)
        self._services = frozenset(services)
        self._timeout_seconds = timeout_seconds

    def make_label(self, *, key: str, parcel: LabelWanted) -> Label:
        """This function will look the label up, and create and buy what is missing of it, at the lowest price."""
        reference = reference_of(key)
        shipment = self._found(reference)
        if shipment is None:
            wanted = shipment_wanted(parcel, reference)
            shipment = _shipment(lambda: self._client.shipment.create(**wanted), changes=True)
            rates = shipment.get("rates")
        elif not _is_bought(shipment):
            shipment_id = shipment["id"]  # its prices may be of another day
            rates = _asked(lambda: self._client.shipment.regenerate_rates(shipment_id), changes=False).get("rates")
        else:
            return self._label(shipment)
        return self._label(self._bought(shipment["id"], cheapest(rates or [], self._services)))

    def find_label(self, key: str) -> Label | None:
        """This function will look for the bought shipment with the key's reference."""
        shipment = self._found(reference_of(key))
        return self._label(shipment) if shipment is not None and _is_bought(shipment) else None

    def cancel_label(self, label: Label) -> None:
        """This function will ask for the label's price back, once; carriers that charge at the first scan owe none."""
        shipment_id = quote(label.ref, safe="")
        shipment = _shipment(lambda: self._client.shipment.retrieve(shipment_id), changes=False)
        if shipment.get("refund_status") in {"submitted", "refunded", "not_applicable"}:
            return
        refunded = _shipment(lambda: self._client.shipment.refund(shipment_id), changes=True)
        if refunded.get("refund_status") == "rejected":
            raise Declined("the carrier does not take the label back.", hint="It may have been scanned already.")

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> tuple[TrackingEvent, ...] | EventRefused:
        """This function will check the message's signature and return what it tells of a parcel."""
        return read_webhook(body, headers, self._secrets)

    def tracking(self, of: Label | str) -> tuple[TrackingEvent, ...]:
        """This function will return what the carrier knows; a number from elsewhere is followed from then on."""
        wanted = {"tracking_code": of} if isinstance(of, str) else {"tracking_code": of.tracking_number}
        if isinstance(of, Label):
            wanted["carrier"] = of.carrier
        return events_of(_asked(lambda: self._client.tracker.create(**wanted), changes=False))

    def _found(self, reference: str) -> dict[str, Any] | None:
        try:
            return _shipment(lambda: self._client.shipment.retrieve(reference), changes=False)
        except _NotThere:
            return None

    def _bought(self, shipment_id: str, rate: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return _shipment(lambda: self._client.shipment.buy(shipment_id, rate={"id": rate.get("id")}), changes=True)
        except _HasPostage:
            return _shipment(lambda: self._client.shipment.retrieve(shipment_id), changes=False)

    def _label(self, shipment: Mapping[str, Any]) -> Label:
        paper = shipment.get("postage_label") or {}
        return label_of(shipment, self._pdf(str(paper.get("label_pdf_url") or paper.get("label_url") or "")))

    def _pdf(self, url: str) -> bytes:
        """This function will fetch a label's PDF. It is bought by then: whatever fails, asking again finds it."""
        if urlsplit(url).scheme != urlsplit(self._address).scheme:
            raise NotNow("the label is bought, and its picture has no address yet.")
        request = urllib.request.Request(url)  # noqa: S310 # the scheme was looked at
        try:
            with _OPENER.open(request, timeout=self._timeout_seconds) as answer:
                pdf: bytes = answer.read(_LARGEST_PDF + 1)
        except (URLError, HTTPException, OSError) as error:
            raise NotNow("the label is bought, and its picture cannot be fetched just now.") from error
        if not pdf.startswith(b"%PDF") or len(pdf) > _LARGEST_PDF:
            raise NotNow("the label is bought, and what came for its picture is no PDF.")
        return pdf


class _NotThere(Declined):
    """Nothing has that id or reference."""


class _HasPostage(Declined):
    """The shipment was bought before."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A label lies where EasyPost says, and nowhere that this leads on to."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """This function will follow nobody."""


_OPENER = urllib.request.build_opener(_NoRedirects)


def _is_bought(shipment: Mapping[str, Any]) -> bool:
    return bool(shipment.get("postage_label"))


def _shipment(call: Callable[[], object], *, changes: bool) -> dict[str, Any]:
    """This function will make the call and return the shipment that it gives."""
    shipment = _asked(call, changes=changes)
    if not isinstance(shipment.get("id"), str):
        raise _lost(changes=changes)
    return shipment


def _asked(call: Callable[[], object], *, changes: bool) -> dict[str, Any]:
    """This function will make the call, return what it gives as plain data, and say failures in the port's words."""
    try:
        answer = call()
    except EasyPostError as error:
        raise _answer(error, changes=changes) from error
    if not isinstance(answer, EasyPostObject):
        raise _lost(changes=changes)
    return answer.to_dict()


def _lost(*, changes: bool) -> AmendsError:
    if changes:
        return Unclear("EasyPost's answer was lost, and it may have been done.")
    return NotNow("EasyPost cannot be reached, or its answer makes no sense.")


def _answer(error: EasyPostError, *, changes: bool) -> AmendsError:
    """This function will say what an error means: whether it was done, and whether asking again can help."""
    status = error.http_status if isinstance(error, ApiError) else None
    words = str(getattr(error, "message", error))[:300]
    if isinstance(error, NotFoundError):
        return _NotThere(f"EasyPost does not know it: {words}")
    if status in {429, 503}:
        return NotNow(f"EasyPost is busy: {words}")
    if status is None or status < 400 or status == 408 or status >= 500:
        return _lost(changes=changes)
    if getattr(error, "code", "") == _HAS_POSTAGE:
        return _HasPostage(words)
    return Declined(f"EasyPost declines: {words}")
