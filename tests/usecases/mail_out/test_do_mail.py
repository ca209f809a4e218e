"""The outbox's mail, from the row of the effect to the file that it becomes, and the answer that finds its way back."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.sample_cases import agreed_return
from tests.sample_shops import AT, shop
from tests.usecases.mail_out.outgoing import mail_keys

from amends.core.mail.addresses import token_of
from amends.core.mail.match import Kind, KnownCase, match
from amends.integrations.connect import mail_desk
from amends.integrations.mail.read import read_mail
from amends.jobs.mail import do_mail
from amends.records import models
from amends.records.outbox import EffectRow
from amends.records.shops import save_shop
from amends.usecases.do_effect import NotSetUp

pytestmark = pytest.mark.usefixtures("shops")


def row_of(number: str) -> EffectRow:
    (key,) = mail_keys("silver", number)
    found = models.Effect.objects.get(shop_id="silver", key=key)
    return EffectRow(
        shop_id="silver", key=key, case_number=number, kind="mail", body=found.body, attempts=1, failures=0
    )


def test_a_mail_of_the_outbox_becomes_a_file_and_an_answer_to_it_comes_to_its_case(
    settings: Settings, tmp_path: Path
) -> None:
    settings.AMENDS_MAIL = {"server": "", "sender": "post@server.example", "folder": tmp_path}
    case = agreed_return()
    do_mail(row_of(case.number), AT)
    do_mail(row_of(case.number), AT)
    (path,) = (tmp_path / "silver").iterdir()
    sent = message_from_bytes(path.read_bytes(), policy=default)
    assert sent["From"] == "Wrenfold <post@server.example>"
    (reply_to,) = sent["Reply-To"].addresses
    desk = mail_desk("silver")
    answer = read_mail(
        f"From: Somebody <s@elsewhere.example>\r\nTo: {reply_to.addr_spec.lower()}\r\nSubject: Re: x\r\n"
        f"Message-ID: <1@elsewhere.example>\r\n\r\nThank you\r\n".encode()
    )
    token = token_of(desk.secret, "silver", case.number)
    found = match(answer, desk.ours, (KnownCase(case.number, belongs=False, token=token),), ())
    assert (found.kind, found.case, found.sender_known) == (Kind.MESSAGE, case.number, False)


def test_a_shop_without_a_mail_address_waits_for_one(settings: Settings, tmp_path: Path) -> None:
    settings.AMENDS_MAIL = {"server": "", "sender": "", "folder": tmp_path}
    case = agreed_return()
    save_shop(replace(shop("silver"), email=""), 2)
    with pytest.raises(NotSetUp):
        do_mail(row_of(case.number), AT)
    assert not list(tmp_path.iterdir())
