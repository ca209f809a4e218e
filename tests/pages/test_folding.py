"""Words that are put into templates when they are compiled: the same as gettext says when asked, in each language."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape
from pytest_django import Settings

from amends.pages.folding import Pages, written

TEMPLATES = {
    "plain": '<p>{{ _("Monday") }} & {{ _("January") }}</p>',
    "placed": "{% trans verbose_name=what %}No {{ verbose_name }} found matching the query{% endtrans %}",
    "counted": "{% trans n=1 %}{{ n }} day{% pluralize %}{{ n }} days{% endtrans %}",
    "in an expression": '{% set said = _("Monday") %}{{ said }}{{ what or _("January") }}{{ [_("Monday")]|join }}',
    "percent": "{% trans %}100 % of it{% endtrans %}",
    "broken": "{% trans name=what %}Hello, {{ name }}{% endtrans %}",
    "shared": '{% include "plain" %}{% from "macro" import said %}{{ said(what) }}',
    "macro": '{% macro said(name) %}{{ _("Monday") }}{% trans %}Hello, {{ name }}{% endtrans %}{% endmacro %}',
}
GERMAN = {
    "Monday": "Montag <b>",
    "January": "Jänner",
    "No %(verbose_name)s found matching the query": "Zu %(verbose_name)s nichts, %(verbose_name)s fehlt",
    "100 %% of it": "alle 100 %%",
    "Hello, %(name)s": "Hallo, %(nam)s",
}


@pytest.fixture(autouse=True)
def german(tmp_path: Path, settings: Settings) -> None:
    """A catalog of a few words; one of them names a place that the text does not have."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalog = Catalog(locale="de")
    for english, said in GERMAN.items():
        catalog.add(english, said, flags=["python-format"] if "%(" in english or "%%" in english else [])
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalog)
    settings.LOCALE_PATHS = [str(tmp_path)]


def made(kind: type[Environment]) -> Environment:
    found = kind(
        loader=DictLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    found.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name not in {"broken", "shared", "macro"}])
def test_a_page_says_what_gettext_says(name: str) -> None:
    asked, folded = made(Environment), made(Pages)
    for language in ("en", "de", "en", "fr"):
        with translation.override(language):
            given = {"what": "<Ring>"}
            assert folded.get_template(name).render(given) == asked.get_template(name).render(given), language


def test_each_language_has_its_own() -> None:
    """One set of templates for all languages would go on in the first one."""
    pages = made(Pages)
    with translation.override("de"):
        german = pages.get_template("shared").render(what="Ida")
    with translation.override("en"):
        english = pages.get_template("shared").render(what="Ida")
    assert german == "<p>Montag <b> & Jänner</p>Montag <b>Hello, Ida"
    assert english == "<p>Monday & January</p>MondayHello, Ida"


def test_words_are_not_asked_for_again() -> None:
    asked: list[str] = []

    def counted(text: str) -> str:
        asked.append(text)
        return gettext(text)

    pages = made(Pages)
    pages.install_gettext_callables(counted, ngettext, newstyle=True)  # type: ignore[attr-defined]
    with translation.override("de"):
        pages.get_template("placed").render(what="Ring")
        pages.get_template("plain").render()
    assert not asked


def test_a_translation_with_other_places_is_not_used() -> None:
    """`%(nam)s` is nothing that the page could fill in: its own text is shown, and no page fails."""
    with translation.override("de"):
        assert made(Pages).get_template("broken").render(what="<Ida>") == "Hello, &lt;Ida&gt;"


class Told:
    """Something that says itself how it stands in a page."""

    def __html__(self) -> str:
        return "<b>told</b>"


@pytest.mark.parametrize(
    "value",
    [
        "", "plain", "<a href=\"x\">'&'</a>", Markup("<b>"), SafeString("<i>&"), gettext_lazy("a < b"), Told(),
        7, 1.5, None,
        True, ["<"], type("Sub", (str,), {})("<"),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_part_is_written_as_escape_writes_it(value: object) -> None:
    text = (
        "{% macro one(it) %}[{{ it }}]{% endmacro %}{{ value }}|{{ one(value) }}|{{ value ~ '<' }}|{{ [value]|join }}"
    )
    asked, folded = (made(kind).from_string(text).render(value=value) for kind in (Environment, Pages))
    assert folded == asked
    assert str(written(value)) == str(escape(value))
