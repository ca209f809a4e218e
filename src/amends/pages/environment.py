"""What templates are written with: one environment of Jinja2 for the pages of every interface.

Laws: a name that nobody gave is an error and never a gap; everything is escaped unless it says that it is markup;
words pass through gettext. What only one interface says - its reasons, its links - it adds itself, by the `words` that
the settings name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.template.defaultfilters import date, linebreaks_filter, linebreaksbr, truncatechars, urlize
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from amends.core.dates import Deadline, Instant
from amends.languages import Language
from amends.pages import reader, shown
from amends.pages.addresses import url
from amends.pages.folding import Pages

# What a page may leave out: most stand in a shop, and are not about an error.
_USUALLY: Mapping[str, Any] = {"shop": None, "visits": (), "errors": {}, "typed": {}, "messages": ()}


def environment(*, words: Iterable[str] = (), **options: Any) -> Environment:
    """This function will make the environment; `words` are dotted names of mappings of filters and of functions."""
    options |= {"autoescape": _is_markup, "undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"]}
    made = Pages(**options)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(_USUALLY)
    made.globals.update(
        {
            "url": url,
            "static": static,
            "money": shown.money,
            "language": reader.language,
            "language_choices": _language_choices,
            "day": _day,
            "moment": _moment,
            "until": _until,
            "due": _due,
            "with_amount": with_amount,
        }
    )
    made.filters.update(
        {
            "clause_number": clause_number,
            "date": date,
            "day_alone": shown.day_alone,
            "linebreaks": linebreaks_filter,
            "linebreaksbr": linebreaksbr,
            "runs": runs,
            "sentence": sentence,
            "spaced": spaced,
            "truncatechars": truncatechars,
            "urlize": urlize,
        }
    )
    for name in words:
        module, _, kind = name.rpartition(".")
        getattr(made, kind.lower()).update(import_string(f"{module}.{kind}"))
    return made


def _is_markup(template: str | None) -> bool:
    return template is None or not template.endswith(".txt")


@pass_context
def _language_choices(context: Context) -> list[tuple[Language, str]]:
    """This function will return every language with the address of this page in it; none, where there is no request."""
    request = context.get("request")
    return list(reader.choices(request)) if request is not None else []


@pass_context
def _day(context: Context, at: Instant) -> SafeString:
    """This function will write a day, by the page's shop and moment."""
    return shown.day(at, context["shop"].zone, context["now"])


@pass_context
def _moment(context: Context, at: Instant) -> SafeString:
    return shown.moment(at, context["shop"].zone, context["now"])


@pass_context
def _until(context: Context, deadline: Deadline) -> SafeString:
    return shown.until(deadline, context["shop"].zone, context["now"])


@pass_context
def _due(context: Context, at: Instant) -> SafeString:
    return shown.due(at, context["now"])


def with_amount(words: str, amount: SafeString) -> SafeString:
    """This function will write the words with the amount where `{amount}` stands in them."""
    return format_html(str(words), amount=amount)


def runs(rows: Iterable[Any], name: str) -> Iterator[tuple[Any, list[Any]]]:
    """This function will put together rows that follow one another and have the same value under that name."""
    for value, ones in groupby(rows, key=lambda row: getattr(row, name)):
        yield value, list(ones)


def spaced(name: str) -> str:
    """This function will write names of the policy as words."""
    return name.replace("_", " ")


def clause_number(clause_id: str) -> str:
    """This function will return the short number that an id begins with: `B5` of `B5-hygiene`; else the id."""
    head = clause_id.partition("-")[0]
    return head if any(letter.isdigit() for letter in head) else clause_id


def sentence(text: str) -> str:
    """This function will begin a part of a sentence with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]
