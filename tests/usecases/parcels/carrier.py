"""A carrier to try things on: it remembers its labels as a real one does, and counts what it paid back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tests.integrations.own_label.paper import SLIP

from amends.integrations.own_label.adapter import OwnLabel
from amends.ports.carriers import Label, LabelWanted, TrackingEvent
from amends.ports.payments import EventRefused


class Practice:
    """Sells labels once a key, takes each back once, and tells what a test has it tell."""

    def __init__(self) -> None:
        self.sold: dict[str, tuple[Label, LabelWanted]] = {}
        self.taken_back: list[str] = []
        self.told: list[TrackingEvent] = []
        self.before: Callable[[], None] = lambda: None  # what happens while the label is made
        self._drawer = OwnLabel(SLIP.look)

    def make_label(self, *, key: str, parcel: LabelWanted) -> Label:
        """This function will sell the label of that key."""
        if key not in self.sold:
            drawn = self._drawer.make_label(key=key, parcel=parcel)
            label = replace(
                drawn, carrier="Practice", ref=f"ref {key}", cost_minor=412, currency="USD", expires_at=None
            )
            self.sold[key] = (label, parcel)
        self.before()
        return self.sold[key][0]

    def find_label(self, key: str) -> Label | None:
        """This function will return the label of that key, if it was sold."""
        return self.sold[key][0] if key in self.sold else None

    def cancel_label(self, label: Label) -> None:
        """This function will pay the label back, once."""
        if label.ref not in self.taken_back:
            self.taken_back.append(label.ref)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> tuple[TrackingEvent, ...] | EventRefused:
        """This function will take a message for genuine that says so."""
        if headers.get("Signature") != "genuine":
            return EventRefused(fault="forged", what="not genuine.")
        return tuple(self.told)

    def tracking(self, of: Label | str) -> tuple[TrackingEvent, ...]:
        """This function will tell what it was told to."""
        number = of if isinstance(of, str) else of.tracking_number
        return tuple(one for one in self.told if one.tracking_number == number)


@contextmanager
def practice(_: Sequence[str]) -> Iterator[Practice]:
    """This function will give a new one, for the suite of all carriers."""
    yield Practice()
