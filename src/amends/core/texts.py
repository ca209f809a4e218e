"""Tables of words in other languages: the same shape, with every text in it replaced.

Tables are mappings, tuples and frozen dataclasses of texts; a field marked with `FIXED` is no text for people. Each
text has a name, made of the places that lead to it (`engine.remedies.refund.0`); a translation is found by that name,
so that two texts that are alike in English may differ elsewhere. Laws: what is no text stays as it is; translating into
the same words changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import Field, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar, cast

Translate = Callable[[str, str], str]  # the name of a text and its English, to the text
Tables = TypeVar("Tables")
FIXED: Mapping[str, bool] = MappingProxyType({"fixed": True})  # the metadata of such a field
_PLACE = re.compile(r"\{([a-zA-Z_]*)[^{}]*\}")


def translated(tables: Tables, translate: Translate, name: str) -> Tables:
    """This function will return the tables with every text replaced by its translation."""
    return cast("Tables", _translated(tables, translate, name))


def texts_in(tables: object, name: str) -> dict[str, str]:
    """This function will return every text of the tables by its name."""
    found: dict[str, str] = {}

    def note(text_name: str, english: str) -> str:
        found[text_name] = english
        return english

    _translated(tables, note, name)
    return found


def places_in(text: str) -> frozenset[str]:
    """This function will return the named places of a text: `{date}` is the place `date`."""
    return frozenset(_PLACE.findall(text.replace("{{", "").replace("}}", "")))


def _translated(part: Any, translate: Translate, name: str) -> Any:
    if isinstance(part, str):
        return translate(name, part) if part else part
    if isinstance(part, Mapping):
        return MappingProxyType({key: _translated(one, translate, f"{name}.{key}") for key, one in part.items()})
    if isinstance(part, tuple):
        return tuple(_translated(one, translate, f"{name}.{place}") for place, one in enumerate(part))
    if is_dataclass(part) and not isinstance(part, type):
        values = {one.name: getattr(part, one.name) for one in fields(part) if _is_said(one)}
        return replace(part, **{key: _translated(one, translate, f"{name}.{key}") for key, one in values.items()})
    return part


def _is_said(part: Field[Any]) -> bool:
    return not part.metadata.get("fixed")
