"""The owner's page of the policy check: the version in force and a proposal, each finding as a small story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.console.test_policy import NO_REFUNDS, propose, text

from amends.usecases.read_check import ASIDE, Findings

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]
CHECK = "/console/silver/policy/check"
AT_DAY = date(2026, 11, 22)
MOST_QUERIES = 8
MOST_TIMES = 200  # that a page is asked for again while its policy is looked at


def found(client: Client, address: str) -> str:
    """This function will return the page once it shows what is found: until then it says that it comes again."""
    for _ in range(MOST_TIMES):
        page = client.get(address)
        assert page.status_code == 200
        if "Refresh" not in page.headers:
            return page.content.decode()
        assert "is being looked at" in page.content.decode()
    raise AssertionError("nothing was found")


def test_what_is_found_is_told_by_clause_as_a_story_with_what_to_do(signed_in: SignIn) -> None:
    client = signed_in("owner")
    said = found(client, CHECK)
    for part in ("For example:", "Add a clause that grants something", "Line "):
        assert part in said
    assert "amends decide" not in said
    assert f'href="{CHECK}"' in client.get("/console/silver/policy").content.decode()
    german = client.get(f"{CHECK}?lang=de").content.decode()
    for part in ("Keine Regel spricht von Fällen für „", "“, wo gilt: ", "Fügen Sie eine Regel hinzu", "Anzusehen"):
        assert part in german
    client.get(f"{CHECK}?lang=en")
    with CaptureQueriesContext(connection) as queries:
        client.get(CHECK)
    asked = [one["sql"] for one in queries if "set_config" not in one["sql"]]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_a_law_is_asked_for_and_both_answers_are_told(signed_in: SignIn) -> None:
    client = signed_in("owner")
    said = found(client, f"{CHECK}?law=AU")
    for part in (
        '<option value="AU" selected>Australia (AU)</option>',
        "AU-C-07",
        "B1",
        "with the law:",
        "AU-C-04 (AU; ",
        "has no fixed number of days",
    ):
        assert part in said
    german = found(client, f"{CHECK}?law=AU&lang=de")
    for part in ("für die es keine feste Zahl von Tagen gibt", "machen Sie es nicht zur Bedingung"):
        assert part in german  # the sentence of a duty, and what to do about it
    assert "has no fixed number of days" not in german
    client.get(f"{CHECK}?lang=en")


def test_while_a_policy_is_looked_at_the_page_says_so_and_comes_again(signed_in: SignIn) -> None:
    """Something else is being worked out meanwhile: nobody's request waits for its end."""
    go, address = Event(), f"{CHECK}?law=US-NY"

    def waiting() -> Findings:
        go.wait(60)
        return ()

    ASIDE.look(("another", "", (), AT_DAY), waiting, 0)
    client = signed_in("owner")
    page = client.get(address)
    assert (page.status_code, page.headers["Refresh"]) == (200, "2")
    assert 'role="status">The policy is being looked at.' in page.content.decode()
    go.set()
    assert "US-NY-02" in found(client, address)


def test_a_proposal_is_checked_by_itself_and_nobody_else_sees_the_page(signed_in: SignIn) -> None:
    client = signed_in("owner")
    address = propose(client, text(NO_REFUNDS), "2026-11-24")
    here = client.get(address).content.decode()
    link = f"{CHECK}?proposal={address.rpartition('/')[2]}"
    assert link in here
    assert "Version winter" in found(client, link)
    assert client.get(f"{CHECK}?proposal=none").status_code == 404
    assert signed_in("support").get(CHECK).status_code == 403
