"""What the portal's templates say in the portal's own words; what all pages share stands in `pages.environment`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from amends.core.cases.case import Item
from amends.portal.theme import version_of
from amends.portal.wording import HELP_TOPICS, KEPT_REMEDIES, MARKS, NEVER_CAME, REASONS, REMEDIES, said, title_of
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow


def reason_words(name: str) -> str:
    """This function will say a reason in words."""
    return said(REASONS, name)


def topic_words(name: str) -> str:
    """This function will say a topic of the help in words."""
    return said(HELP_TOPICS, name)


def mark_words(name: str) -> str:
    """This function will say a mark in words."""
    return said(MARKS, name)


def case_title(case: CaseRow) -> str:
    """This function will say in words what sort of case it is: the remedies that it is about, each once."""
    titles = dict.fromkeys(title_of(one.item) for one in case.items)
    return ", ".join(title if place == 0 else title.lower() for place, title in enumerate(titles))


def wish_words(item: Item) -> str:
    """This function will say in words what was asked for; of what never came nothing is sent back."""
    return said(KEPT_REMEDIES if item.reason in NEVER_CAME else REMEDIES, item.remedy)


def theme_version(shop: ShopRow) -> str:
    """This function will return what names the shop's theme by its contents."""
    return version_of(shop.theme)


def slugify_dots(name: str) -> str:
    """This function will return a field's name as an anchor."""
    return name.replace(".", "-")


FILTERS: Mapping[str, Callable[..., str]] = {
    "reason_words": reason_words,
    "mark_words": mark_words,
    "topic_words": topic_words,
    "case_title": case_title,
    "wish_words": wish_words,
    "theme_version": theme_version,
    "slugify_dots": slugify_dots,
}
