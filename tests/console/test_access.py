"""Who is let in: the whole table, on the server, at every request; and what a refusal leaves behind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from tests.console.access_table import ALL, TABLE, WITHOUT_A_SHOP
from tests.console.opening import opened
from tests.sample_shops import AT, shop

from amends.core.cases.handle import CaseMovedOn
from amends.examples import folder
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.events import events_of
from amends.records.members import members_of
from amends.usecases.change_member import change_member
from amends.usecases.find_facts import find_facts
from amends.usecases.invite_member import invite_member
from amends.usecases.load_sample_staff import sample_address
from amends.usecases.permissions import PERMISSIONS, Act
from amends.usecases.propose_policy import propose_policy
from amends.usecases.read_policy import read_text
from amends.usecases.sign_receipt import open_receipt

pytestmark = pytest.mark.usefixtures("staffed")
SIGN_IN = "/console/account/sign-in/"
SignIn = Callable[..., Client]


@pytest.fixture
def row() -> CaseRow:
    """A case with a photo, a mail that waits, and a parcel that was put aside."""
    found = opened()
    models.Photo.objects.create(
        shop_id="silver", id="p1", case_number=found.number, at=timezone.now(), by="customer", width=1, height=1,
        image=b"x", small=b"x", digest="",
    )  # fmt: skip
    models.Arrival.objects.create(shop_id="silver", id="a1", at=timezone.now(), by="m")
    models.MailIn.objects.create(shop_id="silver", id="m1", at=timezone.now(), raw=b"", kind="unknown")
    changed = read_text(folder("silver") / "policy.yaml").replace('version: "2023"', "version: next")
    owner = next(one for one in members_of("silver") if one.role == "owner")
    propose_policy(shop("silver"), owner, changed, AT, starts=date(2026, 12, 1))
    return found


def address_of(name: str, row: CaseRow) -> str:
    given = {"shop_id": "silver", "number": row.number, "item_id": "1", "photo_id": "p1", "mail_id": "m1"}
    given["arrival_id"] = "a1"
    given["proposal_id"] = models.PolicyProposal.objects.get(shop_id="silver").id
    for wanted in (
        (),
        ("number",),
        ("number", "item_id"),
        ("photo_id",),
        ("mail_id",),
        ("arrival_id",),
        ("proposal_id",),
    ):
        try:
            return reverse(f"console:{name}", kwargs={"shop_id": "silver", **{one: given[one] for one in wanted}})
        except Exception:  # noqa: BLE001, S112 - the next set of words may fit
            continue
    raise AssertionError(name)


def ask(client: Client, method: str, address: str) -> int:
    response = client.get(address) if method == "GET" else client.post(address)
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN):
        return 401
    return response.status_code


def another(role: str) -> Client:
    """This function will sign in one more member of that role, under an address of their own."""
    invited = invite_member(shop("silver"), f"{role}@example.net", role, "", AT)
    client = Client()
    client.force_login(User.objects.get(pk=invited.member.user_id))
    return client


def test_the_table_names_every_page() -> None:
    pages = get_resolver().namespace_dict["console"][1].reverse_dict
    names = {name for name in pages if isinstance(name, str)}
    assert names == {name for _, name in TABLE} | WITHOUT_A_SHOP


def test_the_table_holds_for_everybody(row: CaseRow, signed_in: SignIn) -> None:
    inside = {role: signed_in(role) for role in sorted(ALL)}
    elsewhere, gone = signed_in("owner", "piercing"), inside["support"]
    inside["support"] = another("support")
    change_member("silver", sample_address("support", "silver"), "", AT)
    for (method, name), roles in TABLE.items():
        address = address_of(name, row)
        assert ask(Client(), method, address) == 401, ("nobody", method, name)
        for outside in (elsewhere, gone):
            assert ask(outside, method, address) == 404, ("outside", method, name)
        for role, client in inside.items():
            found = ask(client, method, address)
            allowed = found not in {401, 403, 404}
            assert allowed == (role in roles), (role, method, name, found)
            assert allowed or found == 403, (role, method, name, found)


@pytest.mark.parametrize("act", list(Act))
def test_taking_a_permission_away_is_noticed(act: Act) -> None:
    """A table of permissions that lets everybody do everything would make the matrix worthless."""
    having = {role for role, acts in PERMISSIONS.items() if act in acts}
    assert "owner" in having
    assert act is Act.SEE or having != ALL


def test_who_has_left_is_out_with_the_next_request(signed_in: SignIn) -> None:
    """ATK86."""
    client = signed_in("support")
    assert client.get("/console/silver/").status_code == 200
    change_member("silver", sample_address("support", "silver"), "", AT)
    assert client.get("/console/silver/").status_code == 404
    assert client.get("/console/").status_code == 403


def test_a_right_taken_away_while_the_page_is_open_refuses_the_next_post(
    signed_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    """ATK85: and it is logged with account, act and address."""
    client = signed_in("owner")
    page = client.get("/console/silver/members")
    change_member("silver", sample_address("support", "silver"), "owner", AT)
    change_member("silver", sample_address("owner", "silver"), "warehouse", AT)
    with caplog.at_level(logging.WARNING, "amends.console"):
        response = client.post("/console/silver/members", {"email": "new@example.net", "role": "owner", "name": ""})
    assert page.status_code == 200
    assert response.status_code == 403
    assert "manage_members" in caplog.text
    assert "/console/silver/members" in caplog.text
    assert "new@example.net" not in {one.email for one in members_of("silver")}


def test_a_closed_account_is_out_at_once(signed_in: SignIn) -> None:
    client = signed_in("finance")
    User.objects.filter(email=sample_address("finance", "silver")).update(is_active=False)
    assert ask(client, "GET", "/console/silver/") == 401


def test_the_member_is_asked_for_by_one_query(signed_in: SignIn) -> None:
    client = signed_in("owner")
    with CaptureQueriesContext(connection) as queries:
        client.get("/console/silver/keys")
    assert len([one for one in queries if "records_member" in one["sql"]]) == 1
    assert len(queries) == 4, list(queries)  # session, account, member, and how much is stuck


def test_no_page_is_kept_or_indexed(signed_in: SignIn) -> None:
    response = signed_in("owner").get("/console/silver/")
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("number", ["R-00000", "0", "-1", "R-1' OR '1'='1", "x" * 90])
def test_numbers_that_are_no_case(signed_in: SignIn, number: str) -> None:
    assert signed_in("owner").get(f"/console/silver/cases/{number}/").status_code == 404


def test_a_case_of_another_shop_is_not_there(row: CaseRow, signed_in: SignIn) -> None:
    owner = signed_in("owner", "bespoke")
    assert owner.get(f"/console/bespoke/cases/{row.number}/").status_code == 404


def test_staff_take_a_receipt_that_is_the_buyers_and_the_history_says_who(signed_in: SignIn, row: CaseRow) -> None:
    client = signed_in("support")
    case, where = f"/console/silver/cases/{row.number}/", f"/console/silver/cases/{row.number}/1/receipt"
    assert f'href="{where}"' in client.get(case).content.decode()
    taken = client.get(where)
    assert open_receipt(taken.content).receipt.case == row.number
    assert open_receipt(taken.content).receipt.figures is not None
    me = next(one for one in members_of("silver") if one.role == "support")
    last = events_of("silver", row.number)[-1]
    assert (last.kind, last.by, last.body["item"]) == ("receipt_taken", me.id, "1")
    assert "The decision was taken along as a file" in client.get(case).content.decode()
    find = partial(find_facts, shop("silver"), row.number, "1", member=me.id, at=AT, seen=row.case.version)
    find({"condition.worn": True})  # the page that was open before is no older for it, but for this
    with pytest.raises(CaseMovedOn):
        find({"condition.worn": False})
    assert client.get(where.replace("/1/", "/9/")).status_code == 404
    assert [one.kind for one in events_of("silver", row.number)].count("receipt_taken") == 1
