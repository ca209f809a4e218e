"""The withdrawal function, point by point as Art. 11a has it, at a shop outside the Union that sells there."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from django.test import Client
from tests import invariants
from tests.sample_shops import AT, HOUR, add, find, hidden, order
from tests.usecases.mail_out.outgoing import Tray, deliver, mail_keys

from amends.core.dates import datetime_of, zone_named
from amends.core.withdrawal import COUNTRIES
from amends.languages import language_named
from amends.records import models
from amends.records.cases import case_numbered
from amends.records.queue import Filters, queue_page

pytestmark = pytest.mark.usefixtures("shops")
DAY = 24 * HOUR


@pytest.fixture
def bought() -> str:
    """An order that went to Germany, of pieces that the shop's own policy would not take back."""
    before = order("silver", "WR-1001")
    lines = tuple(replace(one, category="earring") for one in before.lines)
    parcels = tuple(replace(one, delivered_at=AT - 2 * DAY) for one in before.parcels)
    new = replace(before, number="EU-1", country="DE", lines=lines, parcels=parcels, gift_code="PRESENT-1")
    return add("silver", new).email


def button(page: str) -> str:
    form = page.split('<blockquote class="statement"')[1]
    return re.sub(r"<[^>]+>", "", re.findall(r"<button[^>]*>(.*?)</button>", form, re.DOTALL)[0]).strip()


def test_from_the_order_to_the_acknowledgement_in_two_steps(client: Client, bought: str) -> None:
    address = find(client, "silver", "EU-1", bought)
    page = client.get(address).content.decode()
    assert "withdraw from contract here" in page
    step = client.get(f"{address}withdraw").content.decode()
    pieces = re.findall(r'name="(piece\.[^"]+)"', step)
    assert len(pieces) == 2
    assert "required" not in step
    nothing = client.post(f"{address}withdraw", {"key": hidden(step, "key"), "name": ""})
    assert nothing.status_code == 400
    assert "Choose at least one piece." in nothing.content.decode()
    shown = client.post(f"{address}withdraw", {"key": hidden(step, "key"), "name": "Ann", pieces[0]: "yes"})
    confirm = shown.content.decode()
    assert button(confirm) == "confirm withdrawal"
    assert not models.Case.objects.filter(order_number="EU-1").exists()
    fields = {"key": hidden(confirm, "key"), "name": "Ann", "confirmed": "yes", pieces[0]: "yes"}
    done, again = (client.post(f"{address}withdraw", fields) for _ in range(2))
    assert done["Location"] == again["Location"]
    case = models.Case.objects.get(order_number="EU-1")
    assert done["Location"] == f"/silver/cases/{case.number}/withdrawn"
    assert case.note.endswith("Name: Ann")
    told = client.get(done["Location"]).content.decode()
    assert "We have your withdrawal. It holds, and needs no answer." in told
    assert "Name: Ann" in told
    assert "Post it to us by " in told
    assert f'href="/silver/cases/{case.number}/"' in told
    left = client.get(f"{address}withdraw").content.decode()
    assert len(re.findall(r'name="piece\.', left)) == 1
    invariants.check("silver")


def law_link(page: str) -> tuple[str, str]:
    """The language and the words of the link in the foot of the page."""
    found = re.search(
        r'<p class="withdrawal"><a href="/silver/withdraw" lang="(\w\w)">([^<]+)</a>', page.split("<footer")[1]
    )
    assert found, "the page has no link"
    return found[1], found[2]


def test_point_1_it_is_on_every_page_and_leads_to_the_statement_by_the_order_s_number(
    client: Client, bought: str
) -> None:
    for path in ("", "find", "gift", "policy", "help/", "withdraw", "size/"):
        assert law_link(client.get(f"/silver/{path}").content.decode()) == ("en", "withdraw from contract here"), path
    on = client.post("/silver/withdraw")["Location"]
    fields = {"number": "EU-1", "proof": bought, "then": hidden(client.get(on).content.decode(), "then")}
    assert client.post("/silver/find", fields)["Location"] == "/silver/orders/EU1/withdraw"


