"""Asking for something: step by step, back again, twice, too late, and with whatever people and programs type."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from markupsafe import escape
from pytest_django import Settings
from tests.sample_shops import AT, HOUR, ask, find, hidden, order, send, session_of, situation

from amends.records.cases import cases_of
from amends.records.models import Case

pytestmark = pytest.mark.usefixtures("shops")
UNWORN = {"condition__worn": "no", "condition__used": "no", "condition__original_packaging": "yes"}
WHOLE = {"condition__undamaged": "yes"}
ORDER = "/silver/orders/WR1001/"
CHAIN = f"{ORDER}pieces/L1.P1/"


def words(page: bytes) -> str:
    """What a reader reads of the page, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


@pytest.fixture
def ines(client: Client) -> Client:
    find(client, "silver", "WR-1001", "ines@example.com")
    return client


def step(client: Client, name: str, **fields: str) -> str:
    """Send one step of the claim about the chain and return where it leads."""
    response = client.post(f"{CHAIN}{name}", fields)
    assert response.status_code == 302, words(response.content)
    return str(response["Location"]).removeprefix(CHAIN)


class TestThePath:
    def test_from_reason_to_case(self, ines: Client) -> None:
        assert step(ines, "reason", reason="changed_mind", quantity="1") == "questions"
        questions = words(ines.get(f"{CHAIN}questions").content)
        assert "Has it been worn, even once?" in questions
        answers = {f"q.{name.replace('__', '.')}": value for name, value in UNWORN.items()}
        assert ines.post(f"{CHAIN}questions", answers)["Location"] == f"{CHAIN}questions"
        assert ines.get(f"{CHAIN}questions")["Location"] == f"{CHAIN}remedy"
        offered = words(ines.get(f"{CHAIN}remedy").content)
        for part in ("Return it for my money back", "$50.88", "−$6.00", "$44.88", "You pay for the way back.", "B11"):
            assert part in offered, part
        assert step(ines, "remedy", remedy="refund", note="Take care 李 <b>") == "check"
        last = ines.get(f"{CHAIN}check").content
        for part in ("Check before you send", "$44.88", "Send my return", "Take care 李 <b>", "Nothing is sent before"):
            assert part in words(last), part
        assert b"<b>" not in last.replace(b"&lt;b&gt;", b"")
        shown = words(ines.get(send(ines, f"{CHAIN}check")).content)
        (case,) = cases_of("silver", "WR-1001")
        for part in (case.number, "$44.88", "Post it by Sunday 6 December", "B1", "Take care 李 <b>"):
            assert part in shown, part
        assert f"to {order('silver', 'WR-1001').payments[0].label}" in shown
        assert f"7 Millrace Lane Burlington, VT 05401 United States Write {case.number} on the parcel" in shown

    def test_who_gets_a_label_is_given_no_address_to_post_to(self, client: Client) -> None:
        find(client, "piercing", "LU-1001", "anna@example.com")
        where = "/piercing/orders/LU1001/"
        page = words(client.get(send(client, ask(client, where, "L1.P1", "changed_mind", "refund", **WHOLE))).content)
        assert "Post the piece with the prepaid label" in page
        assert "Where to post it" not in page

    def test_every_clause_that_is_cited_has_its_place_on_the_policy_page(self, ines: Client) -> None:
        ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN)
        page = ines.get(f"{CHAIN}check").content.decode()
        links = re.findall(r'href="(/silver/policy\?version=[^"#]+)#([^"]+)"', page)
        assert links
        for address, clause in links:
            assert f'id="{clause}"' in ines.get(html.unescape(address)).content.decode(), clause

    def test_an_exchange_names_what_comes_instead_and_what_it_costs(self, ines: Client) -> None:
        step(ines, "reason", reason="another_size", quantity="1")
        ines.post(f"{CHAIN}questions", {f"q.{name.replace('__', '.')}": value for name, value in UNWORN.items()})
        assert step(ines, "remedy", remedy="exchange", note="") == "variant"
        choices = ines.get(f"{CHAIN}variant").content.decode()
        assert 'value="MIL-16IN"' in choices
        assert 'value="MIL-18IN"' not in choices  # what she has already
        assert step(ines, "variant", sku="MIL-20IN") == "check"
        last = words(ines.get(f"{CHAIN}check").content)
        assert "You pay $6.00" in last  # B13
        shown = words(ines.get(send(ines, f"{CHAIN}check")).content)
        assert "20 in" in shown
        assert "Pay what is due." in shown

    def test_where_there_is_nothing_to_choose_from_the_wish_is_written_and_nothing_else_is_said(
        self, client: Client, ines: Client
    ) -> None:
        step(ines, "reason", reason="another_size", quantity="1")
        ines.post(f"{CHAIN}questions", {f"q.{name.replace('__', '.')}": value for name, value in UNWORN.items()})
        page = words(ines.get(f"{CHAIN}remedy").content)
        assert "on the next page, with what it costs" in page
        assert "Write below" not in page
        find(client, "piercing", "LU-1002", "ben@example.com")  # earrings of which there is one kind alone
        where = "/piercing/orders/LU1002/pieces/L1.P1/"
        client.post(f"{where}reason", {"reason": "changed_mind", "quantity": "1"})
        client.post(f"{where}questions", {"q.condition.undamaged": WHOLE["condition__undamaged"]})
        page = words(client.get(f"{where}remedy").content)
        assert "Exchange it Write below what you would like instead." in page
        assert "on the next page" not in page

    @pytest.mark.parametrize("sku", ["", "MIL-99IN", "LAR-GOLD", "MIL-18IN' OR 1=1"])
    def test_a_variant_that_is_not_there(self, ines: Client, sku: str) -> None:
        ask(ines, ORDER, "L1.P1", "changed_mind", "exchange", **UNWORN)
        response = ines.post(f"{CHAIN}variant", {"sku": sku})
        assert response.status_code == 200
        assert "Choose what you would like instead." in words(response.content)

    def test_somebody_who_is_not_sure_is_answered_by_a_person(self, ines: Client) -> None:
        ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **{**UNWORN, "condition__worn": "not_sure"})
        assert "One of us looks at it and answers by 22:00 on Sunday 22 November" in words(
            ines.get(f"{CHAIN}check").content
        )
        shown = words(ines.get(send(ines, f"{CHAIN}check")).content)
        assert "One of us answers by 22:00 on Sunday 22 November" in shown

    def test_a_refusal_is_a_page_that_says_why_and_what_would_change_it(self, client: Client) -> None:
        """B5."""
        one = situation("silver", "B5")
        address = find(client, "silver", one.order_number, one.email)
        piece = f"{address}pieces/{one.line_id}.P1/"
        client.post(f"{piece}reason", {"reason": "changed_mind", "quantity": "1"})
        response = client.get(f"{piece}remedy")
        said = words(response.content)
        assert response.status_code == 200
        assert "This is not possible" in said
        assert "Earrings touch skin" in said
        assert "if something is wrong with it" in said
        for remedy in ("refund", "exchange"):
            assert client.post(f"{piece}remedy", {"remedy": remedy, "note": ""}).status_code == 200
        assert client.post(f"{piece}check", {"key": "x", "seal": "x"}).status_code == 302
        assert not Case.objects.exists()

    def test_a_price_that_went_down_is_answered_by_its_clause(self, ines: Client) -> None:
        """B15: nobody is granted the difference, and who asks is told why."""
        step(ines, "reason", reason="price_dropped", quantity="1")
        said = words(ines.get(f"{CHAIN}remedy").content)
        assert "Get the difference in price" in said
        assert "We pay no difference when something costs less later." in said
        refused = ines.post(f"{CHAIN}remedy", {"remedy": "price_adjustment", "note": ""})
        assert refused.status_code == 200

    def test_a_lost_parcel_is_for_a_person(self, client: Client) -> None:
        """C10: until the carrier has found out."""
        one = situation("bespoke", "C10", 1)
        address = find(client, "bespoke", one.order_number, one.email)
        check = ask(client, address, f"{one.line_id}.P1", "not_received", "refund")
        shown = words(client.get(send(client, check)).content)
        assert "One of us answers by" in shown

    def test_a_change_says_what_is_to_be_changed(self, client: Client) -> None:
        """B9."""
        one = situation("silver", "B9")
        address = find(client, "silver", one.order_number, one.email)
        piece = f"{address}pieces/{one.line_id}.P1/"
        client.post(f"{piece}reason", {"reason": "changed_mind", "quantity": "1"})
        empty = client.post(f"{piece}remedy", {"remedy": "change", "note": " "})
        assert "Write what is to be changed." in words(empty.content)
        check = client.post(f"{piece}remedy", {"remedy": "change", "note": "Engrave R & M"})["Location"]
        assert "Engrave R & M" in words(client.get(send(client, check)).content)

    def test_a_cancellation_gives_everything_back(self, client: Client) -> None:
        """C1."""
        one = situation("bespoke", "C1")
        address = find(client, "bespoke", one.order_number, one.email)
        check = ask(client, address, f"{one.line_id}.P1", "changed_mind", "cancel")
        page = words(client.get(check).content)
        assert "Cancel this piece" in page
        case = send(client, check)
        (row,) = cases_of("bespoke", one.order_number)
        assert row.items[0].item.answer.give_minor == sum(
            paid.captured_minor for paid in order("bespoke", one.order_number).payments
        )
        assert "We send your money" in words(client.get(case).content)


