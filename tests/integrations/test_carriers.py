"""What holds for every carrier: the same suite for the shop's own label and for EasyPost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import count

import pytest
from tests.integrations.easypost.playback import easypost_playing
from tests.integrations.own_label.paper import PARCEL, SLIP

from amends.core.scans import read_scan
from amends.integrations.own_label.adapter import OwnLabel
from amends.ports.answers import Declined
from amends.ports.carriers import Carrier, Label, LabelWanted, TrackingEvent
from amends.ports.payments import EventRefused

KEY = "effect-1"
WANTED = replace(PARCEL, target=replace(PARCEL.target, country="US"))
# What EasyPost is asked in each of the laws below.
MADE = ["nothing_by_reference", "create", "buy", "pdf"]
FOUND = ["bought_by_reference", "pdf"]

Maker = Callable[[Sequence[str]], AbstractContextManager[Carrier]]


@contextmanager
def own(_: Sequence[str]) -> Iterator[Carrier]:
    """This function will give the shop's own label, which asks nobody."""
    yield OwnLabel(SLIP.look)


@contextmanager
def easypost(asked: Sequence[str]) -> Iterator[Carrier]:
    """This function will give an EasyPost that is asked exactly this."""
    with easypost_playing(asked) as carrier:
        yield carrier


@pytest.fixture(params=[own, easypost])
def maker(request: pytest.FixtureRequest) -> Maker:
    """This function will give each carrier in turn."""
    made: Maker = request.param
    return made


def find_or_make(carrier: Carrier) -> Label:
    """This function will do what a worker does at every try."""
    return carrier.find_label(KEY) or carrier.make_label(key=KEY, parcel=WANTED)


def always_one_label(maker: Maker) -> bool:
    """This function will say whether two tries end in one label."""
    with maker(["nothing_by_reference", *MADE, *FOUND]) as carrier:
        return find_or_make(carrier) == find_or_make(carrier)


def test_however_often_it_is_tried_there_is_one_label(maker: Maker) -> None:
    assert always_one_label(maker)


def test_the_law_finds_a_carrier_that_makes_another_each_time() -> None:
    class Forgetful(OwnLabel):
        """Takes no notice of the key."""

        tries = count()

        def make_label(self, *, key: str, parcel: LabelWanted) -> Label:
            """This function will make a label of a new number."""
            return super().make_label(key=f"{key}-{next(self.tries)}", parcel=parcel)

    @contextmanager
    def forgetful(_: Sequence[str]) -> Iterator[Carrier]:
        yield Forgetful(SLIP.look)

    assert not always_one_label(forgetful)


def test_made_again_without_looking_it_is_the_same(maker: Maker) -> None:
    with maker([*MADE, *FOUND]) as carrier:
        first = carrier.make_label(key=KEY, parcel=WANTED)
        assert carrier.make_label(key=KEY, parcel=WANTED) == first


def test_a_label_can_be_printed_and_scanned(maker: Maker) -> None:
    with maker(MADE) as carrier:
        label = carrier.make_label(key=KEY, parcel=WANTED)
    assert label.pdf.startswith(b"%PDF")
    assert label.carrier
    assert label.ref
    assert (label.cost_minor is None) == (label.currency == "")
    first = read_scan(label.tracking_number)[0]
    assert first.is_sound
    assert first.number == label.tracking_number


def test_cancelling_twice_is_cancelling_once(maker: Maker) -> None:
    with maker([*MADE, "bought_by_id", "refund", "refunded_by_id"]) as carrier:
        label = carrier.make_label(key=KEY, parcel=WANTED)
        carrier.cancel_label(label)
        carrier.cancel_label(label)


@pytest.mark.parametrize("headers", [{}, {"X-Hmac-Signature": "hmac-sha256-hex=0"}, {"Stripe-Signature": "t=1,v1=0"}])
@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\x00", b"[" * 100_000])
def test_a_message_that_shows_nothing_of_its_sender_is_refused(
    maker: Maker, body: bytes, headers: Mapping[str, str]
) -> None:
    with maker([]) as carrier:
        answer = carrier.read_event(body, headers)
    assert isinstance(answer, EventRefused)
    assert answer.forged


def test_what_happened_is_told_alike_by_label_and_by_number(maker: Maker) -> None:
    with maker([*MADE, "tracker", "tracker_by_number"]) as carrier:
        label = carrier.make_label(key=KEY, parcel=WANTED)
        told: tuple[TrackingEvent, ...] = carrier.tracking(label)
        assert carrier.tracking(label.tracking_number) == told
    assert sorted(told, key=lambda one: one.at) == list(told)
    assert len({one.id for one in told}) == len(told)


def test_a_parcel_that_makes_no_sense_is_declined_in_words(maker: Maker) -> None:
    nowhere = replace(WANTED, case_number="", target=replace(WANTED.target, lines=(), country=""))
    with maker(["nothing_by_reference"]) as carrier, pytest.raises(Declined) as caught:
        carrier.make_label(key=KEY, parcel=nowhere)
    assert str(caught.value)
