"""Requests as the provider takes them: `line_items[0][price_data][currency]=usd`.

A parameter that nobody asked for is refused, as the provider refuses it: a misspelt one must not go unnoticed.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from amends.sandbox.answers import Refused

Tree: TypeAlias = "dict[str, Tree | str]"

_PART = re.compile(r"\[([^\[\]]*)\]")


def parse_form(text: str) -> Tree:
    """This function will return the parameters as nested dictionaries; the indices of a list are names as well."""
    tree: Tree = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        first, bracket, rest = name.partition("[")
        node: Tree = tree
        path = [first, *_PART.findall(bracket + rest)]
        for part in path[:-1]:
            inner = node.setdefault(part, {})
            if not isinstance(inner, dict):
                raise Refused(f"Invalid object: {name}", param=name)
            node = inner
        node[path[-1]] = value
    return tree


class Params:
    """The parameters of one request; `finish` refuses those that were not read."""

    def __init__(self, tree: Tree, where: str = "") -> None:
        self._tree = tree
        self._where = where
        self._read: set[str] = set()
        self._inner: list[Params] = []

    def text(self, name: str, default: str | None = None) -> str:
        """This function will return a text; without a default it must be there."""
        value = self._take(name)
        if isinstance(value, str) and value:
            return value
        if default is None:
            raise Refused(f"Missing required param: {self._name(name)}.", code="parameter_missing", param=name)
        return default

    def number(self, name: str, default: int | None = None, *, least: int = 1) -> int:
        """This function will return a whole number, above zero unless said otherwise."""
        value = self.text(name, None if default is None else str(default))
        if not re.fullmatch(r"-?[0-9]{1,12}", value):
            raise Refused(f"Invalid integer: {value}", code="parameter_invalid_integer", param=self._name(name))
        if int(value) < least:
            hint = "Invalid positive integer"
            raise Refused(hint, code="parameter_invalid_integer", param=self._name(name))
        return int(value)

    def inside(self, name: str) -> Params:
        """This function will return the parameters below a name."""
        value = self._take(name)
        inner = Params(value if isinstance(value, dict) else {}, self._name(name))
        self._inner.append(inner)
        return inner

    def metadata(self) -> dict[str, str]:
        """This function will return the metadata, within the provider's limits."""
        value = self._take("metadata")
        told: dict[str, Any] = value if isinstance(value, dict) else {}
        if len(told) > 50:
            raise Refused("Metadata can have at most 50 keys.", param="metadata")
        for key, text in told.items():
            if len(key) > 40 or not isinstance(text, str) or len(text) > 500:
                raise Refused(
                    f"Metadata `{key[:60]}` is longer than keys (40) or values (500) may be.", param="metadata"
                )
        return told

    def has(self, name: str) -> bool:
        """This function will say whether the parameter was sent."""
        return name in self._tree

    def finish(self) -> None:
        """This function will refuse the parameters that nothing has asked for."""
        for name in self._tree:
            if name not in self._read:
                where = self._name(name)
                raise Refused(f"Received unknown parameter: {where}", code="parameter_unknown", param=where)
        for inner in self._inner:
            inner.finish()

    def _take(self, name: str) -> Tree | str:
        self._read.add(name)
        return self._tree.get(name, "")

    def _name(self, name: str) -> str:
        return f"{self._where}[{name}]" if self._where else name
