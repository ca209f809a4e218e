"""A buyer takes the decision along as a file, and the command line derives it again without shop or database."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.portal.test_case_page import visitor
from tests.sample_cases import bring, of_kind, opened
from tests.sample_shops import find

from amends.cli.receipt import command
from amends.core.cases.states import State
from amends.core.money import format_amount

pytestmark = pytest.mark.usefixtures("shops")
WHOLE = {"condition.undamaged": True}


def test_the_file_from_the_page_of_the_case_is_derived_again_with_the_shops_key(client: Client, tmp_path: Path) -> None:
    case = opened("piercing", "LU-1001", "L1.P1", "refund", answers=WHOLE)
    find(client, "piercing", "LU-1001", "anna@example.com")
    where = f"/piercing/cases/{case.number}/items/1/receipt"
    assert f'href="{where}"' in client.get(f"/piercing/cases/{case.number}/").content.decode()
    response = client.get(where)
    assert response["Content-Disposition"] == f'attachment; filename="decision-{case.number}-1.receipt"'
    file = tmp_path / "decision.receipt"
    file.write_bytes(response.content)
    key = Client().get("/piercing/receipts.key").content.decode().strip()
    told = CliRunner().invoke(command, ["check", str(file), "--key", key])
    assert told.exit_code == 0, told.output
    assert f"case {case.number}" in told.output
    assert "refund: accepted" in told.output
    amount = format_amount(case.items[0].item.answer.give_minor, "USD")
    assert f"amount: {amount} USD" in told.output
    facts = CliRunner().invoke(command, ["show", str(file), "facts"]).output
    assert "condition.undamaged: true" in facts.splitlines()  # as `amends decide --facts` reads it
    assert 'claim.asked_at: "2026-11-22T10:00:00-05:00"' in facts.splitlines()
    other = Client().get("/silver/receipts.key").content.decode().strip()
    assert CliRunner().invoke(command, ["check", str(file), "--key", other]).exit_code == 2
    file.write_bytes(response.content.replace(b'"sig": "', b'"sig": "A'))
    assert CliRunner().invoke(command, ["check", str(file)]).exit_code == 2
    assert len(response.content) < 20_000


def test_it_holds_prices_so_nobody_but_the_buyer_gets_it(client: Client) -> None:
    case = opened("piercing", "LU-1001", "L1.P1", "refund", answers=WHOLE)
    where = f"/piercing/cases/{case.number}/items/1/receipt"
    assert client.get(where).status_code == 404
    find(client, "piercing", "LU-1001", "anna@example.com")
    assert client.get(where.replace("items/1", "items/9")).status_code == 404


def test_whoever_was_given_the_present_sees_their_case_and_no_receipt() -> None:
    case = bring("piercing", of_kind("store_credit"), State.TO_SEND)
    recipient = visitor("store_credit")
    page = recipient.get(f"/piercing/cases/{case.number}/")
    assert page.status_code == 200
    assert b"receipt" not in page.content
    assert recipient.get(f"/piercing/cases/{case.number}/items/1/receipt").status_code == 404
