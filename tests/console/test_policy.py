"""The owner's pages about the policy: propose, see what it changes, publish, and what everybody sees of it then."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.console.opening import opened
from tests.sample_shops import AT

from amends.examples import folder
from amends.records.policies import versions_of
from amends.records.proposals import proposals_of
from amends.usecases.read_policy import read_text

pytestmark = pytest.mark.usefixtures("staffed")
SignIn = Callable[..., Client]
HOME = "/console/silver/policy"
DAY = 86_400_000_000
MOST_QUERIES = 16


def text(*changes: tuple[str, str]) -> str:
    """The silver shop's policy as another version, with parts of it changed."""
    found = read_text(folder("silver") / "policy.yaml")
    for before, after in (('version: "2023"', "version: winter"), *changes):
        assert before in found
        found = found.replace(before, after, 1)
    return found


NO_REFUNDS = ("of: shipment}\n    accept: [refund, exchange]", "of: shipment}\n    accept: [exchange]")


def propose(client: Client, typed: str, starts: str = "") -> str:
    """Propose it, and return the address of its page."""
    response = client.post(f"{HOME}/propose", {"text": typed, "starts": starts, "note": "try"})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_a_new_version_begins_with_the_text_of_the_one_in_force(signed_in: SignIn) -> None:
    client = signed_in("owner")
    (version,) = versions_of("silver")
    empty = client.get(f"{HOME}/propose").content.decode()
    assert f'href="{HOME}/propose?hash={version.hash}">Begin with the text of version 2023<' in empty
    assert 'href="/console/silver/policy" aria-current="true"' in empty  # the part of the console that it belongs to
    begun = client.get(f"{HOME}/propose?hash={version.hash}").content.decode()
    written = unescape(begun.split('<textarea class="written"')[1].split(">", 1)[1].split("</textarea>")[0])
    assert written == read_text(folder("silver") / "policy.yaml")
    assert "Begin with the text" not in begun
    assert f'<form method="post" action="{HOME}/propose"' in begun  # what is posted has no version in its address
    assert client.get(f"{HOME}/propose?hash=of-no-version").status_code == 200


def test_from_a_proposal_to_what_customers_read(signed_in: SignIn, settings: Settings) -> None:
    client = signed_in("owner")
    row = opened()
    address = propose(client, text(NO_REFUNDS), "2026-11-24")
    page = client.get(address).content.decode()
    for said in ("Worse for the customer", row.number, "Publish for orders from", "B1"):
        assert said in page
    german = client.get(f"{address}?lang=de").content.decode()
    assert german.count("<strong>Geändert</strong>") == 1  # a sentence is no other because it is not translated yet
    client.get(f"{address}?lang=en")
    assert "Version winter" not in client.get("/silver/policy?version=winter").content.decode()
    (against,) = versions_of("silver")
    assert f'name="against" value="{against.hash}"' in page
    assert client.post(f"{address}/publish", {"against": against.hash}).status_code == 302
    assert [one.version for one in versions_of("silver")] == ["winter", "2023"]
    home = client.get(HOME).content.decode()
    assert "Coming" in home
    assert "In force" in home
    assert client.get(f"{HOME}/file?hash={versions_of('silver')[0].hash}").content.decode().startswith("#")
    # The page that customers read follows it from its first day on, in the shop's own time, and not before.
    before = client.get("/silver/policy").content.decode()
    settings.FIXED_NOW = AT + DAY
    assert client.get("/silver/policy").content.decode().split("<main")[1] == before.split("<main")[1]
    settings.FIXED_NOW = AT + 2 * DAY
    assert client.get("/silver/policy").content.decode().split("<main")[1] != before.split("<main")[1]


def test_what_cannot_be_read_is_told_line_by_line_and_nothing_typed_is_lost(signed_in: SignIn) -> None:
    client = signed_in("owner")
    wrong = text(("accept: [refund, exchange]", "accept: [refnd]"))
    response = client.post(f"{HOME}/propose", {"text": wrong, "starts": "soon", "note": ""})
    assert response.status_code == 422
    assert "This is no day" in response.content.decode()
    response = client.post(f"{HOME}/propose", {"text": wrong, "starts": "", "note": "kept"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Line 2" in page
    assert "kept" in page
    assert "refnd" in page
    unknown = text(("days: 35", "dayz: 35"))
    response = client.post(f"{HOME}/propose", {"text": unknown, "starts": "", "note": ""})
    assert "<br>dayz is no word" in response.content.decode()  # as it stands in the file, not as a sentence begins
    assert proposals_of("silver") == ()


def test_a_file_is_taken_as_it_is(signed_in: SignIn) -> None:
    client = signed_in("owner")
    file = SimpleUploadedFile("policy.yaml", text().encode(), "application/yaml")
    response = client.post(f"{HOME}/propose", {"file": file, "text": "", "starts": "2026-12-01", "note": ""})
    assert response.status_code == 302
    for content in (b"\xff\xfe\x00", b"x" * 2_100_000):
        file = SimpleUploadedFile("policy.yaml", content, "application/yaml")
        assert client.post(f"{HOME}/propose", {"file": file, "text": "", "starts": "", "note": ""}).status_code == 422
    assert len(proposals_of("silver")) == 1


def test_a_page_about_a_proposal_asks_the_database_little(signed_in: SignIn) -> None:
    client = signed_in("owner")
    opened()
    address = propose(client, text(NO_REFUNDS), "2026-11-24")
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    asked = [one["sql"] for one in found if "set_config" not in one["sql"]]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_a_start_in_the_past_is_offered_only_to_what_only_improves(signed_in: SignIn) -> None:
    client = signed_in("owner")
    worse = propose(client, text(NO_REFUNDS), "2026-11-01")
    assert "/publish" not in client.get(worse).content.decode()
    client.post(f"{worse}/publish")
    assert len(versions_of("silver")) == 1
    better = propose(client, text(("days: 35, of: shipment", "days: 40, of: shipment")), "2026-11-01")
    assert "no answer gets worse" in client.get(better).content.decode()
    client.post(f"{better}/publish")
    assert len(versions_of("silver")) == 2


def test_two_people_are_asked_for_on_the_page(signed_in: SignIn) -> None:
    client = signed_in("owner")
    assert "Only you could publish" in client.post(f"{HOME}/people", {"people": "two"}, follow=True).content.decode()
