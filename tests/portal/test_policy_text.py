"""The words of a policy are laid out once, and never those of another version, shop or language; what is public is
asked for again by its name alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import translation
from tests.sample_shops import AT, shop

from amends.core.policy.tree import Policy
from amends.examples import SHOPS
from amends.portal.policy_text import MOST, policy_text
from amends.records.policies import policy_for, policy_with, versions_of

pytestmark = pytest.mark.usefixtures("shops")


def current(shop_id: str) -> Policy:
    found = policy_for(shop(shop_id), AT)
    assert found is not None
    return found


def test_is_laid_out_once() -> None:
    silver = shop("silver")
    first = policy_text(silver, current("silver"))
    assert policy_text(silver, current("silver")) is first


def test_each_shop_version_and_language_has_its_own() -> None:
    shops = {one: shop(one) for one in SHOPS}
    policies = [(shops[one], policy_with(one, version.hash)) for one in SHOPS for version in versions_of(one)]
    texts = []
    for code in ("en", "de"):
        with translation.override(code):
            texts += [[policy_text(*one) for one in policies] for _ in range(2)]
    assert texts[0] == texts[1] != texts[2] == texts[3]
    assert len(set(texts[0])) == len(policies)
    for (_, policy), text in zip(policies, texts[0], strict=True):
        assert all(f'id="{clause.id}"' in text for clause in policy.clauses)


def test_a_policy_that_was_changed_under_the_same_name_is_laid_out_anew() -> None:
    """Kept by its hash alone, the old words would stand there until the process ends."""
    silver, policy = shop("silver"), current("silver")
    before = policy_text(silver, policy)
    changed = replace(policy, clauses=(replace(policy.clauses[0], says="Now it says this."), *policy.clauses[1:]))
    object.__setattr__(changed, "hash", policy.hash)
    assert "Now it says this." in policy_text(silver, changed)
    assert policy_text(silver, policy) == before


def test_no_more_are_kept_than_a_process_can_hold() -> None:
    silver, policy = shop("silver"), current("silver")
    for place in range(MOST + 2):
        policy_text(replace(silver, id=f"silver-{place}"), policy)
    assert policy_text(silver, policy)


def test_what_is_public_is_sent_once(client: Client) -> None:
    for address in ("/", "/robots.txt", "/silver/logo.svg"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), address
        assert again["Cache-Control"] == first["Cache-Control"]
        assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
    german = client.get("/", headers={"Accept-Language": "de"})
    assert german["ETag"] != client.get("/")["ETag"]


def test_what_is_a_visitors_own_has_no_name_to_ask_by(client: Client) -> None:
    for address in ("/silver/", "/silver/policy", "/silver/find"):
        assert "ETag" not in client.get(address), address
