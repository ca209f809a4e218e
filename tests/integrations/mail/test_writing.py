"""A mail says the same in both its tellings, prints words as they were written, and keeps its headers to itself."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integrations.mail.sample_mail import AT, FULL, PNG, mail

from amends.integrations.mail.message import bytes_of
from amends.integrations.mail.render import MailNotWritten, html_of, text_of
from amends.ports.mail import Attachment, Button, Look, Mail, Mailbox, Row

ATTACKS = [
    "{{7*7}}", "{% debug %}", "${jndi:ldap://x}", "%s%n", "<script>alert(1)</script>", "&amp;&#60;b&#62;", "]]>",
    "<!-- x", "--></mj-text></mj-column>", "<mj-include path='/etc/passwd' />", "<img src=x onerror=alert(1)>",
    "'\"><b>",
]  # fmt: skip
LINES = "Anna\r\nBcc: thief@evil.example\r\n\r\n<b>body</b>"


def sent(one: Mail) -> EmailMessage:
    """This function will return the mail as whoever receives it reads it."""
    message = message_from_bytes(bytes_of(one, AT), policy=default)
    assert isinstance(message, EmailMessage)
    return message


class _Seen(HTMLParser):
    """What a reader sees of a page, and what the page would load."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.unseen = 0
        self.feed(markup)
        self.text = re.sub(r"\s+", " ", "".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.unseen += tag in {"style", "title"}
        self.loads += [str(value) for name, value in attrs if name in {"src", "background", "srcset"}]
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)


def test_both_tellings_hold_every_word() -> None:
    told = [FULL.headline, *FULL.paragraphs, *FULL.address, FULL.address_title, *FULL.closing, FULL.clauses_title]
    told += [*(word for row in FULL.rows for word in (row.label, row.value)), *FULL.look.foot, FULL.look.shop]
    told += [*(f"{one.sentence} ({one.clause})" for one in FULL.clauses), *(one.label for one in FULL.buttons)]
    seen, plain = _Seen(html_of(FULL)), re.sub(r"\s+", " ", text_of(FULL))
    assert [word for word in told if word not in seen.text] == []
    assert [word for word in told if word not in plain] == []
    assert FULL.buttons[0].url in plain
    assert f'href="{FULL.buttons[0].url.replace("&", "&amp;")}"' in html_of(FULL)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_people_write_is_printed_as_they_wrote_it(attack: str) -> None:
    one = mail(headline=attack, paragraphs=(attack,), rows=(Row(attack, attack),), look=Look(shop=attack),
               buttons=(Button(attack, "https://x.example/"),), address=(attack,), closing=(attack,))  # fmt: skip
    seen = _Seen(html_of(one))
    assert seen.text.count(attack) == 9  # once more for the line that a list of mails shows
    assert not seen.tags & {"script", "b", "mj-include"}
    assert text_of(one).count(attack) == 8


