"""The second wall: behind it, a query that forgets its shop sees nothing of another's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.sample_shops import put_in_place, shop

from amends.records import models, wall
from amends.records.members import places_of
from amends.records.shops import all_shops, save_shop, shop_with
from amends.records.wall import across, behind, inside

ONLY_ADDED_TO = (
    "event",
    "decision",
    "posting",
    "credituse",
    "policyversion",
    "policylaw",
    "policyproposal",
    "policystep",
)


@pytest.fixture(scope="module")
def two_shops(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The silver shop and the bespoke one."""
    with django_db_blocker.unblock():
        put_in_place("silver", "bespoke")
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def there(two_shops: None, db: None) -> None:
    """The wall, which a database of one's own may lack."""
    if not wall.is_there():
        pytest.skip(f"the database gives its user no role `{wall.ROLE}`")


def forgetful() -> set[str]:
    """This function will ask for all orders, as a query would that forgot the shop, and say of which shops they are."""
    return set(models.Order.objects.values_list("shop_id", flat=True))


def run(statement: str) -> int:
    """This function will run the statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def ask_one(statement: str) -> str:
    """This function will return the one value that the statement asks for."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


def test_a_query_that_forgets_the_shop_sees_one_shop_alone() -> None:
    assert forgetful() == {"silver", "bespoke"}  # this is what it would have given away
    with behind():
        assert forgetful() == set()
        with inside("silver"):
            assert forgetful() == {"silver"}
            with inside("bespoke"):
                assert forgetful() == {"bespoke"}
            assert forgetful() == {"silver"}
        assert forgetful() == set()
    assert forgetful() == {"silver", "bespoke"}


def test_what_is_rolled_back_does_not_leave_the_wrong_shop_behind() -> None:
    with behind(), inside("silver"):
        assert forgetful() == {"silver"}
        with inside("bespoke"), transaction.atomic():
            assert forgetful() == {"bespoke"}  # told inside the transaction, and undone with it
            transaction.set_rollback(True)
        with inside("bespoke"):
            assert forgetful() == {"bespoke"}
        with transaction.atomic():
            assert forgetful() == {"silver"}
            transaction.set_rollback(True)
        assert forgetful() == {"silver"}


def test_a_shop_writes_no_row_of_another() -> None:
    with behind(), inside("silver"):
        assert run("UPDATE records_order SET gift = gift WHERE shop_id = 'bespoke'") == 0
        assert run("DELETE FROM records_product WHERE shop_id = 'bespoke'") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            run("INSERT INTO records_attempt (shop_id, kind, digest, span, count) VALUES ('bespoke', '', '', 1, 1)")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            run("UPDATE records_product SET shop_id = 'bespoke'")


@pytest.mark.parametrize("table", ONLY_ADDED_TO)
@pytest.mark.parametrize("statement", ["UPDATE {} SET shop_id = shop_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_is_only_added_to_can_be_neither_changed_nor_removed(table: str, statement: str) -> None:
    with (
        behind(),
        inside("silver"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        run(statement.format(f"records_{table}"))


def test_every_table_of_a_shop_is_walled() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'shop_id'"
            " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND (NOT c.relrowsecurity"
            " OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))"
        )
        assert cursor.fetchall() == []


def test_a_table_that_is_added_is_walled_by_the_next_migration() -> None:
    run("CREATE TABLE records_new (shop_id text, word text)")
    run("INSERT INTO records_new VALUES ('silver', 'a'), ('bespoke', 'b')")
    wall.build()
    with behind(), inside("silver"):
        assert ask_one("SELECT string_agg(word, '') FROM records_new") == "a"


def test_building_it_again_changes_nothing() -> None:
    with connection.execute_wrapper(_no_change):
        wall.build()


def _no_change(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
    assert str(sql).lstrip().startswith(("SELECT", "SAVEPOINT", "RELEASE")), sql
    return execute(sql, params, many, context)


def test_what_looks_across_shops_sees_what_it_is_for_and_no_more() -> None:
    with behind():
        assert [one.id for one in all_shops()] == ["silver", "bespoke"]
        assert places_of(1) == ()
        assert shop_with("silver") is None
        with across("work"), inside("silver"):
            assert forgetful() == {"silver"}
            assert models.Shop.objects.count() == 2
        with across("shops"):
            assert run("UPDATE records_shop SET name = ''") == 0


def test_the_app_may_not_drop_the_wall() -> None:
    for statement in ("ALTER TABLE records_order DISABLE ROW LEVEL SECURITY", "CREATE TABLE loot (word text)"):
        with behind(), pytest.raises(DatabaseError, match=r"must be owner|permission denied"), transaction.atomic():
            run(statement)


def test_a_connection_is_told_once_for_many_queries() -> None:
    with behind():
        with inside("silver"):
            forgetful()
        told = wall._told[connections["default"]]
        for _ in range(3):
            with inside("silver"), transaction.atomic():
                forgetful()
        assert wall._told[connections["default"]] is told


def test_pages_work_behind_it() -> None:
    with behind():
        client = Client()
        assert client.get("/").status_code == 200
        assert client.get("/silver/").status_code == 200
        assert client.get("/bespoke/policy").status_code == 200
        assert client.get("/nobody/").status_code == 404


def test_a_new_shop_is_made_from_inside_it() -> None:
    with behind(), inside("silver"):
        row = shop("silver")
        save_shop(row, 7)
        assert shop_with("bespoke") is None
