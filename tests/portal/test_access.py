"""Who may see what: the orders that a visit has found and its own cases; for everybody else nothing is there."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.sample_shops import ask, find, hidden, send, situation

from amends.records.cases import cases_of
from amends.records.models import Case, Event

pytestmark = pytest.mark.usefixtures("shops")
UNWORN = {"condition__worn": "no", "condition__used": "no", "condition__original_packaging": "yes"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
OUR_SCRIPT = re.compile(r'<script src="/static/portal/[\w.]+"( defer)?></script>')  # a file of ours, and nothing in it
DATA = re.compile(r'<script type="application/ld\+json">[^<]*</script>')  # no browser runs it
SAMPLE = ("silver", "WR-1001", "ines@example.com")


@pytest.fixture
def ines(client: Client) -> Client:
    """A browser in which order WR-1001 was found."""
    find(client, *SAMPLE)
    return client


@pytest.fixture
def case_address(ines: Client) -> str:
    """The address of a case of hers."""
    return send(ines, ask(ines, "/silver/orders/WR1001/", "L1.P1", "changed_mind", "refund", **UNWORN))


def pages_of_ines(case_address: str) -> list[str]:
    piece = "/silver/orders/WR1001/pieces/L2.P1/"
    steps = [f"{piece}{step}" for step in ("reason", "questions", "remedy", "variant", "check")]
    return ["/silver/orders/WR1001/", *steps, case_address]


class TestNobodyElse:
    def test_sees_her_pages(self, ines: Client, case_address: str) -> None:
        """Every page, for nobody, for another customer of the shop, for a customer of another shop: not there."""
        others = {"nobody": Client(), "another": Client(), "elsewhere": Client()}
        find(others["another"], "silver", "WR-1002", "jonas@example.com")
        find(others["elsewhere"], "piercing", "LU-1001", "anna@example.com")
        absent = TOKEN.sub("", Client().get("/silver/orders/NOSUCH/").content.decode())
        for address in pages_of_ines(case_address):
            assert ines.get(address).status_code in {200, 302}, address
            for who, other in others.items():
                response = other.get(address)
                assert response.status_code == 404, (who, address)
                assert TOKEN.sub("", response.content.decode()) == absent, (who, address)
                assert other.post(address, {}).status_code in {400, 404, 405}, (who, address)

    def test_sees_them_under_another_shop(self, ines: Client, case_address: str) -> None:
        for address in pages_of_ines(case_address):
            for shop_id in ("piercing", "bespoke", "nobody"):
                assert ines.get(address.replace("silver", shop_id, 1)).status_code == 404

    def test_opens_a_case_on_her_order(self, ines: Client) -> None:
        check = ask(ines, "/silver/orders/WR1001/", "L1.P1", "changed_mind", "refund", **UNWORN)
        page = ines.get(check).content.decode()
        fields = {name: hidden(page, name) for name in ("key", "seal")}
        stranger = Client()
        find(stranger, "silver", "WR-1002", "jonas@example.com")
        assert stranger.post(check, fields).status_code == 404
        assert not Case.objects.exists()

    def test_finds_the_case_by_trying_numbers(self, ines: Client, case_address: str) -> None:
        """ATK13."""
        find(ines, "silver", "WR-1002", "jonas@example.com")
        number = case_address.split("/")[-2]
        for guess in ("R-00000", "0", "-1", str(2**63), "1e3", "%2e%2e", number + "A", number[:-1], "R-1' OR '1'='1"):
            assert ines.get(f"/silver/cases/{guess}/").status_code == 404, guess


class TestTheBuyerAndTheRecipient:
    def test_do_not_see_each_others_cases(self) -> None:
        """A7: the buyer is not told, and the recipient is not told what the buyer did."""
        present = situation("piercing", "A7")
        recipient, buyer = Client(), Client()
        recipient.post("/piercing/gift", {"code": present.gift_code})
        address = f"/piercing/orders/{present.order_number.replace('-', '')}/"
        case = send(
            recipient, ask(recipient, address, "L1.P1", "unwanted_gift", "store_credit", condition__undamaged="yes")
        )
        assert recipient.get(case).status_code == 200
        find(buyer, "piercing", present.order_number, present.email)
        assert buyer.get(case).status_code == 404
        page = buyer.get(address).content.decode()
        assert case.split("/")[-2] not in page
        held = buyer.get(f"{address}pieces/L1.P1/reason").content.decode()
        assert case.split("/")[-2] not in held

    def test_another_name_in_the_same_browser_forgets_the_answers(self, client: Client) -> None:
        present = situation("piercing", "A7")
        address = f"/piercing/orders/{present.order_number.replace('-', '')}/"
        find(client, "piercing", present.order_number, present.email)
        client.post(f"{address}pieces/L1.P1/reason", {"reason": "changed_mind", "quantity": "1"})
        client.post("/piercing/gift", {"code": present.gift_code})
        assert client.get(f"{address}pieces/L1.P1/remedy")["Location"].endswith("/reason")


class TestOneAnswer:
    @pytest.mark.parametrize(
        ("number", "proof"),
        [
            ("WR-1001", "wrong@example.com"),
            ("WR-9999", "wrong@example.com"),
            ("LU-1001", "wrong@example.com"),
            ("WR-1001", "99999"),
            ("WR-9999", "99999"),
        ],
    )
    def test_for_whatever_does_not_fit(self, number: str, proof: str) -> None:
        """ATK01, ATK03: same words, same status, same headers; only what was typed comes back."""
        response = Client().post("/silver/find", {"number": number, "proof": proof})
        assert response.status_code == 200
        body = TOKEN.sub("", response.content.decode()).replace(number, "NUMBER").replace(proof, "PROOF")
        usual = Client().post("/silver/find", {"number": "WR-0000", "proof": "nobody@example.com"})
        expected = (
            TOKEN.sub("", usual.content.decode()).replace("WR-0000", "NUMBER").replace("nobody@example.com", "PROOF")
        )
        assert body == expected
        assert set(response.headers) == set(usual.headers)
        assert "We could not find that order" in body

    def test_takes_the_same_questions_to_the_database(self) -> None:
        counts = set()
        for number in ("WR-1001", "WR-9999", "LU-1001"):
            with CaptureQueriesContext(connection) as asked:
                Client().post("/silver/find", {"number": number, "proof": "wrong@example.com"})
            counts.add(len(asked))
        assert len(counts) == 1

    def test_too_many_attempts_say_no_more(self) -> None:
        answers = [
            Client().post("/silver/find", {"number": "WR-1001", "proof": f"x{place}@example.com"})
            for place in range(11)
        ]
        assert [one.status_code for one in answers] == [200] * 10 + [429]
        assert answers[-1]["Retry-After"]
        again = Client().post("/silver/find", {"number": "WR-1001", "proof": "ines@example.com"})
        assert again.status_code == 429

    def test_a_forged_forwarding_header_changes_nobody(self) -> None:
        """ATK10: the address counted is the one that the connection comes from."""
        statuses = []
        for place in range(31):
            stranger = Client(headers={"X-Forwarded-For": f"203.0.113.{place}", "X-Real-IP": f"203.0.113.{place}"})
            typed = {"number": f"WR-{place}Y", "proof": f"a{place}@example.com"}
            statuses.append(stranger.post("/silver/find", typed).status_code)
        assert statuses == [200] * 30 + [429]


class TestRequests:
    def test_without_a_token_nothing_happens(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        for address in ("/silver/find", "/silver/gift", "/silver/leave"):
            response = strict.post(address, {})
            assert response.status_code == 403
            assert b"send that again" in response.content

    def test_state_changes_by_post_alone(self, ines: Client) -> None:
        before = (Case.objects.count(), Event.objects.count())
        assert ines.get("/silver/leave").status_code == 405
        check = ask(ines, "/silver/orders/WR1001/", "L1.P1", "changed_mind", "refund", **UNWORN)
        for _ in range(2):
            assert ines.get(check).status_code == 200
        assert ines.get("/silver/orders/WR1001/").status_code == 200
        assert (Case.objects.count(), Event.objects.count()) == before

    @pytest.mark.parametrize("method", ["put", "delete", "patch", "trace", "options"])
    def test_other_methods_are_refused(self, ines: Client, method: str) -> None:
        """ATK103."""
        for address in ("/silver/find", "/silver/orders/WR1001/", "/silver/"):
            assert getattr(ines, method)(address).status_code == 405

    @pytest.mark.parametrize(
        ("address", "body"),
        [
            (
                "/silver/find?number=WR-1001",
                "number=WR-1001&proof=a%40b",
            ),  # ATK11: twice, in address and body
            ("/silver/find", "number=WR-1001&number=WR-1002&proof=a%40b"),
            ("/silver/find", "number=WR-1001&proof=a%40b&shop=piercing"),
            ("/silver/find", "number=WR-1001&proof=a%40b&next=//evil.example"),  # ATK23
            ("/silver/find", "number=%00WR-1001&proof=a%40b"),
            ("/silver/find", "number=" + "W" * 3000 + "&proof=a%40b"),
            ("/silver/gift", "code=a&code=b"),
        ],
    )
    def test_what_the_form_does_not_have_is_refused(self, address: str, body: str) -> None:
        response = Client().post(address, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 400
        assert b"could not read that" in response.content

    @pytest.mark.parametrize("address", ["/silver/?x=1", "/silver/policy?version=1&version=2", "/silver/help/?x=1"])
    def test_what_the_address_does_not_take_is_refused(self, address: str) -> None:
        assert Client().get(address).status_code == 400

    def test_a_file_is_refused(self, ines: Client) -> None:
        with open(__file__, "rb") as file:  # noqa: PTH123 - the client wants an open file
            assert ines.post("/silver/gift", {"code": file}).status_code == 400

    def test_personal_pages_are_kept_and_indexed_by_nobody(self, ines: Client, case_address: str) -> None:
        for address in (
            *pages_of_ines(case_address),
            "/silver/orders/NOSUCH/",
            "/silver/orders/WR1001/x.css",
            "/nowhere",
        ):
            response = ines.get(address)
            assert "no-store" in response["Cache-Control"], address
            assert "noindex" in response["X-Robots-Tag"], address

    def test_every_page_says_what_may_run_on_it(self, ines: Client, case_address: str) -> None:
        for address in (
            *pages_of_ines(case_address),
            "/",
            "/silver/",
            "/silver/policy",
            "/silver/theme.css",
            "/nowhere",
        ):
            policy = ines.get(address)["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
            body = ines.get(address).content.decode()
            scripts = re.findall(r"<script.*?</script>", body, re.DOTALL)
            assert all(OUR_SCRIPT.fullmatch(one) or DATA.fullmatch(one) for one in scripts), scripts
            assert " style=" not in body
            assert "<style" not in body

    def test_a_session_has_a_new_id_once_an_order_is_found(self, client: Client) -> None:
        """ATK25."""
        client.post("/silver/find", {"number": "WR-1", "proof": "x@example.com"})
        fixed = "a" * 32
        client.cookies["amends"] = fixed
        find(client, *SAMPLE)
        first = client.cookies["amends"].value
        assert first != fixed
        find(client, "silver", "WR-1002", "jonas@example.com")
        assert client.cookies["amends"].value != first

    def test_leaving_forgets_everything(self, ines: Client) -> None:
        ines.post("/silver/leave")
        assert ines.get("/silver/orders/WR1001/").status_code == 404
        assert not cases_of("silver", "WR-1001")
