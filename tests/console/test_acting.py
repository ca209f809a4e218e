"""Acting on a case: once, on what was seen, and told when somebody was faster."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.console.opening import done, opened
from tests.sample_shops import AT, HOUR, hidden, shop

from amends.core.cases.commands import Inspect, Receive
from amends.core.dates import datetime_of, zone_named
from amends.core.scans import scan_code
from amends.records import models
from amends.records.cases import CaseRow, case_numbered
from amends.records.members import members_of
from amends.usecases.invite_member import invite_member
from amends.usecases.load_sample_staff import sample_address

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]


def now(row: CaseRow) -> CaseRow:
    found = case_numbered("silver", row.number)
    assert found is not None
    return found


def member_id(role: str) -> str:
    return next(one.id for one in members_of("silver") if one.email == sample_address(role, "silver"))


def scanned(client: Client, row: CaseRow) -> dict[str, str]:
    """This function will scan the parcel and return what the form that follows sends."""
    page = client.get(f"/console/silver/receive?code={row.number}").content.decode()
    ticked = dict.fromkeys(re.findall(r'name="(item\.\d+)"', page), "1")
    return {"seen": hidden(page, "seen"), "number": row.number, **ticked}


class TestReceiving:
    @pytest.fixture
    def row(self) -> CaseRow:
        return opened()

    def test_takes_the_parcel_in(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("warehouse")
        response = client.post("/console/silver/receive/take-in", scanned(client, row))
        assert response.status_code == 302
        assert now(row).case.item("1").state.value == "arrived"
        received = models.Event.objects.get(case_number=row.number, kind="received")
        assert received.by == member_id("warehouse")

    def test_sent_twice_it_counts_once_and_shows_the_case(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("warehouse")
        form = scanned(client, row)
        client.post("/console/silver/receive/take-in", form)
        again = client.post("/console/silver/receive/take-in", form, follow=True)
        assert again.status_code == 200
        assert models.Event.objects.filter(case_number=row.number, kind="received").count() == 1

    def test_who_is_slower_is_told_what_changed_and_by_whom(self, signed_in: SignIn, row: CaseRow) -> None:
        """Two members, one parcel."""
        bo, dara = signed_in("warehouse"), signed_in("owner")
        form = scanned(dara, row)
        bo.post("/console/silver/receive/take-in", scanned(bo, row))
        late = dara.post("/console/silver/receive/take-in", {**form, "item.1": "1"})
        page = late.content.decode()
        assert late.status_code in {200, 409}
        assert models.Event.objects.filter(case_number=row.number, kind="received").count() == 1
        if late.status_code == 409:
            assert "Received" in page
            assert "Bo" in page

    @pytest.mark.parametrize("broken", ["", "x", "a:b:c"])
    def test_a_form_that_is_not_ours_does_nothing(self, signed_in: SignIn, row: CaseRow, broken: str) -> None:
        client = signed_in("warehouse")
        response = client.post("/console/silver/receive/take-in", {**scanned(client, row), "seen": broken})
        assert response.status_code == 400
        assert now(row) == row

    def test_a_form_of_another_member_or_case_does_nothing(self, signed_in: SignIn, row: CaseRow) -> None:
        other = opened(piece="L2.P1")
        bo, dara = signed_in("warehouse"), signed_in("owner")
        for seen in (scanned(dara, row)["seen"], scanned(bo, other)["seen"]):
            form = {**scanned(bo, row), "seen": seen}
            assert bo.post("/console/silver/receive/take-in", form).status_code == 400
        assert now(row) == row

    @pytest.mark.parametrize(("field", "status"), [("state", 400), ("shop", 400), ("amount_minor", 400)])
    def test_unknown_fields_are_refused(self, signed_in: SignIn, row: CaseRow, field: str, status: int) -> None:
        """ATK95."""
        client = signed_in("warehouse")
        assert (
            client.post("/console/silver/receive/take-in", {**scanned(client, row), field: "1"}).status_code == status
        )

    def test_a_misread_code_of_ours_opens_nothing(self, signed_in: SignIn, row: CaseRow) -> None:
        code = scan_code(row.number)
        wrong = code[:-1] + ("1" if code.endswith("0") else "0")
        page = signed_in("warehouse").get(f"/console/silver/receive?code={wrong}").content.decode()
        good = signed_in("warehouse").get(f"/console/silver/receive?code={code}").content.decode()
        assert "misread" in page or row.number not in page
        assert "Take it in" in good

    def test_a_tracking_number_leads_to_the_case(self, signed_in: SignIn, row: CaseRow) -> None:
        parcel = models.Order.objects.get(shop_id="silver", number="WR-1001").document["parcels"][0]["tracking"]
        assert "Take it in" in signed_in("warehouse").get(f"/console/silver/receive?code={parcel}").content.decode()

    def test_what_nobody_announced_is_put_aside_and_matched(self, signed_in: SignIn, row: CaseRow) -> None:
        """B17."""
        client = signed_in("warehouse")
        assert "No case is known" in client.get("/console/silver/receive?code=ZZ99").content.decode()
        client.post("/console/silver/receive/unannounced", {"scanned": "ZZ99", "note": "a <small> box"})
        page = client.get("/console/silver/receive").content.decode()
        assert "a &lt;small&gt; box" in page
        arrival = hidden(page, "arrival")
        response = client.post("/console/silver/receive/settle", {"arrival": arrival, "number": row.number})
        assert response["Location"].endswith(f"?code={row.number}")
        again = client.post("/console/silver/receive/settle", {"arrival": arrival}, follow=True)
        assert "seen to this parcel already" in again.content.decode()


class TestApproving:
    @pytest.fixture
    def row(self) -> CaseRow:
        """A return that was inspected and whose money waits."""
        row = done(opened(), Receive(items=("1",)), by="somebody")
        return done(row, Inspect(item="1", accepted=1), by="somebody")

    def form(self, client: Client, row: CaseRow) -> tuple[str, dict[str, str]]:
        address = f"/console/silver/cases/{row.number}/1/approve"
        page = client.get(address).content.decode()
        return address, {name: hidden(page, name) for name in ("seen", "seal")}

    def test_pays_what_was_shown_where_it_was_shown(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("finance")
        page = client.get(f"/console/silver/cases/{row.number}/1/approve").content.decode()
        assert "Discover •• 16" in page
        assert "Pay $44.88" in page
        address, form = self.form(client, row)
        assert client.post(address, form).status_code == 302
        payout = models.Payout.objects.get(case_number=row.number)
        assert payout.amount_minor == 4488
        assert models.Event.objects.get(case_number=row.number, kind="refund_approved").by == member_id("finance")

    def test_twice_is_once(self, signed_in: SignIn, row: CaseRow) -> None:
        """R-1: a double click without scripts."""
        client = signed_in("finance")
        address, form = self.form(client, row)
        answers = [client.post(address, form, follow=True).status_code for _ in range(3)]
        assert answers == [200, 200, 200]
        assert models.Payout.objects.filter(case_number=row.number).count() == 1

    def test_the_second_of_two_sees_who_was_first(self, signed_in: SignIn, row: CaseRow) -> None:
        """ATK88."""
        cem, dara = signed_in("finance"), signed_in("owner")
        address, form = self.form(dara, row)
        cem.post(*self.form(cem, row))
        late = dara.post(address, form)
        assert late.status_code == 409
        assert "Payment approved" in late.content.decode()
        assert "Cem" in late.content.decode()
        assert models.Payout.objects.filter(case_number=row.number).count() == 1

    def test_above_the_shops_amount_two_people_are_needed(self, signed_in: SignIn, row: CaseRow) -> None:
        """ATK83."""
        models.Shop.objects.filter(id="silver").update(desk={"alone_up_to_minor": 1000})
        cem, dara = signed_in("finance"), signed_in("owner")
        address, form = self.form(cem, row)
        assert "Propose $44.88" in cem.get(address).content.decode()
        cem.post(address, form)
        assert not models.Payout.objects.exists()
        assert "You have proposed" in cem.get(address).content.decode()
        assert "Cem has proposed this" in dara.get(address).content.decode()
        dara.post(*self.form(dara, row))
        assert models.Payout.objects.filter(case_number=row.number).count() == 1

    def test_a_seal_of_another_amount_pays_nothing(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("finance")
        address, form = self.form(client, row)
        assert client.post(address, {**form, "seal": "0" * 64}).status_code == 409
        assert not models.Payout.objects.exists()

    def test_nobody_pays_themselves(self, row: CaseRow) -> None:
        buyer = models.Order.objects.get(shop_id="silver", number="WR-1001").document["email"]
        invited = invite_member(shop("silver"), buyer, "owner", "", AT - HOUR)
        client = Client()
        client.force_login(models.Member.objects.get(shop_id="silver", id=invited.member.id).user)
        page = client.get(f"/console/silver/cases/{row.number}/1/approve").content.decode()
        assert "a refund to yourself" in page
        assert 'name="seal"' not in page


class TestMailThatWaits:
    @pytest.fixture
    def mail(self) -> models.MailIn:
        """A mail of which nobody knows whose it is."""
        return models.MailIn.objects.create(
            shop_id="silver", id="m1", at=datetime_of(AT - HOUR, zone_named("UTC")), sender="ines@example.com",
            subject="My <chain>", text="It is too short.", raw=b"", kind="unknown", guess={},
        )  # fmt: skip

    def test_is_listed_with_its_date_and_put_into_its_case(self, signed_in: SignIn, mail: models.MailIn) -> None:
        row, client = opened(), signed_in("support")
        page = client.get("/console/silver/mail").content.decode()
        assert "My &lt;chain&gt;" in page
        assert "in 11 hours" in page  # of the twelve that the policy promises
        response = client.post("/console/silver/mail/m1", {"number": row.number.lower()})
        assert response["Location"] == f"/console/silver/cases/{row.number}/"
        assert "It is too short." in client.get(response["Location"]).content.decode()
        assert "No mail waits" in client.get("/console/silver/mail").content.decode()

    def test_is_seen_to_once(self, signed_in: SignIn, mail: models.MailIn) -> None:
        row, client = opened(), signed_in("support")
        client.post("/console/silver/mail/m1/put-away")
        again = client.post("/console/silver/mail/m1", {"number": row.number}, follow=True)
        assert "seen to this mail already" in again.content.decode()
        assert not models.Message.objects.filter(case_number=row.number).exists()

    def test_what_leads_to_no_case_is_told(self, signed_in: SignIn, mail: models.MailIn) -> None:
        page = signed_in("support").post("/console/silver/mail/m1", {"number": "R-23456"}).content.decode()
        assert "leads to no case" in page


class TestAnswering:
    @pytest.fixture
    def row(self) -> CaseRow:
        """A case that waits for a person."""
        row = opened("WR-1004", reason="not_received", answers={})
        assert row.case.item("1").state.value == "waiting"
        return row

    def form(self, client: Client, row: CaseRow, step: str) -> tuple[str, dict[str, str]]:
        address = f"/console/silver/cases/{row.number}/1/{step}"
        return address, {"seen": hidden(client.get(address).content.decode(), "seen")}

    def test_an_answer_needs_a_reason_and_keeps_what_was_typed(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("support")
        address, form = self.form(client, row, "answer")
        page = client.post(address, {**form, "outcome": "accepted", "reason": " ", "give": "12.50"}).content.decode()
        assert "<title>Error:" in page
        assert 'value="12.50"' in page
        assert now(row) == row

    def test_an_answer_is_kept_with_its_person(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("support")
        address, form = self.form(client, row, "answer")
        given = {**form, "outcome": "refused", "reason": "It was delivered, as the neighbour says."}
        assert client.post(address, given).status_code == 302
        answer = now(row).case.item("1").answer
        assert (answer.outcome, answer.person) == ("refused", member_id("support"))
        assert "as the neighbour says" in client.get(f"/console/silver/cases/{row.number}/").content.decode()

    def test_a_search_has_a_date_to_come(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("support")
        address, form = self.form(client, row, "search_begun")
        about = {**form, "carrier": "USPS", "reference": "C 1"}
        assert "still to come" in client.post(address, {**about, "until": "2026-11-01"}).content.decode()
        assert client.post(address, {**about, "until": "2026-12-01"}).status_code == 302
        assert now(row).case.item("1").state.value == "looking"
        assert row.number in client.get("/console/silver/holds").content.decode()

    def test_a_message_is_sent_once(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("support")
        page = client.get(f"/console/silver/cases/{row.number}/").content.decode()
        given = {"key": hidden(page, "key"), "text": "We look into it. <b>"}
        for _ in range(3):
            assert client.post(f"/console/silver/cases/{row.number}/write", given).status_code == 302
        assert models.Message.objects.get(case_number=row.number).by == member_id("support")
        shown = client.get(f"/console/silver/cases/{row.number}/").content.decode()
        assert "We look into it. &lt;b&gt;" in shown

    def test_a_decision_against_a_clause_shows_clause_person_and_reason(self, signed_in: SignIn) -> None:
        """X5."""
        row = opened("WR-1002", reason="changed_mind", answers={"condition.worn": True})
        client = signed_in("support")
        address, form = self.form(client, row, "overrule")
        outcome = "accepted" if row.case.item("1").answer.outcome == "refused" else "refused"
        client.post(address, {**form, "outcome": outcome, "reason": "A good customer of ours."})
        answer = now(row).case.item("1").answer
        page = client.get(f"/console/silver/cases/{row.number}/").content.decode()
        assert answer.overruled
        assert "Ada has decided" in page
        assert "A good customer of ours." in page
        assert answer.overruled[0].partition("-")[0] in page


class TestPhotos:
    @pytest.fixture
    def row(self) -> CaseRow:
        """A piece that arrived."""
        return done(opened(), Receive(items=("1",)), by="somebody")

    def test_come_along_with_the_inspection(self, signed_in: SignIn, row: CaseRow) -> None:
        client = signed_in("warehouse")
        address = f"/console/silver/cases/{row.number}/1/inspect"
        seen = hidden(client.get(address).content.decode(), "seen")
        made = BytesIO()
        Image.new("RGB", (40, 30), "red").save(made, "PNG")
        sent = [SimpleUploadedFile("a.png", made.getvalue()), SimpleUploadedFile("b.svg", b"<svg onload=alert(1)>")]
        page = client.post(address, {"seen": seen, "photos": sent}, follow=True).content.decode()
        assert now(row).case.item("1").state.value == "to_approve"
        photo = models.Photo.objects.get(case_number=row.number)
        assert (photo.item_id, photo.by) == ("1", member_id("warehouse"))
        assert "b.svg" in page
        assert f"photos/{photo.id}.small.jpg" in page
        picture = client.get(f"/console/silver/photos/{photo.id}.jpg")
        assert picture["Content-Type"] == "image/jpeg"
        assert "sandbox" in picture["Content-Security-Policy"]
        assert signed_in("owner", "piercing").get(f"/console/piercing/photos/{photo.id}.jpg").status_code == 404

    def test_what_is_wrong_turns_the_piece_down_with_its_clause(self, signed_in: SignIn, row: CaseRow) -> None:
        """B17."""
        client = signed_in("warehouse")
        address = f"/console/silver/cases/{row.number}/1/inspect"
        page = client.get(address).content.decode()
        assert "It was worn" in page
        form = {"seen": hidden(page, "seen"), "line.condition.worn": "wrong", "grade": "marked", "disposition": "hold"}
        client.post(address, form)
        item = now(row).case.item("1")
        assert item.state.value == "turned_down"
        assert item.inspection is not None
        assert item.inspection.grounds == ("condition.worn",)
        assert any(one.startswith("B17") for one in item.inspection.clauses)
