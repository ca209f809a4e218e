"""What customers' words mean, a file for each language; a language more is a file more.

`together.yaml` says what several meanings come to, in whatever language they were said.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from amends.core.asking.dictionary import Dictionary, read_dictionary

_TOGETHER = "together"


def dictionary_in(folder: Path) -> Dictionary:
    """This function will read all languages of a folder."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    return read_dictionary({code: text for code, text in files.items() if code != _TOGETHER}, files[_TOGETHER])


@cache
def dictionary() -> Dictionary:
    """This function will return the words of all languages, read once."""
    return dictionary_in(Path(__file__).parent)
