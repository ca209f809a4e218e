"""The Stripe adapter keeps the contract of the port, and the contract notices adapters that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.integrations.stripe import contract, page_contract, variants
from tests.integrations.stripe.bench import Bench
from tests.sandbox.serving import running_sandbox, sandbox_here

from amends.integrations.stripe.client import StripePayments
from amends.ports.payments import PaymentDeclined

CHECKS = (*contract.REFUND_CHECKS, *page_contract.PAGE_CHECKS)
BROKEN: tuple[tuple[type[StripePayments], Callable[[Bench], None]], ...] = (
    (variants.NeverLooks, contract.a_key_pays_once_for_ever),
    (variants.LooksAtOnePage, contract.a_refund_is_found_on_the_last_page),
    (variants.SendsAgain, contract.a_failure_is_unclear_and_nothing_is_found),
    (variants.KeyOfTheAmount, contract.two_keys_pay_twice),
    (variants.BelievesTheCurrency, contract.another_currency_is_never_sent),
    (variants.SharesKeys, contract.another_shop_with_the_account_has_its_own_keys),
    (variants.ClosesFromNow, page_contract.the_same_key_gives_the_same_page),
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield Bench(sandbox.address)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_adapter_keeps_the_contract(bench: Bench, check: Callable[[Bench], None]) -> None:
    check(bench)


@pytest.mark.parametrize(("kind", "check"), BROKEN, ids=lambda one: one.__name__)
def test_a_broken_adapter_is_noticed(
    tmp_path: Path, kind: type[StripePayments], check: Callable[[Bench], None]
) -> None:
    noticed = (AssertionError, PaymentDeclined, pytest.fail.Exception)  # the last: what was to be raised was not
    with sandbox_here(tmp_path) as address, pytest.raises(noticed):
        check(Bench(address, kind))
