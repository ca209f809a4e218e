"""Amounts, dates and words in the console's templates; the page's context says the shop and the present moment."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.console import case_words, wording
from amends.core.dates import Instant
from amends.pages import shown

register = template.Library()
_MINUTE = 60 * 1_000_000
_HOUR, _DAY = 60 * _MINUTE, 24 * 60 * _MINUTE


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
def due(context: dict[str, Any], at: Instant) -> SafeString:
    """This function will write how far off a moment is: `in 3 hours`, `2 days late`, with the moment as its title."""
    left = at - context["now"]
    size = abs(left)
    if size < _HOUR:
        count = max(size // _MINUTE, 1)
        far = ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    elif size < 2 * _DAY:
        far = ngettext("%(count)d hour", "%(count)d hours", size // _HOUR) % {"count": size // _HOUR}
    else:
        far = ngettext("%(count)d day", "%(count)d days", size // _DAY) % {"count": size // _DAY}
    said = (_("%s late") if left < 0 else _("in %s")) % far
    return format_html('<span class="figure{}">{}</span>', " late" if left < 0 else "", said)


@register.filter
def role_words(role: str) -> str:
    """This function will say a role in words."""
    return wording.said(wording.ROLES, role)


@register.simple_tag(takes_context=True)
def place(context: dict[str, Any], name: str) -> SafeString:
    """This function will mark the link of the page that is shown, for people and for screen readers."""
    here = context["request"].resolver_match
    return SafeString(' aria-current="page"') if here and here.url_name == name else SafeString("")


@register.simple_tag(takes_context=True)
def at_shop(context: dict[str, Any], name: str, *words: str) -> str:
    """This function will return the address of a page of this shop's console."""
    return reverse(f"console:{name}", args=[context["shop"].id, *words])


@register.filter
def state_words(state: str) -> str:
    """This function will say a state in words."""
    return wording.said(case_words.STATES, state)


@register.filter
def remedy_words(remedy: str) -> str:
    """This function will say a remedy in words."""
    return wording.said(case_words.REMEDIES, remedy)


@register.filter
def reason_words(reason: str) -> str:
    """This function will say a reason in words."""
    return wording.said(case_words.REASONS, reason)


@register.filter
def lane_words(lane: str) -> str:
    """This function will say a lane in words."""
    return wording.said(case_words.LANES, lane)


@register.filter
def outcome_words(outcome: str) -> str:
    """This function will say an outcome in words."""
    return wording.said(case_words.OUTCOMES, outcome)


@register.filter
def flag_words(flag: str) -> str:
    """This function will say in words what a person must look at."""
    return wording.said(case_words.FLAGS, flag)


@register.filter
def flag_advice(flag: str) -> str:
    """This function will say what to do about it."""
    return wording.said(case_words.FLAGS_DO, flag)


@register.filter
def effect_words(kind: str) -> str:
    """This function will say in words what is to be done outside."""
    return wording.said(case_words.EFFECTS, kind)


@register.filter
def finding_words(finding: str) -> str:
    """This function will say in words what a carrier has found."""
    return wording.said(case_words.FINDINGS, finding)


@register.filter
def grade_words(grade: str) -> str:
    """This function will say a grade in words."""
    return wording.said(case_words.GRADES, grade)


@register.filter
def disposition_words(disposition: str) -> str:
    """This function will say in words what becomes of a piece."""
    return wording.said(case_words.DISPOSITIONS, disposition)


@register.filter
def clause_number(clause_id: str) -> str:
    """This function will return the short number that an id begins with: `B5` of `B5-hygiene`; else the id."""
    head = clause_id.partition("-")[0]
    return head if any(letter.isdigit() for letter in head) else clause_id


@register.filter
def is_moment(value: object) -> bool:
    """This function will say whether a moment is known and has come."""
    return isinstance(value, int)


@register.simple_tag(takes_context=True)
def at_step(context: dict[str, Any], page: str, number: str, item_id: str) -> str:
    """This function will return the address of the page on which a step of an item is taken."""
    if page == "take_in":
        return f"{at_shop(context, 'receive')}?code={number}"
    return at_shop(context, page, number, item_id)


@register.filter
def sentence_case(text: str) -> str:
    """This function will begin a part of a sentence with a capital letter."""
    return text[:1].upper() + text[1:]
