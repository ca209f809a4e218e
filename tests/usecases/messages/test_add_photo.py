"""Photos of a case: those that can be read are kept, once, and the others say why."""

from __future__ import annotations

import pytest
from tests.sample_shops import AT, shop

from amends.core.cases.commands import Withdraw
from amends.ports.photos import PhotoRefused, Picture
from amends.records.case_file import photos_of
from amends.records.cases import CaseRow, case_numbered
from amends.records.events import broken_link, events_of
from amends.records.photos import photo_of_case
from amends.usecases.act_on_case import CaseMissing, act_on_case
from amends.usecases.add_photo import LONGEST_NAME, MOST_AT_ONCE, MOST_PHOTOS, Added, Sent, add_photos, shown_name


def read(sent: bytes) -> Picture:
    """A reader that takes what begins with a letter."""
    if not sent[:1].isalpha():
        raise PhotoRefused("it is no photo.", code="photo_type")
    return Picture(2, 1, b"JPEG " + sent, b"jpeg " + sent)


def add(case: CaseRow, *sent: bytes, shop_id: str = "silver") -> Added:
    files = [Sent(f"{place}.jpg", data) for place, data in enumerate(sent)]
    return add_photos(shop(shop_id), case.number, files, read, by="customer", at=AT)


def test_what_cannot_be_read_keeps_nothing_else_out(case: CaseRow) -> None:
    added = add(case, b"one", b"\0", b"two")
    assert len(added.kept) == 2
    assert [(name, error.code) for name, error in added.refused] == [("1.jpg", "photo_type")]
    assert [one.id for one in photos_of("silver", case.number)] == sorted(added.kept) or len(added.kept) == 2
    assert [one.kind for one in events_of("silver", case.number)].count("photo_added") == 2
    assert broken_link("silver") is None


def test_the_same_photo_twice_is_one(case: CaseRow) -> None:
    add(case, b"one", b"one")
    assert not add(case, b"one").kept
    assert len(photos_of("silver", case.number)) == 1


def test_too_many_at_once_and_altogether(case: CaseRow) -> None:
    first = add(case, *(f"a{place}".encode() for place in range(MOST_AT_ONCE + 2)))
    assert (len(first.kept), len(first.refused)) == (MOST_AT_ONCE, 2)
    add(case, *(f"b{place}".encode() for place in range(MOST_AT_ONCE)))
    last = add(case, b"one more")
    assert not last.kept
    assert last.refused[0][1].code == "photo_too_many"
    assert len(photos_of("silver", case.number)) == MOST_PHOTOS


def test_a_photo_is_found_in_its_own_case_alone(case: CaseRow) -> None:
    (photo,) = add(case, b"one").kept
    assert photo_of_case("silver", case.number, photo, small=False) == b"JPEG one"
    assert photo_of_case("silver", "R-OTHER", photo, small=False) is None
    assert photo_of_case("piercing", case.number, photo, small=False) is None
    with pytest.raises(CaseMissing):
        add(case, b"two", shop_id="piercing")


def test_photos_may_come_when_everything_is_over(case: CaseRow) -> None:
    act_on_case(shop("silver"), case.number, Withdraw(item="1"), at=AT, by="customer")
    assert add(case, b"one").kept
    now = case_numbered("silver", case.number)
    assert now is not None
    assert now.case.is_over


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("x.php.jpg", "x.php.jpg"),
        ("x.jpg\0.php", "x.jpg.php"),
        ("..\\..\\x.png", "x.png"),
        ("../../etc/passwd", "passwd"),
        ("CON", "CON"),
        ("a" * 4_000, "a" * LONGEST_NAME),
        ("gpj.\u202eexe", "gpj.exe"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("", ""),
    ],
)
def test_names_are_text_and_nothing_else(sent: str, shown: str) -> None:
    """ATK33."""
    assert shown_name(sent) == shown