class TestTwice:
    def test_the_same_form_sent_twice_is_one_case(self, ines: Client) -> None:
        """R-1: a double click, without any script."""
        check = ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN)
        page = ines.get(check).content.decode()
        fields = {name: hidden(page, name) for name in ("key", "seal")}
        first, second = ines.post(check, fields), ines.post(check, fields)
        assert first["Location"] == second["Location"]
        assert Case.objects.count() == 1

    def test_going_back_after_sending_shows_the_case(self, ines: Client) -> None:
        case = send(ines, ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN))
        assert ines.get(f"{CHAIN}check")["Location"] == case
        for name in ("reason", "remedy"):
            page = ines.get(f"{CHAIN}{name}", follow=True)
            assert case.split("/")[-2] in words(page.content), name
        assert ines.post(f"{CHAIN}check", {"key": "", "seal": ""})["Location"] == f"{CHAIN}check"
        assert Case.objects.count() == 1

    def test_two_tabs_are_one_case(self, ines: Client) -> None:
        """ATK75: another browser of the same customer has asked in the meantime."""
        other = Client()
        find(other, "silver", "WR-1001", "ines@example.com")
        check = ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN)
        page = ines.get(check).content.decode()
        other_check = ask(other, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN)
        case = send(other, other_check)
        late = ines.post(check, {name: hidden(page, name) for name in ("key", "seal")})
        assert late.status_code == 409
        assert f"This is already in {case.split('/')[-2]}" in words(late.content)
        assert Case.objects.count() == 1

    def test_the_order_page_names_the_case(self, ines: Client) -> None:
        case = send(ines, ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN))
        page = words(ines.get(ORDER).content)
        assert "You have asked for this already" in page
        assert f"See {case.split('/')[-2]}" in page

    def test_the_case_is_found_again_through_the_order(self, ines: Client) -> None:
        case = send(ines, ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN))
        later = Client()
        assert later.get(case).status_code == 404
        find(later, "silver", "wr1001", "05401")
        assert later.get(case).status_code == 200


