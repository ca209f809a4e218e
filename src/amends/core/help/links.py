"""Links in a guide's words to what the shop has: `[a cloth](product:polishing-cloth)`, `[the chart](sizes:chart)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

KINDS = ("guide", "product", "clause", "sizes", "remedy", "page")
SIZES = ("quiz", "chart", "sizer")
PAGES = ("order", "policy", "help", "write")
_LINK = re.compile(r"\[(?P<words>[^\]\[]*)\]\((?P<kind>[a-z]+):(?P<name>[^)\s/]*)\)")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: the words it stands on, what kind of thing it names, and which."""

    words: str
    kind: str
    name: str


def links_in(text: str) -> Iterator[Link]:
    """This function will return the links of a text in order; ordinary addresses are none of them."""
    for found in _LINK.finditer(text):
        yield Link(found["words"], found["kind"], found["name"])


def linked(text: str, address: Callable[[Link], str]) -> str:
    """This function will put an address into every link; where there is none, only its words stay."""

    def put(found: re.Match[str]) -> str:
        link = Link(found["words"], found["kind"], found["name"])
        target = address(link) if link.kind in KINDS else ""
        return f"[{link.words}]({target})" if target else link.words

    return _LINK.sub(put, text)
