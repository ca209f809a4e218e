"""The policy page: every clause at its anchor in the shop's own words, its rule beneath, the whole in short on top."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from tests.portal.test_order_page import words
from tests.sample_shops import AT, shop

from amends.core.dates import local_day
from amends.core.engine.listing import mark_up
from amends.core.engine.page import policy_page
from amends.core.policy.tree import Policy
from amends.examples import SHOPS
from amends.records.policies import policy_for, policy_with, versions_of

pytestmark = pytest.mark.usefixtures("shops")


def flat(text: str) -> str:
    return " ".join(text.split())


def shown(client: Client, shop_id: str, policy: Policy) -> str:
    response = client.get(f"/{shop_id}/policy", {"version": policy.version})
    assert response.status_code == 200
    return response.content.decode()


def every_version(shop_id: str) -> list[Policy]:
    return [policy_with(shop_id, one.hash) for one in versions_of(shop_id)]


@pytest.mark.parametrize("shop_id", SHOPS)
def test_every_clause_stands_at_its_anchor_in_its_own_words(client: Client, shop_id: str) -> None:
    for policy in every_version(shop_id):
        raw = shown(client, shop_id, policy)
        anchors = re.findall(r'<(?:div class="clause"|p) id="([^"]+)"', raw)
        named = [name for clause in policy.clauses for name in (clause.id, *(one.id for one in clause.unless))]
        assert sorted(anchors) == sorted(named)
        for clause in policy.clauses:
            place = raw[raw.index(f'id="{clause.id}"') :]
            own = words(place.partition('<div class="clause"')[0].encode())
            assert flat(clause.says) in own, clause.id


@pytest.mark.parametrize("shop_id", SHOPS)
def test_the_rule_stands_beneath_the_sentence_and_the_whole_in_short_on_top(client: Client, shop_id: str) -> None:
    policy = policy_for(shop(shop_id), AT)
    assert policy is not None
    page, text = policy_page(policy), words(shown(client, shop_id, policy).encode()).lower()
    passages = [one for section in page.sections for one in section.passages]
    assert any(one.rule for one in passages)
    for passage in passages:
        place = text.index(flat(passage.says).lower())
        for line in passage.rule:
            assert flat(line.text).lower() in text[place:], (passage.id, line)
    for gist in page.summary:
        assert text.index("in short") < text.index(flat(gist.text).lower())


def test_a_window_is_said_in_plain_words(client: Client) -> None:
    text = words(client.get("/silver/policy").content)
    assert "Ask within 35 days after the parcel was posted" in text


def listing(client: Client, address: str) -> list[str]:
    raw = client.get(address, headers={"host": "localhost:6666"}).content.decode()  # as a stranger may say
    return re.findall(r'<script type="application/ld\+json">(.*?)</script>', raw)


@pytest.mark.parametrize("shop_id", SHOPS)
def test_search_engines_are_told_the_policy_in_force_on_its_page(client: Client, shop_id: str) -> None:
    policy = policy_for(shop(shop_id), AT)
    assert policy is not None
    told = [json.loads(one) for one in listing(client, f"/{shop_id}/policy")]
    assert told == [mark_up(policy, f"{settings.AMENDS_ADDRESS}/{shop_id}/policy", local_day(AT, policy.shop.zone))]
    assert listing(client, f"/{shop_id}/policy?version={policy.version}") == []
