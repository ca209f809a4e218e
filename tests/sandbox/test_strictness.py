"""The practice provider is strict, and the checks that say so notice one that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.sandbox import strictness, variants
from tests.sandbox.serving import running_sandbox, sandbox_here

from amends.sandbox.provider import Provider

BROKEN: tuple[tuple[type[Provider], Callable[[str], None]], ...] = (
    (variants.IgnoresKeys, strictness.a_key_gives_the_same_answer_again),
    (variants.AcceptsAnotherBody, strictness.a_key_with_something_else_is_refused),
    (variants.NeverForgets, strictness.keys_are_forgotten_after_a_day),
    (variants.KeepsEverything, strictness.a_refusal_of_what_was_asked_is_kept_and_of_how_is_not),
    (variants.LetsTwoIn, strictness.a_key_in_use_is_refused),
    (variants.Generous, strictness.no_more_goes_back_than_came_in),
    (variants.Generous, strictness.of_refunds_that_together_exceed_exactly_one_wins),
    (variants.Forgiving, strictness.what_the_bank_took_back_is_not_refunded),
    (variants.Grasping, strictness.a_failed_refund_gives_its_room_back),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield sandbox.address


@pytest.mark.parametrize("check", strictness.CHECKS, ids=lambda check: check.__name__)
def test_the_practice_provider_is_strict(address: str, check: Callable[[str], None]) -> None:
    check(address)


@pytest.mark.parametrize(("kind", "check"), BROKEN, ids=lambda one: one.__name__)
def test_a_broken_provider_is_noticed(tmp_path: Path, kind: type[Provider], check: Callable[[str], None]) -> None:
    with sandbox_here(tmp_path, kind) as address, pytest.raises(AssertionError):
        check(address)
