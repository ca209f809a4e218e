"""The help that the example shops begin with, read from their folders: guides, short answers and pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from amends.core.errors import Place
from amends.core.help.faults import HelpInvalid, HelpText
from amends.core.help.model import Guide, Help
from amends.core.help.read import HelpFiles, read_help
from amends.core.policy.source import MOST_BYTES
from amends.examples.folders import SHOPS, ExampleMissing, folder

HELP, PICTURES = "help", "pictures"
_NOTHING = Help(language="en", guides={})


@cache
def help_of(shop_id: str, language: str = "") -> Help:
    """This function will return the shop's help in that language, or in its own; of a shop without any, none."""
    if shop_id not in SHOPS:
        return _NOTHING
    files = help_files(shop_id)
    return files.in_language(language or files.index.language)


def guides(shop_id: str, language: str = "") -> tuple[Guide, ...]:
    """This function will return the help pages of that shop, in the order of their ids."""
    return tuple(help_of(shop_id, language).guides.values())


@cache
def help_files(shop_id: str) -> HelpFiles:
    """This function will return the help of that shop as it is written."""
    return read_help(texts_in(folder(shop_id) / HELP))


def texts_in(path: Path) -> dict[str, str]:
    """This function will return the texts of a folder of help, by their names in it, or raise `HelpInvalid`."""
    found, problems = {}, []
    for file in (*sorted(path.glob("*.yaml")), *sorted(path.glob("*/*.yaml"))):
        name = file.relative_to(path).as_posix()
        if not file.is_file() or file.stat().st_size > MOST_BYTES:
            what = f"this is no file, or larger than {MOST_BYTES // 1_000_000} MB."
            problems.append(HelpText(what, place=Place(name), hint="Part it in two."))
            continue
        try:
            found[name] = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            hint = "Save the file as UTF-8, and let it be read."
            problems.append(HelpText("this is no readable text.", place=Place(name), hint=hint))
    if problems:
        raise HelpInvalid(problems)
    return found


def pictures_in(path: Path) -> dict[str, str]:
    """This function will return the pictures of a folder of help: drawings with their text, photos with none."""
    files = [file for file in sorted((path / PICTURES).glob("*.*")) if file.is_file()]
    return {file.name: _drawing(file) if file.suffix == ".svg" else "" for file in files}


def _drawing(file: Path) -> str:
    """The text of a drawing; what is none, or is larger than one can be, is a drawing without any."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES).decode("utf-8", "replace")


def guide_picture(shop_id: str, name: str) -> str:
    """This function will return the SVG of that name from the shop's help pages."""
    pictures = folder(shop_id) / HELP / PICTURES
    if name not in {path.name for path in pictures.glob("*.svg")}:
        raise ExampleMissing(
            f"there is no help picture `{name}` at `{shop_id}`.", hint="Take it from a guide's `pictures`."
        )
    return (pictures / name).read_text(encoding="utf-8")
