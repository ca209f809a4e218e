"""EasyPost's exchanges played back: what is asked, and what is made of every answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.integrations.easypost.playback import easypost_playing
from tests.integrations.own_label.paper import PARCEL

from amends.core.dates import parse_instant, zone_named
from amends.core.tracking import tracking_numbers
from amends.integrations.easypost.client import EasyPost
from amends.ports.answers import Declined, NotNow, Unclear
from amends.ports.carriers import Address, Label, TrackingStatus

KEY = "effect-1"
WANTED = replace(PARCEL, target=replace(PARCEL.target, country="US"))
BOUGHT = Label(
    carrier="USPS", service="GroundAdvantage", tracking_number="9405500208303109884199", ref="shp_1",
    pdf=b"%PDF-1.4 a label of the carrier", cost_minor=593, currency="USD",
)  # fmt: skip
ROUTES = {
    "new": ["nothing_by_reference", "create", "buy", "pdf"],
    "created before and not bought": ["created_by_reference", "rerate", "buy", "pdf"],
    "bought before": ["bought_by_reference", "pdf"],
    "bought meanwhile": ["created_by_reference", "rerate", "buy_again", "bought_by_id", "pdf"],
}


@pytest.mark.parametrize("names", ROUTES.values(), ids=ROUTES.keys())
def test_every_way_ends_in_the_same_one_label(names: list[str]) -> None:
    # On a return the addresses go out as those of the way out: `create` holds them the other way round.
    with easypost_playing(names) as carrier:
        assert carrier.make_label(key=KEY, parcel=WANTED) == BOUGHT


def test_the_tracking_number_of_the_example_is_one_of_its_carrier() -> None:
    assert tracking_numbers(BOUGHT.tracking_number)[0].carrier == BOUGHT.carrier


def test_the_cheapest_of_the_services_that_the_shop_allows_is_bought() -> None:
    services = ["USPS Priority", "UPS Ground"]
    with easypost_playing(["nothing_by_reference", "create", "buy_priority", "pdf"], services=services) as carrier:
        label = carrier.make_label(key=KEY, parcel=WANTED)
    assert (label.service, label.cost_minor) == ("Priority", 742)


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ("create_refused", Declined, "Unable to verify address"),
        ("create_unpaid", Declined, "Insufficient funds"),
        ("create_without_rates", Declined, "no carrier offers"),
        ("create_busy", NotNow, "busy"),
        ("create_broken", Unclear, "may have been done"),
        ("create_bad_gateway", Unclear, "may have been done"),
    ],
)
def test_each_failure_says_whether_it_was_done(answer: str, error: type[Exception], words: str) -> None:
    with easypost_playing(["nothing_by_reference", answer]) as carrier, pytest.raises(error, match=words):
        carrier.make_label(key=KEY, parcel=WANTED)


@pytest.mark.parametrize("answer", ["pdf_gone", "pdf_is_none"])
def test_a_label_without_its_picture_is_asked_for_again(answer: str) -> None:
    with easypost_playing(["nothing_by_reference", "create", "buy", answer, "bought_by_reference", "pdf"]) as carrier:
        with pytest.raises(NotNow, match="is bought"):
            carrier.make_label(key=KEY, parcel=WANTED)
        assert carrier.make_label(key=KEY, parcel=WANTED) == BOUGHT


def test_a_provider_that_is_not_there_is_asked_later() -> None:
    carrier = EasyPost("EZTK-test", address="http://127.0.0.1:9/v2", timeout_seconds=2)
    with pytest.raises(NotNow):
        carrier.make_label(key=KEY, parcel=WANTED)
    with pytest.raises(NotNow):
        carrier.find_label(KEY)


def test_find() -> None:
    with easypost_playing(["nothing_by_reference", "created_by_reference", "bought_by_reference", "pdf"]) as carrier:
        assert carrier.find_label(KEY) is None
        assert carrier.find_label(KEY) is None  # created is not made
        assert carrier.find_label(KEY) == BOUGHT


def test_cancelling_twice_asks_for_the_price_once() -> None:
    with easypost_playing(["bought_by_id", "refund", "refunded_by_id"]) as carrier:
        carrier.cancel_label(BOUGHT)
        carrier.cancel_label(BOUGHT)


def test_a_label_that_the_carrier_keeps_is_told() -> None:
    names = ["bought_by_id", "refund_rejected"]
    with easypost_playing(names) as carrier, pytest.raises(Declined, match="does not take the label back"):
        carrier.cancel_label(BOUGHT)


@pytest.mark.parametrize(
    "target",
    [
        Address(name="Wrenfold", lines=("7 Millrace Lane",), country="US"),
        Address(name="Wrenfold", lines=(), city="Burlington", postcode="05401", country="US"),
        Address(name="Wrenfold", lines=("1 Rue X",), city="Lyon", postcode="69001", country="FR"),
    ],
)
def test_what_could_only_be_refused_is_not_asked(target: Address) -> None:
    with easypost_playing(["nothing_by_reference"]) as carrier, pytest.raises(Declined):
        carrier.make_label(key=KEY, parcel=replace(WANTED, target=target))


def test_tracking_says_what_happened_in_order_with_the_places() -> None:
    with easypost_playing(["tracker"]) as carrier:
        events = carrier.tracking(BOUGHT)
    assert [one.status for one in events] == [
        TrackingStatus.POSTED, TrackingStatus.ON_ITS_WAY, TrackingStatus.OUT_FOR_DELIVERY, TrackingStatus.DELIVERED,
    ]  # fmt: skip
    last = events[-1]
    assert (last.place, last.says) == ("BURLINGTON, VT, US", "Delivered, Front Desk/Reception")
    assert last.at == parse_instant("2026-11-24T10:33:00-05:00", zone_named("UTC"))
    assert len({one.id for one in events}) == len(events)


def test_a_number_by_itself_is_followed_too() -> None:
    with easypost_playing(["tracker_by_number", "tracker_unknown"]) as carrier:
        assert carrier.tracking(BOUGHT.tracking_number)
        with pytest.raises(Declined, match="Unable to determine the carrier"):
            carrier.tracking(BOUGHT.tracking_number)
