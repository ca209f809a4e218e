"""In which encoding a file is written: seen from its first bytes, and by reading it once."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from amends.core.errors import Place, did_you_mean
from amends.imports.rows import FileInvalid

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FALLBACK = "cp1252"
CHUNK = 1 << 20


def known_encoding(name: str) -> str:
    """This function will return the encoding under the name Python has for it, or raise `FileInvalid`."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError) as error:
        hint = did_you_mean(name, ("utf-8", "utf-16", "windows-1252", "latin-1", "shift_jis", "gb18030", "big5"))
        raise FileInvalid(f"there is no encoding `{name[:40]}`.", hint=hint) from error
    if not getattr(info, "_is_text_encoding", True):
        raise FileInvalid(f"`{name[:40]}` is no encoding of text.")
    return info.name


def encoding_of(file: BinaryIO, name: str, said: str = "") -> str:
    """This function will return the file's encoding, or raise `FileInvalid` with the line that is not in it.

    Without a mark and without being told, a file is UTF-8; where it is not, Windows-1252, which callers report.
    """
    start = file.read(4096)
    if not start.strip():
        file.seek(0)
        if not file.read(CHUNK).strip():
            raise FileInvalid("the file is empty.", place=Place(name))
    marked = next((encoding for mark, encoding in MARKS if start.startswith(mark)), "")
    if said or marked:
        found = known_encoding(said) if said else marked
        bad = _first_bad_line(file, found)
        if bad:
            hint = "Name another with `--encoding`."
            raise FileInvalid(f"this is not written in `{found}`.", place=Place(name, bad), hint=hint)
        return found
    if b"\0" in start and start.count(b"\0") * 4 > len(start):
        hint = "Say so: `--encoding utf-16-le`."
        raise FileInvalid("this looks like UTF-16 without a mark.", place=Place(name), hint=hint)
    line = _first_bad_line(file, "utf-8")
    if not line:
        return "utf-8"
    if _first_bad_line(file, FALLBACK):
        hint = "Name its encoding with `--encoding`, or save it as UTF-8."
        raise FileInvalid("this is neither UTF-8 nor Windows-1252.", place=Place(name, line), hint=hint)
    return FALLBACK


def _first_bad_line(file: BinaryIO, encoding: str) -> int:
    """The line on which the file stops being text in the encoding; 0 where it is all text. The file is rewound."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    try:
        while piece := file.read(CHUNK):
            line += decoder.decode(piece).count("\n")
        decoder.decode(b"", final=True)
    except (UnicodeError, ValueError) as error:
        done = getattr(error, "object", b"")[: getattr(error, "start", 0)]
        return line + (done.count(b"\n") if isinstance(done, bytes) else 0)
    finally:
        file.seek(0)
    return 0
