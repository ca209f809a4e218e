"""What the law wants told: the choice before a fault is put right (EU-C-13), rights beside a guarantee (EU-G-01)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.sample_shops import AT, HOUR, add, ask, find, hidden, order

from amends.examples import folder
from amends.records import models
from amends.usecases.bring_help import bring_help
from amends.usecases.bring_notice import NoticeInvalid, bring_notice
from amends.usecases.read_health import missing_notices
from amends.usecases.read_notice import WHERE_TO_GET

pytestmark = pytest.mark.usefixtures("shops")
DAY = 24 * HOUR
PNG = b"\x89PNG\r\n\x1a\n official"
CHOICE = "You may choose between repair and replacement."


@pytest.mark.parametrize(("placed_at", "is_told"), [(AT - 10 * DAY, True), (AT - 300 * DAY, False)])
def test_eu_c_13_is_told_before_the_choice_for_contracts_since_then_and_kept(
    client: Client, placed_at: int, is_told: bool
) -> None:
    before = order("silver", "WR-1001")
    parcels = tuple(
        replace(one, shipped_at=placed_at + DAY, delivered_at=placed_at + 3 * DAY) for one in before.parcels
    )
    new = replace(before, number="C-13", country="DE", placed_at=placed_at, parcels=parcels, gift_code="")
    address = find(client, "silver", "C-13", add("silver", new).email)
    check = ask(client, address, "L1.P1", "defective", "repair")
    shown = client.get(check.replace("check", "remedy")).content.decode()
    assert ("Before you choose" in shown) is is_told
    page = client.get(check).content.decode()
    assert (CHOICE in page) is is_told
    fields = {name: hidden(page, name) for name in ("key", "seal", *(("told",) if is_told else ()))}
    client.post(check, fields)
    number = models.Case.objects.get(order_number="C-13").number
    stated = json.loads(models.Event.objects.get(case_number=number, number=1).body)["stated"]
    assert stated == ({"told": "EU-C-13", "language": "en"} if is_told else {})


def test_eu_g_01_a_guarantee_names_who_gives_it_and_leaves_the_rights_by_law_as_they_are(client: Client) -> None:
    page = client.get("/bespoke/policy").content.decode()
    said = page.split('id="guarantee"')[1].split("</section>")[0]
    shop = models.Shop.objects.get(id="bespoke")
    assert "leaves them as they are" in said
    assert all(one in said for one in (shop.name, *shop.address))
    assert 'id="guarantee"' not in client.get("/silver/policy").content.decode()


def test_eu_g_02_the_official_notice_is_shown_byte_for_byte(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.AMENDS_SHELVES = tmp_path
    assert client.get("/silver/notice").status_code == 404
    assert 'id="notice"' not in client.get("/silver/policy").content.decode()
    missing = [one for one in missing_notices() if one.startswith("silver has to show the official notice")]
    assert len(missing) == 1
    assert WHERE_TO_GET in missing[0]
    brought = tmp_path / "brought" / "notice"
    brought.mkdir(parents=True)
    (brought / "en.png").write_bytes(PNG)
    (brought / "de.pdf").write_bytes(b"%PDF-1.7 amtlich")
    assert bring_notice(brought.parent, tmp_path, "silver") == ("de", "en")
    assert not [one for one in missing_notices() if one.startswith("silver ")]
    assert 'src="/silver/notice"' in client.get("/silver/policy").content.decode()
    english, german = (client.get("/silver/notice", headers={"Accept-Language": one}) for one in ("en", "de"))
    assert (english.content, english["Content-Type"]) == (PNG, "image/png")
    assert (german.content, german["Content-Type"]) == (b"%PDF-1.7 amtlich", "application/pdf")
    for country, is_shown in (("DE", True), ("US", False)):
        sold = replace(order("silver", "WR-1001"), number=f"N-{country}", country=country, gift_code="")
        page = client.get(find(client, "silver", sold.number, add("silver", sold).email)).content.decode()
        assert ('src="/silver/notice"' in page) is is_shown


def test_what_is_no_notice_is_not_brought_in_and_help_leaves_the_notice_where_it_is(tmp_path: Path) -> None:
    source, shelves = tmp_path / "source", tmp_path / "shelves"
    (source / "notice").mkdir(parents=True)
    (source / "notice" / "en.png").write_bytes(PNG)
    bring_notice(source, shelves, "silver")
    for name, content in (("fr.png", b"<html>"), ("french.pdf", b"%PDF-"), ("fr.exe", b"MZ")):
        (source / "notice" / name).write_bytes(content)
        with pytest.raises(NoticeInvalid):
            bring_notice(source, shelves, "silver")
        (source / "notice" / name).unlink()
    assert [one.name for one in (shelves / "silver" / "notice").iterdir()] == ["en.png"]
    bring_help(Path(folder("silver")), shelves, "silver", despite_findings=True)
    assert (shelves / "silver" / "notice" / "en.png").read_bytes() == PNG
