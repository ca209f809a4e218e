"""What the laws say in other languages is what they say: every sentence of theirs, the same numbers, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from amends.core.checks.translation import numbers_in
from amends.laws import floor_texts
from amends.laws.files import HERE, laws, written_in

WHOLE = ("de", "es", "fr")
ONLY_WITHDRAWAL = ("it", "nl")
FILES = sorted(path for language in (*WHOLE, *ONLY_WITHDRAWAL) for path in (HERE / language).glob("??.yaml"))
COUNTRIES = {law.head.law: tuple(law.head.countries) for law in laws()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_translation_says_the_same_numbers_in_every_country(path: Path) -> None:
    for country in COUNTRIES[path.stem]:
        law = written_in(country)
        sentences = {one.id: one.says for one in law.clauses}
        sentences |= {but.id: but.says for one in law.clauses for but in one.unless}
        sentences |= {one.says_as: one.says for one in law.duties} | {one.do_as: one.do for one in law.duties}
        said = floor_texts(country, path.parent.name)
        assert said.says.keys() <= sentences.keys()
        assert said.sections.keys() <= {one.section for one in law.clauses}
        for name, sentence in said.says.items():
            assert numbers_in(sentence) == numbers_in(sentences[name]), f"{country} {name}"


@pytest.mark.parametrize("language", WHOLE)
@pytest.mark.parametrize("country", ["DE", "GB", "AU", "US", "CA", "JP", "IN"])
def test_every_law_is_said_whole(country: str, language: str) -> None:
    law, said = written_in(country), floor_texts(country, language)
    wanted = {one.id for one in law.clauses} | {but.id for one in law.clauses for but in one.unless}
    told = [one for one in law.duties if one.offends or one.whole]  # by the check, to whoever writes the policy
    wanted |= {name for one in told for name in (one.says_as, one.do_as)}
    assert wanted == said.says.keys()
    assert {one.section for one in law.clauses} == said.sections.keys()


@pytest.mark.parametrize("language", ONLY_WITHDRAWAL)
def test_withdrawing_is_said_where_the_buttons_are(language: str) -> None:
    law, said = written_in("IT"), floor_texts("IT", language)
    wanted = {one.id for one in law.clauses if one.rule.startswith("EU-W")}
    assert wanted - said.says.keys() == set()


def test_nothing_is_said_where_nobody_has_said_it() -> None:
    assert not floor_texts("DE", "xx").says
    assert not floor_texts("BR", "de").says
    assert not floor_texts("DE", "..").says
