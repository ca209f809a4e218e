"""A shop's own help and sizes: checked before they are used, in use at once and as a whole, and never a way out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.test import Client, override_settings

from amends.core.sizes.rules import FILE
from amends.examples import folder
from amends.examples.guides import HELP
from amends.usecases.bring_help import NothingToBring, bring_help
from amends.usecases.check_help import check_help
from amends.usecases.read_shelf import CURRENT, Shelves

GUIDE = """\
title: My lantern flickers
summary: The wick is too long.
topic: care
asked: [it flickers]
steps:
  trim: {says: Trim the wick., pictures: {wick.svg: A short wick}, end: solved}
"""
PICTURE = "/bespoke/help/pictures/wick.svg"
WICK = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<title>A wick</title><desc>It is short.</desc><path d="M4 1v7"/>
</svg>
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """This fixture will hold a folder as a shop writes it, with a file in it that is nobody's business."""
    made = tmp_path / "mine"
    (made / HELP / "pictures").mkdir(parents=True)
    (made / HELP / "flickers.yaml").write_text(GUIDE, encoding="utf-8")
    (made / HELP / "pictures" / "wick.svg").write_text(WICK, encoding="utf-8")
    (made / HELP / "notes.txt").write_text("ours alone", encoding="utf-8")
    return made


def test_what_is_brought_in_is_used_at_once(source: Path, tmp_path: Path) -> None:
    shelves = Shelves(tmp_path / "shops")
    assert shelves.of("corner") is None
    first = bring_help(source, shelves.folder, "corner")
    shelf = shelves.of("corner")
    assert first.edition
    assert shelf is not None
    assert shelf.help_in("en").guides["flickers"].title == "My lantern flickers"
    assert shelf.help_in("en") is shelf.help_in("xx")  # the same value, so that the search is made ready once
    assert shelves.of("corner") is shelf
    (source / HELP / "flickers.yaml").write_text(GUIDE.replace("lantern", "lamp"), encoding="utf-8")
    second = bring_help(source, shelves.folder, "corner")
    now = shelves.of("corner")
    assert second.edition != first.edition
    assert now is not None
    assert now.help_in("en").guides["flickers"].title == "My lamp flickers"
    assert shelf.help_in("en").guides["flickers"].title == "My lantern flickers"


def test_only_what_is_read_is_kept_and_the_edition_before(source: Path, tmp_path: Path) -> None:
    kept = tmp_path / "shops" / "corner"
    editions = []
    for name in ("one", "two", "three"):
        (source / HELP / "flickers.yaml").write_text(GUIDE.replace("lantern", name), encoding="utf-8")
        editions.append(bring_help(source, tmp_path / "shops", "corner").edition)
    assert {one.name for one in kept.iterdir()} == {CURRENT, *editions[1:]}
    assert not list(kept.rglob("notes.txt"))
    assert bring_help(source, tmp_path / "shops", "corner").edition == editions[-1]


@pytest.mark.parametrize(
    "name", ["help/flickers.yaml", "help/pictures", "help/de", "sizes.yaml", "help/pictures/x.svg"]
)
def test_no_link_leads_out_of_the_folder(name: str, source: Path, tmp_path: Path) -> None:
    """A folder that was a link brought in what lay behind it, for everybody to see."""
    outside = tmp_path / "outside"
    shutil.copytree(source / HELP / "pictures", outside)
    (outside / "secret.yaml").write_text("password: open", encoding="utf-8")
    (outside / "secret.svg").write_text(WICK, encoding="utf-8")
    place = source / name
    target = outside if not place.suffix else outside / f"secret{place.suffix}"
    if place.exists():
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    place.symlink_to(target)
    with pytest.raises(NothingToBring, match="behind a link"):
        bring_help(source, tmp_path / "shops", "corner")
    assert not (tmp_path / "shops").exists()


def test_what_is_no_plain_file_or_without_end_is_told_and_not_read(source: Path, tmp_path: Path) -> None:
    endless = source / HELP / "pictures" / "endless.svg"
    endless.touch()
    os.truncate(endless, 1 << 36)
    with pytest.raises(NothingToBring, match="more than 20 MB"):
        bring_help(source, tmp_path / "shops", "corner")
    endless.unlink()
    os.mkfifo(source / HELP / "pipe.yaml")
    assert [one.what for one in check_help(source / HELP).problems] == ["this is no file, or larger than 2 MB."]
    with pytest.raises(NothingToBring, match="no plain file"):
        bring_help(source, tmp_path / "shops", "corner")
    (source / HELP / "pipe.yaml").unlink()
    (source / HELP / "pictures" / "wick.svg").write_bytes(b"\xff\xfe")
    (source / HELP / "pictures" / "folder.svg").mkdir()
    assert check_help(source / HELP).findings  # and no traceback


def test_what_is_wrong_is_kept_out_and_the_old_stays(source: Path, tmp_path: Path) -> None:
    shelves = Shelves(tmp_path / "shops")
    bring_help(source, shelves.folder, "corner")
    (source / HELP / "flickers.yaml").write_text(GUIDE.replace("wick.svg", "gone.svg"), encoding="utf-8")
    found = bring_help(source, shelves.folder, "corner")
    assert (found.edition, bool(found.reports[0].findings)) == ("", True)
    (source / HELP / "flickers.yaml").write_text(GUIDE.replace("title", "titel"), encoding="utf-8")
    unreadable = bring_help(source, shelves.folder, "corner", despite_findings=True)
    assert (unreadable.edition, bool(unreadable.reports[0].problems)) == ("", True)
    shelf = shelves.of("corner")
    assert shelf is not None
    assert shelf.help_in("en").guides["flickers"].title == "My lantern flickers"


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NothingToBring, match="nothing to bring"):
        bring_help(tmp_path, tmp_path / "shops", "corner")


@pytest.mark.parametrize("shop_id", ["..", "corner/../corner", "", "Corner", "corner\n"])
def test_a_name_is_no_way_to_another_folder(source: Path, tmp_path: Path, shop_id: str) -> None:
    shelves = Shelves(tmp_path / "shops")
    bring_help(source, shelves.folder, "corner")
    assert shelves.of(shop_id) is None


@pytest.mark.parametrize("said", ["", "../../mine", "\N{SNOWMAN}", "0" * 64])
def test_a_spoilt_note_of_what_is_in_use_is_as_if_there_were_none(source: Path, tmp_path: Path, said: str) -> None:
    shelves = Shelves(tmp_path / "shops")
    bring_help(source, shelves.folder, "corner")
    (shelves.folder / "corner" / CURRENT).write_text(said, encoding="utf-8")
    shelf = shelves.of("corner")
    assert shelf is None or not shelf.help_in("en").guides


@pytest.mark.usefixtures("shops")
def test_its_pages_show_it(source: Path, tmp_path: Path, client: Client) -> None:
    shutil.copy(folder("silver") / FILE, source / FILE)
    assert bring_help(source, tmp_path / "shops", "bespoke").edition
    with override_settings(AMENDS_SHELVES=tmp_path / "shops"):
        page = client.get("/bespoke/help/flickers/").content.decode()
        picture = client.get(PICTURE)
        assert "My lantern flickers" in page
        assert PICTURE in page
        assert picture.content.decode() == WICK
        assert "sandbox" in picture["Content-Security-Policy"]
        assert client.get("/bespoke/help/certificates/").status_code == 404
        assert client.get("/silver/help/tarnish/").status_code == 200  # its own is untouched