class TestInTheMeantime:
    def test_what_is_confirmed_is_what_was_shown(self, ines: Client) -> None:
        """ATK78: the other piece was returned in between, so that the free shipping is settled already."""
        check = ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN)
        page = ines.get(check).content.decode()
        other = Client()
        find(other, "silver", "WR-1001", "ines@example.com")
        send(other, ask(other, ORDER, "L2.P1", "changed_mind", "refund", **UNWORN))
        late = ines.post(check, {name: hidden(page, name) for name in ("key", "seal")})
        assert late.status_code == 409
        said = words(late.content)
        assert "The answer has changed" in said
        assert "$50.88" in said
        assert Case.objects.count() == 1
        again = {name: hidden(late.content.decode(), name) for name in ("key", "seal")}
        assert ines.post(check, again).status_code == 302
        assert sum(case.items[0].item.answer.give_minor for case in cases_of("silver", "WR-1001")) == 5088 + 4241 - 600

    def test_the_time_runs_out_between_look_and_click(self, ines: Client, settings: Settings) -> None:
        check = ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN)
        page = ines.get(check).content.decode()
        settings.FIXED_NOW = AT + 16 * 24 * HOUR
        late = ines.post(check, {name: hidden(page, name) for name in ("key", "seal")})
        assert late.status_code in {302, 409}
        assert not Case.objects.exists()
        assert "You can no longer" in words(ines.get(check, follow=True).content)

    def test_answers_to_one_reason_are_not_answers_to_another(self, ines: Client) -> None:
        ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN)
        step(ines, "reason", reason="defective", quantity="1")
        assert ines.get(f"{CHAIN}check")["Location"] != f"{CHAIN}check"

    def test_steps_cannot_be_skipped(self, ines: Client) -> None:
        for name in ("questions", "remedy", "check"):
            assert ines.get(f"{CHAIN}{name}")["Location"] == f"{CHAIN}reason", name
        step(ines, "reason", reason="changed_mind", quantity="1")
        assert ines.get(f"{CHAIN}variant")["Location"] == f"{CHAIN}remedy"
        assert step(ines, "remedy", remedy="refund", note="") == "check"
        assert ines.get(f"{CHAIN}check")["Location"] == f"{CHAIN}questions"  # the policy still has to know


