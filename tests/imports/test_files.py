"""Files opened and decoded: which encoding they are in, and what is said of those that are in none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.imports.reading import HEADER, how, order_data, orders_in

from amends.imports.files import Item, opened
from amends.imports.rows import FileInvalid

TEXT = f"{HEADER}\n1,2026-03-10,p,S1,Größe – 7,1,40.00\n"


def read(path: Path, **more: str) -> tuple[str, list[str], list[Item]]:
    with opened(path, replace(how(), **more)) as (reading, items):  # type: ignore[arg-type]  # the words are fields of it
        found = [item for _, item in items]
    return reading.encoding, reading.remarks, found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_are_seen_and_the_less_certain_one_reported(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(TEXT.encode(encoding))
    seen, remarks, items = read(path)
    assert orders_in(items)[0].lines[0].name == "Größe – 7"
    assert seen == encoding
    assert bool(remarks) == (encoding == "cp1252")


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(TEXT.replace("Größe – 7", "指輪").encode("shift_jis"))
    _, _, items = read(path, encoding="shift-jis")
    assert orders_in(items)[0].lines[0].name == "指輪"


@pytest.mark.parametrize(
    ("content", "more", "what"),
    [
        (b"", {}, "the file is empty"),
        (b" \r\n \n", {}, "the file is empty"),
        (TEXT.encode("utf-16-le"), {}, "UTF-16 without a mark"),
        (HEADER.encode() + b"\n1,\x81\x8d\xff,p\n", {}, "neither UTF-8 nor Windows-1252"),
        (TEXT.encode("cp1252"), {"encoding": "utf-8"}, "not written in `utf-8`"),
        (b"\xef\xbb\xbf" + TEXT.encode("cp1252"), {}, "not written in `utf-8-sig`"),
        (TEXT.encode(), {"encoding": "klingon"}, "no encoding `klingon`"),
        (TEXT.encode(), {"encoding": "base64"}, "no encoding of text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    content: bytes, more: dict[str, str], what: str, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    with pytest.raises(FileInvalid) as caught:
        read(path, **more)
    assert what in caught.value.what


def test_the_line_that_is_in_no_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"number\n1\n2\n\x81\n")
    with pytest.raises(FileInvalid) as caught:
        read(path)
    assert caught.value.place.line == 4


@pytest.mark.parametrize("name", ["gone.csv", "bad\0name.csv", ""])
def test_a_file_that_is_not_there_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileInvalid, match="cannot be read"):
        read(tmp_path / name)


def test_the_form_is_seen_where_the_name_does_not_tell(tmp_path: Path) -> None:
    for name, text in (
        ("a", json.dumps([order_data()])),
        ("b", TEXT),
        ("c.txt", TEXT),
        ("d.data", f"\n {json.dumps(order_data())}"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert len(orders_in(read(tmp_path / name)[2])) == 1, name


def test_a_mapping_for_another_currency_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(TEXT, encoding="utf-8")
    foreign = how("amends: 1\ncurrency: EUR\norders: {number: number}\n")
    with pytest.raises(FileInvalid, match="EUR"), opened(path, foreign) as (_, items):
        list(items)