def test_point_2_it_is_there_before_the_delivery_and_while_any_piece_has_the_right(client: Client, bought: str) -> None:
    before = order("silver", "EU-1")
    made = {**before.lines[0].attributes, "personalised": True}
    mixed = (replace(before.lines[0], attributes=made), *before.lines[1:])
    add("silver", replace(before, number="EU-2", lines=mixed, gift_code=""))
    add("silver", replace(before, number="EU-3", parcels=(), gift_code=""))
    add("silver", replace(before, number="EU-4", lines=tuple(replace(one, attributes=made) for one in before.lines),
                          gift_code=""))  # fmt: skip
    found = {}
    for number in ("EU-2", "EU-3", "EU-4"):
        page = client.get(find(client, "silver", number, bought)).content.decode()
        found[number] = '<p class="withdrawal"><a class="button"' in page
    assert found == {"EU-2": True, "EU-3": True, "EU-4": False}


@pytest.mark.parametrize(("asks", "told"), [
    ("de-AT,de;q=0.9", ("de", "Vertrag widerrufen")), ("it-IT,it;q=0.9,en;q=0.8", ("it", "recedere dal contratto qui")),
    ("nl", ("nl", "Hier de overeenkomst ontbinden")), ("pl,es;q=0.5", ("es", "desistir del contrato aquí")),
    ("fr", ("fr", "renoncer au contrat ici")), ("pl", ("en", "withdraw from contract here")),
])  # fmt: skip
def test_point_3_the_words_are_those_of_the_law_also_where_no_pages_are_in_the_language(
    client: Client, asks: str, told: tuple[str, str]
) -> None:
    assert law_link(client.get("/silver/find", headers={"Accept-Language": asks}).content.decode()) == told


def test_points_4_to_7_of_a_statement_in_italian_with_another_address(client: Client, bought: str) -> None:
    """Nothing but the pieces has to be filled in; the button says one thing; both addresses get content and time."""
    address, italian = find(client, "silver", "EU-1", bought), {"Accept-Language": "it"}
    step = client.get(f"{address}withdraw", headers=italian).content.decode()
    piece = re.findall(r'name="(piece\.[^"]+)"', step)[0]
    assert "required" not in step
    assert '<html lang="it"' in step
    assert "Da che cosa recede?" in step
    assert set(re.findall(r"\?lang=(\w\w)", step)) == {"en", "de", "es", "fr", "it", "nl"}
    assert set(re.findall(r"\?lang=(\w\w)", client.get(address, headers=italian).content.decode())) == {
        "en", "de", "es", "fr",
    }  # fmt: skip
    fields = {"key": hidden(step, "key"), piece: "yes", "email": "not an address"}
    wrong = client.post(f"{address}withdraw", fields, headers=italian)
    assert wrong.status_code == 400
    assert "Lo inserisca come nome@example.com." in wrong.content.decode()
    confirm = client.post(f"{address}withdraw", {**fields, "email": "elsewhere@example.net"}, headers=italian)
    page = confirm.content.decode()
    assert button(page) == "conferma recesso"
    assert '<blockquote class="statement" lang="it">' in page
    sent = {"key": fields["key"], "email": "elsewhere@example.net", "confirmed": "yes", piece: "yes"}
    done = client.post(f"{address}withdraw", sent, headers=italian)
    told = client.get(done["Location"], headers=italian).content.decode()
    assert "Ha esercitato il recesso" in told
    assert "elsewhere@example.net" in told
    case = models.Case.objects.get(order_number="EU-1")
    opened = models.Event.objects.get(case_number=case.number, number=1)
    assert json.loads(opened.body)["stated"] == {"words": "it 2026-11-22", "language": "it"}
    assert case.note.startswith("Con la presente recedo dal contratto relativo ai seguenti beni dell’ordine EU-1:")
    tray = Tray()
    keys = mail_keys("silver", case.number, "withdrawal")
    assert [deliver("silver", case.number, key, tray) for key in keys] == ["sent", "sent"]
    assert [one.recipient.address for one in tray.mails] == [bought, "elsewhere@example.net"]
    for mail in tray.mails:
        assert mail.headline == "Abbiamo ricevuto il Suo recesso. Ha effetto senza che dobbiamo approvarlo."
        assert case.note in mail.paragraphs
        assert any(one.startswith("Ci è pervenuto domenica ") for one in mail.paragraphs)
        assert {"Ordine", "Pezzo", "Che cosa succede ora", "Il Suo denaro entro"} <= {one.label for one in mail.rows}
        assert mail.language == "it"
    assert tray.mails[1].buttons[0].url.endswith("/silver/find")  # an address that nobody has proven: no way in
    assert models.MailOut.objects.filter(case_number=case.number, key__in=keys).count() == 2
    invariants.check("silver")


