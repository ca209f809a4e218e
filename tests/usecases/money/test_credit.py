"""Store credit: spent once for a key, never more than is left, given back, run out - and the books agree."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from tests.invariants import check
from tests.sample_shops import AT, HOUR, shop
from tests.usecases.money.desk import PIERCING, given_credit

from amends.core.cases.ledger import Account
from amends.records import models
from amends.records.ledger import balances
from amends.usecases.expire_credits import expire_credits
from amends.usecases.use_credit import CreditUnusable, give_back_credit, use_credit

pytestmark = pytest.mark.usefixtures("transactional_db")
DAY = 24 * HOUR


def left(credit: models.Credit) -> int:
    """This function will return what is left of it."""
    return models.Credit.objects.get(id=credit.id).left_minor


def test_the_same_sale_takes_it_once() -> None:
    credit = given_credit()
    for _ in range(3):
        use_credit(shop(PIERCING), credit.code.lower(), 1000, "sale 1", AT)
    assert left(credit) == credit.amount_minor - 1000
    with pytest.raises(CreditUnusable):
        use_credit(shop(PIERCING), credit.code, 900, "sale 1", AT)
    assert balances(PIERCING, credit.case_number)[Account.CREDIT_SPENT, "USD"] == -1000
    check(PIERCING)


@pytest.mark.parametrize("amount", [0, -1])
def test_no_amount(amount: int) -> None:
    credit = given_credit()
    with pytest.raises(CreditUnusable):
        use_credit(shop(PIERCING), credit.code, amount, "sale 1", AT)


def test_a_code_of_nobody() -> None:
    given_credit()
    with pytest.raises(CreditUnusable, match="no such credit"):
        use_credit(shop(PIERCING), "AAAA-AAAA-AAAA", 1, "sale 1", AT)


def test_what_is_given_back_is_never_more_than_the_sale_took() -> None:
    credit = given_credit()
    use_credit(shop(PIERCING), credit.code, 1000, "sale 1", AT)
    for _ in range(2):
        give_back_credit(shop(PIERCING), credit.code, "sale 1", 400, "return 1", AT)
    assert left(credit) == credit.amount_minor - 600
    with pytest.raises(CreditUnusable):
        give_back_credit(shop(PIERCING), credit.code, "sale 1", 601, "return 2", AT)
    with pytest.raises(CreditUnusable):
        give_back_credit(shop(PIERCING), credit.code, "sale 2", 1, "return 2", AT)
    check(PIERCING)


def test_it_runs_out_once_and_what_comes_back_later_does_so_too() -> None:
    credit = given_credit(days=30)
    use_credit(shop(PIERCING), credit.code, 1000, "sale 1", AT)
    assert expire_credits(shop(PIERCING), AT + 29 * DAY) == 0
    assert [expire_credits(shop(PIERCING), AT + 32 * DAY) for _ in range(2)] == [1, 0]
    assert left(credit) == 0
    with pytest.raises(CreditUnusable):
        use_credit(shop(PIERCING), credit.code, 1, "sale 2", AT + 32 * DAY)
    give_back_credit(shop(PIERCING), credit.code, "sale 1", 1000, "return 1", AT + 33 * DAY)
    assert expire_credits(shop(PIERCING), AT + 33 * DAY) == 1
    assert balances(PIERCING, credit.case_number)[Account.CREDIT_EXPIRED, "USD"] == -credit.amount_minor
    check(PIERCING)


def test_eight_tills_at_once_never_spend_more_than_is_left() -> None:
    credit = given_credit()
    each = credit.amount_minor // 3  # there is enough for three of the eight
    start, done = threading.Barrier(8), []

    def sell(number: int) -> None:
        start.wait()
        try:
            use_credit(shop(PIERCING), credit.code, each, f"sale {number}", AT)
            done.append(number)
        except CreditUnusable:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sell, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(done) == 3
    assert left(credit) == credit.amount_minor - 3 * each
    check(PIERCING)
