"""Amounts, dates and words in templates; the page's context says the shop and the present moment."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from amends.core.cases.case import Item
from amends.core.dates import Deadline, Instant
from amends.portal import shown
from amends.portal.theme import version_of
from amends.portal.wording import KEPT_REMEDIES, MARKS, NEVER_CAME, REASONS, REMEDIES, said, title_of
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow

register = template.Library()


@register.simple_tag
def money(minor: int, currency: str) -> SafeString:
    """This function will write an amount."""
    return shown.money(minor, currency)


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], at: Instant) -> SafeString:
    """This function will write a day."""
    return shown.day(at, context["shop"].zone, context["now"])


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], at: Instant) -> SafeString:
    """This function will write a moment."""
    return shown.moment(at, context["shop"].zone, context["now"])


@register.simple_tag(takes_context=True)
def until(context: dict[str, Any], deadline: Deadline) -> SafeString:
    """This function will write a deadline."""
    return shown.until(deadline, context["shop"].zone, context["now"])


@register.filter
def reason_words(name: str) -> str:
    """This function will say a reason in words."""
    return said(REASONS, name)


@register.filter
def remedy_words(name: str) -> str:
    """This function will say a remedy in words."""
    return said(REMEDIES, name)


@register.filter
def mark_words(name: str) -> str:
    """This function will say a mark in words."""
    return said(MARKS, name)


@register.filter
def case_title(case: CaseRow) -> str:
    """This function will say in words what sort of case it is: the remedies that it is about, each once."""
    titles = dict.fromkeys(title_of(one.item) for one in case.items)
    return ", ".join(title if place == 0 else title.lower() for place, title in enumerate(titles))


@register.filter
def wish_words(item: Item) -> str:
    """This function will say in words what was asked for; of what never came nothing is sent back."""
    return said(KEPT_REMEDIES if item.reason in NEVER_CAME else REMEDIES, item.remedy)


@register.simple_tag
def with_amount(words: str, amount: SafeString) -> SafeString:
    """This function will write the words with the amount where `{amount}` stands in them."""
    return format_html(str(words), amount=amount)


@register.filter
def spaced(name: str) -> str:
    """This function will write names of the policy as words."""
    return name.replace("_", " ")


@register.filter
def clause_number(clause_id: str) -> str:
    """This function will return the short number that an id begins with: `B5` of `B5-hygiene`; else the id."""
    head = clause_id.partition("-")[0]
    return head if any(letter.isdigit() for letter in head) else clause_id


@register.filter
def sentence(text: str) -> str:
    """This function will begin a part of a sentence with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


@register.filter
def theme_version(shop: ShopRow) -> str:
    """This function will return what names the shop's theme by its contents."""
    return version_of(shop.theme)


@register.filter
def slugify_dots(name: str) -> str:
    """This function will return a field's name as an anchor."""
    return name.replace(".", "-")
