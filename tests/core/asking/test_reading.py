"""What a typed sentence says: letters, slips, meanings, and what several meanings come to."""

from __future__ import annotations

import pytest

from amends.core.asking.dictionary import DictionaryInvalid, read_dictionary
from amends.core.asking.index import Entry, index_of
from amends.core.asking.letters import tokens_of
from amends.core.asking.reading import Reader
from amends.dictionaries import dictionary


def said(text: str, *, vocabulary: frozenset[str] = frozenset()) -> set[str]:
    return {term.name for term in Reader(dictionary(), "en", vocabulary).read(text).terms}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Can’t open it!!", ["cant", "open", "it"]),
        ("l'étui", ["l", "etui"]),
        ("8mm or 16G?", ["8", "mm", "or", "16", "g"]),
        ("sooooo LOOSE", ["soo", "loose"]),
        ("\N{FULLWIDTH LATIN SMALL LETTER R}ing 💍 <b>", ["ring", "b"]),
        ("", []),
    ],
)
def test_letters_become_words(typed: str, words: list[str]) -> None:
    assert tokens_of(typed) == words


def test_no_more_is_read_of_a_long_text_than_of_a_question() -> None:
    assert len(tokens_of("ring " * 100_000)) == 60


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("the needle is wonky", "@bent"),
        ("neddle", "@post"),
        ("my nekclace", "@necklace"),
        ("warrnaty", "@warranty"),
        ("giftcardvoucher", "@gift_card"),
        ("send all of it back", "@return_it"),
        ("wo ist mein Paket", "&not_received"),
        ("mon colis n'est pas arrivé", "&not_received"),
        ("el anillo es pequeño", "@small"),
        ("die Zollgebühren", "@customs"),
    ],
)
def test_a_sentence_is_understood(typed: str, meaning: str) -> None:
    assert meaning in said(typed)


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("cold", "@chain"),  # not a slip in `cord`
        ("send it to a friend, I will be back", "@return_it"),  # too far apart
        ("die Kette", "@pain"),
    ],
)
def test_a_sentence_is_not_misunderstood(typed: str, meaning: str) -> None:
    assert meaning not in said(typed)


def test_a_word_of_the_help_itself_is_written_right() -> None:
    assert "=cord" not in said("the card", vocabulary=frozenset({"card"}))


def test_a_rule_over_meanings_that_nobody_can_say_is_refused() -> None:
    with pytest.raises(DictionaryInvalid, match="mislaid"):
        read_dictionary({"en": "words: {parcel: parcel}"}, "together: {not_received: [parcel mislaid]}")


def test_a_language_more_is_a_file_more() -> None:
    files = {"en": "words: {bent: bent}", "nl": "small: de, is\nwords: {bent: 'krom, verbogen'}"}
    entries = [Entry(id="pin", title="The pin is bent"), Entry(id="box", title="The box")]
    found = index_of(entries, read_dictionary(files, "{}"), "en").ask("de stift is verbogen")
    assert [one.id for one in found.found] == ["pin"]


def test_what_shares_nothing_with_the_question_is_not_found() -> None:
    entries = [Entry(id="pin", title="The pin is bent"), Entry(id="box", title="The box")]
    index = index_of(entries, dictionary(), "en")
    assert not index.ask("pizza").found
    assert not index.ask("").found
    assert [one.id for one in index.ask("box?").found] == ["box"]
