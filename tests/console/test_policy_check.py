"""The owner's page of the policy check: the version in force and a proposal, each finding as a small story."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.console.test_policy import NO_REFUNDS, propose, text

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]
CHECK = "/console/silver/policy/check"
MOST_QUERIES = 8


def test_what_is_found_is_told_by_clause_as_a_story_with_what_to_do(signed_in: SignIn) -> None:
    client = signed_in("owner")
    page = client.get(CHECK)
    assert page.status_code == 200
    said = page.content.decode()
    for part in ("For example:", "Add a clause that grants something", "Line "):
        assert part in said
    assert "amends decide" not in said
    assert f'href="{CHECK}"' in client.get("/console/silver/policy").content.decode()
    with CaptureQueriesContext(connection) as found:
        client.get(CHECK)
    asked = [one["sql"] for one in found if "set_config" not in one["sql"]]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_a_law_is_asked_for_and_both_answers_are_told(signed_in: SignIn) -> None:
    said = signed_in("owner").get(f"{CHECK}?law=AU").content.decode()
    for part in ("<option selected>AU</option>", "AU-C-07", "B1", "with the law:"):
        assert part in said


def test_a_proposal_is_checked_by_itself_and_nobody_else_sees_the_page(signed_in: SignIn) -> None:
    client = signed_in("owner")
    address = propose(client, text(NO_REFUNDS), "2026-11-24")
    here = client.get(address).content.decode()
    link = f"{CHECK}?proposal={address.rpartition('/')[2]}"
    assert link in here
    assert "Version winter" in client.get(link).content.decode()
    assert client.get(f"{CHECK}?proposal=none").status_code == 404
    assert signed_in("support").get(CHECK).status_code == 403
