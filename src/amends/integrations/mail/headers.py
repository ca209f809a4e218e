"""The headers of a mail that came in, read without trust: strange ones come out empty, never as an error.

The standard library's new policies raise on some broken headers, and its decoder knows codecs that are no writing (or
that take minutes): headers are kept raw, and decoded here with writings alone.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from itertools import islice

MOST_LETTERS = 2_000  # of one header
_MOST_IDS = 100
_MOST_ADDRESSES = 50
_FOLD = re.compile(r"\r?\n[ \t]*")
_ID = re.compile(r"<[^<>\s@]{1,250}@[^<>\s@]{1,250}>")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]{1,254}")
# Writings; codecs such as `punycode`, `idna` or `unicode_escape` are none.
_WRITINGS = re.compile(
    r"utf_?(7|8|8_sig|16|16_be|16_le|32)|ascii|latin_1|iso8859_\d+|cp\d+|mac_\w+|koi8_[rut]|big5(hkscs)?|gb2312|gbk"
    r"|gb18030|hz|euc_\w+|shift_jis\w*|johab|iso2022_\w+|tis_620|ptcp154|kz1048"
)
_SENT_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to", "x-envelope-to")


def decoded(content: bytes, charset: str) -> str:
    """This function will return the text; an unknown writing is read as UTF-8, else as Western European."""
    name = _writing(charset)
    for one in (name, "utf-8") if name else ("utf-8",):
        try:
            return content.decode(one)
        except (UnicodeError, LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def header(message: Message, name: str, most: int = MOST_LETTERS) -> str:
    """This function will return the first header of that name as one line of text, or nothing."""
    return text_of(next(iter(raw_headers(message, name, most)), ""))


def raw_headers(message: Message, name: str, most: int = MOST_LETTERS) -> list[str]:
    """This function will return the headers of that name as they stand, each on one line.

    Bytes outside ASCII, which no header may hold and many do, are read as UTF-8.
    """
    found = (str(value)[:most] for given, value in message.raw_items() if given.lower() == name)
    lines = (_FOLD.sub(" ", text) for text in islice(found, 20))
    return [decoded(line.encode("utf-8", "surrogateescape"), "utf-8") for line in lines]


def text_of(raw: str) -> str:
    """This function will return a header's text with its encoded words read."""
    try:
        parts = decode_header(raw)
    except (HeaderParseError, ValueError, LookupError):
        return plain_line(raw)
    read = (decoded(part, charset or "ascii") if isinstance(part, bytes) else part for part, charset in parts)
    return plain_line("".join(read))


def plain_line(text: str) -> str:
    """This function will return the text on one line, without characters that steer a terminal or turn the writing."""
    turning = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}
    kept = "".join(" " if letter.isspace() else letter for letter in text if letter not in turning)
    kept = "".join(letter for letter in kept if unicodedata.category(letter) not in {"Cc", "Cs"})
    return " ".join(kept.split(" ")).strip()


def sender_of(message: Message) -> tuple[str, str]:
    """This function will return the bare address and the name of who wrote it; two of them, or a trick: nobody."""
    found = raw_headers(message, "from")
    read = _addresses(found)
    if len(found) != 1 or len(read) != 1:
        return "", ""
    raw, (name, address) = found[0], read[0]
    # What the library takes for the address must be all that could be one outside the name: `a@b(<c@d>)` is a trick.
    bare = raw.strip()
    plainly = bare == address or bare.endswith(f"<{address}>")
    if not plainly or not _ADDRESS.fullmatch(address):
        return "", text_of(name)
    return address, text_of(name)


def recipients_of(message: Message) -> tuple[str, ...]:
    """This function will return every address that the mail says it was sent to."""
    raw = [one for name in _SENT_TO for one in raw_headers(message, name, 10 * MOST_LETTERS)]
    found = (address for _, address in _addresses(raw) if _ADDRESS.fullmatch(address))
    return tuple(dict.fromkeys(found))[:_MOST_ADDRESSES]


def ids_in(text: str) -> tuple[str, ...]:
    """This function will return the ids of mails that stand in the text."""
    return tuple(dict.fromkeys(_ID.findall(text)))[:_MOST_IDS]


def _addresses(raw: list[str]) -> list[tuple[str, str]]:
    try:
        return getaddresses(raw)
    except (RecursionError, ValueError, IndexError):
        return []


def _writing(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip()[:40]).name.replace("-", "_")
    except (LookupError, ValueError, UnicodeError):
        return ""
    return name if _WRITINGS.fullmatch(name) else ""
