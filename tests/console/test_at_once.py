"""Several browsers at the same moment: one act, and nobody sees a fault."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections
from django.test import Client
from tests.console.opening import done, opened
from tests.sample_shops import AT, hidden, put_in_place, shop

from amends.core.cases.commands import Inspect, Receive
from amends.examples import folder
from amends.records import models
from amends.records.members import members_of
from amends.usecases.load_sample_staff import load_sample_staff, sample_address
from amends.usecases.propose_policy import propose_policy
from amends.usecases.read_policy import read_text

AT_ONCE = 8


@pytest.fixture
def in_place(transactional_db: None) -> Iterator[None]:
    """The silver shop with its staff, for threads with connections of their own."""
    put_in_place("silver")
    load_sample_staff(lambda _: None, django_settings.SECRET_KEY, AT)
    yield
    call_command("flush", interactive=False, verbosity=0)


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=sample_address(role, "silver")))
    return client


def together(sends: list[tuple[Client, str, dict[str, str]]]) -> list[int]:
    """This function will send all forms at the same moment and return how each was answered."""
    gate, answers = threading.Barrier(len(sends)), [0] * len(sends)

    def send(place: int) -> None:
        client, address, form = sends[place]
        gate.wait()
        try:
            answers[place] = client.post(address, form).status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(len(sends))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.mark.usefixtures("in_place")
def test_two_approvers_and_many_clicks_pay_once() -> None:
    """ATK88 and T3: half of the browsers are one member's, half another's."""
    row = done(opened(), Receive(items=("1",)), by="somebody")
    row = done(row, Inspect(item="1", accepted=1), by="somebody")
    address = f"/console/silver/cases/{row.number}/1/approve"
    sends = []
    for place in range(AT_ONCE):
        client = signed_in(("finance", "owner")[place % 2])
        page = client.get(address).content.decode()
        sends.append((client, address, {name: hidden(page, name) for name in ("seen", "seal")}))
    answers = together(sends)
    assert set(answers) <= {302, 409}, answers
    assert models.Payout.objects.filter(case_number=row.number).count() == 1
    assert models.Event.objects.filter(case_number=row.number, kind="refund_approved").count() == 1


@pytest.mark.usefixtures("in_place")
def test_two_versions_for_the_same_day_published_many_times_are_one() -> None:
    """Of two proposals, half of the browsers publish one and half the other."""
    owner = next(one for one in members_of("silver") if one.role == "owner")
    kept = read_text(folder("silver") / "policy.yaml")
    both = []
    for name in ("one", "other"):
        text = kept.replace('version: "2023"', f"version: {name}")
        both.append(propose_policy(shop("silver"), owner, text, AT, starts=date(2026, 12, 1)))
    address = "/console/silver/policy/proposals/{}/publish"
    sends = [(signed_in("owner"), address.format(both[place % 2].id), dict[str, str]()) for place in range(AT_ONCE)]
    assert set(together(sends)) == {302}
    assert models.PolicyVersion.objects.filter(shop_id="silver").count() == 2
    assert models.PolicyStep.objects.filter(shop_id="silver", kind="published").count() == 1


@pytest.mark.usefixtures("in_place")
def test_one_address_invited_many_times_is_one_account() -> None:
    sends = []
    for _ in range(AT_ONCE):
        given = {"email": "eve@example.net", "name": "", "role": "support"}
        sends.append((signed_in("owner"), "/console/silver/members", given))
    assert set(together(sends)) == {200}
    assert User.objects.filter(email="eve@example.net").count() == 1
    assert models.Member.objects.filter(user__email="eve@example.net", ended_at=None).count() == 1


@pytest.mark.usefixtures("in_place")
def test_guesses_at_once_are_counted_one_by_one() -> None:
    """A burst gets no more tries than five: with a limit that is read and then written, it would."""
    form = {"login": sample_address("owner", "silver"), "password": "wrong"}
    answers = []
    for _ in range(2):
        answers += together([(Client(), "/console/account/sign-in/", form) for _ in range(AT_ONCE)])
    assert set(answers) == {200}
    right = {**form, "password": "another guess"}
    page = Client().post("/console/account/sign-in/", right).content.decode()
    assert "Too many attempts" in page
