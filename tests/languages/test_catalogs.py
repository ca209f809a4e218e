"""Languages: what is said is complete in each of them, its places are whole, and a new one is a folder of files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st
from tests.core.engine.small_policies import decide, policy_of

from amends.cli.languages import AREAS, ROOT, part_of
from amends.core.cases.stages import TELLINGS
from amends.core.engine.explain import explain_remedy
from amends.core.engine.language import ENGLISH, ShopTexts, told_in
from amends.core.money import digits_of
from amends.core.texts import places_in, texts_in, translated
from amends.languages.catalogs import HERE, SOURCE, codes, language_named, nearest, of_the_law, parts
from amends.languages.compiling import everything_in
from amends.languages.figures import Figures
from amends.languages.findings import findings_in
from amends.languages.gather import Area, gather, said_in

OTHERS = [code for code in codes((HERE,)) if code != SOURCE]
TABLES = tuple(area for area in AREAS if area.tables)
WINDOW = "id: window, lanes: change_of_mind, within: {days: 35, of: shipment}, accept: [refund, exchange]"


def marked(name: str, text: str) -> str:
    """This function will return a text of an invented language: English that everybody can tell from English."""
    del name
    return f"[{text}]"


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A folder with one language, Hebrew by its code and invented in its words, made with our own commands alone."""
    gather(TABLES, tmp_path / "he", ROOT)
    for path in (tmp_path / "he").glob("*.po"):
        with path.open("rb") as file:
            catalog = read_po(file)
        for message in catalog:
            if message.id:
                message.string = marked("", str(message.id))
        with path.open("wb") as file:
            write_po(file, catalog, width=0, include_lineno=False)
    gather(TABLES, tmp_path / "he", ROOT)
    return tmp_path


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_says_everything_and_is_up_to_date(code: str) -> None:
    found = [(one.area, one.code, one.about) for one in findings_in(AREAS, HERE / code, ROOT)]
    assert found == [], "run `amends languages gather`, translate what `amends languages check` names, gather again"


@pytest.mark.parametrize("code", parts((HERE,)))
def test_the_pages_of_the_withdrawal_are_whole_in_a_language_that_has_no_others(code: str) -> None:
    found = [(one.area, one.code, one.about) for one in findings_in(AREAS, HERE / code, ROOT, part_of(code, HERE))]
    assert found == [], "run `amends languages gather`, translate what `amends languages check` names, gather again"
    assert code not in codes((HERE,))
    assert language_named(code).code == SOURCE
    assert of_the_law(code).code == code
    assert of_the_law("de-AT").code == "de"


def test_english_translated_into_itself_is_english() -> None:
    assert texts_in(translated(ENGLISH, lambda _, text: text, "engine"), "engine") == texts_in(ENGLISH, "engine")
    assert translated(TELLINGS, lambda _, text: text, "stages") == TELLINGS


def test_who_acts_is_no_text() -> None:
    found = translated(TELLINGS, marked, "stages")
    assert {one.who for one in found.values()} == {one.who for one in TELLINGS.values()}
    assert found["done"].title == "[Done]"


def test_a_language_is_added_by_adding_its_folder(invented: Path) -> None:
    assert codes((invented,)) == ("en", "he")
    found = language_named("he-IL", (invented,))
    assert (found.code, found.direction) == ("he", "rtl")
    policy = policy_of(WINDOW)
    told = told_in(policy, found.words, ShopTexts())
    decision = decide(policy, "2023-04-01T12:00", parcel__shipped_at="2023-03-10T10:00")
    answer = explain_remedy(told.policy, decision, "refund", told.words).answer
    assert answer.startswith("[You can [return this for a refund] until ")
    assert not list(findings_in(TABLES, invented / "he", ROOT))


def test_what_is_not_translated_is_english_and_found(invented: Path) -> None:
    path = invented / "he" / "core.po"
    text = path.read_text(encoding="utf-8").replace('msgstr "[You can {do}.]"', 'msgstr ""')
    path.write_text(text, encoding="utf-8")
    gather(TABLES, invented / "he", ROOT)
    found = list(findings_in(TABLES, invented / "he", ROOT))
    assert [(one.code, one.about) for one in found] == [("text_missing", "engine.sentences.accepted")]
    other = invented / "again"
    other.mkdir()
    (invented / "he").rename(other / "he")
    assert language_named("he", (other,)).words.say("accepted", do="go") == "You can go."


@pytest.mark.parametrize("broken", ["[You can {dо}.]", "[You can {do.]", "[You can.]", "[You can {do} {date}.]"])
def test_a_broken_place_is_found(invented: Path, broken: str) -> None:
    path = invented / "he" / "core.po"
    text = path.read_text(encoding="utf-8").replace('msgstr "[You can {do}.]"', f'msgstr "{broken}"')
    path.write_text(text, encoding="utf-8")
    gather(TABLES, invented / "he", ROOT)
    found = [(one.code, one.about) for one in findings_in(TABLES, invented / "he", ROOT)]
    assert ("places_differ", "engine.sentences.accepted") in found


