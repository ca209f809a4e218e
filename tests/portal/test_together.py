"""Several pieces asked about together: one last look, one case; what holds for all is asked once."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from tests.sample_shops import find, hidden

from amends.records.cases import cases_of
from amends.records.models import Case

pytestmark = pytest.mark.usefixtures("shops")
ORDER = "/silver/orders/WR1001/"
UNWORN = {"q.condition.worn": "no", "q.condition.used": "no", "q.condition.original_packaging": "yes"}


def words(page: bytes) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


@pytest.fixture
def ines(client: Client) -> Client:
    find(client, "silver", "WR-1001", "ines@example.com")
    return client


def begin(client: Client, *pieces: str) -> str:
    """Choose the pieces and return where their steps live."""
    response = client.post(f"{ORDER}together/", {f"piece.{one}": "yes" for one in pieces})
    assert response.status_code == 302, words(response.content)
    return str(response["Location"]).removesuffix("1/reason")


def answer(client: Client, base: str, place: int, remedy: str = "refund", **more: str) -> str:
    """Answer everything about one piece and return where that leads."""
    step = f"{base}{place}/"
    client.post(f"{step}reason", {"reason": "changed_mind", "quantity": "1"})
    if client.get(f"{step}questions").status_code == 200:
        assert client.post(f"{step}questions", UNWORN).status_code == 302
    response = client.post(f"{step}remedy", {"remedy": remedy, "note": "", **more})
    assert response.status_code == 302, words(response.content)
    return str(response["Location"])


def send(client: Client, base: str) -> str:
    page = client.get(f"{base}check").content.decode()
    response = client.post(f"{base}check", {name: hidden(page, name) for name in ("key", "seal")})
    assert response.status_code == 302, words(response.content)
    return str(response["Location"])


class TestOneCase:
    def test_two_pieces_are_one_case_with_one_sum(self, ines: Client) -> None:
        """B11: the shipping that was free is taken off once, and from the whole."""
        base = begin(ines, "L1.P1", "L2.P1")
        assert answer(ines, base, 1).startswith(base)
        assert answer(ines, base, 2) == f"{base}check"
        look = words(ines.get(f"{base}check").content)
        assert "altogether You get back $87.29" in look
        assert look.count("−$6.00") == 1
        assert "Piece 1 of 2" not in look
        case = send(ines, base)
        (row,) = cases_of("silver", "WR-1001")
        assert [one.item.piece_id for one in row.items] == ["L1.P1", "L2.P1"]
        assert case.endswith(f"{row.number}/")
        shown = words(ines.get(case).content)
        assert "Your return: Millrace chain" in shown
        assert shown.count("Post it by Sunday 6 December") == 2

    def test_each_piece_has_a_remedy_of_its_own(self, ines: Client) -> None:
        base = begin(ines, "L1.P1", "L2.P1")
        assert answer(ines, base, 1, "exchange") == f"{base}1/variant"
        assert ines.post(f"{base}1/variant", {"sku": "MIL-20IN"})["Location"] == f"{base}2/questions"
        answer(ines, base, 2, "refund")
        send(ines, base)
        (row,) = cases_of("silver", "WR-1001")
        assert [one.item.remedy for one in row.items] == ["exchange", "refund"]

    def test_a_limit_counts_the_form_once_and_the_order_always(self, ines: Client) -> None:
        """B12: one exchange an order, of several pieces; a second one is refused."""
        base = begin(ines, "L1.P1", "L2.P1")
        answer(ines, base, 1, "exchange")
        ines.post(f"{base}1/variant", {"sku": "MIL-20IN"})
        ines.post(f"{base}2/reason", {"reason": "changed_mind", "quantity": "1"})
        ines.post(f"{base}2/questions", UNWORN)
        assert b'name="remedy" value="exchange"' in ines.get(f"{base}2/remedy").content
        send_one = begin(ines, "L1.P1")
        answer(ines, send_one, 1, "exchange")
        ines.post(f"{send_one}1/variant", {"sku": "MIL-20IN"})
        send(ines, send_one)
        late = begin(ines, "L2.P1")
        ines.post(f"{late}1/reason", {"reason": "changed_mind", "quantity": "1"})
        ines.post(f"{late}1/questions", UNWORN)
        refused = words(ines.get(f"{late}1/remedy").content)
        assert "B12" in refused

    def test_a_double_click_is_one_case(self, ines: Client) -> None:
        base = begin(ines, "L1.P1", "L2.P1")
        answer(ines, base, 1)
        answer(ines, base, 2)
        page = ines.get(f"{base}check").content.decode()
        fields = {name: hidden(page, name) for name in ("key", "seal")}
        first, second = ines.post(f"{base}check", fields), ines.post(f"{base}check", fields)
        assert first["Location"] == second["Location"]
        assert ines.get(f"{base}check")["Location"] == first["Location"]
        assert Case.objects.count() == 1

    def test_one_of_them_taken_in_another_tab_is_said(self, ines: Client) -> None:
        """ATK75."""
        base, other = begin(ines, "L1.P1", "L2.P1"), begin(ines, "L2.P1")
        answer(ines, base, 1)
        answer(ines, base, 2)
        page = ines.get(f"{base}check").content.decode()
        answer(ines, other, 1)
        case = send(ines, other)
        late = ines.post(f"{base}check", {name: hidden(page, name) for name in ("key", "seal")})
        assert late.status_code == 409
        assert f"This is already in {case.split('/')[-2]}" in words(late.content)
        assert Case.objects.count() == 1


class TestAskedOnce:
    def test_what_holds_for_all_is_asked_once(self, ines: Client) -> None:
        base = begin(ines, "L1.P1", "L2.P1")
        first = words(ines.get(f"{base}1/reason").content)
        assert "Piece 1 of 2" in first
        assert "This holds for all 2 pieces" in first
        ines.post(f"{base}1/reason", {"reason": "changed_mind", "quantity": "1", "for_all": "yes"})
        ines.post(f"{base}1/questions", {**UNWORN, "for_all": "yes"})
        assert ines.post(f"{base}1/remedy", {"remedy": "refund", "note": ""})["Location"] == f"{base}2/questions"
        assert ines.get(f"{base}2/questions")["Location"] == f"{base}2/remedy"
        assert ines.post(f"{base}2/remedy", {"remedy": "refund", "note": ""})["Location"] == f"{base}check"
        send(ines, base)
        assert len(cases_of("silver", "WR-1001")[0].items) == 2

    def test_without_saying_so_each_is_asked(self, ines: Client) -> None:
        base = begin(ines, "L1.P1", "L2.P1")
        answer(ines, base, 1)
        assert ines.get(f"{base}2/questions")["Location"] == f"{base}2/reason"

    def test_a_single_piece_takes_as_many_pages_as_before(self, ines: Client) -> None:
        page = ines.get(f"{ORDER}pieces/L1.P1/reason").content
        assert b"for_all" not in page
        assert b"Piece 1 of" not in page


class TestChoosing:
    def test_nothing_chosen_is_a_problem_and_nothing_else(self, ines: Client) -> None:
        response = ines.post(f"{ORDER}together/", {})
        assert response.status_code == 200
        assert "Choose at least one piece." in words(response.content)

    def test_pieces_of_nobody_are_not_taken(self, ines: Client) -> None:
        assert ines.post(f"{ORDER}together/", {"piece.L9.P9": "yes"}).status_code == 200
        assert ines.post(f"{ORDER}together/", {"other": "yes"}).status_code == 400

    def test_a_piece_can_be_left_out(self, ines: Client) -> None:
        base = begin(ines, "L1.P1", "L2.P1")
        answer(ines, base, 1)
        answer(ines, base, 2)
        assert ines.post(f"{base}1/leave-out", {})["Location"] == f"{base}check"
        send(ines, base)
        (row,) = cases_of("silver", "WR-1001")
        assert [one.item.piece_id for one in row.items] == ["L2.P1"]

    def test_another_visit_does_not_see_the_set(self, ines: Client) -> None:
        base = begin(ines, "L1.P1", "L2.P1")
        other = Client()
        find(other, "silver", "WR-1001", "ines@example.com")
        for step in ("1/reason", "2/remedy", "check"):
            assert other.get(f"{base}{step}").status_code == 404, step
        for place in ("0", "3", "99"):
            assert ines.get(f"{base}{place}/reason").status_code == 404, place
