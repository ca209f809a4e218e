"""A thousand shops in which everything that can happen happens in any order, and nothing is ever paid twice or lost.

A failing seed is printed with its last steps; `python -m tests.simulation --first SEED --count 1` plays it again.
"""

from __future__ import annotations

import re

import pytest
from tests.simulation.play import Played, play

SEEDS, CHUNK = 1_000, 50


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_whatever_happens_money_and_cases_stay_right(first: int) -> None:
    for seed in range(first, first + CHUNK):
        played = play(seed)
        assert not played.faults, str(played)


def _without_numbers(played: Played) -> list[str]:
    return [re.sub(r"R-[0-9A-Z]+", "R", one) for one in played.told]


@pytest.mark.django_db(transaction=True)
def test_a_seed_plays_the_same_again() -> None:
    for seed in (3, 14, 15):
        once, again = play(seed), play(seed, run="-again")
        assert _without_numbers(once) == _without_numbers(again)
        assert once.answers == again.answers


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_pays_without_looking_is_found() -> None:
    found = (play(seed, pays="without looking", run="-wrong") for seed in range(200))
    assert any("was paid" in fault or "paid" in fault for played in found for fault in played.faults)