def test_nothing_is_loaded_and_nothing_tells_whether_it_was_opened() -> None:
    seen = _Seen(html_of(FULL))
    assert seen.loads == ["cid:picture-0"]
    assert not seen.tags & {"script", "iframe", "object", "form", "video"}
    styles = "".join(re.findall(r"<style.*?</style>", html_of(FULL), re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles
    assert "@font-face" not in styles


def test_it_works_without_pictures_and_in_the_dark() -> None:
    html = html_of(FULL)
    assert 'alt="A square code that says R-ABCDE"' in html
    assert "[A square code that says R-ABCDE]" in text_of(FULL)
    assert "prefers-color-scheme: dark" in html
    assert "#1f5b78" in html
    assert "#8cc7e3" in html


def test_a_colour_that_is_none_is_not_written_into_the_page() -> None:
    look = Look(shop="W", light={"ink": "red}</style><script>"}, dark={"paper": "url(//evil)"}, heading_font="a;}<b>")
    html = html_of(mail(look=look))
    assert "evil" not in html
    assert "<script>" not in html
    assert ";}<b" not in html


def test_a_right_to_left_mail_reads_from_the_right() -> None:
    html = html_of(mail(language="he", direction="rtl", headline="החבילה הגיעה", paragraphs=("תודה",)))
    assert '<html lang="he" dir="rtl"' in html
    assert "text-align:right" in html
    assert "direction:ltr;display" not in html.replace(" ", "").partition("<table")[0]


def test_the_headers_say_whose_it_is_and_keep_the_thread() -> None:
    message = sent(FULL)
    assert message["Message-ID"] == FULL.id
    assert message["In-Reply-To"] == FULL.in_reply_to
    assert message["References"].split() == list(FULL.references)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"].addresses[0].addr_spec == "letters@wrenfold.example"
    assert message["From"].addresses[0].display_name == "Wrenfold"
    assert message["Reply-To"].addresses[0].addr_spec == FULL.reply_to
    assert message["Subject"] == FULL.subject
    assert "Auto-Submitted" not in sent(mail(automatic=""))


def test_ids_longer_than_a_line_stay_ids() -> None:
    long = [f"<{letter * 90}.R-ABCDE.silver@returns.a-long-name-of-a-shop.example>" for letter in "ab"]
    message = sent(mail(id=long[0], in_reply_to=long[1], references=tuple(long)))
    assert message["Message-ID"] == long[0]
    assert message["In-Reply-To"] == long[1]
    assert message["References"].split() == long
    assert b"=?" not in bytes_of(mail(references=tuple(long)), AT).partition(b"\r\n\r\n")[0]


def test_no_word_begins_a_header_of_its_own() -> None:
    message = sent(mail(subject=LINES, sender=Mailbox("a@b.example", LINES), recipient=Mailbox("c@d.example", LINES),
                        attachments=(Attachment(LINES, "application/pdf", b"x"),), language=LINES))  # fmt: skip
    assert message["Bcc"] is None
    assert [one.addr_spec for one in message["To"].addresses] == ["c@d.example"]
    assert message["Subject"] == "Anna Bcc: thief@evil.example <b>body</b>"
    assert not any("\n" in (part.get_filename() or "") for part in message.walk())


@pytest.mark.parametrize(
    "address",
    ["a@b.example\r\nBcc: c@d", "a@b.example, c@d.example", "<a@b.example>", "a b@c.example", "a@@b", "", "a"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(MailNotWritten):
        bytes_of(mail(recipient=Mailbox(address)), AT)
    with pytest.raises(MailNotWritten):
        bytes_of(mail(reply_to=address or "x"), AT)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/path", "mailto:a@b.c"])
def test_a_button_leads_to_the_web_alone(url: str) -> None:
    with pytest.raises(MailNotWritten):
        html_of(mail(buttons=(Button("Go", url),)))


@pytest.mark.parametrize(
    "name", ["Nguyễn Văn", "李小龍", "Iğdır Şişli", "משה", "O'Brien", 'Ann "A" Lee', "a, b", "🪙", "x" * 99]
)
def test_names_of_people_come_out_as_they_went_in(name: str) -> None:
    message = sent(mail(recipient=Mailbox("a@b.example", name), subject=f"Your return: {name}"))
    assert message["To"].addresses[0].display_name == name
    assert message["Subject"] == f"Your return: {name}"


def test_domains_and_addresses_outside_ascii() -> None:
    message = sent(mail(sender=Mailbox("post@müller.example")))
    assert message["From"].addresses[0].addr_spec == "post@xn--mller-kva.example"
    assert "jürgen@b.example".encode() in bytes_of(mail(recipient=Mailbox("jürgen@b.example")), AT)


def test_pictures_lie_inside_and_files_beside() -> None:
    message = sent(FULL)
    files = [(one.get_filename(), one.get_content_type(), one.get_content()) for one in message.iter_attachments()]
    assert files == [("label.pdf", "application/pdf", b"%PDF-1.7 label")]
    inside = {part["Content-ID"]: part.get_content() for part in message.walk() if part["Content-ID"]}
    assert inside == {"<picture-0>": PNG}


def test_a_file_is_never_what_a_mail_program_would_open_as_a_page() -> None:
    message = sent(mail(attachments=(Attachment("a.html", "text/html", b"<script>"),)))
    assert [one.get_content_type() for one in message.iter_attachments()] == ["application/octet-stream"]


@settings(max_examples=40)  # laying a mail out takes a while
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_give_a_mail_that_can_be_read(subject: str, words: str) -> None:
    message = sent(
        mail(subject=subject, headline=words, paragraphs=(words,), recipient=Mailbox("a@b.example", subject))
    )
    assert message["Bcc"] is None
    assert message["Message-ID"] == FULL.id
    assert set(message.keys()) == set(sent(FULL).keys())
    body = message.get_body(("plain",))
    assert body
    body.get_content()
