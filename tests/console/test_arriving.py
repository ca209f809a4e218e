"""What comes unannounced, and what comes together: a case for the one, and a look at the sisters of the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.opening import opened
from tests.sample_shops import AT, hidden

from amends.records import models
from amends.records.cases import cases_of
from amends.records.shared_parcels import share_parcel

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]


@pytest.fixture
def arrival(signed_in: SignIn) -> str:
    """A parcel that was put aside."""
    client = signed_in("warehouse")
    client.post("/console/silver/receive/unannounced", {"scanned": "ZZ99", "note": "a <small> box"})
    return hidden(client.get("/console/silver/receive").content.decode(), "arrival")


class TestUnannounced:
    def test_b17_it_becomes_a_case_that_the_policy_answers(self, signed_in: SignIn, arrival: str) -> None:
        client = signed_in("warehouse")
        address = f"/console/silver/receive/{arrival}/open"
        assert address in client.get("/console/silver/receive").content.decode()
        assert b"a &lt;small&gt; box" in client.get(address).content
        assert b"What is in the parcel?" in client.get(f"{address}?order=wr-1001").content
        form = {"order": "WR-1001", "piece.L1.P1": "1", "reason": "changed_mind", "remedy": "refund", "note": "A slip."}
        (number,) = (str(client.post(address, form)["Location"]).rstrip("/").rsplit("/", 1)[1],)
        (row,) = cases_of("silver", "WR-1001")
        assert (row.number, row.items[0].item.received) == (number, True)
        assert row.case.opened_at == AT
        assert models.Arrival.objects.get(id=arrival).case_number == number
        again = client.post(address, form, follow=True)
        assert "seen to this parcel already" in again.content.decode()
        assert len(cases_of("silver", "WR-1001")) == 1

    @pytest.mark.parametrize(
        ("form", "problem"),
        [({"order": "WR-9999"}, "No order has this number"), ({"order": "WR-1001"}, "Choose what is in the parcel"),
         ({"order": "WR-1001", "piece.L9.P9": "1"}, "Choose what is in the parcel"),
         ({"order": "WR-1001", "piece.L1.P1": "1", "reason": "magic"}, "Choose one"),
         ({"order": "WR-1001", "piece.L1.P1": "1", "remedy": "exchange"}, "Choose one")],
    )  # fmt: skip
    def test_what_is_missing_is_asked(
        self, signed_in: SignIn, arrival: str, form: dict[str, str], problem: str
    ) -> None:
        known = {"reason": "changed_mind", "remedy": "refund"}
        response = signed_in("owner").post(f"/console/silver/receive/{arrival}/open", {**known, **form})
        assert response.status_code == 400
        assert problem in response.content.decode()
        assert not cases_of("silver", "WR-1001")

    def test_a_parcel_that_is_none_is_not_found(self, signed_in: SignIn) -> None:
        assert signed_in("owner").get("/console/silver/receive/none/open").status_code == 404


class TestTogether:
    def test_one_scan_shows_what_else_may_be_in_the_parcel(self, signed_in: SignIn) -> None:
        case, told, other = opened(), opened("WR-1006"), opened("WR-1002", reason="defective", answers={})
        share_parcel("silver", [case.number, told.number], AT)
        page = signed_in("warehouse").get(f"/console/silver/receive?code={case.number}").content.decode()
        assert f"?code={told.number}" in page
        assert "The customer says that it is in here." in page
        assert f"?code={other.number}" not in page

    def test_what_the_same_customer_still_sends_is_shown_untold(self, signed_in: SignIn) -> None:
        case = opened()
        second = models.Order.objects.get(shop_id="silver", number="WR-1006")
        first = models.Order.objects.get(shop_id="silver", number="WR-1001")
        second.document["email"], second.email_key = first.document["email"], first.email_key
        second.save()
        other = opened("WR-1006")
        page = signed_in("warehouse").get(f"/console/silver/receive?code={case.number}").content.decode()
        assert f"?code={other.number}" in page
        assert "Of the same customer." in page