class TestWhatPeopleType:
    @pytest.mark.parametrize(
        "quantity", ["0", "-1", "2", "0.001", "1e9", "NaN", "1,00", "٣", "", "9" * 40, "1 ", "one"]
    )
    def test_quantities(self, ines: Client, quantity: str) -> None:
        """ATK73."""
        response = ines.post(f"{CHAIN}reason", {"reason": "changed_mind", "quantity": quantity})
        assert response.status_code == 200
        assert "Choose a number from 1 to 1." in words(response.content)
        assert "Error:" in words(response.content)

    @pytest.mark.parametrize("reason", ["", "nonsense", "recalled", "unwanted_gift", "customs_failed", "<script>"])
    def test_reasons_that_make_no_sense_here(self, ines: Client, reason: str) -> None:
        response = ines.post(f"{CHAIN}reason", {"reason": reason, "quantity": "1"})
        assert response.status_code == 200
        assert "Choose a reason." in words(response.content)

    @pytest.mark.parametrize("answer", ["", "maybe", "true", "YES", "<b>"])
    def test_answers_that_are_none(self, ines: Client, answer: str) -> None:
        step(ines, "reason", reason="changed_mind", quantity="1")
        given = {"q.condition.worn": answer, "q.condition.used": "no", "q.condition.original_packaging": "yes"}
        response = ines.post(f"{CHAIN}questions", given)
        assert response.status_code == 200
        page = response.content.decode()
        assert "There is a problem" in page
        assert 'name="q.condition.used" value="no" checked' in page  # what was answered is kept

    def test_facts_that_nobody_asked_for_are_not_taken(self, ines: Client) -> None:
        """Nobody says that the piece costs less, or that staff have agreed."""
        step(ines, "reason", reason="changed_mind", quantity="1")
        given = {f"q.{name.replace('__', '.')}": value for name, value in UNWORN.items()}
        for name in ("item.category", "claim.agreed", "claim.by", "order.placed_at", "no.such.fact"):
            given[f"q.{name}"] = "yes"
        assert ines.post(f"{CHAIN}questions", given).status_code == 302
        assert not set(session_of(ines)["drafts"]["silver WR1001 L1.P1"]["answers"]) - {
            "condition.worn", "condition.used", "condition.original_packaging",
        }  # fmt: skip

    @pytest.mark.parametrize("typed", ["0.5", "0,5", "1", "not a number", "-1", "1e5", "NaN", "٣", "99999999"])
    def test_millimetres(self, client: Client, typed: str) -> None:
        """C4 and ATK73: a number is understood as people write it, and nothing else is."""
        ring = situation("bespoke", "C3")
        piece = f"{find(client, 'bespoke', ring.order_number, ring.email)}pieces/{ring.line_id}.P1/"
        assert client.post(f"{piece}reason", {"reason": "size_error", "quantity": "1"}).status_code == 302
        assert "By how many millimetres" in words(client.get(f"{piece}questions").content)
        response = client.post(f"{piece}questions", {"q.claim.size_error_mm": typed})
        assert (response.status_code == 302) == (typed in {"0.5", "0,5", "1"}), words(response.content)

    @pytest.mark.parametrize(
        "note", ["O'Brien", "Nguyễn 李 نور", "{{7*7}}", "{% debug %}", "💎" * 200, "a\r\nb", "=1+1", "x" * 1000]
    )
    def test_notes_come_back_as_they_were_written(self, ines: Client, note: str) -> None:
        step(ines, "reason", reason="defective", quantity="1")
        step(ines, "remedy", remedy="refund", note=note)
        case = send(ines, f"{CHAIN}check")
        page = ines.get(case).content.decode()
        assert escape(note) in page.replace("\r\n", "\n").replace("\n", "\r\n" if "\r" in note else "\n")

    def test_a_note_that_is_too_long(self, ines: Client) -> None:
        step(ines, "reason", reason="defective", quantity="1")
        response = ines.post(f"{CHAIN}remedy", {"remedy": "refund", "note": "x" * 1001})
        assert "Write at most 1000 characters." in words(response.content)

    @pytest.mark.parametrize("piece", ["L9.P1", "L1", "..", "L1.P1%00", "%2e%2e/%2e%2e", "' OR 1=1", "L1.P1/reason"])
    def test_pieces_that_are_not_there(self, ines: Client, piece: str) -> None:
        assert ines.get(f"{ORDER}pieces/{piece}/reason").status_code == 404

    def test_a_seal_or_key_of_somebody_else_sends_nothing(self, ines: Client) -> None:
        check = ask(ines, ORDER, "L1.P1", "changed_mind", "refund", **UNWORN)
        page = ines.get(check).content.decode()
        key, seal = hidden(page, "key"), hidden(page, "seal")
        for fields in ({"key": key, "seal": "0" * 64}, {"key": "x", "seal": seal}, {"key": "", "seal": ""}, {}):
            assert ines.post(check, fields).status_code in {302, 409}
        assert not Case.objects.exists()