def test_the_statement_names_what_is_withdrawn_from_and_nothing_else(client: Client, bought: str) -> None:
    """Pieces without a tick, names with lines of their own, and pieces of others were once taken as they came."""
    address = find(client, "silver", "EU-1", bought)
    step = client.get(f"{address}withdraw").content.decode()
    one, other = re.findall(r'name="(piece\.[^"]+)"', step)
    fields = {"key": hidden(step, "key"), "confirmed": "yes", "name": "Ann\n1 × a ring of gold\r\n\tof ours"}
    for pieces in ({one: ""}, {}, {one: "yes", "piece.L9.P9": "yes"}):
        found = client.post(f"{address}withdraw", {**fields, **pieces})
        assert found["Location"] == f"{address}withdraw"
    assert not models.Case.objects.filter(order_number="EU-1").exists()
    client.post(f"{address}withdraw", {**fields, one: "yes", other: ""})
    case = case_numbered("silver", models.Case.objects.get(order_number="EU-1").number)
    assert case is not None
    assert len(case.items) == 1
    assert case.note.splitlines()[-1] == "Name: Ann 1 × a ring of gold of ours"


def test_a_part_of_what_was_bought_of_a_piece_can_be_withdrawn_from_and_the_rest_later(
    client: Client, bought: str
) -> None:
    """EU-W-20; all of it once was stated, however many somebody wanted to send back."""
    before = order("silver", "EU-1")
    three = replace(before.lines[0], quantity=3)
    parcels = tuple(replace(one, contents={**one.contents, three.id: 3}) for one in before.parcels)
    add("silver", replace(before, number="EU-5", lines=(three, *before.lines[1:]), parcels=parcels, gift_code=""))
    address = find(client, "silver", "EU-5", bought)
    step = client.get(f"{address}withdraw").content.decode()
    units = re.findall(r'name="(piece\.units\.[^"]+)"[^>]*value="3"', step)
    assert len(units) == 1  # of the other piece there is one alone
    piece = units[0].replace("units.", "")
    fields = {"key": hidden(step, "key"), piece: "yes"}
    for wrong in ("0", "4", "two", "²", "-1", "9" * 6):
        asked = client.post(f"{address}withdraw", {**fields, units[0]: wrong})
        assert asked.status_code == 400
        assert "Choose a number from 1 to 3." in asked.content.decode()
        assert client.post(f"{address}withdraw", {**fields, units[0]: wrong, "confirmed": "yes"}).status_code == 302
    assert not models.Case.objects.filter(order_number="EU-5").exists()
    page = client.post(f"{address}withdraw", {**fields, units[0]: "2"}).content.decode()
    assert f"2 × {three.name}" in page
    assert f'name="{units[0]}" value="2"' in page
    done, again = (client.post(f"{address}withdraw", {**fields, units[0]: "2", "confirmed": "yes"}) for _ in range(2))
    assert done["Location"] == again["Location"]
    case = case_numbered("silver", models.Case.objects.get(order_number="EU-5").number)
    assert case is not None
    assert [one.item.quantity for one in case.items] == [2]
    assert case.note.splitlines()[1:] == [f"2 × {three.name}"]
    left = client.get(f"{address}withdraw").content.decode()
    assert f'name="{piece}"' in left
    assert "piece.units." not in left  # one is left
    invariants.check("silver")


