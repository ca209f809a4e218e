"""The excerpt as a store, and the retail policy as it answers."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.replay.excerpt import STORE

from amends import examples
from amends.core.engine.decide import compile_policy
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.imports.files import How, read_values
from amends.imports.mapping import ImportMapping, load_mapping
from amends.replay.answer import Desk
from amends.replay.claims import Words
from amends.replay.store import Store
from amends.replay.words import read_words
from amends.usecases.read_policy import calendar_for, read_policy

RETAIL = Path(examples.__file__).parent / "retail"
AT = 1_790_000_000_000_000  # in September 2026; the retail shop's orders have no dates


@pytest.fixture(scope="session")
def mapping() -> ImportMapping:
    return load_mapping((RETAIL / "mapping.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def policy() -> Policy:
    return read_policy(RETAIL / "policy.yaml")


@pytest.fixture(scope="session")
def words(policy: Policy) -> Words:
    return read_words((RETAIL / "replay.yaml").read_text(encoding="utf-8"), policy)


@pytest.fixture(scope="session")
def store(mapping: ImportMapping, policy: Policy) -> Store:
    how = How(mapping=mapping, currency=policy.shop.currency, zone=policy.shop.zone)
    values = read_values(io.StringIO(json.dumps(STORE)), "store.json", how, is_json=True)
    return Store.of(value for _, value in values)


@pytest.fixture(scope="session")
def desk(policy: Policy, words: Words) -> Desk:
    return Desk(policy=policy, words=words, decide=compile_policy(policy).decide, at=AT)


@pytest.fixture(scope="session")
def desk_of(words: Words) -> Callable[[Callable[[list[dict[str, Any]]], list[dict[str, Any]]]], Desk]:
    """Makes a desk with another policy: the retail one with its clauses changed."""

    def make(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Desk:
        written = yaml.safe_load((RETAIL / "policy.yaml").read_text(encoding="utf-8"))
        written["clauses"] = change(written["clauses"])
        broken = load_policy(yaml.safe_dump(written), calendar_for)
        return Desk(policy=broken, words=words, decide=compile_policy(broken).decide, at=AT)

    return make
