"""The own label behind the carriers' port. It keeps nothing: the key and the parcel alone make the label."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from amends.core.errors import FactInvalid, MoneyInvalid
from amends.core.scans import parcel_number
from amends.integrations.own_label.draw import slip_pdf
from amends.ports.answers import Declined
from amends.ports.carriers import Label, LabelWanted, Paper, ReturnSlip, ShopLook, TrackingEvent
from amends.ports.payments import EventRefused

CARRIER = "own"


class OwnLabel:
    """Labels and slips in the shop's look, on the paper that it prints on."""

    def __init__(self, look: ShopLook, *, paper: Paper = "a4", fonts_folder: Path | None = None) -> None:
        self._look = look
        self._paper: Paper = paper
        self._fonts_folder = fonts_folder

    def make_label(self, *, key: str, parcel: LabelWanted) -> Label:
        """This function will draw the label; the same key and parcel give the same bytes."""
        try:
            number = parcel_number(parcel.case_number, key)
            slip = ReturnSlip(parcel=parcel, number=number, look=self._look, paper=self._paper)
            pdf = slip_pdf(slip, self._fonts_folder)
        except (FactInvalid, MoneyInvalid) as error:
            raise Declined(error.what, hint=error.hint) from error
        return Label(carrier=CARRIER, tracking_number=number, ref=number, pdf=pdf, expires_at=parcel.expires_at)

    def find_label(self, key: str) -> Label | None:
        """This function will return nothing: there is no carrier that could know, and making it again costs nothing."""
        return None

    def cancel_label(self, label: Label) -> None:
        """This function will do nothing: no postage was bought. What a scan of the label then means, the case says."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> tuple[TrackingEvent, ...] | EventRefused:
        """This function will refuse whatever comes: nobody reports on own labels."""
        return EventRefused(fault="unsigned", what="the shop's own labels have no carrier that could send this.")

    def tracking(self, of: Label | str) -> tuple[TrackingEvent, ...]:
        """This function will return nothing: the parcel is first seen again when staff scan it."""
        return ()