def test_places_and_markup_of_pages_are_held_to_the_english(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "page.py").write_text('_("Sent %(n)s at <b>%(at)s</b>"); _("{} of {}")\n', encoding="utf-8")
    areas = (Area("app", {}, (tmp_path / "app",)),)
    language = tmp_path / "languages" / "de"
    gather(areas, language, tmp_path)
    path = language / "app.po"

    def wrong(first: str, second: str) -> set[str]:
        text = path.read_text(encoding="utf-8")
        head, _, rest = text.partition('msgid "Sent')
        rest = f'msgid "Sent{rest}'.replace('at)s</b>"\nmsgstr ""', f'at)s</b>"\nmsgstr "{first}"')
        rest = rest.replace('{} of {}"\nmsgstr ""', f'{{}} of {{}}"\nmsgstr "{second}"')
        path.write_text(head + rest, encoding="utf-8")
        gather(areas, language, tmp_path)
        found = {one.code for one in findings_in(areas, language, tmp_path)}
        path.write_text(text, encoding="utf-8")
        return found

    assert wrong("%(n)s um <b>%(at)s</b>", "{} von {}") == set()
    assert wrong("%(n) um <b>%(at)s</b>", "{} von {}") == {"places_differ"}
    assert wrong("%(n)s um %(at)s", "{} von {}") == {"markup_differs"}
    assert wrong("%(n)s um <b>%(at)s</b>", "{} von") == {"places_differ"}


def test_gathering_keeps_what_is_translated_and_marks_what_has_changed(tmp_path: Path) -> None:
    language = tmp_path / "de"

    def gathered(tables: Mapping[str, str]) -> dict[str, tuple[object, bool]]:
        gather((Area("core", {"t": tables}),), language, ROOT)
        return {name: (one.string, one.fuzzy) for (name, _), one in everything_in(language).items()}

    gathered({"one": "One.", "two": "Two."})
    path = language / "core.po"
    text = path.read_text(encoding="utf-8")
    for english, german in (("One.", "Eins."), ("Two.", "Zwei.")):
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{german}"')
    path.write_text(text, encoding="utf-8")
    found = gathered({"one": "One.", "two": "Two of them.", "three": "Three."})
    assert found == {"t.one": ("Eins.", False), "t.two": ("Zwei.", True), "t.three": ("", False)}
    again = language_named("de", (tmp_path,))
    assert (again.text("t.one", "One."), again.text("t.two", "Two of them.")) == ("Eins.", "Two of them.")
    assert not gather((Area("core", {"t": {"one": "One.", "two": "Two of them.", "three": "Three."}}),), language, ROOT)


def test_files_that_are_not_up_to_date_are_found(invented: Path) -> None:
    def codes_of(areas: tuple[Area, ...]) -> set[str]:
        return {one.code for one in findings_in(areas, invented / "he", ROOT)}

    assert codes_of((*TABLES, Area("more", {"more": {"new": "New."}}))) == {"not_gathered"}
    assert codes_of(TABLES[1:]) == {"text_unknown"}
    (invented / "he" / "LC_MESSAGES" / "django.mo").write_bytes(b"")
    assert codes_of(TABLES) == {"not_compiled"}


def test_texts_of_tables_have_places_that_can_be_filled() -> None:
    for texts in said_in(TABLES, ROOT).values():
        for one in texts:
            assert one.english.format_map(dict.fromkeys(places_in(one.english), "x"))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [(["de"], "de"), (["de-AT"], "de"), (["pt", "fr-CA"], "fr"), (["pt"], ""), (["", "../de", "ES"], "es")],
)
def test_the_nearest_language_is_found(wanted: list[str], found: str) -> None:
    assert nearest(wanted) == found


@pytest.mark.parametrize("code", OTHERS)
@given(minor=st.integers(-(10**12), 10**12), currency=st.sampled_from(["USD", "EUR", "JPY", "KWD", "GBP"]))
def test_amounts_are_written_exactly(code: str, minor: int, currency: str) -> None:
    text = Figures(code, lambda _, english: english).amount(minor, currency)
    assert int("".join(letter for letter in text if letter.isdigit())) == abs(minor)
    assert (minor < 0) == (text[:1] in "-−")
    assert digits_of(currency) == 0 or "," in text


def test_days_and_numbers_are_written_as_their_readers_do() -> None:
    day, first = date(2023, 4, 14), date(2023, 5, 1)
    said = {code: language_named(code).formats for code in OTHERS}
    assert said["de"].day(day) == "Freitag, 14. April 2023"
    assert said["fr"].day(first) == "lundi 1er mai 2023"
    assert said["es"].day(day) == "viernes 14 de abril de 2023"
    assert said["de"].day(day, with_year=False) == "Freitag, 14. April"
    assert said["es"].day(day, with_year=False) == "viernes 14 de abril"
    assert said["fr"].moment(datetime(2023, 4, 14, 16, 5)) == "vendredi 14 avril 2023 à 16:05"  # noqa: DTZ001
    assert said["de"].number(Decimal("12.50")) == "12,5"
    assert said["de"].amount(123_456, "EUR") == "1.234,56\xa0€"
