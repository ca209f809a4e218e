"""What EasyPost sends by itself: only its own messages are read, and each happening is one happening."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.integrations.easypost.playback import HERE, SECRET, easypost_playing

from amends.integrations.easypost.client import EasyPost
from amends.integrations.easypost.webhook import read_webhook
from amends.ports.carriers import TrackingStatus
from amends.ports.payments import EventRefused

BODY = (HERE / "webhook.json").read_bytes()


def signed(body: bytes, secret: str = SECRET, name: str = "X-Hmac-Signature") -> dict[str, str]:
    """This function will return the header that EasyPost sends along (its documentation: HMAC-SHA256, in hex)."""
    return {name: "hmac-sha256-hex=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def fault_of(body: bytes, headers: dict[str, str], *secrets: str) -> str:
    """This function will return why a message is refused, or nothing."""
    answer = read_webhook(body, headers, secrets or (SECRET,))
    return answer.fault if isinstance(answer, EventRefused) else ""


def told(event: dict[str, Any]) -> tuple[TrackingStatus, ...]:
    """This function will return the statuses that a genuine message tells."""
    body = json.dumps(event).encode()
    answer = read_webhook(body, signed(body), (SECRET,))
    assert not isinstance(answer, EventRefused)
    return tuple(one.status for one in answer)


@pytest.mark.parametrize("name", ["X-Hmac-Signature", "x-hmac-signature", "X-HMAC-SIGNATURE"])
def test_a_genuine_message_tells_the_same_as_a_look_up(name: str) -> None:
    with easypost_playing(["tracker_by_number"]) as carrier:
        assert carrier.read_event(BODY, signed(BODY, name=name)) == carrier.tracking("9405500208303109884199")


def test_both_secrets_are_good_while_they_are_changed() -> None:
    assert not fault_of(BODY, signed(BODY, "old"), "new", "old")
    assert not fault_of(BODY, signed(BODY, "new"), "new", "old")


@pytest.mark.parametrize(
    ("body", "headers", "fault"),
    [
        (BODY, {}, "unsigned"),
        (BODY, {"X-Hmac-Signature": ""}, "unsigned"),
        (BODY, signed(BODY, "another secret"), "forged"),
        (BODY + b" ", signed(BODY), "forged"),
        (json.dumps(json.loads(BODY)).encode(), signed(BODY), "forged"),
        (BODY, {"X-Hmac-Signature": "hmac-sha256-hex=ü"}, "forged"),
        (BODY, {"Authorization": signed(BODY)["X-Hmac-Signature"]}, "unsigned"),
        (b"{", signed(b"{"), "unreadable"),
        (b"\xff", signed(b"\xff"), "unreadable"),
        (b"[" * 200_000, signed(b"[" * 200_000), "unreadable"),
        (b" " * 1_000_001, signed(b" " * 1_000_001), "too_large"),
    ],
    ids=str,
)
def test_whatever_is_not_genuine_is_refused(body: bytes, headers: dict[str, str], fault: str) -> None:
    assert fault_of(body, headers) == fault


@pytest.mark.parametrize("secrets", [(), ("",)])
def test_without_a_secret_everything_is_refused(secrets: tuple[str, ...]) -> None:
    # An empty secret would let anybody sign.
    answer = EasyPost("EZTK-test", webhook_secrets=secrets).read_event(BODY, signed(BODY, ""))
    assert isinstance(answer, EventRefused)
    assert answer.forged


@given(st.binary(max_size=200), st.text(max_size=100))
def test_nothing_that_comes_raises(body: bytes, signature: str) -> None:
    assert fault_of(body, {"X-Hmac-Signature": signature}) in {"unsigned", "forged"}


def changed(**detail: Any) -> dict[str, Any]:
    """This function will return the message with another last happening."""
    event: dict[str, Any] = json.loads(BODY)
    event["result"]["tracking_details"] = [event["result"]["tracking_details"][-1] | detail]
    return event


@pytest.mark.parametrize(
    ("status", "detail", "means"),
    [
        ("return_to_sender", "return", TrackingStatus.RETURNED_TO_SENDER),
        ("failure", "lost", TrackingStatus.LOST),
        ("failure", "damaged", TrackingStatus.EXCEPTION),
        ("available_for_pickup", "awaiting_customer_pickup", TrackingStatus.EXCEPTION),
    ],
)
def test_each_status_has_its_meaning(status: str, detail: str, means: TrackingStatus) -> None:
    assert told(changed(status=status, status_detail=detail)) == (means,)


@pytest.mark.parametrize(
    "event",
    [
        {**json.loads(BODY), "description": "batch.updated"},
        {**json.loads(BODY), "description": None},
        {**json.loads(BODY), "result": None},
        {**json.loads(BODY), "result": {"tracking_code": 5, "tracking_details": []}},
        {**json.loads(BODY), "result": {"tracking_code": "5", "tracking_details": [None, 1, {}]}},
        changed(status="pre_transit"),
        changed(status="something new"),
        changed(datetime="yesterday"),
        changed(datetime="2026-11-24T10:33:00"),
        changed(datetime=None),
    ],
)
def test_what_tells_nothing_is_taken_and_tells_nothing(event: dict[str, Any]) -> None:
    assert told(event) == ()


def test_a_happening_without_a_place_or_words_is_still_one() -> None:
    assert told(changed(tracking_location=None, message=None)) == (TrackingStatus.DELIVERED,)


@pytest.mark.parametrize("number", ["a\0b", "\ud800", "x" * 90, "\x1b[2J"])
def test_a_parcel_whose_number_cannot_be_kept_is_left_out(number: str) -> None:
    detail = {"status": "delivered", "datetime": "2026-11-01T10:00:00Z"}
    parcel = {"tracking_code": number, "tracking_details": [detail]}
    assert told({"description": "tracker.updated", "result": parcel}) == ()


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-W01-1"])
def test_what_happened_on_no_day_is_left_out(when: str) -> None:
    parcel = {"tracking_code": "T1", "tracking_details": [{"status": "delivered", "datetime": when}]}
    assert told({"description": "tracker.updated", "result": parcel}) == ()


def test_what_a_carrier_says_can_be_kept_and_steers_nothing() -> None:
    said = {"status": "delivered", "datetime": "2026-11-01T10:00:00Z", "message": "left\0 at\ud800 \x1b[2Jdoor"}
    parcel = {"tracking_code": "T1", "tracking_details": [{**said, "tracking_location": {"city": "Sp\0okane"}}]}
    body = json.dumps({"description": "tracker.updated", "result": parcel}).encode()
    answer = read_webhook(body, signed(body), (SECRET,))
    assert not isinstance(answer, EventRefused)
    (event,) = answer
    assert (event.says, event.place) == ("left  at   [2Jdoor", "Sp okane")
