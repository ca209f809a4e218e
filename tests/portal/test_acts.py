"""What customers do on the page of their case: each act once, done to what was seen, whoever else acts at the time."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests import invariants
from tests.portal.test_case_page import visitor
from tests.sample_cases import KINDS, OF_A_MEMBER, SECRET, bring, of_kind
from tests.sample_shops import AT, HOUR, shop

from amends.core.cases.commands import Record
from amends.core.cases.money_events import OfferMade, QuoteMade
from amends.core.cases.states import State
from amends.core.cases.values import Quote
from amends.portal.acts import ACTS
from amends.records.cases import CaseRow, case_numbered
from amends.records.events import events_of
from amends.usecases.act_on_case import act_on_case
from amends.usecases.send_message import send_message

pytestmark = pytest.mark.usefixtures("shops")
S = State
# Each act, a kind of case and the state that it is done in, and the state that it leads to.
DONE = [
    ("accept-offer", "partial_refund", S.OFFERED, S.TO_APPROVE),
    ("decline-offer", "partial_refund", S.OFFERED, S.WITHDRAWN),
    ("accept-quote", "repair", S.QUOTED, S.TO_PAY),
    ("decline-quote", "repair", S.QUOTED, S.WITHDRAWN),
    ("posted", "refund", S.TO_SEND, S.ON_ITS_WAY),
    ("send-back", "refund", S.TURNED_DOWN, S.TO_PAY),
    ("give-up", "refund", S.TURNED_DOWN, S.REFUSED),
    ("withdraw", "refund", S.TO_SEND, S.WITHDRAWN),
    ("withdraw", "exchange", S.TO_PAY, S.WITHDRAWN),
]


def words(page: bytes) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


def photo() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, "JPEG")
    return SimpleUploadedFile("receipt.jpg", written.getvalue(), "image/jpeg")


def address(kind: str, case: CaseRow) -> str:
    return f"/{KINDS[kind][0]}/cases/{case.number}/"


def state_of(kind: str, case: CaseRow) -> State:
    now = case_numbered(KINDS[kind][0], case.number)
    assert now is not None
    return now.item("1").item.state


@pytest.fixture(autouse=True)
def invariant(shops: None) -> Iterator[None]:
    """Whatever was done, everything holds that must."""
    yield
    for shop_id in ("silver", "bespoke", "piercing"):
        invariants.check(shop_id)


@pytest.mark.parametrize(("act", "kind", "state", "after"), DONE)
def test_an_act_is_offered_told_and_done_once(act: str, kind: str, state: State, after: State) -> None:
    case = bring(KINDS[kind][0], of_kind(kind), state)
    client = visitor(kind)
    page = client.get(address(kind, case)).content.decode()
    where = f"{address(kind, case)}items/1/{act}"
    assert f'href="{where}"' in page
    asked = client.get(where)
    assert state_of(kind, case) is state  # looking does nothing
    assert html.escape(str(ACTS[act].title)) in asked.content.decode()
    fields = {"seen": str(case.case.version), **({"tracking": ""} if act == "posted" else {})}
    first, second = client.post(where, fields), client.post(where, fields)  # a double click
    assert first["Location"] == second["Location"] == address(kind, case)
    assert state_of(kind, case) is after
    kinds = [one.kind for one in events_of(KINDS[kind][0], case.number)]
    assert sum(one in ACTS[act].kinds for one in kinds) == 1
    gone = client.get(where)
    assert "This has changed since you looked" in words(gone.content)


def test_the_loser_of_two_tabs_is_told_how_it_stands_and_nothing_is_done() -> None:
    case = bring("bespoke", of_kind("partial_refund"), S.OFFERED)
    client, where = visitor("partial_refund"), f"{address('partial_refund', case)}items/1/"
    seen = {"seen": str(case.case.version)}
    client.post(f"{where}decline-offer", seen)
    late = client.post(f"{where}accept-offer", seen)
    assert late.status_code == 409
    said = words(late.content)
    assert "What you pressed was not done" in said
    assert "You took this back." in said
    assert state_of("partial_refund", case) is S.WITHDRAWN


def test_an_offer_of_another_amount_is_not_taken_unseen() -> None:
    """The broken variant takes whatever is offered by the time the button is pressed."""
    case = bring("bespoke", of_kind("partial_refund"), S.OFFERED)
    lower = Record(event=OfferMade(item="1", amount_minor=100, until=AT + 48 * HOUR))
    act_on_case(shop("bespoke"), case.number, lower, at=AT, by=OF_A_MEMBER)
    where = f"{address('partial_refund', case)}items/1/accept-offer"
    late = visitor("partial_refund").post(where, {"seen": str(case.case.version)})
    assert late.status_code == 409
    assert state_of("partial_refund", case) is S.OFFERED


def test_a_quote_that_went_up_is_not_accepted_unseen() -> None:
    case = bring("bespoke", of_kind("repair"), S.QUOTED)
    dearer = Record(event=QuoteMade(item="1", quote=Quote(labour_minor=99_000), until=AT + 48 * HOUR))
    act_on_case(shop("bespoke"), case.number, dearer, at=AT, by=OF_A_MEMBER)
    late = visitor("repair").post(f"{address('repair', case)}items/1/accept-quote", {"seen": str(case.case.version)})
    assert late.status_code == 409
    assert state_of("repair", case) is S.QUOTED


def test_what_happened_elsewhere_in_the_case_is_no_matter() -> None:
    """A message of the shop's between look and click does not send anybody back."""
    case = bring("bespoke", of_kind("repair"), S.QUOTED)
    send_message(shop("bespoke"), case.number, "Any questions?", by=OF_A_MEMBER, key="k", at=AT, secret=SECRET)
    done = visitor("repair").post(f"{address('repair', case)}items/1/accept-quote", {"seen": str(case.case.version)})
    assert done.status_code == 302
    assert state_of("repair", case) is S.TO_PAY


