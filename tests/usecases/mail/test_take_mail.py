"""From a mail to a case, a message, or the list of what waits for a person; once, and for nobody else's order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.console.opening import opened
from tests.sample_shops import AT, HOUR, add, order, shop
from tests.usecases.mail.post import STRANGER, case, desk, kept, mail, our_id, ours, picture, reply_to, taken

from amends.core.cases.states import State
from amends.core.claims import Claim
from amends.core.dates import datetime_of, zone_named
from amends.core.orders import NO_ATTRIBUTES
from amends.ports.photos import Picture
from amends.records import models
from amends.records.case_file import messages_of
from amends.records.cases import cases_of
from amends.records.events import broken_link
from amends.usecases.file_mail import MailMissing, close_mail, file_mail, open_from_mail
from amends.usecases.list_mail import list_mail
from amends.usecases.take_mail import digest_of, take_mail
from amends.usecases.weigh_claim import Ask

AS_NEW = "It is unworn and unused, in its original box."
B18 = f"WR-1001, Ferry Knot pendant, changed my mind. {AS_NEW}"
pytestmark = pytest.mark.usefixtures("shops")


def stages(number: str) -> list[str]:
    """This function will return the mails that the outbox holds for a case."""
    rows = models.Effect.objects.filter(shop_id="silver", case_number=number, kind="mail").order_by("key")
    return [one.body["stage"] for one in rows]


def sent(number: str, recipient: str = "ines@example.com", key: str = "1.mail.1") -> str:
    """This function will put down that a mail on the case was sent, and return its id."""
    found = our_id(number, key)
    models.MailOut.objects.create(
        shop_id="silver", id=found, case_number=number, key=f"{number}.{key}", recipient=recipient, subject="Return",
        at=datetime_of(AT, zone_named("UTC")),
    )  # fmt: skip
    return found


class TestARequest:
    def test_b18_order_piece_and_reason_become_a_return_with_its_instructions(self) -> None:
        one = taken(mail(B18))
        row = case(one)
        (item,) = row.case.items
        assert (item.line_id, item.reason, item.remedy, item.state) == ("L2", "changed_mind", "refund", State.TO_SEND)
        assert (row.case.channel, row.order_number) == ("mail", "WR-1001")
        assert stages(row.number) == ["case_opened"]  # the instructions, by mail
        assert "B1-window" in item.answer.clauses
        assert kept(one).state == "done"
        assert not list_mail(shop("silver"), AT)
        assert broken_link("silver") is None

    def test_b18_it_is_the_same_case_as_through_the_page(self) -> None:
        answers = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}
        page = opened("WR-1001", "L2.P1", answers=answers).case.items[0]
        add("silver", replace(order("silver", "WR-1001"), number="WR-77077"))
        posted = case(taken(mail(B18.replace("WR-1001", "WR-77077")))).case.items[0]
        assert (posted.answer, posted.left, posted.act_by) == (page.answer, page.left, page.act_by)

    def test_point_9_a_mail_that_withdraws_by_right_is_a_withdrawal_and_is_acknowledged(self) -> None:
        before = order("silver", "WR-1001")
        parcels = tuple(replace(one, delivered_at=AT - 48 * HOUR) for one in before.parcels)
        add("silver", replace(before, number="WR-66066", country="DE", parcels=parcels, gift_code=""))
        add("silver", replace(before, number="WR-66067", country="DE", parcels=parcels, gift_code=""))
        text = "Guten Tag,\nhiermit widerrufe ich den Kauf WR-66066.\nInes"
        row = case(taken(mail(text, subject="Widerruf")))
        assert (row.case.channel, row.language, row.note) == ("withdrawal", "de", text)
        assert {one.remedy for one in row.case.items} == {"refund"}
        assert {one.line_id for one in row.case.items} == {one.id for one in before.lines}
        assert stages(row.number) == ["withdrawal"]
        part = case(taken(mail("Ich widerrufe den Kauf WR-66067, Ferry Knot pendant.", subject="Widerruf")))
        assert [one.line_id for one in part.case.items] == ["L2"]

    def test_b10_what_is_not_said_is_answered_by_a_person_within_twelve_hours(self) -> None:
        late = AT + 5 * HOUR
        row = case(taken(mail("WR-1001, Ferry Knot pendant, changed my mind."), at=late))
        (item,) = row.case.items
        assert (item.state, item.act_by) == (State.WAITING, late + 12 * HOUR)
        assert row.case.actor == "shop"

    def test_b10_what_nobody_understands_waits_in_the_list_with_the_same_promise(self) -> None:
        one = taken(mail("Hello, about WR-1001: could you help me with something?"))
        assert (one.case_number, one.waits) == ("", True)
        (waiting,) = list_mail(shop("silver"), AT + HOUR)
        assert waiting.act_by == AT + 12 * HOUR
        assert not waiting.overdue
        assert list_mail(shop("silver"), AT + 12 * HOUR + 1)[0].overdue
        assert waiting.row.guess["order"] == "WR-1001"

    def test_b10_a_reply_to_a_mail_of_ours_goes_to_its_case(self) -> None:
        row = opened()
        reply = mail("When will I have my money?", subject="Re: Your return", In_Reply_To=sent(row.number))
        assert taken(reply).case_number == row.number
        (message,) = messages_of("silver", row.number)
        assert (message.text, message.by, message.channel) == ("When will I have my money?", "customer", "mail")
        assert case(row.number).case.unanswered

    @pytest.mark.parametrize(
        "text",
        [
            f"I changed my mind about both pieces of WR-1001, the chain and the pendant. {AS_NEW}",  # which?
            f"WR-1001: may I exchange the pendant for another? I changed my mind. {AS_NEW}",  # for what?
            "The pendant of WR-1001 isn't broken, I only wonder about a return.",  # why?
            "WR-1001: the pendant is broken. Could you repair it?",
            "WR-1001, Ferry Knot pendant",
        ],
    )
    def test_what_is_not_clear_is_not_guessed(self, text: str) -> None:
        one = taken(mail(text))
        assert (one.case_number, one.waits) == ("", True)
        assert not cases_of("silver", "WR-1001")

    def test_b5_what_the_policy_refuses_is_refused_with_its_clause(self) -> None:
        bought = order("silver", "WR-1001")
        line = replace(bought.lines[0], category="earring", name="Plain hoops", sku="HOOPS-1")
        add("silver", replace(bought, lines=(line, bought.lines[1])))
        row = case(taken(mail(f"WR-1001, the hoops: I changed my mind. {AS_NEW}")))
        assert row.case.items[0].state is State.REFUSED
        assert "B5-hygiene" in row.case.items[0].answer.clauses
        assert stages(row.number) == ["case_opened"]

    def test_b9_two_hours_count_to_the_moment_the_mail_came(self) -> None:
        bought = order("silver", "WR-1001")
        line = replace(bought.lines[0], attributes={**NO_ATTRIBUTES, "custom": True, "material": "silver"})
        fresh = replace(
            bought, number="WR-55001", lines=(line,), parcels=(), placed_at=AT, shipping=(),
            payments=(replace(bought.payments[0], captured_minor=100_000),),
        )  # fmt: skip
        for after, number, granted in ((2 * HOUR, "WR-55001", True), (2 * HOUR + 1_000_000, "WR-55002", False)):
            add("silver", replace(fresh, number=number))
            one = taken(mail(f"Please cancel my order {number}."), at=AT + after)
            assert (case(one).case.items[0].answer.outcome == "accepted") is granted


class TestOnce:
    def test_the_same_mail_a_hundred_times_is_one(self) -> None:
        written = mail(B18)
        found = {taken(written) for _ in range(100)}
        assert len(found) == 1
        assert len(cases_of("silver", "WR-1001")) == 1
        assert models.MailIn.objects.count() == 1

    def test_another_copy_through_other_servers_is_the_same_mail(self) -> None:
        written = mail(B18).as_bytes()
        first = taken(written)
        assert taken(b"Received: from a.example by b.example\r\n" + written) == first
        assert len(cases_of("silver", "WR-1001")) == 1

    def test_the_same_id_with_other_words_is_another_mail(self) -> None:
        row = opened()
        for hour, text in enumerate(("One thing.", "Another thing.")):
            taken(mail(text, to=reply_to(row.number), Message_ID="<same@mail.example>"), at=AT + hour)
        assert [one.text for one in messages_of("silver", row.number)] == ["One thing.", "Another thing."]

    def test_a_reader_that_goes_by_the_id_alone_would_lose_it(self) -> None:
        """The broken variant: the law above finds it."""
        read = desk().read
        one, other = (mail(text, Message_ID="<same@mail.example>").as_bytes() for text in ("One.", "Another."))
        assert read(one).id == read(other).id
        assert digest_of(read(one), one) != digest_of(read(other), other)

    def test_asked_again_about_a_piece_in_a_case_it_is_a_message_there(self) -> None:
        first = taken(mail(B18))
        again = taken(mail(f"Hello again, {B18}"))
        assert again.case_number == first.case_number
        assert len(cases_of("silver", "WR-1001")) == 1
        assert len(messages_of("silver", first.case_number)) == 1

    def test_another_piece_of_the_order_is_another_case(self) -> None:
        first = taken(mail(B18))
        bought = order("silver", "WR-1001")
        other = taken(mail(f"WR-1001, {bought.lines[0].sku}: I changed my mind. {AS_NEW}"))
        assert {first.case_number, other.case_number} == {one.number for one in cases_of("silver", "WR-1001")}
        assert first.case_number != other.case_number


class TestWhoMayWrite:
    def test_a_stranger_who_knows_the_numbers_writes_nowhere(self) -> None:
        row = opened()
        texts = (f"About {row.number}: send it to my address.", B18, "WR-1001 cancel everything")
        for text in texts:
            one = taken(mail(text, sender=STRANGER))
            assert (one.case_number, one.waits) == ("", True)
        reply = mail("Hello", sender=STRANGER, In_Reply_To=sent(row.number))
        assert taken(reply).waits
        assert not messages_of("silver", row.number)
        assert case(row.number) == row

    def test_whoever_holds_the_secret_address_writes_into_the_case(self) -> None:
        row = opened()
        one = taken(mail("From my other address.", sender=STRANGER, to=reply_to(row.number)))
        assert one.case_number == row.number
        assert not kept(one).guess["sender_known"]

    @pytest.mark.parametrize("spoil", [lambda to: to.replace(".", "x.", 1), lambda to: to.replace("+R-", "+R-2")])
    def test_a_secret_address_of_another_case_opens_none(self, spoil: object) -> None:
        row = opened()
        to = reply_to(row.number)
        assert callable(spoil)
        assert taken(mail("Hello", sender=STRANGER, to=spoil(to))).waits

    def test_a_buyer_is_not_told_of_the_case_of_who_got_the_gift(self, spoils: None) -> None:
        row = opened("WR-1001", "L1.P1")
        models.Case.objects.filter(number=row.number).update(folded={**_folded(row.number), "by": "gift_recipient"})
        one = taken(mail(f"What about {row.number}?"))
        assert one.case_number == ""
        assert not messages_of("silver", row.number)

    def test_whom_we_wrote_to_about_the_case_may_answer(self, spoils: None) -> None:
        row = opened("WR-1001", "L1.P1")
        models.Case.objects.filter(number=row.number).update(folded={**_folded(row.number), "by": "gift_recipient"})
        about = sent(row.number, "sam@elsewhere.example")
        assert taken(mail("Thank you", sender=STRANGER, In_Reply_To=about)).case_number == row.number


class TestMachines:
    def test_an_absence_is_kept_and_nobody_answers(self) -> None:
        row = opened()
        before = models.Effect.objects.count()
        one = taken(
            mail("I am away.", subject="Automatic reply", to=reply_to(row.number), Auto_Submitted="auto-replied")
        )
        assert (one.kind, one.case_number, one.waits) == ("automatic", "", False)
        assert kept(one).guess["case"] == row.number
        assert models.Effect.objects.count() == before
        assert not messages_of("silver", row.number)

    def test_a_mailing_list_opens_nothing(self) -> None:
        assert taken(mail(B18, List_Id="<offers.example>")).kind == "automatic"
        assert not cases_of("silver", "WR-1001")

    def test_our_own_mail_that_comes_back_is_a_loop(self) -> None:
        row = opened()
        assert taken(mail("x", sender=ours().address)).kind == "loop"
        assert taken(mail("x", Message_ID=our_id(row.number))).kind == "loop"
        assert case(row.number) == row

    def bounce(self, mail_id: str) -> bytes:
        return (
            "From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nTo: letters@wrenfold.example\r\n"
            "Subject: Undelivered Mail\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
            "Final-Recipient: rfc822; ines@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
            f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {mail_id}\r\nSubject: Your return\r\n\r\nHello\r\n"
            "--b--\r\n"
        ).encode()

    def test_a_mail_of_ours_that_did_not_arrive_is_flagged_on_its_case_once(self) -> None:
        row = opened()
        report = self.bounce(sent(row.number))
        one = taken(report)
        assert (one.kind, one.case_number, one.waits) == ("bounce", row.number, False)
        taken(report + b"\r\n")
        flags = case(row.number).case.flags
        assert [(flag.kind, flag.ref) for flag in flags] == [("mail_bounced", f"{row.number}.1.mail.1")]
        assert case(row.number).case.actor == "shop"
        assert models.MailOut.objects.get().state == "bounced"

    def test_a_report_about_a_mail_that_we_never_sent_flags_nothing(self) -> None:
        row = opened()
        assert taken(self.bounce(our_id(row.number))).case_number == ""
        assert case(row.number) == row


class TestPhotos:
    def test_they_go_into_the_case_and_what_is_none_is_named(self) -> None:
        written = mail(B18)
        written.add_attachment(picture(), "image", "png", filename="pendant.png")
        written.add_attachment(b"GIF89a no photo", "image", "png", filename="bad.png")
        written.add_attachment(b"%PDF-1.4", "application", "pdf", filename="receipt.pdf")
        one = taken(written)
        assert [row.name for row in models.Photo.objects.filter(case_number=one.case_number)] == ["pendant.png"]
        guess = kept(one).guess
        assert guess["photos"] == 1
        assert [row["name"] for row in guess["refused"]] == ["bad.png"]
        assert guess["left_out"] == ["receipt.pdf"]

    def test_stopped_in_between_the_next_copy_brings_them(self) -> None:
        written = mail(B18)
        written.add_attachment(picture(), "image", "png", filename="pendant.png")

        def stopped(sent: bytes) -> Picture:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            take_mail(shop("silver"), written.as_bytes(), replace(desk(), photos=stopped), AT)
        assert not models.Photo.objects.exists()
        one = taken(written)
        assert models.Photo.objects.get().case_number == one.case_number


class TestAPerson:
    def test_puts_a_mail_into_its_case_once(self) -> None:
        row = opened()
        one = taken(mail("Here I am, from my work.", sender=STRANGER))
        file_mail(shop("silver"), one.mail_id, row.number, desk(), by="a member", at=AT + HOUR)
        assert [message.text for message in messages_of("silver", row.number)] == ["Here I am, from my work."]
        assert not list_mail(shop("silver"), AT)
        with pytest.raises(MailMissing):
            file_mail(shop("silver"), one.mail_id, row.number, desk(), by="another", at=AT + HOUR)

    def test_b9_opens_a_case_as_of_the_moment_when_the_mail_came(self) -> None:
        one = taken(mail("It is about WR-1001. Could you help?"))
        claim = Claim(reason="changed_mind", asked_at=kept(one).at, answers={"condition.worn": False})
        asks = (Ask(piece_id="L1.P1", claim=claim, remedy="refund"),)
        much_later = AT + 30 * 24 * HOUR  # the window has closed meanwhile
        row = open_from_mail(shop("silver"), one.mail_id, "WR-1001", asks, desk(), by="a member", at=much_later)
        assert row.case.items[0].answer.outcome == "referred"
        assert row.note == "It is about WR-1001. Could you help?"
        assert kept(one).case_number == row.number

    def test_puts_away_what_belongs_nowhere(self) -> None:
        one = taken(mail("Buy our chains.", sender=STRANGER))
        close_mail(shop("silver"), one.mail_id, by="a member")
        assert not list_mail(shop("silver"), AT)
        assert kept(one).guess["filed_by"] == "a member"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0",
        b"From: x",
        b"\xff" * 100,
        b"Subject: =?x?q?\x00?=\r\n\r\n\0\0",
        b"From: a@b\r\n\r\n" + b"WR-1001 " * 9_000,
    ],
)
def test_whatever_comes_is_kept_and_waits(raw: bytes) -> None:
    one = taken(raw)
    assert one.waits
    assert bytes(models.MailIn.objects.get(id=one.mail_id).raw) == raw


def test_a_buyer_with_one_order_and_one_case_need_not_name_it() -> None:
    row = opened("WR-1002", "L1.P1")
    one = taken(mail("Has it arrived?", sender="jonas@example.com"))
    assert one.case_number == row.number


def _folded(number: str) -> dict[str, object]:
    folded = models.Case.objects.get(number=number).folded
    assert isinstance(folded, dict)
    return folded
