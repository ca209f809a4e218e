"""The order that a payment belongs to is found by the provider's name of it, by an index, also behind the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker
from tests.sample_shops import add, put_in_place
from tests.sample_shops import order as kept

from amends.core.orders import Payment
from amends.records import payouts, staging
from amends.records.models import PaymentName
from amends.records.payouts import order_paid_by
from amends.records.wall import behind, inside, is_there

SHOP, NUMBER = "silver", "WR-1001"


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        put_in_place(SHOP, "bespoke")
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


pytestmark = pytest.mark.usefixtures("loaded", "db")


def paid_by(*refs: str) -> None:
    """This function will keep the order with payments of these names."""
    made = (Payment(id=f"p{place}", method="card", captured_minor=1, ref=ref) for place, ref in enumerate(refs))
    add(SHOP, replace(kept(SHOP, NUMBER), payments=tuple(made)))


def found_by(*refs: str) -> tuple[str, str] | None:
    """This function will return the number of the order, and the payment's id."""
    found = order_paid_by(SHOP, *refs)
    return (found[0].number, found[1]) if found else None


def test_names_follow_the_order_however_it_is_written() -> None:
    paid_by("pi_1", "pi_2", "", "pi_2")
    assert found_by("pi_2") == (NUMBER, "p1")
    assert found_by("nothing", "pi_1") == (NUMBER, "p0")
    assert found_by("") is found_by("pi_") is found_by() is None
    paid_by("pi_3")
    assert found_by("pi_3") == (NUMBER, "p0")
    assert found_by("pi_1") is None
    with transaction.atomic():
        staging.prepare_staging()
        moved = Payment(id="p9", method="card", captured_minor=1, ref="pi_4")
        staging.stage_orders([replace(kept(SHOP, NUMBER), payments=(moved,))])
        staging.merge(SHOP)
    assert found_by("pi_4") == (NUMBER, "p9")
    assert found_by("pi_3") is None


def test_long_names_that_begin_alike_are_told_apart() -> None:
    alike = "x" * payouts.LONGEST_REF
    paid_by(f"{alike}1", f"{alike}2")
    assert found_by(f"{alike}2") == (NUMBER, "p1")
    assert found_by(f"{alike}3") is None


def test_what_orders_hold_is_what_is_looked_up() -> None:
    numbers = ("WR-1001", "WR-1002")
    wanted = {(number, one.ref) for number in numbers for one in kept(SHOP, number).payments if one.ref}
    rows = PaymentName.objects.filter(shop_id=SHOP, order_number__in=numbers)
    assert wanted == set(rows.values_list("order_number", "ref"))


def test_behind_the_wall_the_name_is_looked_up_in_an_index() -> None:
    if not is_there():
        pytest.skip("the database has no wall")
    looked_into = "SELECT FROM records_order o WHERE o.shop_id = %s AND o.document @> %s::jsonb"
    paid_by(*(f"pi_{place}" for place in range(3_000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_paymentname")  # few rows would be read one after the other
    with behind(), inside(SHOP):
        assert found_by("pi_1") == (NUMBER, "p1")
        assert "ref" in conditions(payouts._PAID_BY, SHOP, ["pi_1"])
        assert "document" not in conditions(looked_into, SHOP, '{"payments": [{"ref": "pi_1"}]}')
        with inside("bespoke"):
            assert found_by("pi_1") is None


def conditions(statement: str, *values: Any) -> str:
    """This function will return what indexes are asked for to answer the statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall() if "Index Cond" in line)
