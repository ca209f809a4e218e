"""The help pages: asking in one's own words, walking a guide by its address, and what goes along into the claim."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.sample_shops import AT, HOUR, ask, find, send, session_of, shop, situation

from amends.core.help.model import End
from amends.core.help.walk import NEXT, Walk, walk
from amends.examples import help_of
from amends.records import models
from amends.records.help_visits import help_figures
from amends.records.policies import latest_policy
from amends.records.shops import save_shop
from amends.usecases.read_notice import SELLS_TO_EU

pytestmark = pytest.mark.usefixtures("shops")
PLACE = "/piercing/help/"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def figures() -> dict[str, tuple[int, int, int, int]]:
    return {
        one.guide: (one.visits, one.solved, one.undone, one.went_on)
        for one in help_figures("piercing", AT - HOUR, AT + HOUR)
    }


def end(client: Client, guide: str, taken: str, act: str) -> str:
    response = client.post(f"{PLACE}ended", {"guide": guide, "taken": taken, "act": act})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_a_question_is_answered_on_the_page_and_alone_for_who_types(client: Client) -> None:
    asked = {"q": "only got 1 hoop??"}
    whole = client.get(PLACE, asked).content.decode()
    alone = client.get(f"{PLACE}answers", asked).content.decode()
    for text in (whole, alone):
        assert f'href="{PLACE}one-not-two/"' in text
        assert "None of these?" in text
        assert 'href="/piercing/find"' in text
    assert 'value="only got 1 hoop??"' in whole
    assert "<html" not in alone
    assert "noindex" in whole
    assert 'name="robots"' not in page(client, PLACE)


def test_what_is_asked_about_nothing_is_not_answered_with_confidence(client: Client) -> None:
    text = client.get(f"{PLACE}answers", {"q": "a pizza with extra cheese please"}).content.decode()
    assert "We are not sure" in text or "no answer" in text
    assert "/piercing/find" in text


def test_a_clause_is_found_where_no_guide_says_it(client: Client) -> None:
    text = client.get(f"{PLACE}answers", {"q": "prepaid label go-ahead steps"}).content.decode()
    assert "/piercing/policy#A6" in text


@pytest.mark.parametrize("asked", ["", "   ", "<script>alert(1)</script>", "' OR 1=1--", "a" * 4_000, "💍", "%00x"])
def test_whatever_is_typed_is_answered_and_comes_back_as_text(client: Client, asked: str) -> None:
    for place in (PLACE, f"{PLACE}answers"):
        text = client.get(place, {"q": asked}).content.decode()
        assert "<script>alert" not in text


def test_an_answer_costs_two_queries(client: Client) -> None:
    client.get(f"{PLACE}answers", {"q": "too tight"})
    with CaptureQueriesContext(connection) as found:
        client.get(f"{PLACE}answers", {"q": "the stone fell out"})
    assert len([one for one in found if "set_config" not in one["sql"]]) <= 2


def test_every_page_of_every_guide_opens_and_shows_the_way_on(client: Client) -> None:
    shelf, opened = help_of("piercing"), set[tuple[str, str]]()
    for guide in shelf.guides:
        for here in every_step(guide):
            if (here.guide.id, here.step.id) in opened:
                continue
            opened.add((here.guide.id, here.step.id))
            text = page(client, f"{PLACE}{guide}/" + "".join(f"{one}/" for one in here.taken))
            assert re.search("ontinue to my return|Exchange it for|write to you about", text), here
            if here.step.question:
                assert here.step.question in html.unescape(text)
    assert len(opened) > 2 * len([one for one in shelf.guides.values() if not one.is_answer])


@pytest.mark.parametrize("address", ["nothing/", "flat-back-which/nowhere/", "flat-back-which/" + "next/" * 70])
def test_a_walk_that_nobody_can_take_is_not_there(client: Client, address: str) -> None:
    assert client.get(f"{PLACE}{address}").status_code == 404
    assert client.post(f"{PLACE}ended", {"guide": address, "taken": "", "act": "solved"}).status_code == 404


def test_a_visit_is_noted_once_and_ends_as_its_reader_says(client: Client) -> None:
    page(client, f"{PLACE}pin-bent/")
    page(client, f"{PLACE}pin-bent/")
    assert figures() == {"pin-bent": (1, 0, 0, 0)}
    assert end(client, "pin-bent", "", "solved") == f"{PLACE}solved"
    assert "Good to hear" in page(client, f"{PLACE}solved")
    assert figures() == {"pin-bent": (1, 1, 0, 0)}
    Client(headers={"user-agent": "Searchbot/1.0"}).get(f"{PLACE}pin-bent/")
    Client(headers={"sec-purpose": "prefetch"}).get(f"{PLACE}pin-bent/")
    client.head(f"{PLACE}pin-bent/")
    assert figures() == {"pin-bent": (1, 1, 0, 0)}


def test_no_session_and_no_row_tie_a_visit_to_anybody(client: Client) -> None:
    page(client, f"{PLACE}pin-bent/")
    number = models.HelpVisit.objects.get().visit
    cookie = client.cookies["amends-help-piercing"]
    assert (cookie.value, cookie["max-age"], bool(cookie["httponly"])) == (number, 14 * 24 * 60 * 60, True)
    found = situation("piercing", "A2")
    find(client, "piercing", found.order_number, found.email)
    end(client, "pin-bent", "", "went_on")
    assert number not in str(dict(session_of(client)))


def test_a_case_that_follows_takes_solved_back_and_another_browser_does_not(client: Client) -> None:
    end(client, "how-returns-go", "", "solved")
    for place, browser in enumerate((Client(), client)):
        found = situation("piercing", "A2") if place else situation("piercing", "A1", 1)
        order = find(browser, "piercing", found.order_number, found.email)
        piece = re.findall(r"/pieces/([^/]+)/reason", page(browser, order))[0]
        send(browser, ask(browser, order, piece, "changed_mind", "refund", condition__undamaged="yes"))
        assert figures()["how-returns-go"] == (1, 1 - place, place, 0)


def test_what_was_answered_in_help_is_not_asked_again(client: Client) -> None:
    assert end(client, "another-size", walks("another-size")[0], "went_on") == "/piercing/find"
    found = situation("piercing", "A16")
    order = find(client, "piercing", found.order_number, found.email)
    assert "You come from" in page(client, order)
    piece = re.findall(r"/pieces/([^/]+)/reason", page(client, order))[0]
    response = client.get(f"{order}pieces/{piece}/reason")
    assert response.status_code == 302
    assert response["Location"].endswith("/questions")
    assert "You come from" not in page(client, order)
    # It can still be changed, and it is used up.
    assert "checked" in page(client, f"{order}pieces/{piece}/reason")


def test_help_looked_up_from_within_a_claim_leads_back_into_it(client: Client) -> None:
    found = situation("piercing", "A16")
    order = find(client, "piercing", found.order_number, found.email)
    piece = re.findall(r"/pieces/([^/]+)/reason", page(client, order))[0]
    claim = f"{order}pieces/{piece}/"
    client.post(f"{claim}reason", {"reason": "another_size", "quantity": "1"})
    end(client, "another-size", walks("another-size")[0], "went_on")
    assert client.get(f"{claim}reason")["Location"].endswith("/questions")
    assert client.get(f"{claim}reason").status_code == 200  # used up: now it can be changed


def every_step(guide_id: str) -> Iterator[Walk]:
    """This function will yield each step that can be come to from the guide's first, once, with the way to it."""
    to_see, seen = [[]], set()  # type: tuple[list[list[str]], set[tuple[str, str]]]
    while to_see:
        here = walk(help_of("piercing"), guide_id, to_see.pop())
        if here is None or (here.guide.id, here.step.id) in seen:
            continue
        seen.add((here.guide.id, here.step.id))
        yield here
        to_see += [[*here.taken, choice.id] for choice in here.step.choices]
        to_see.append([*here.taken, NEXT])


