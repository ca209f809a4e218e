"""Addresses that are filled in: the same as Django's own, whatever they are made of."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from hypothesis import given
from hypothesis import strategies as st

from amends.pages.addresses import url

PAGES = (
    ("portal:choose", 0), ("portal:start", 1), ("portal:case", 2), ("portal:photo", 4), ("portal:reason", 3),
    ("portal:together_reason", 4), ("console:case", 2), ("account_login", 0),
)  # fmt: skip
WORDS = st.one_of(
    st.text("abcXYZ019-_", min_size=0, max_size=12),
    st.text(min_size=0, max_size=8),
    st.integers(0, 10**9),
    st.sampled_from(["stand-in-0-", "700070000", "{0}", "{", "a/b", "..", "é", "%20", " "]),
)


def answer_of(name: str, words: list[str | int], ask: object) -> str:
    try:
        return url(name, *words) if ask is url else reverse(name, args=words)
    except NoReverseMatch:
        return "none"


@given(st.sampled_from(PAGES), st.data())
def test_are_those_that_django_gives(page: tuple[str, int], data: st.DataObject) -> None:
    name, count = page
    words = data.draw(st.lists(WORDS, min_size=count, max_size=count))
    assert answer_of(name, words, url) == answer_of(name, words, reverse)


def test_a_word_where_a_number_belongs_leads_nowhere() -> None:
    assert url("portal:together_reason", "silver", "order", "set", 2).endswith("/2/reason")
    with pytest.raises(NoReverseMatch):
        url("portal:together_reason", "silver", "order", "set", "two")


def test_begin_where_the_server_puts_us() -> None:
    before = url("portal:start", "silver")
    try:
        set_script_prefix("/returns/")
        assert url("portal:start", "silver") == f"/returns{before}"
    finally:
        set_script_prefix("/")
    assert url("portal:start", "silver") == before
