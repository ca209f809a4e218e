"""The text of an HTML mail: what a reader sees, quotations marked with `> ` as in plain mails.

Only so much is read: the standard library's parser takes time that grows with the square of some broken markup.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

MOST_LETTERS = 200_000
_CONDITION = re.compile(r"<!\[[^\[\]<>]{1,200}\]>")
_UNSEEN = {"script", "style", "head", "title", "template", "noscript"}
_BLOCKS = {
    "p", "div", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section",
    "article", "header", "footer", "pre", "dl", "dt", "dd", "center", "address",
}  # fmt: skip
_APART = {"p", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}


def text_of_html(markup: str) -> str:
    """This function will return what the markup says, as lines."""
    reader = _Reader()
    # Outlook's `<![if ...]>` and `<![endif]>`; the parser knows no other `<![`, and raises.
    cleaned = _CONDITION.sub("", markup[:MOST_LETTERS]).replace("<![", "&lt;![")
    reader.feed(cleaned)  # never closed: what stands in a tag that never ends is no text
    reader.break_line()
    return "\n".join(reader.lines).strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._quotes = 0
        self._unseen = ""
        self._depth = 0  # of the element that is not seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen:
            self._depth += tag == self._unseen
            return
        if tag in _UNSEEN:
            self._unseen, self._depth = tag, 1
        elif tag == "br":
            self.break_line(even_empty=True)
        elif tag in _BLOCKS:
            self.break_line()
            if tag in _APART:
                self._blank()
            if tag == "li":
                self._line = "- "
            if tag == "blockquote":
                self._quotes += 1
            if dict(attrs).get("id") in {"divRplyFwdMsg", "appendonsend"}:  # Outlook's mark above what it quotes
                self.lines.append("-----Original Message-----")
        elif tag in {"td", "th"} and self._line.strip():
            self._line += " "

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            self._depth -= tag == self._unseen
            if not self._depth:
                self._unseen = ""
            return
        if tag in _BLOCKS:
            self.break_line()
            if tag in _APART:
                self._blank()
            if tag == "blockquote":
                self._quotes = max(0, self._quotes - 1)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            words = " ".join(data.split())
            before = " " if data[:1].isspace() and self._line and not self._line.endswith(" ") else ""
            after = " " if data[-1:].isspace() and words else ""
            self._line += before + words + after

    def break_line(self, *, even_empty: bool = False) -> None:
        """This function will end the line that is being written."""
        if self._line.strip() or even_empty:
            self.lines.append("> " * min(self._quotes, 20) + self._line.strip())
        self._line = ""

    def _blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * min(self._quotes, 20))
