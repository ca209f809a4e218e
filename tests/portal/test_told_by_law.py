"""What the law wants told: the choice before a fault is put right (EU-C-13), rights beside a guarantee (EU-G-01)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.sample_shops import AT, HOUR, add, ask, find, hidden, order

from amends.records import models

pytestmark = pytest.mark.usefixtures("shops")
DAY = 24 * HOUR
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
    folder = tmp_path / "silver" / "notice"
    folder.mkdir(parents=True)
    (folder / "en.png").write_bytes(b"\x89PNG official")
    (folder / "de.pdf").write_bytes(b"%PDF amtlich")
    assert 'src="/silver/notice"' in client.get("/silver/policy").content.decode()
    english, german = (client.get("/silver/notice", headers={"Accept-Language": one}) for one in ("en", "de"))
    assert (english.content, english["Content-Type"]) == (b"\x89PNG official", "image/png")
    assert (german.content, german["Content-Type"]) == (b"%PDF amtlich", "application/pdf")
