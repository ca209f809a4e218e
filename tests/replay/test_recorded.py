"""The recorded calls of a shop with a thousand orders, where they lie beside the checkout (see `docs/import.md`)."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.project.sources import ROOT

from amends.imports.files import How, opened
from amends.imports.mapping import ImportMapping
from amends.replay.answer import Desk
from amends.replay.store import Store
from amends.usecases.replay_calls import replay_calls

FOLDER = Path(os.environ.get("AMENDS_OUTSIDE") or ROOT.parent / "shared" / "outside") / "retail"
pytestmark = pytest.mark.skipif(
    not (FOLDER / "store.json").is_file(), reason="the recorded calls are not there; `AMENDS_OUTSIDE` says where"
)


@pytest.fixture(scope="module")
def recorded_store(mapping: ImportMapping) -> Store:
    how = How(mapping=mapping, currency="USD", zone=ZoneInfo("America/New_York"))
    with opened(FOLDER / "store.json", how) as (_, items):
        return Store.of(value for _, value in items)


@pytest.mark.parametrize(("file", "least"), [("calls.jsonl", 2_500), ("sequences.jsonl", 500)])
def test_the_recorded_calls_are_answered_as_expected(file: str, least: int, desk: Desk, recorded_store: Store) -> None:
    report = replay_calls(desk, recorded_store, [FOLDER / file])
    assert report.total.calls >= least
    assert report.wrong == []
    assert report.total.other_reason == 0


def test_the_store_is_read_whole(recorded_store: Store) -> None:
    assert len(recorded_store.began_accounts) == 1_000
    assert len(recorded_store.began_customers) == 500
    assert len(recorded_store.catalogue.variants) == 591
    assert sum(len(one.units) for one in recorded_store.began_accounts.values()) == 2_978