def walks(guide_id: str) -> list[str]:
    """The walks of the guide that end in a claim or a size."""
    ends = {End.CLAIM, End.SIZE}
    return ["/".join(one.taken) for one in every_step(guide_id) if one.outcome and one.outcome.end in ends]


def test_where_the_order_is_known_and_one_piece_fits_it_is_gone_to(client: Client) -> None:
    found = situation("piercing", "A16")
    order = find(client, "piercing", found.order_number, found.email)
    there = end(client, "another-size", walks("another-size")[0], "went_on")
    assert there == order or there.startswith(f"{order}pieces/")


def test_the_right_to_withdraw_is_shown_where_it_holds_and_asks_for_no_reason(client: Client) -> None:
    save_shop(replace(shop("piercing"), desk={}), 1)
    assert "withdraw" not in page(client, "/piercing/")
    assert client.get("/piercing/withdraw").status_code == 404
    save_shop(replace(shop("piercing"), desk={SELLS_TO_EU: 1}), 1)
    for address in ("/piercing/", PLACE, f"{PLACE}pin-bent/", f"{PLACE}flat-back-which/"):
        assert 'href="/piercing/withdraw"' in page(client, address), address
    assert "need not give a reason" in page(client, "/piercing/withdraw")
    assert client.post("/piercing/withdraw")["Location"] == "/piercing/find?then=withdraw"
    found = situation("piercing", "A2")
    order = find(client, "piercing", found.order_number, found.email)
    piece = re.findall(r"/pieces/([^/]+)/reason", page(client, order))[0]
    assert client.get(f"{order}pieces/{piece}/reason")["Location"].endswith("/questions")


def test_the_first_page_opens_with_the_question_and_the_usual_reasons(client: Client) -> None:
    text = page(client, "/piercing/")
    assert text.count("<main") == 1
    assert 'role="search"' in text
    usual = re.findall(rf'href="{PLACE}([a-z-]+)/"', text)
    assert usual == list(help_of("piercing").usual)[:6]


def test_a_shop_without_guides_answers_from_its_policy(client: Client) -> None:
    own = replace(shop("piercing"), id="own", name="Own")
    save_shop(own, 9)
    policy = latest_policy(shop("piercing"))
    assert policy is not None
    text = models.PolicyVersion.objects.get(shop_id="piercing", hash=policy.hash)
    models.PolicyVersion.objects.create(
        shop_id="own", hash=text.hash, version=text.version, starts=text.starts, text=text.text,
        calendar=text.calendar, added_at=text.added_at,
    )  # fmt: skip
    assert "What most people ask" not in page(client, "/own/")
    assert "There is nothing here yet" in page(client, "/own/help/")
    found = client.get("/own/help/answers", {"q": "can I return a gift card"}).content.decode()
    assert "/own/policy#A5" in found
    assert client.get("/own/help/anything/").status_code == 404
