"""Every stage has its mail, in each shop: with its news, its dates, its money, its clauses and one way on."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from tests.sample_cases import agreed_return, bring, of_kind
from tests.usecases.mail_out.outgoing import (
    REACH,
    SHOPS,
    Tray,
    act,
    deliver,
    mail_keys,
    mail_of,
    office,
    same,
)

from amends.core.cases.commands import Inspect, Withdraw
from amends.core.cases.effects import MAILS
from amends.core.cases.states import State
from amends.core.mail.addresses import case_of_id, read_reply_address, token_of
from amends.integrations.mail.message import bytes_of
from amends.integrations.mail.render import html_of, text_of
from amends.ports.answers import Unclear
from amends.ports.mail import Mail
from amends.records import models
from amends.usecases.mail_words import NEWS

pytestmark = pytest.mark.usefixtures("shops")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
# What must never be read: an unfilled place, a name of ours, a value that is none.
LEFT_OVER = re.compile(r"\{\w*\}|\bNone\b|\b[a-z]+_[a-z_]+\b|\$-|\bitem\b")


def plain(mail: Mail) -> str:
    return text_of(mail).replace("\n", " ")


def test_there_is_news_for_every_stage_and_a_case_that_reaches_it() -> None:
    assert {name.split(".")[0] for name in NEWS} == {*MAILS, "link"} == set(REACH)


@pytest.mark.parametrize("shop_id", SHOPS)
@pytest.mark.parametrize("stage", REACH)
def test_a_mail_for_every_stage(shop_id: str, stage: str) -> None:
    mail = mail_of(shop_id, stage)
    number = read_reply_address(office(shop_id).ours, mail.reply_to)
    assert number
    assert mail.subject.startswith("Your ")
    assert f" {number[0]}: " in mail.subject
    assert all(row.label and row.value for row in mail.rows)
    assert len(mail.buttons) == 1
    assert mail.buttons[0].url.startswith(f"https://returns.example/{shop_id}/l/")
    if stage != "message_sent":
        assert LEFT_OVER.findall(re.sub(r"https://\S+", "", text_of(mail))) == []
        assert mail.automatic == "auto-generated"
    if stage not in {"message_sent", "link"}:
        rows = {row.label for row in mail.rows}
        assert {"Order", "Piece", "What happens next"} <= rows
        assert "By" not in rows or "Who is next" in rows
    assert "!" not in text_of(mail)
    html_of(mail)
    bytes_of(mail, NOW)


@pytest.mark.parametrize(
    ("shop_id", "stage", "subject", "said"),
    [
        ("silver", "case_opened", "Your return {}: we have agreed to it",
         ["We have agreed to your return.", "B1-window", "Post it to: Wrenfold Silver", "on a slip of paper"]),
        ("silver", "received", "Your return {}: we have your parcel",
         ["We have your parcel.", "Who is next: We", "By: "]),
        ("silver", "paid_out", "Your return {}: we have sent your money",
         ["We have sent you $40.00.", "Reference: arn 74", "5 to 10 business days"]),
        ("silver", "turned_down", "Your return {}: we could not accept the piece",
         ["could not accept it", "whether it is to come back to you", "Who is next: You"]),
        ("silver", "withdrawal", "Your return {}: you have withdrawn",
         ["We have your withdrawal.", "It reached us on Sunday 22 November 2026, 10:00", "I withdraw from all of it.",
          "10:00 (New York time)", "EU-W-01", "Post it to: Wrenfold Silver", "on a slip of paper"]),
        ("silver", "label_made", "Your return {}: your label is ready", ["It costs you nothing.", "Good until: "]),
        ("bespoke", "offer_made", "Your claim {}: our offer of $15.00",
         ["We offer you $15.00, and you keep the piece.", "Who is next: You", "By: Sunday 6 December 2026"]),
        ("bespoke", "quote_made", "Your claim {}: our quote",
         ["The work would cost you $51.50.", "Labour: $30.00", "Materials: $12.50", "Postage: $9.00",
          "Set again in silver."]),
        ("bespoke", "customs_held", "Your claim {}: customs hold your parcel",
         ["Customs ask: Send us a copy of the invoice (by Thursday 26 November 2026, 10:00 (New York time))"]),
        ("bespoke", "due_paid", "Your claim {}: we have your payment", ["We have your payment of $6.00."]),
        ("piercing", "credit_given", "Your replacement {}: your store credit",
         ["You have $44.00 of store credit.", "Of which on top: $4.00"]),
        ("piercing", "piece_sent", "Your replacement {}: it is on its way to you",
         ["Carrier: USPS", "Tracking number: RX123456785US"]),
        ("piercing", "investigation_opened", "Your replacement {}: the carrier looks for your parcel",
         ["The carrier has until", "Who is next: The carrier"]),
        ("piercing", "expired", "Your replacement {}: it has ended", ["Nothing came in time"]),
    ],
)  # fmt: skip
def test_the_main_mails_say_what_they_are_for(shop_id: str, stage: str, subject: str, said: list[str]) -> None:
    mail = mail_of(shop_id, stage)
    found = re.fullmatch(re.escape(subject).replace(r"\{\}", r"R-\w{5,8}"), mail.subject)
    assert found, mail.subject
    assert [words for words in said if words not in plain(mail)] == [], text_of(mail)


def test_what_a_person_refused_is_told_with_their_reason() -> None:
    case, tray = agreed_return(), Tray()
    bring("silver", case, State.REFUSED)
    deliver("silver", case.number, mail_keys("silver", case.number, "answered")[-1], tray)
    assert tray.mails[0].subject == f"Your return {case.number}: our answer"
    told = ["We cannot do what you asked for.", "One of us decided this by hand.", "We looked at it together.",
            "answer this mail: a person reads it"]  # fmt: skip
    assert [words for words in told if words not in plain(tray.mails[0])] == []


def test_goods_that_were_not_accepted_are_told_with_the_clause_that_they_miss() -> None:
    case, tray = bring("silver", agreed_return(), State.ARRIVED), Tray()
    found = Inspect(item="1", accepted=0, grounds=("condition.worn",), clauses=("B2-condition",))
    act("silver", case, found)
    deliver("silver", case.number, mail_keys("silver", case.number, "turned_down")[-1], tray)
    (mail,) = tray.mails
    assert [one.clause for one in mail.clauses] == ["B2-condition"]


def test_a_message_of_a_person_is_theirs_word_for_word() -> None:
    mail = mail_of("silver", "message_sent")
    assert mail.paragraphs == ("We have looked at your photo.\nIt is {enough} <b>for us</b>.",)
    assert mail.automatic == ""
    assert not mail.rows
    assert "&lt;b&gt;for us" in html_of(mail)


def test_who_got_a_present_and_the_buyer_get_no_mail() -> None:
    case = of_kind("store_credit")
    tray = Tray()
    (key, *_) = mail_keys("piercing", case.number)
    assert deliver("piercing", case.number, key, tray) == "nobody"
    assert not tray.mails


def test_the_case_is_one_thread_and_answers_come_back_to_it() -> None:
    case, tray = agreed_return(), Tray()
    act("silver", case, Withdraw(item="1"))
    for key in mail_keys("silver", case.number):
        deliver("silver", case.number, key, tray)
    first, second = tray.mails
    assert first.in_reply_to == ""
    assert second.in_reply_to == first.id
    assert second.references == (first.id,)
    ours = office("silver").ours
    assert {case_of_id(ours, one.id) for one in tray.mails} == {case.number}
    right = (case.number, token_of(office("silver").secret, "silver", case.number))
    assert {read_reply_address(ours, one.reply_to) for one in tray.mails} == {right}


def test_a_mail_says_how_the_case_stood_then_however_late_it_is_sent() -> None:
    case, tray = agreed_return(), Tray()
    (opened,) = mail_keys("silver", case.number)
    deliver("silver", case.number, opened, tray)
    models.MailOut.objects.all().delete()
    act("silver", case, Withdraw(item="1"))
    deliver("silver", case.number, opened, tray)
    assert same(tray.mails[0]) == same(tray.mails[1])


def test_a_mail_whose_answer_was_lost_is_sent_again_as_the_same_mail_and_then_no_more() -> None:
    case, tray = agreed_return(), Tray(lose_next=True)
    (key,) = mail_keys("silver", case.number)
    with pytest.raises(Unclear):
        deliver("silver", case.number, key, tray)
    assert not models.MailOut.objects.exists()
    assert deliver("silver", case.number, key, tray) == "sent"
    assert deliver("silver", case.number, key, tray) == "known"
    assert [one.id for one in tray.mails] == [tray.mails[0].id] * 2
    (kept,) = models.MailOut.objects.all()
    assert (kept.id, kept.case_number, kept.key, kept.recipient) == (
        tray.mails[0].id, case.number, key, tray.mails[0].recipient.address,
    )  # fmt: skip


def test_a_link_is_kept_as_a_digest_alone() -> None:
    case, tray = agreed_return(), Tray()
    (key,) = mail_keys("silver", case.number)
    deliver("silver", case.number, key, tray)
    secret = tray.mails[0].buttons[0].url.rpartition("/")[2]
    (link,) = models.Link.objects.all()
    assert (link.case_number, link.by) == (case.number, "buyer")
    assert secret not in str(link.__dict__)