@pytest.mark.parametrize("seen", ["", "0", "-1", "99999", "1e3", "٣", "x" * 50])
def test_a_version_that_nobody_has_seen_does_nothing(seen: str) -> None:
    case = bring("bespoke", of_kind("partial_refund"), S.OFFERED)
    where = f"{address('partial_refund', case)}items/1/decline-offer"
    response = visitor("partial_refund").post(where, {"seen": seen})
    assert response.status_code == 409
    assert state_of("partial_refund", case) is S.OFFERED


class TestPosting:
    def test_the_number_is_checked_and_kept(self) -> None:
        case = of_kind("refund")
        client, where = visitor("refund"), f"{address('refund', case)}items/1/posted"
        wrong = client.post(where, {"seen": "1", "tracking": "RX123456786US"})
        assert wrong.status_code == 400
        assert "one of its digits does not fit" in words(wrong.content)
        assert state_of("refund", case) is S.TO_SEND
        assert client.post(where, {"seen": "1", "tracking": " rx 1234 5678 5 us "}).status_code == 302
        now = case_numbered("silver", case.number)
        assert now is not None
        assert now.item("1").item.tracking_back == "RX123456785US"
        assert "RX123456785US" in words(client.get(address("refund", case)).content)

    def test_a_photo_of_the_receipt_is_proof(self) -> None:
        """B16."""
        case = of_kind("refund")
        client, where = visitor("refund"), f"{address('refund', case)}items/1/posted"
        refused = client.post(where, {"seen": "1", "tracking": "", "proof": SimpleUploadedFile("a.svg", b"<svg/>")})
        assert refused.status_code == 400
        assert "it is no JPEG, PNG or WebP" in words(refused.content)
        assert client.post(where, {"seen": "1", "tracking": "", "proof": photo()}).status_code == 302
        posted = next(one for one in events_of("silver", case.number) if one.kind == "posted")
        assert posted.body["proof"] is True

    def test_without_either_there_is_no_proof(self) -> None:
        case = of_kind("refund")
        visitor("refund").post(f"{address('refund', case)}items/1/posted", {"seen": "1", "tracking": ""})
        posted = next(one for one in events_of("silver", case.number) if one.kind == "posted")
        assert posted.body["proof"] is False


def test_what_customs_ask_for_is_done_once() -> None:
    """C7."""
    case = bring("bespoke", of_kind("remake"), S.AT_CUSTOMS)
    client = visitor("remake")
    assert "Send us a copy of the invoice" in words(client.get(address("remake", case)).content)
    where = f"{address('remake', case)}items/1/task"
    assert client.post(where, {"task": "nonsense"}).status_code == 404
    for _ in range(2):
        assert client.post(where, {"task": "a"}).status_code == 302
    assert [one.kind for one in events_of("bespoke", case.number)].count("task_done") == 1
    assert b"I have done this" not in client.get(address("remake", case)).content


@pytest.mark.parametrize("act", [*ACTS, "nonsense", "task"])
def test_nobody_else_acts(act: str) -> None:
    case = bring("bespoke", of_kind("partial_refund"), S.OFFERED)
    where = f"{address('partial_refund', case)}items/1/{act}"
    for stranger in (Client(), visitor("refund"), visitor("repair")):
        assert stranger.post(where, {"seen": "1"} if act != "task" else {"task": "a"}).status_code == 404
        assert stranger.get(where).status_code in {404, 405}
    assert state_of("partial_refund", case) is S.OFFERED


def test_an_item_that_is_not_there_is_not_there() -> None:
    case = of_kind("refund")
    for item in ("9", "0", "-1", "1e3"):
        assert visitor("refund").get(f"{address('refund', case)}items/{item}/withdraw").status_code == 404, item
