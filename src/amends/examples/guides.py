"""The help pages that the example shops begin with: Markdown files that open with what they are for.

A guide may end in a question; each answer leads to another guide. Where no guide helped, `reason` is the claim that
the customer can go on with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from amends.examples.folders import ExampleMissing, folder

_FENCE = "---\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a guide's question: what it says, a picture to recognise it by, and the guide that follows."""

    says: str
    guide: str
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One help page. Empty `reasons` or `products` mean that the page is for all of them."""

    id: str
    title: str
    summary: str
    clauses: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    products: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # fact of the piece -> the values it is for
    asked: tuple[str, ...] = ()  # how customers put it
    pictures: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()  # Markdown, in order
    question: str = ""
    answers: tuple[Answer, ...] = ()
    reason: str = ""  # the claim to go on with
    text: str = ""  # Markdown


@cache
def guides(shop_id: str) -> tuple[Guide, ...]:
    """This function will return the help pages of that shop, in the order of their ids."""
    return tuple(
        _read(path.stem, path.read_text(encoding="utf-8")) for path in sorted((folder(shop_id) / "help").glob("*.md"))
    )


def guide_picture(shop_id: str, name: str) -> str:
    """This function will return the SVG of that name from the shop's help pages."""
    if name not in {path.name for path in (folder(shop_id) / "help" / "pictures").glob("*.svg")}:
        raise ExampleMissing(
            f"there is no help picture `{name}` at `{shop_id}`.", hint="Take it from a guide's `pictures`."
        )
    return (folder(shop_id) / "help" / "pictures" / name).read_text(encoding="utf-8")


def _read(guide_id: str, text: str) -> Guide:
    _, head, body = text.split(_FENCE, 2)
    raw: dict[str, Any] = yaml.safe_load(head)
    products = {name: tuple(values) for name, values in raw.pop("products", {}).items()}
    answers = tuple(Answer(**answer) for answer in raw.pop("answers", ()))
    lists: dict[str, Any] = {
        name: tuple(raw.pop(name, ())) for name in ("clauses", "reasons", "asked", "pictures", "steps")
    }
    return Guide(id=guide_id, text=body.strip(), products=MappingProxyType(products), answers=answers, **lists, **raw)
