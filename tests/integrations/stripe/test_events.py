"""Events: believed by their signature, over the bytes that came, at the time that it is; read as the port's values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stripe import WebhookSignature
from tests.integrations.stripe.bench import SECRETS, Bench, pay_back
from tests.sandbox.asking import ask, listening
from tests.sandbox.serving import sandbox_here

from amends.core.dates import utc_of
from amends.core.engine.documents import as_document
from amends.integrations.stripe import webhook
from amends.integrations.stripe.client import StripePayments
from amends.ports.payments import EventRefused, ProviderEvent
from amends.sandbox.hooks import sign

NOW = 1_900_000_000
REFUND = {
    "id": "re_1",
    "object": "refund",
    "amount": 700,
    "charge": "ch_1",
    "created": NOW - 60,
    "currency": "usd",
    "metadata": {"amends_key": "p1", "amends_shop": "silver", "amends_case": "R-7"},
    "payment_intent": "pi_1",
    "status": "succeeded",
}
EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "created": NOW - 30,
    "type": "refund.created",
    "data": {"object": REFUND},
}
SHOP = StripePayments(shop="silver", api_key="sk_test_1", webhook_secrets=SECRETS)
Reader = Callable[[bytes, str, int], "ProviderEvent | EventRefused"]


def body_of(event: object) -> bytes:
    """This function will return the bytes of an event."""
    return json.dumps(event).encode()


def fault_of(body: bytes, signature: str, at: int = NOW, read: Reader = SHOP.read_event) -> str:
    """This function will return why a message is refused, or nothing."""
    read_as = read(body, signature, at)
    return read_as.fault if isinstance(read_as, EventRefused) else ""


def changed(**change: Any) -> dict[str, Any]:
    """This function will return the event about a refund that is otherwise in something."""
    return {**EVENT, "data": {"object": {**REFUND, **change}}}


def test_an_event_is_read_with_its_refund() -> None:
    event = SHOP.read_event(body_of(EVENT), sign(body_of(EVENT), ["whsec_new"], NOW), NOW)
    assert isinstance(event, ProviderEvent)
    assert (event.ref, event.kind, event.type, event.object_ref) == ("evt_1", "refund", "refund.created", "re_1")
    assert (event.payment_ref, event.other_ref, event.at) == ("ch_1", "pi_1", (NOW - 30) * 1_000_000)
    assert event.refund
    assert (event.refund.key, event.refund.amount_minor, event.refund.about["case"]) == ("p1", 700, "R-7")


def test_our_signature_is_the_librarys() -> None:
    theirs = WebhookSignature.generate_signature_header(body_of(EVENT).decode(), "whsec_new", timestamp=NOW)
    assert sign(body_of(EVENT), ["whsec_new"], NOW) == theirs
    assert fault_of(body_of(EVENT), theirs) == ""


@pytest.mark.parametrize("secrets", [["whsec_new"], ["whsec_old"], ["whsec_else", "whsec_old"]])
def test_both_secrets_are_good_while_they_are_changed(secrets: list[str]) -> None:
    assert fault_of(body_of(EVENT), sign(body_of(EVENT), secrets, NOW)) == ""


@pytest.mark.parametrize(
    ("signed_at", "fault"),
    [(NOW - 301, "too_old"), (NOW - 300, ""), (NOW, ""), (NOW + 300, ""), (NOW + 301, "too_early")],
)
def test_three_hundred_seconds_either_way(signed_at: int, fault: str) -> None:
    assert fault_of(body_of(EVENT), sign(body_of(EVENT), ["whsec_new"], signed_at)) == fault


def test_the_bytes_that_came_are_what_is_signed() -> None:
    signature = sign(body_of(EVENT), ["whsec_new"], NOW)
    said_anew = json.dumps(EVENT, indent=1).encode()
    assert fault_of(said_anew, signature) == "forged"
    assert fault_of(body_of(EVENT) + b" ", signature) == "forged"
    assert fault_of(b"\xff" + body_of(EVENT), signature) == "forged"


@pytest.mark.parametrize(
    ("signature", "fault"),
    [
        ("", "unsigned"),
        ("v1=abc", "unsigned"),
        ("t=,v1=abc", "unsigned"),
        ("t=-5,v1=abc", "unsigned"),
        (f"t={NOW},v1=" + "a" * 5000, "unsigned"),
        (f"t={NOW},v1=\N{GREEK SMALL LETTER ALPHA}", "unsigned"),
        (f"t={NOW}", "forged"),
        (f"t={NOW},v1=", "forged"),
        (f"t={NOW},v0=" + "0" * 64, "forged"),
        (sign(body_of(EVENT), ["whsec_other"], NOW), "forged"),
        (sign(body_of(EVENT), [""], NOW), "forged"),
    ],
)
def test_a_message_without_our_signature_is_refused(signature: str, fault: str) -> None:
    assert fault_of(body_of(EVENT), signature) == fault
    refused = SHOP.read_event(body_of(EVENT), signature, NOW)
    assert isinstance(refused, EventRefused)
    assert refused.forged


def test_without_a_secret_nothing_is_believed() -> None:
    nobody = StripePayments(shop="silver", api_key="sk_test_1", webhook_secrets=())
    blank = StripePayments(shop="silver", api_key="sk_test_1", webhook_secrets=("",))
    for shop, secret in ((nobody, "whsec_new"), (blank, "")):
        assert fault_of(body_of(EVENT), sign(body_of(EVENT), [secret], NOW), read=shop.read_event) == "forged"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"{",
        b'{"id": NaN}',
        b"[" * 10_000 + b"]" * 10_000,
        b'{"data":' * 10_000 + b"1" + b"}" * 10_000,
        body_of({**EVENT, "data": None}),
        body_of({**EVENT, "data": {"object": []}}),
        body_of({**EVENT, "id": 5}),
        body_of({**EVENT, "created": "soon"}),
        body_of(changed(amount="7.00")),
        body_of(changed(amount=None)),
        body_of(changed(currency="abc")),
        body_of(EVENT).replace(b'"amount": 700', b'"amount": 700, "amount": 70000'),
        body_of(EVENT).replace(b"700", b"Infinity"),
    ],
)
def test_a_signed_message_that_makes_no_sense_is_refused(body: bytes) -> None:
    refused = SHOP.read_event(body, sign(body, ["whsec_new"], NOW), NOW)
    assert isinstance(refused, EventRefused)
    assert refused.fault == "unreadable"
    assert not refused.forged


def test_a_message_of_megabytes_is_not_even_hashed() -> None:
    assert fault_of(b"x" * 5_000_000, "") == "too_large"


@given(st.binary(max_size=200), st.text(max_size=100))
def test_nothing_that_comes_raises(body: bytes, signature: str) -> None:
    assert fault_of(body, signature)
    assert fault_of(body, sign(body, ["whsec_new"], NOW)) in {"unreadable", "forged"}  # the latter: no UTF-8


def test_an_event_of_another_shop_is_none_of_ours() -> None:
    theirs = changed(metadata={"amends_key": "p1", "amends_shop": "piercing"})
    event = SHOP.read_event(body_of(theirs), sign(body_of(theirs), ["whsec_new"], NOW), NOW)
    assert isinstance(event, ProviderEvent)
    assert (event.kind, event.refund) == ("other", None)
    by_hand = changed(metadata={})
    event = SHOP.read_event(body_of(by_hand), sign(body_of(by_hand), ["whsec_new"], NOW), NOW)
    assert isinstance(event, ProviderEvent)
    assert event.refund
    assert event.refund.key == ""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with sandbox_here(tmp_path_factory.mktemp("sandbox")) as address:
        yield Bench(address)


def test_what_the_provider_tells_is_read_as_it_stands(bench: Bench) -> None:
    shop, charge = bench.shop(), bench.charge()
    with listening() as ear:
        bench.control("hooks", {"address": ear.address, "secrets": list(SECRETS)})
        made = pay_back(shop, charge, 700, "told")
        bench.control(f"refunds/{made.ref}", {"status": "failed", "failure_reason": "declined"})
        bench.control("disputes", {"charge": charge, "amount": 50})
        page = shop.ask_payment(bench.asked())
        ask(bench.address, "POST", f"/pay/{page.ref}", {"do": "pay"})
        ear.wait_for(9)
    events = {}
    for body, signature in ear.heard:
        event = shop.read_event(body, signature, int(signature[2:].split(",")[0]))
        assert isinstance(event, ProviderEvent)
        events[event.type] = event
    refunds = {kind: event.refund for kind, event in events.items() if event.refund}
    assert refunds["refund.created"] == made
    assert refunds["refund.failed"] == shop.read_refund(made.ref)
    assert (refunds["refund.failed"].state, refunds["refund.failed"].failure) == ("failed", "declined")
    assert (events["charge.refunded"].kind, events["charge.refunded"].payment_ref) == ("payment", charge)
    dispute = events["charge.dispute.created"].dispute
    assert dispute
    assert (dispute.payment_ref, dispute.held_minor) == (charge, 50)
    assert events["checkout.session.completed"].page == shop.find_payment_page(page.ref)
    assert events["payment_intent.succeeded"].kind == "payment"


def _tolerates_anything(body: bytes, signature: str, at_seconds: int) -> ProviderEvent | EventRefused:
    sent_at = int(signature.split(",", maxsplit=1)[0].removeprefix("t="))
    return webhook.read_event(body, signature, sent_at, secrets=SECRETS, shop="silver")


def _signs_what_it_parsed(body: bytes, signature: str, at_seconds: int) -> ProviderEvent | EventRefused:
    return webhook.read_event(body_of(json.loads(body)), signature, at_seconds, secrets=SECRETS, shop="silver")


@pytest.mark.parametrize(
    ("read", "body", "signed_at", "fault"),
    [
        (_tolerates_anything, body_of(EVENT), NOW - 301, "too_old"),
        (_signs_what_it_parsed, json.dumps(EVENT, indent=1).encode(), NOW, "forged"),
    ],
)
def test_a_broken_reader_would_be_noticed(read: Reader, body: bytes, signed_at: int, fault: str) -> None:
    signature = sign(body_of(EVENT), ["whsec_new"], signed_at)
    assert fault_of(body, signature) == fault
    assert fault_of(body, signature, read=read) != fault


def test_no_key_is_written_anywhere(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with sandbox_here(tmp_path) as address:
        bench = Bench(address)
        pay_back(bench.shop(api_key="sk_test_unseen"), bench.charge(), 5, "quiet")
        assert "sk_test_unseen" not in json.dumps(bench.control("state"))
    captured = capfd.readouterr()
    assert "sk_test_unseen" not in captured.out + captured.err


PAGE = {
    "id": "cs_1", "object": "checkout.session", "status": "complete", "payment_status": "paid", "amount_total": 500,
    "currency": "usd", "expires_at": NOW, "payment_intent": "pi_1", "url": "https://pay.example.com/1",
    "metadata": {"amends_shop": "silver", "amends_key": "k"}, "client_reference_id": "R-1",
}  # fmt: skip
DISPUTE = {
    "id": "dp_1", "object": "dispute", "charge": "ch_1", "payment_intent": "pi_1", "amount": 5, "currency": "usd",
    "status": "lost", "reason": "fraudulent",
}  # fmt: skip
CHARGE = {"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}
SENSELESS: list[Any] = [
    None, True, 1, -1, 1.5, 1e308, 10**18, 10**40, "", "a\0b", "\ud800", "x" * 200, [], {}, ["a"], {"id": "x"},
    {"id": 5},
]  # fmt: skip


def places(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """This function will yield where something stands in it, all of it included."""
    yield place
    if isinstance(value, dict):
        for name, one in value.items():
            yield from places(one, (*place, name))


def put(value: Any, place: tuple[str, ...], other: Any) -> Any:
    """This function will return it with something else in that place."""
    return {**value, place[0]: put(value[place[0]], place[1:], other)} if place else other


@pytest.mark.parametrize("told", [REFUND, PAGE, DISPUTE, CHARGE], ids=lambda told: told["object"])
def test_what_is_taken_for_an_event_can_be_kept_and_read_again(told: dict[str, Any]) -> None:
    """A number for a name was put down, and could not be read by any round that was to follow it up."""
    event = {**EVENT, "data": {"object": told}}
    for place in places(event):
        for other in SENSELESS:
            body = body_of(put(event, place, other))
            found = SHOP.read_event(body, sign(body, ["whsec_new"], NOW), NOW)
            if isinstance(found, EventRefused):
                assert found.fault == "unreadable"
                continue
            kept = as_document(found)
            assert msgspec.convert(kept, ProviderEvent) == found
            assert "\\u0000" not in json.dumps(kept)
            assert len(found.ref) <= 160  # what the table holds
            utc_of(found.at)
