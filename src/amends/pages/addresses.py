"""Addresses of pages. A page has dozens, so the form of each is asked from Django once, and then only filled in.

Law: what is returned is what Django's `reverse` returns; wherever a part has anything in it that an address writes
otherwise, or that a page might not be found under, Django is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


def url(name: str, *parts: str | int) -> str:
    """This function will return the address of a page."""
    words = [str(part) for part in parts]
    if not all(_PLAIN.fullmatch(word) for word in words):
        return reverse(name, args=parts)
    return _form(name, tuple(word.isdigit() for word in words), get_script_prefix()).format(*words)


def whole(path: str) -> str:
    """This function will return the address with its host, for mails and for search engines.

    The host is the installation's own: whoever sends a request chooses the name and the port that it is sent to.
    """
    return f"{settings.AMENDS_ADDRESS}{path}"


@lru_cache(maxsize=1_000)
def _form(name: str, are_numbers: tuple[bool, ...], prefix: str) -> str:  # noqa: ARG001 - what `reverse` begins with
    stand_ins = [f"70007000{place}" if one else f"stand-in-{place}-" for place, one in enumerate(are_numbers)]
    form = reverse(name, args=stand_ins).replace("{", "{{").replace("}", "}}")
    for place, stand_in in enumerate(stand_ins):
        form = form.replace(stand_in, f"{{{place}}}")
    return form
