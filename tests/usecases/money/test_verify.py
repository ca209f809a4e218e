"""The checker itself: what is whole has nothing to tell, and each row broken by hand is named with its law."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from tests.invariants import check
from tests.sample_shops import AT, shop
from tests.usecases.money.desk import SECRETS, SHOP, Provider, approve, paid_with, to_approve

from amends.core.cases.commands import Record
from amends.core.cases.events import PhotoAdded
from amends.integrations.stripe.client import StripePayments
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.events import broken_link
from amends.records.payouts import payouts_of
from amends.usecases.act_on_case import act_on_case
from amends.usecases.pay_out import pay_out
from amends.usecases.send_message import send_message
from amends.usecases.verify_shop import _breaches, anchor_of, verify_anchor, verify_shop


@pytest.mark.usefixtures("silver")
def test_a_whole_refund_has_nothing_to_tell(provider: Provider) -> None:
    provider.charge(paid_with())
    check(SHOP, provider=provider.port)
    row = to_approve()
    check(SHOP, provider=provider.port)
    approve(row)
    check(SHOP, provider=provider.port)
    pay_out(shop(SHOP), payouts_of(SHOP, row.number)[0].id, provider.port, AT)
    check(SHOP, provider=provider.port)


WALLS_DOWN = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT conrelid::regclass AS kept, conname FROM pg_constraint
        WHERE contype = 'c' AND conrelid::regclass::text LIKE 'records_%'
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.kept, one.conname); END LOOP;
    FOR one IN SELECT oid::regclass AS kept FROM pg_class WHERE relkind = 'r' AND relname LIKE 'records_%'
    LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', one.kept); END LOOP;
END $$
"""


@contextmanager
def by_hand(statement: str) -> Iterator[None]:
    """This function will change the database as its owner can, past triggers and checks, until the block ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(WALLS_DOWN)
            cursor.execute(statement)
        yield
        transaction.set_rollback(True)


def paid(provider: Provider) -> CaseRow:
    """This function will return a case that is paid and done, and whole."""
    provider.charge(paid_with())
    row = to_approve()
    act_on_case(shop(SHOP), row.number, Record(event=PhotoAdded(photo="p", digest="d")), at=AT, by="customer")
    models.Photo.objects.create(
        shop_id=SHOP, id="p", case_number=row.number, at=datetime.now(UTC), by="customer", width=1, height=1, image=b"",
        small=b"", digest="d",
    )  # fmt: skip
    approve(row)
    pay_out(shop(SHOP), f"{row.number}.1.1", provider.port, AT)
    check(SHOP, provider=provider.port)
    return row


def again(table: str, changes: str, where: str = "true") -> str:
    """This function will return the statement that adds rows once more, with other values in some columns."""
    return f"INSERT INTO {table} SELECT (jsonb_populate_record(one, {changes})).* FROM {table} one WHERE {where}"  # noqa: S608


FINISHED = """'{"item": "1", "act_by": {}}'"""
SWAPPED = """
UPDATE records_event SET place = CASE place WHEN 2 THEN 1003 ELSE 1002 END WHERE place IN (2, 3);
UPDATE records_event SET place = place - 1000 WHERE place > 1000
"""
BREAKS = {
    "an event was changed": ("I7", "event ", "UPDATE records_event SET by = 'nobody' WHERE kind = 'received'"),
    "an event was removed": ("I7", "event ", "DELETE FROM records_event WHERE kind = 'posted'"),
    "an event was added": ("I7", "event ", again("records_event", "'{\"number\": 99, \"place\": 99}'", "number = 2")),
    "events were swapped": (
        "I7", "event ", SWAPPED,
    ),
    "an event that cannot have happened": (
        "I5", "case ", f"UPDATE records_event SET kind = 'work_finished', body = {FINISHED} WHERE number = 2",  # noqa: S608
    ),
    "another state": ("I5", "case ", "UPDATE records_case SET state = 'waiting'"),
    "another version": ("I5", "case ", "UPDATE records_case SET version = 3"),
    "another case than its events": (
        "I5", "case ", "UPDATE records_case SET folded = jsonb_set(folded, '{channel}', '\"mail\"')",
    ),
    "an item of another state": ("I5", "caseitem ", "UPDATE records_caseitem SET state = 'waiting'"),
    "an item is gone": ("I4", "caseitem ", "DELETE FROM records_caseitem"),
    "a photo is gone": ("I4", "photo p", "DELETE FROM records_photo"),
    "another photo": ("I4", "photo p", "UPDATE records_photo SET digest = 'e'"),
    "units are let go": ("I6", "claimedline ", "UPDATE records_claimedline SET claimed = 0"),
    "nobody holds the units": ("I6", "claimedline ", "DELETE FROM records_claimedline"),
    "more units than were bought": ("I6", "claimedline ", "UPDATE records_claimedline SET units = 0"),
    "a mail is missing": ("I8", "effect ", "DELETE FROM records_effect WHERE kind = 'mail'"),
    "a payout effect of nobody": (
        "I8", "effect ",
        again("records_effect", "jsonb_build_object('key', case_number || '.99.payout.1')", "kind = 'payout'"),
    ),
    "another date": ("I13", "case ", "UPDATE records_case SET act_by = now()"),
    "a timer of nobody": (
        "I13", "timer ",
        ("INSERT INTO records_timer (shop_id, case_number, name, at, ring)"
        " SELECT shop_id, number, '1.late', now(), '{}' FROM records_case"),
    ),
    "a row of the ledger is new": ("I2", "posting ", "UPDATE records_posting SET amount_minor = 1 WHERE place = 1"),
    "keys of the ledger are gone": ("I2", "account ", "DELETE FROM records_posting WHERE account = 'provider'"),
    "the ledger says it twice": ("I2", "account ", again("records_posting", "jsonb_build_object('key', key || 'x')")),
    "a payout of another amount": ("I1", "payout ", "UPDATE records_payout SET amount_minor = amount_minor + 1"),
    "a payout that is not done": ("I1", "payout ", "UPDATE records_payout SET state = 'waiting'"),
    "a payout of no case": ("I1", "payout ", again("records_payout", "'{\"id\": \"x\", \"ref\": \"\"}'")),
    "a payout is gone": ("I1", "payout ", "DELETE FROM records_payout"),
    "less is counted than went back": ("I1", "paymentcap ", "UPDATE records_paymentcap SET out_minor = 0"),
    "the payment was of less": ("I1", "paymentcap ", "UPDATE records_paymentcap SET captured_minor = 4488"),
    "no cap at all": ("I1", "paymentcap ", "DELETE FROM records_paymentcap"),
    "nobody knows for long": (
        "I9", "payout ", "UPDATE records_payout SET state = 'unknown', changed_at = changed_at - interval '16 minutes'",
    ),
    "a message that nobody took up": (
        "I9", "told ",
        ("INSERT INTO records_told (shop_id, source, id, kind, body, told_at, state, why, about)"
        " VALUES ('silver', 'payments', 'evt_1', 'x', '{}', '2026-11-22 14:40Z', 'new', '', '')"),
    ),
    "put down as failed, and paid": ("I3", "payout ", "UPDATE records_payout SET state = 'failed'"),
}  # fmt: skip


@pytest.mark.usefixtures("silver")
def test_each_row_that_is_broken_by_hand_is_named(provider: Provider) -> None:
    paid(provider)
    for name, (law, row, statement) in BREAKS.items():
        with by_hand(statement):
            found = verify_shop(SHOP, AT, Quiet(provider))
        assert any(one.law == law and one.row.startswith(row) for one in found), f"{name}: {list(map(str, found))}"
        assert all(one.what and one.do for one in found)
    check(SHOP, provider=provider.port)


@pytest.mark.usefixtures("silver")
def test_a_case_that_a_version_kept_which_knew_less_is_whole(provider: Provider) -> None:
    paid(provider)
    with by_hand("UPDATE records_case SET folded = folded #- '{items,0,postage}'"):
        assert not [str(one) for one in verify_shop(SHOP, AT, Quiet(provider)) if one.law == "I5"]


class Quiet(StripePayments):
    """The adapter without its witness: the checker only reads, inside a transaction here that undoes the damage."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(shop=SHOP, api_key="sk_test_1", webhook_secrets=SECRETS, address=provider.address)


