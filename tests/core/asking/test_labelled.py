"""The search finds the right guide for sentences that it was not tuned on; without any of its parts it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from tests.core.asking.labelled import (
    KEPT_BACK,
    SENTENCES,
    TUNED_ON,
    Share,
    entries,
    fresh,
    index,
    labelled,
    nothing,
    share,
    with_slips,
)

from amends.core.asking.index import index_of
from amends.core.asking.letters import folded
from amends.core.asking.shelf import entries_of
from amends.dictionaries import dictionary
from amends.examples import SHOPS, help_of

FIRST, THREE, SURE = 85, 95, 85
MOST_NOTHING = 15  # percent of sentences about nothing that are answered without a doubt
SLIPPED_FIRST, SLIPPED_THREE = 80, 92


def holds(found: Share) -> bool:
    return found.first >= FIRST and found.three >= THREE


@pytest.mark.parametrize("half", [TUNED_ON, KEPT_BACK])
def test_the_right_guide_is_found(half: int) -> None:
    found = share(labelled(half))
    assert holds(found), found
    assert found.sure >= SURE, found


@pytest.mark.parametrize("half", [TUNED_ON, KEPT_BACK])
def test_the_right_guide_is_found_for_sentences_that_were_written_later(half: int) -> None:
    found = share(fresh(half))
    assert holds(found), found
    assert found.sure >= SURE, found


def test_without_what_customers_asked_it_is_not_found() -> None:
    asked = [one for one in fresh(KEPT_BACK) if one.shop == "silver"]
    bare = index_of([replace(one, asked=()) for one in entries("silver")], dictionary(), "en")
    answers = [(bare.ask(one.text, 3).found, one.guides) for one in asked]
    assert sum(found[:1] != () and found[0].id in guides for found, guides in answers) * 100 < FIRST * len(asked)


def test_without_meanings_it_is_not_found() -> None:
    assert not holds(share(labelled(KEPT_BACK), is_meaning=False))


def test_slips_of_the_thumb_are_set_right_and_without_spelling_they_are_not() -> None:
    slipped = with_slips(labelled(KEPT_BACK))
    found, broken = share(slipped), share(slipped, is_spelling=False)
    assert (found.first >= SLIPPED_FIRST, found.three >= SLIPPED_THREE) == (True, True), found
    assert broken.first < SLIPPED_FIRST, broken
    assert broken.three < SLIPPED_THREE, broken


@pytest.mark.parametrize("half", [TUNED_ON, KEPT_BACK])
def test_what_is_about_nothing_is_not_answered_with_confidence(half: int) -> None:
    sure = [(shop, text) for shop in SHOPS for text in nothing(half) if index(shop).ask(text).is_sure]
    assert len(sure) * 100 <= MOST_NOTHING * len(SHOPS) * len(nothing(half)), sure


def test_there_are_many_sentences_and_each_guide_that_they_name_is_there() -> None:
    assert len(labelled()) >= 300
    for shop in SHOPS:
        known = {entry.id for entry in entries(shop)}
        for one in (*labelled(), *fresh(TUNED_ON), *fresh(KEPT_BACK)):
            if one.shop == shop:
                assert one.guides <= known, (one.topic, sorted(one.guides - known))


def test_no_sentence_is_copied_from_the_help() -> None:
    for shop in SHOPS:
        own = {folded(text) for guide in help_of(shop).guides.values() for text in (guide.title, *guide.asked)}
        every = (*labelled(), *fresh(TUNED_ON), *fresh(KEPT_BACK))
        same = [one.text for one in every if one.shop == shop and folded(one.text) in own]
        assert not same


@pytest.mark.parametrize("language", ["de", "fr", "es"])
@pytest.mark.parametrize("is_own", [True, False], ids=["help in that language", "help in English"])
def test_other_languages_are_understood_whichever_the_help_is_in(language: str, *, is_own: bool) -> None:
    asked = yaml.safe_load((SENTENCES / "languages.yaml").read_text(encoding="utf-8"))[language]
    shelf = help_of("piercing", language if is_own else "en")
    answers = index_of(entries_of(shelf), dictionary(), shelf.language)
    wrong = [text for text, guides in asked.items() if not {one.id for one in answers.ask(text, 1).found} & set(guides)]
    assert len(wrong) <= 1, wrong
