"""Mails of all sorts are understood, strange ones do no harm, and nobody gets into a case by knowing its number."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integrations.mail.expected import CASE, CORPUS, EXPECTED, OURS, OWNER, TOKEN, looked_up

from amends.core.mail.addresses import Ours, case_of_id, message_id, read_reply_address, reply_address, token_of
from amends.core.mail.inbound import InboundMail
from amends.core.mail.match import Kind, KnownCase, KnownOrder, Match, leads, match, numbers_in
from amends.integrations.mail.from_html import MOST_LETTERS, text_of_html
from amends.integrations.mail.quoted import own_words
from amends.integrations.mail.read import MOST_BYTES, read_mail

BY_NAME = {path.stem: path.read_bytes() for path in CORPUS}


def corpus(name: str) -> InboundMail:
    return read_mail(BY_NAME[name])


def test_the_corpus_is_large_and_all_of_it_is_expected() -> None:
    assert len(CORPUS) >= 40
    assert EXPECTED.keys() == BY_NAME.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_b10_b17_b18_what_each_mail_is(name: str) -> None:
    mail, expected = corpus(name), EXPECTED[name]
    cases, orders = looked_up(mail)
    found = match(mail, OURS, cases, orders)
    sender = "known" if found.sender_known else "strange"
    assert (found.kind.value, found.case or found.order, sender) == expected[:3], found.why
    assert mail.text == expected.text
    assert mail.problems == ()


@pytest.mark.parametrize("name", EXPECTED)
def test_line_ends_do_not_matter(name: str) -> None:
    assert read_mail(BY_NAME[name].replace(b"\n", b"\r\n")).text == corpus(name).text


def test_photos_are_taken_and_other_files_named() -> None:
    mail = corpus("27-photos")
    assert [(one.name, one.type, len(one.content)) for one in mail.photos] == [
        ("Kratzer ö.png", "image/png", 69),
        ("../../IMG.jpg", "application/octet-stream", 69),
    ]
    assert [one.name for one in mail.left_out] == ["a.svg", "receipt.pdf"]
    assert [one.name for one in corpus("28-winmail").left_out] == ["winmail.dat"]
    assert corpus("29-smime-signed").left_out == ()


def test_the_whole_mail_is_kept_beside_what_is_new_in_it() -> None:
    mail = corpus("06-answers-between-the-lines")
    assert "Have you worn it?" in mail.whole
    assert "12 Mill Street" in mail.whole


def test_reports_say_who_and_why_and_for_which_mail() -> None:
    for name, status in (("39-bounce", "5.1.1"), ("42-bounce-headers-alone", "5.2.2"), ("43-bounce-in-words", "5.1.1")):
        failure = corpus(name).failure
        assert failure
        assert (failure.recipient, failure.status, failure.for_good) == (OWNER, status, True)
        assert CASE in [case_of_id(OURS, one) for one in failure.mail_ids]
    late = corpus("40-delayed").failure
    assert late
    assert not late.for_good
    assert corpus("41-delivered").failure is None


def test_what_wants_no_answer() -> None:
    assert corpus("34-out-of-office-english").no_answer
    assert corpus("47-no-reply-shop").no_answer
    assert not corpus("01-gmail-reply").no_answer


def test_names_and_subjects_come_out_as_written_and_turn_no_writing() -> None:
    assert corpus("03-outlook-html-only").sender_name == "Lund, Anna"
    assert corpus("08-turkish").subject == "Yanıt: iade"
    assert corpus("09-right-to-left").subject == "תודה על ההחזרה"
    assert corpus("54-subject-that-turns-the-writing").subject == "Re: photogpj.exe"


# What is too much. Each of these took from seconds to minutes, or gigabytes, before there was a limit.
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(2_000))
MIXED = b"Subject: R-7K3PX2\nContent-Type: multipart/mixed; boundary=b\n\n"
TOO_MUCH = {
    "large": (b"Subject: R-7K3PX2\n\n" + b"x" * MOST_BYTES, "too_large"),
    "nested": (b"Subject: R-7K3PX2\n" + NESTED, "too_deep"),
    "mails in mails": (b"Subject: R-7K3PX2\n" + b"Content-Type: message/rfc822\n\n" * 20_000, "too_deep"),
    "parts": (MIXED + b"--b\n\nx\n" * 9_000, "too_many_parts"),
    "parts by old line ends": (MIXED + b"\r--b\r\rx\r" * 9_000, "too_many_parts"),
    "lines": (b"Subject: R-7K3PX2\n\n" + b"x\n" * 600_000, "too_many_parts"),
    "headers": (b"Subject: R-7K3PX2\n" + b"x: y\n" * 600_000 + b"\nx", "too_many_parts"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_read_as_far_as_its_headers(name: str) -> None:
    raw, problem = TOO_MUCH[name]
    mail = read_mail(raw)
    assert mail.problems == (problem,)
    assert mail.subject == "R-7K3PX2"


def test_a_header_with_endless_parameters_is_cut_before_they_are_read() -> None:
    # The library's time for these grows with the square of their number; uncut, this one took minutes.
    raw = b"Subject: a\nContent-Type: text/plain; " + b'a*0*="x";' * 500_000 + b"\n\nHello"
    assert read_mail(raw).text == "Hello"


@pytest.mark.parametrize("piece", ["<!--", "<a ", '<a b="', "<!", "<![", "&#", "<", "</", "<?", "<script>", "<div>"])
def test_broken_markup_is_read_to_its_end(piece: str) -> None:
    assert len(text_of_html(piece * MOST_LETTERS)) <= MOST_LETTERS


@settings(max_examples=300)
@given(st.binary(max_size=2_000))
def test_no_bytes_raise(raw: bytes) -> None:
    mail = read_mail(raw)
    match(mail, OURS, *looked_up(mail))


@settings(max_examples=300)
@given(st.sampled_from(sorted(BY_NAME)), st.integers(0, 2**32))
def test_no_mangled_mail_raises_and_none_becomes_somebody_elses(name: str, seed: int) -> None:
    chance, raw = random.Random(seed), bytearray(BY_NAME[name])  # noqa: S311 - no secret
    for _ in range(chance.randint(1, 12)):
        place, other = chance.randrange(len(raw)), chance.randrange(len(raw))
        match chance.randrange(4):
            case 0:
                raw[place] = chance.randrange(256)
            case 1:
                del raw[place : place + chance.randrange(60)]
                raw = raw or bytearray(b"x")
            case 2:
                raw[place:place] = raw[other : other + chance.randrange(300)]
            case _:
                raw[place:place] = bytes(chance.choices(b'\r\n\0"<>;=?:-\xff', k=3))
    mail = read_mail(bytes(raw))
    mail.text.encode()
    mail.subject.encode()
    found = match(mail, OURS, *looked_up(mail))
    if found.kind is Kind.MESSAGE:
        assert mail.sender.casefold() == OWNER or TOKEN in " ".join(mail.recipients).casefold()


@given(st.text(max_size=3_000))
def test_cutting_quotations_keeps_something_of_every_mail(text: str) -> None:
    kept = own_words(text)
    assert bool(kept) == bool(text.strip())
    assert set(kept.split()) <= set(text.split())


# --- whom to trust
def lets_strangers_in(way: object) -> list[str]:
    """This function will name the mails of strangers that a way of matching takes for a message or a request."""
    assert callable(way)
    mails = {
        "thread": InboundMail(sender="eve@evil.example", in_reply_to=(message_id(OURS, CASE, "1"),)),
        "case": InboundMail(sender="eve@evil.example", subject=CASE),
        "order": InboundMail(sender="eve@evil.example", subject="WR-1042"),
        "token": InboundMail(sender="eve@evil.example", recipients=(reply_address(OURS, CASE, "aaaaaaaaaaaaaaaa"),)),
        "empty token": InboundMail(sender="eve@evil.example", recipients=(reply_address(OURS, CASE, ""),)),
        "nobody": InboundMail(subject=f"{CASE} WR-1042"),
    }
    found = {name: way(mail, OURS, *looked_up(mail)) for name, mail in mails.items()}
    return [name for name, one in found.items() if one.kind in {Kind.MESSAGE, Kind.REQUEST}]


def trusting_threads(
    mail: InboundMail, ours: Ours, cases: tuple[KnownCase, ...], orders: tuple[KnownOrder, ...]
) -> Match:
    """A wrong way: whoever knows a number or the id of a mail is taken for the one whom it belongs to."""
    return match(mail, ours, tuple(replace(one, belongs=True) for one in cases), orders)


def trusting_orders(
    mail: InboundMail, ours: Ours, cases: tuple[KnownCase, ...], orders: tuple[KnownOrder, ...]
) -> Match:
    """A wrong way: whoever knows an order's number is taken for its buyer."""
    return match(mail, ours, cases, tuple(replace(one, belongs=True) for one in orders))


