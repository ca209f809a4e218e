"""The queue: by the date that was promised, page by page, at the same price at any length; and the search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.console.opening import opened
from tests.sample_shops import AT, HOUR

from amends.core.dates import datetime_of, zone_named
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.queue import Filters, Place, QueueRow, queue_page
from amends.usecases.list_cases import MOST_FOUND, PAGE, Asked, list_cases

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]
MOST_QUERIES = 12
_UTC = zone_named("UTC")


def copies(row: CaseRow, count: int) -> None:
    """This function will put copies of the case beside it, due hour by hour, each pair at the same instant."""
    case = models.Case.objects.get(shop_id="silver", number=row.number)
    item = models.CaseItem.objects.get(shop_id="silver", case_number=row.number)
    cases, items = [], []
    for place in range(count):
        number = f"R-X{place:04}"
        act_by = datetime_of(AT, _UTC) + timedelta(hours=place // 2 - 20)
        values = {one.attname: getattr(case, one.attname) for one in models.Case._meta.concrete_fields}
        cases.append(models.Case(**{**values, "number": number, "form_key": number, "act_by": act_by}))
        values = {one.attname: getattr(item, one.attname) for one in models.CaseItem._meta.concrete_fields}
        items.append(models.CaseItem(**{**values, "case_number": number}))
    models.Case.objects.bulk_create(cases)
    models.CaseItem.objects.bulk_create(items)


def walked(filters: Filters, most: int) -> Iterator[QueueRow]:
    """This function will yield every row, page after page."""
    place: Place | None = None
    while page := queue_page("silver", filters, place, most):
        yield from page
        place = Place(page[-1].opened_at if filters.is_over else page[-1].act_by, page[-1].number)


class TestTheOrder:
    @pytest.fixture
    def many(self, staffed: None) -> None:
        """131 cases: with the one that they are copies of."""
        copies(opened(), 130)

    @pytest.mark.parametrize("most", [1, 7, 50])
    @pytest.mark.usefixtures("many")
    def test_every_case_comes_once_and_the_earliest_date_first(self, most: int) -> None:
        rows = list(walked(Filters(), most))
        assert len(rows) == len({one.number for one in rows}) == 131
        assert rows == sorted(rows, key=lambda one: (one.act_by, one.number))

    @pytest.mark.usefixtures("many")
    def test_a_case_that_is_answered_between_two_pages_makes_none_skip(self) -> None:
        """What an offset would lose."""
        first = queue_page("silver", Filters(), None, 50)
        models.Case.objects.filter(number=first[3].number).update(is_over=True)
        last = first[-1]
        second = queue_page("silver", Filters(), Place(last.act_by, last.number), 50)
        everything = list(walked(Filters(), 200))
        assert second[0] == everything[49]

    @pytest.mark.usefixtures("many")
    def test_overdue_stands_on_top_and_is_counted(self, signed_in: SignIn) -> None:
        listed = list_cases("silver", Asked(part="all"), "owner", AT)
        assert listed.rows[0].act_by is not None
        assert listed.rows[0].act_by < AT
        assert listed.overdue == 40
        page = signed_in("owner").get("/console/silver/?part=all").content.decode()
        assert "40 overdue" in page
        assert page.index("R-X0000") < page.index("R-X0019")
        assert "20 hours late" in page

    @pytest.mark.usefixtures("many")
    def test_the_last_page_says_so(self, signed_in: SignIn) -> None:
        client, address, seen = signed_in("owner"), "/console/silver/?part=all", 0
        for _ in range(-(-131 // PAGE)):
            page = client.get(address).content.decode()
            seen += page.count("data-line")
            further = page.split('rel="next" href="')
            if len(further) == 1:
                break
            address = "/console/silver/" + further[1].split('"')[0].replace("&amp;", "&")
        assert seen == 131


class TestThePrice:
    def queries(self, client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    @pytest.mark.parametrize("address", ["", "?part=all", "?part=all&remedy=refund&mine=1&overdue=1", "?part=over"])
    def test_is_the_same_for_one_case_and_for_many(self, signed_in: SignIn, address: str) -> None:
        client, row = signed_in("owner"), opened()
        few = self.queries(client, f"/console/silver/{address}")
        copies(row, 3 * PAGE)
        many = self.queries(client, f"/console/silver/{address}")
        assert few <= many <= MOST_QUERIES
        assert many - few <= 2  # where a page was empty before, its items and orders

    def test_of_a_case_with_a_long_history(self, signed_in: SignIn) -> None:
        client, row = signed_in("owner"), opened()
        address = f"/console/silver/cases/{row.number}/"
        few = self.queries(client, address)
        for place in range(30):
            models.Message.objects.create(
                shop_id="silver",
                case_number=row.number,
                id=str(place),
                at=datetime_of(AT, _UTC),
                by="customer",
                text="x",
            )
        assert self.queries(client, address) == few <= MOST_QUERIES

    def test_of_a_search(self, signed_in: SignIn) -> None:
        client, row = signed_in("owner"), opened()
        copies(row, 60)
        assert self.queries(client, "/console/silver/search?q=carvalho") <= MOST_QUERIES

    @pytest.mark.parametrize("more", [0, 1])
    def test_a_search_says_that_there_are_more(self, signed_in: SignIn, more: int) -> None:
        client, row = signed_in("owner"), opened()
        copies(row, MOST_FOUND - 1 + more)
        numbers = (
            models.Case.objects.filter(shop_id="silver").exclude(number=row.number).values_list("number", flat=True)
        )
        models.CaseWord.objects.bulk_create(
            models.CaseWord(shop_id="silver", word="carvalho", case_number=one, kind="name") for one in numbers
        )
        page = client.get("/console/silver/search?q=carvalho").content.decode()
        assert page.count("data-line") == MOST_FOUND
        assert ("There are more" in page) == bool(more)


class TestFilters:
    @pytest.fixture
    def rows(self) -> dict[str, str]:
        """Cases in several states, by what they are."""
        return {
            "to_send": opened().number,
            "defective": opened("WR-1002", reason="defective", answers={}).number,
            "waiting": opened("WR-1004", "L1.P1", reason="not_received", answers={}).number,
        }

    def found(self, **asked: object) -> set[str]:
        return {one.number for one in list_cases("silver", Asked(**asked), "support", AT).rows}  # type: ignore[arg-type]

    def test_by_who_acts(self, rows: dict[str, str]) -> None:
        assert rows["to_send"] in self.found(part="customer")
        assert rows["to_send"] not in self.found(part="shop")
        assert rows["to_send"] in self.found(part="all")
        assert not self.found(part="over")

    def test_by_reason_remedy_and_state(self, rows: dict[str, str]) -> None:
        assert self.found(part="all", reason="defective") == {rows["defective"]}
        assert rows["to_send"] in self.found(part="all", remedy="refund", state="to_send")
        assert not self.found(part="all", remedy="repair")

    def test_what_is_in_my_hands(self, rows: dict[str, str]) -> None:
        waiting = {rows["waiting"]} if rows["waiting"] in self.found(part="shop") else set()
        assert self.found(part="all", mine=True) == waiting

    @pytest.mark.parametrize(
        "query", ["part=nowhere", "state=gone", "remedy=x", "after=1", "after=R-1", "after=" + "9" * 30 + ".R", "x=1"]
    )
    def test_what_is_not_known_is_refused(self, signed_in: SignIn, query: str) -> None:
        """ATK96."""
        assert signed_in("owner").get(f"/console/silver/?{query}").status_code == 400


class TestSearch:
    @pytest.fixture
    def row(self) -> CaseRow:
        return opened(at=AT - HOUR)

    @pytest.mark.parametrize("typed", ["{number}", " {lower} ", "wr-1001", "WR1001", "{tracking}"])
    def test_a_number_opens_its_case(self, signed_in: SignIn, row: CaseRow, typed: str) -> None:
        parcel = models.Order.objects.get(shop_id="silver", number="WR-1001").document["parcels"][0]["tracking"]
        text = typed.format(number=row.number, lower=row.number.lower(), tracking=parcel)
        response = signed_in("support").get("/console/silver/search", {"q": text})
        assert response["Location"] == f"/console/silver/cases/{row.number}/"

    @pytest.mark.parametrize(
        "typed", ["ines@example.com", "INES@example.com", "carvalho", "Ines Carvalho", "Carvalho, Ines"]
    )
    def test_a_name_or_an_address_lists_the_cases(self, signed_in: SignIn, row: CaseRow, typed: str) -> None:
        response = signed_in("support").get("/console/silver/search", {"q": typed})
        assert row.number in response.content.decode()

    @pytest.mark.parametrize(
        "typed", ["' OR 1=1--", "%", "_", "*", "c%rvalho", "\u0430nna", "", " ", "{{7*7}}", "<script>"]
    )
    def test_signs_are_only_signs(self, signed_in: SignIn, row: CaseRow, typed: str) -> None:
        """ATK06, ATK28."""
        response = signed_in("support").get("/console/silver/search", {"q": typed})
        page = response.content.decode()
        assert response.status_code == 200
        assert row.number not in page
        assert "<script>" not in page
        assert "49" not in page.split("<main")[1]

    def test_an_order_without_a_case_is_told(self, signed_in: SignIn, row: CaseRow) -> None:
        page = signed_in("support").get("/console/silver/search", {"q": "WR-1002"}).content.decode()
        assert "Orders without a case" in page
        assert "WR-1002" in page

    def test_other_shops_are_not_searched(self, signed_in: SignIn, row: CaseRow) -> None:
        for text in (row.number, "ines@example.com", "WR-1001"):
            page = signed_in("owner", "piercing").get("/console/piercing/search", {"q": text}).content.decode()
            assert f"cases/{row.number}" not in page
            assert "Orders without a case" not in page


def test_a_message_that_waits_for_an_answer_is_said_on_its_line(signed_in: SignIn) -> None:
    row = opened()
    client = signed_in("support")
    queue = "/console/silver/?part=all"
    assert "Answer a message" not in client.get(queue).content.decode()
    case = models.Case.objects.get(shop_id="silver", number=row.number)
    models.Case.objects.filter(shop_id="silver", number=row.number).update(folded={**case.folded, "unanswered": True})
    assert "Answer a message" in client.get(queue).content.decode()