def test_point_10_a_shop_outside_the_union_has_it_where_it_sells_there(client: Client) -> None:
    models.Shop.objects.filter(id="silver").update(desk={})
    country = models.Shop.objects.get(id="silver").country
    page = client.get("/silver/find").content.decode()
    assert country not in COUNTRIES
    assert "withdraw from contract" not in page
    assert client.get("/silver/withdraw").status_code == 404


def test_it_is_the_buyer_s_own_and_lasts_as_long_as_the_law_says(client: Client, bought: str) -> None:
    recipient = Client()
    present = recipient.post("/silver/gift", {"code": "PRESENT-1"})
    assert recipient.get(f"{present['Location']}withdraw").status_code == 404
    assert Client().get("/silver/orders/EU1/withdraw").status_code == 404
    before = order("silver", "EU-1")
    late = tuple(replace(one, delivered_at=AT - 30 * DAY) for one in before.parcels)
    add("silver", replace(before, parcels=late))
    address = find(client, "silver", "EU-1", bought)
    assert '<p class="withdrawal"><a class="button"' not in client.get(address).content.decode()
    over = client.get(f"{address}withdraw")
    assert "nothing here to withdraw from" in over.content.decode()


def test_who_looks_for_the_function_too_late_is_told_so_and_who_never_had_it_sees_the_order(
    client: Client, bought: str
) -> None:
    before = order("silver", "EU-1")
    late = tuple(replace(one, delivered_at=AT - 30 * DAY) for one in before.parcels)
    add("silver", replace(before, number="EU-6", parcels=late, gift_code=""))
    add("silver", replace(before, number="EU-7", country="US", gift_code=""))
    for number, leads_to in (("EU-6", "/silver/orders/EU6/withdraw"), ("EU-7", "/silver/orders/EU7/")):
        fields = {"number": number, "proof": bought, "then": "withdraw"}
        assert client.post("/silver/find", fields)["Location"] == leads_to
    assert "nothing here to withdraw from" in client.get("/silver/orders/EU6/withdraw").content.decode()


def test_the_day_of_the_money_is_told_before_it_comes_and_is_the_same_everywhere(client: Client, bought: str) -> None:
    address = find(client, "silver", "EU-1", bought)
    step = client.get(f"{address}withdraw").content.decode()
    pieces = dict.fromkeys(re.findall(r'name="(piece\.[^"]+)"', step), "yes")
    done = client.post(f"{address}withdraw", {"key": hidden(step, "key"), "confirmed": "yes", **pieces})
    case = case_numbered("silver", models.Case.objects.get(order_number="EU-1").number)
    assert case is not None
    by = case.items[0].item.money_by
    assert by is not None
    assert by > (case.case.act_by or by)  # the goods are to be posted first
    day = language_named("en").formats.day(datetime_of(by, zone_named("America/New_York")), with_year=False)
    page = client.get(f"/silver/cases/{case.number}/").content.decode()
    assert done.status_code == 302
    assert "You have withdrawn. Post it by " in page
    assert "It is agreed" not in page
    later = re.findall(r"By (?:<[^>]+>)?([^<]+)(?:<[^>]+>)?, or one business day after the goods have reached us", page)
    assert later == [day] * len(case.items)
    tray = Tray()
    assert deliver("silver", case.number, mail_keys("silver", case.number, "withdrawal")[0], tray) == "sent"
    rows = [one.value for one in tray.mails[0].rows if one.label == "Your money by"]
    assert len(rows) == len(case.items)
    assert all(one.startswith(day) and "or one business day after the goods have reached us" in one for one in rows)
    line = next(one for one in queue_page("silver", Filters(), None, 200) if one.number == case.number)
    assert [one.money_by for one in line.items] == [by] * len(case.items)