def trusting_tokens(
    mail: InboundMail, ours: Ours, cases: tuple[KnownCase, ...], orders: tuple[KnownOrder, ...]
) -> Match:
    """A wrong way: any token will do."""
    given = [token for _, token in leads(mail, ours).tokens]
    return match(mail, ours, tuple(replace(one, token=given[0] if given else "") for one in cases), orders)


def test_no_stranger_gets_in() -> None:
    assert lets_strangers_in(match) == []


@pytest.mark.parametrize(
    ("way", "let_in"),
    [(trusting_threads, ["thread", "case", "token", "empty token", "nobody"]), (trusting_orders, ["order"]),
     (trusting_tokens, ["token"])],
)  # fmt: skip
def test_each_wrong_way_of_trusting_is_found(way: object, let_in: list[str]) -> None:
    found = lets_strangers_in(way)
    assert found
    assert set(found) <= {*let_in, "nobody"}


KEYS = st.text(min_size=1, max_size=60)


@given(KEYS, KEYS)
def test_ids_of_mails_are_stable_differ_by_key_and_lead_back_to_the_case(one: str, other: str) -> None:
    first, second = message_id(OURS, CASE, one), message_id(OURS, CASE, other)
    assert (first == second) == (one == other)
    assert first == message_id(OURS, CASE, one)
    assert case_of_id(OURS, first) == CASE
    assert case_of_id(Ours("piercing", OURS.domain, OURS.mailbox), first) == ""
    assert case_of_id(Ours("silver", "elsewhere.example", "letters"), first) == ""


