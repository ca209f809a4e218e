"""What the console's templates say in the console's own words; what all pages share stands in `pages.environment`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from jinja2 import pass_context
from jinja2.runtime import Context

from amends.console import case_words, policy_words, wording
from amends.pages.addresses import url

_TABLES: Mapping[str, wording.Words] = {
    "advice": case_words.FLAGS_DO,
    "disposition": case_words.DISPOSITIONS,
    "effect": case_words.EFFECTS,
    "finding": case_words.FINDINGS,
    "flag": case_words.FLAGS,
    "grade": case_words.GRADES,
    "lane": case_words.LANES,
    "change": policy_words.CHANGES,
    "outcome": case_words.OUTCOMES,
    "part": policy_words.PARTS,
    "reason": case_words.REASONS,
    "remedy": case_words.REMEDIES,
    "role": wording.ROLES,
    "standing": policy_words.STANDINGS,
    "state": case_words.STATES,
    "way": policy_words.WAYS,
}
# Pages that belong to the one that a link leads to.
_PART_OF = dict.fromkeys(("policy_check", "try_number", "propose", "proposal", "publish", "withdraw_version"), "policy")


def staff_words(name: str, kind: str) -> str:
    """This function will say in words, as staff do, what the core names: a state, a remedy, a role."""
    return _said(name, kind, get_language())


@lru_cache(maxsize=2_000)  # a list says the same words at every line
def _said(name: str, kind: str, _language: str | None) -> str:
    return wording.said(_TABLES[kind], name)


def is_moment(value: object) -> bool:
    """This function will say whether a moment is known and has come."""
    return isinstance(value, int)


@pass_context
def place(context: Context, name: str) -> SafeString:
    """This function will mark the link of the page that is shown or belongs to it, for people and screen readers."""
    here = context["request"].resolver_match
    if here and here.url_name == name:
        return SafeString(' aria-current="page"')
    return SafeString(' aria-current="true"') if here and _PART_OF.get(here.url_name) == name else SafeString("")


@pass_context
def at_shop(context: Context, name: str, *words: str) -> str:
    """This function will return the address of a page of this shop's console."""
    return url(f"console:{name}", context["shop"].id, *words)


@pass_context
def at_step(context: Context, page: str, number: str, item_id: str) -> str:
    """This function will return the address of the page on which a step of an item is taken."""
    if page == "take_in":
        return f"{at_shop(context, 'receive')}?code={number}"
    return at_shop(context, page, number, item_id)


FILTERS: Mapping[str, Callable[..., Any]] = {"staff_words": staff_words, "is_moment": is_moment}
GLOBALS: Mapping[str, Any] = {"place": place, "at_shop": at_shop, "at_step": at_step, "searched": "", "form": None}
