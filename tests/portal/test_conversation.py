"""Messages and photos on the page of a case: kept once, shown as text, and to nobody else."""

from __future__ import annotations

import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from markupsafe import escape
from PIL import Image
from tests import invariants
from tests.portal.test_case_page import visitor
from tests.sample_cases import SECRET, of_kind
from tests.sample_shops import AT, find, shop

from amends.ports.photos import MOST_BYTES
from amends.records.case_file import messages_of, photos_of
from amends.records.cases import CaseRow
from amends.usecases.send_message import send_message

pytestmark = pytest.mark.usefixtures("shops")
PAYLOADS = [
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{% debug %}",
    '"><img src=x onerror=alert(1)>',
    "O'Brien",
    "💎 李 نور",
]


def words(page: bytes) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


def picture(colour: str = "red", name: str = "a.jpg") -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue(), "image/jpeg")


@pytest.fixture
def case() -> CaseRow:
    return of_kind("refund")


@pytest.fixture
def page(case: CaseRow) -> str:
    return f"/silver/cases/{case.number}/"


class TestMessages:
    @pytest.mark.parametrize("text", PAYLOADS)
    def test_a_message_comes_back_as_it_was_written(self, case: CaseRow, page: str, text: str) -> None:
        """ATK28, and markup of every sort."""
        client = visitor("refund")
        response = client.post(f"{page}messages", {"text": text, "key": "k"})
        assert response["Location"] == f"{page}#messages"
        shown = client.get(page).content.decode()
        assert escape(text) in shown
        assert "<script>" not in shown
        assert "<img src=x" not in shown
        invariants.check("silver")

    def test_lines_stay_lines_and_a_double_click_is_one(self, case: CaseRow, page: str) -> None:
        client = visitor("refund")
        for _ in range(2):
            client.post(f"{page}messages", {"text": "one\r\ntwo", "key": "k"})
        assert [one.text for one in messages_of("silver", case.number)] == ["one\ntwo"]

    def test_what_is_typed_is_kept_where_it_cannot_be_sent(self, page: str) -> None:
        client = visitor("refund")
        long = "x" * 4_001
        for text, problem in ((" ", "There is nothing to send"), (long, "4000 are the most")):
            response = client.post(f"{page}messages", {"text": text, "key": "k"})
            assert response.status_code == 400
            assert problem in words(response.content)
            assert escape(text) in response.content.decode()
        assert client.post(f"{page}messages", {"text": "x" * 9_000, "key": "k"}).status_code == 400

    def test_the_shops_answer_stands_there_under_its_name(self, case: CaseRow, page: str) -> None:
        send_message(shop("silver"), case.number, "Tomorrow, <b>we</b> think", by="m1", key="k", at=AT, secret=SECRET)
        said = visitor("refund").get(page).content.decode()
        assert "Tomorrow, &lt;b&gt;we&lt;/b&gt; think" in said
        assert "Wrenfold, at" in words(said.encode())
        assert "m1" not in words(said.encode())

    def test_nobody_else_writes(self, case: CaseRow, page: str) -> None:
        stranger = Client()
        find(stranger, "silver", "WR-1002", "jonas@example.com")
        for one in (Client(), stranger):
            assert one.post(f"{page}messages", {"text": "Hello", "key": "k"}).status_code == 404
        assert not messages_of("silver", case.number)


class TestPhotos:
    def test_several_come_at_once_and_are_shown(self, case: CaseRow, page: str) -> None:
        client = visitor("refund")
        sent = {"photos": [picture("red", "a.jpg"), picture("blue", "b <b>.jpg")]}
        assert client.post(f"{page}photos", sent)["Location"] == f"{page}#photos"
        shown = client.get(page).content.decode()
        assert shown.count("/photos/") >= 4
        assert "b &lt;b&gt;.jpg" in shown
        invariants.check("silver")

    def test_one_that_is_refused_says_why_and_the_others_are_kept(self, case: CaseRow, page: str) -> None:
        client = visitor("refund")
        svg = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
        heic = SimpleUploadedFile("y.heic", b"\0\0\0\x18ftypheic" + b"\0" * 100)
        response = client.post(f"{page}photos", {"photos": [svg, picture(), heic]})
        said = words(response.content)
        assert response.status_code == 400
        assert "x.svg : It is no JPEG, PNG or WebP." in said
        assert "y.heic : It is a HEIC photo" in said
        assert "The other one is kept." in said
        assert len(photos_of("silver", case.number)) == 1

    def test_one_that_is_too_large_is_passed_over_before_it_is_read(self, case: CaseRow, page: str) -> None:
        large = SimpleUploadedFile("large.jpg", b"\xff\xd8\xff" + b"\0" * MOST_BYTES)
        response = visitor("refund").post(f"{page}photos", {"photos": [large, picture()]})
        said = words(response.content)
        assert "large.jpg : It is larger than 15 MB." in said
        assert len(photos_of("silver", case.number)) == 1

    def test_none_at_all_is_a_problem(self, page: str) -> None:
        response = visitor("refund").post(f"{page}photos", {})
        assert response.status_code == 400
        assert "Choose a photo first." in words(response.content)

    def test_a_photo_is_shown_to_its_owner_alone_and_can_do_nothing(self, case: CaseRow, page: str) -> None:
        """ATK15."""
        client = visitor("refund")
        client.post(f"{page}photos", {"photos": picture()})
        (photo,) = photos_of("silver", case.number)
        where = f"{page}photos/{photo.id}/"
        for size in ("small", "large"):
            response = client.get(f"{where}{size}")
            assert response["Content-Type"] == "image/jpeg"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in response["Content-Security-Policy"]
            assert response["Content-Disposition"].startswith("inline; filename=")
            assert "no-store" in response["Cache-Control"]
            for stranger in (Client(), visitor("repair"), visitor("store_credit")):
                assert stranger.get(f"{where}{size}").status_code == 404
        assert client.get(f"{page}photos/nonsense/small").status_code == 404

    def test_a_file_under_another_name_is_refused(self, page: str) -> None:
        assert visitor("refund").post(f"{page}photos", {"other": picture()}).status_code == 400
        assert (
            visitor("refund").post(f"{page}messages", {"text": "a", "key": "k", "photos": picture()}).status_code == 400
        )