def test_tokens_differ_by_shop_case_and_secret_and_come_back_in_any_writing() -> None:
    given_ = (b"a", "silver", CASE), (b"b", "silver", CASE), (b"a", "piercing", CASE), (b"a", "silver", "R-AAAAAA")
    tokens = {token_of(*one) for one in given_}
    assert len(tokens) == 4
    for token in tokens:
        address = reply_address(OURS, CASE, token)
        assert len(address.partition("@")[0]) <= 64
        for written in (address, address.upper(), address.lower()):
            assert read_reply_address(OURS, written) == (CASE, token)
    assert read_reply_address(OURS, "other+R-7K3PX2.k@wrenfold.example") is None
    assert read_reply_address(OURS, "letters@wrenfold.example") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("order WR-1042.", "WR-1042"), ("wr 1042", "wr 1042"), ("#WR1042,", "WR1042"), ("(WR – 1042)", "WR – 1042"),
        ("No. 1042-A please", "1042-A"), ("W R 1042", "W R 1042"), ("ordine:WR/1042", "WR/1042"),
    ],
)  # fmt: skip
def test_numbers_are_found_as_people_write_them(text: str, number: str) -> None:
    assert number in numbers_in(text)


@given(st.text(max_size=2_000))
def test_numbers_are_few_whatever_is_written(text: str) -> None:
    assert len(numbers_in(text)) <= 200