@pytest.mark.usefixtures("silver")
def test_a_second_refund_at_the_provider_is_named(provider: Provider) -> None:
    row = paid(provider)
    key = {"metadata": {"amends_key": f"{row.number}.1.1", "amends_shop": SHOP}}
    (refund,) = provider.refunds()
    provider.control("refunds", {"charge": refund["charge"], "amount": 10, "metadata": refund["metadata"] or key})
    found = verify_shop(SHOP, AT, provider.port)
    assert [one.law for one in found if "2 times" in one.what] == ["I3"]


@pytest.mark.usefixtures("silver")
def test_what_is_cut_off_is_seen_against_the_anchor_alone(provider: Provider) -> None:
    paid(provider)
    length, digest = anchor_of(SHOP)
    assert not verify_anchor(SHOP, length, digest)
    first = models.Event.objects.get(place=1).hash
    cut = "DELETE FROM records_event WHERE place > 1; UPDATE records_chainhead SET length = 1, hash = '%s'"
    with by_hand(cut % first):
        assert broken_link(SHOP) is None  # the chain that is left fits
        (found,) = verify_anchor(SHOP, length, digest)
    assert (found.law, found.row) == ("I7", f"event at place {length}")


@contextmanager
def others_write(number: str) -> Iterator[list[str]]:
    """This function will have somebody else write in the case before every query of ours, and say how often."""
    written: list[str] = []

    def write() -> None:
        key = f"form {len(written)}"
        send_message(shop(SHOP), number, key, by="staff", key=key, at=AT, secret=b"of the tests")
        written.append(key)
        connection.close()

    def before(execute: Any, *asked: Any) -> Any:
        other = threading.Thread(target=write)
        other.start()
        other.join()
        return execute(*asked)

    with connection.execute_wrapper(before):
        yield written


@pytest.mark.usefixtures("silver")
@pytest.mark.parametrize("as_of_one_moment", [True, False])
def test_what_others_write_meanwhile_is_never_half_seen(as_of_one_moment: bool) -> None:
    """The wrong way reads row by row, and takes what it half sees for a loss."""
    row = to_approve()
    this = shop(SHOP)
    with others_write(row.number) as written:
        found = verify_shop(SHOP, AT) if as_of_one_moment else tuple(_breaches(this, AT))
    assert len(written) > 10
    assert (not found) is as_of_one_moment
    check(SHOP)
