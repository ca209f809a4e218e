"""Ways to write that look right while nobody else writes: each is caught by the race that the right way passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction
from tests.robustness.contests import CONTESTS
from tests.robustness.racing import TOOLS, Tools

from amends.core.dates import Instant, datetime_of, zone_named
from amends.records import models
from amends.records.cases import CaseRow, LineTaken, case_numbered
from amends.records.members import MemberRow
from amends.records.shops import ShopRow
from amends.usecases import open_case as opening
from amends.usecases.approve_refund import approve_refund
from amends.usecases.open_case import AlreadyInCase, CaseNotOpened, Form
from amends.usecases.read_order import read_order
from amends.usecases.use_credit import CreditUnusable

MOST = 1_000  # within so many races each wrong way has to be caught; most are at once, whatever else runs


@dataclass(frozen=True)
class Wrong:
    """A wrong way, and the contest in which it shows."""

    contest: str
    tools: Tools
    sql: str = ""  # what is taken out of the database for it

    def race(self, course: Any) -> list[str]:
        """This function will race it until it is caught, put everything back, and return what was wrong."""
        before = replace(TOOLS)
        found: list[str] = []
        with connection.cursor() as cursor:
            cursor.execute(self.sql or "SELECT 1")
        vars(TOOLS).update(vars(self.tools))
        for _ in range(MOST):
            found = course.race(self.contest, CONTESTS[self.contest])
            if found:
                break
        vars(TOOLS).update(vars(before))
        return found


def open_without_lock(this: ShopRow, order_number: str, form: Form, at: Instant, secret: bytes) -> CaseRow:
    """This function will open a case as `open_case` does, and let others open theirs meanwhile."""
    with transaction.atomic():
        in_hand = read_order(this, order_number, lock=False)
        if in_hand is None:
            raise CaseNotOpened("there is no such order.")
        opening._check_free(in_hand, form)
        answered = opening._weigh(in_hand, form, at)
        try:
            return opening._keep(in_hand, answered, form, at, secret)
        except LineTaken as error:
            raise AlreadyInCase(()) from error


def use_without_lock(this: ShopRow, code: str, amount_minor: int, key: str, at: Instant) -> None:
    """This function will look what is left, and write what is left then: two tills look before either writes."""
    credit = models.Credit.objects.get(shop_id=this.id, code=code)
    if amount_minor > credit.left_minor:
        raise CreditUnusable("less is left.")
    models.CreditUse.objects.create(
        shop_id=this.id,
        credit_id=credit.id,
        key=key,
        amount_minor=amount_minor,
        why="used",
        at=datetime_of(at, zone_named("UTC")),
    )
    models.Credit.objects.filter(shop_id=this.id, code=code).update(left_minor=credit.left_minor - amount_minor)


def approve_unseen(
    this: ShopRow, number: str, item_id: str, member: MemberRow, seen: str, at: Instant, **more: Any
) -> CaseRow:
    """This function will tell everybody that they approved, also those who were not the first."""
    try:
        return approve_refund(this, number, item_id, member, seen, at, **more)
    except Exception:  # noqa: BLE001 - that is what is wrong with it
        row = case_numbered(this.id, number)
        assert row is not None
        return row


WRONG_RACES: Mapping[str, Wrong] = {
    "open without a lock": Wrong("two exchanges", Tools(open=open_without_lock)),
    "spend without a lock": Wrong("tills", Tools(use=use_without_lock)),
    "say that everybody won": Wrong("two approve", Tools(approve=approve_unseen)),
    "open without lock or constraint": Wrong(
        "same piece",
        Tools(open=open_without_lock),
        "ALTER TABLE records_claimedline DROP CONSTRAINT claimed_once",
    ),
}
