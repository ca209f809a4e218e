"""Cases to do something about, opened as customers open them, and handlers that stand for the outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from tests.sample_shops import AT, shop

from amends.core.claims import Claim
from amends.core.dates import Instant
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.outbox import EffectRow
from amends.usecases.do_effect import Handler
from amends.usecases.open_case import Form, open_case
from amends.usecases.weigh_claim import Ask

SECOND, MINUTE, DAY = 1_000_000, 60_000_000, 24 * 3_600_000_000
UNWORN = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}
KINDS = ("mail", "alert", "label", "payment_page", "withdraw_page", "payout")


def opened(key: str = "a form", piece: str = "L1.P1", number: str = "WR-1001", at: Instant = AT) -> CaseRow:
    """This function will open a case at the silver shop: something worn by nobody is to be refunded."""
    claim = Claim(reason="changed_mind", asked_at=at, answers=UNWORN)
    form = Form(key=key, asks=(Ask(piece_id=piece, claim=claim, remedy="refund"),), seal=None)
    return open_case(shop("silver"), number, form, at, b"of the tests")


def effects(state: str | None = None) -> dict[str, str]:
    """This function will return the kinds of the effects in the outbox by key, of one state or of all."""
    rows = models.Effect.objects.all() if state is None else models.Effect.objects.filter(state=state)
    return dict(rows.order_by("key").values_list("key", "kind"))


def jobs(task: str = "do_effect", status: str = "todo") -> list[str]:
    """This function will return what the jobs in the queue wake for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(args->>'key', args->>'case_number') FROM procrastinate_jobs"
            " WHERE task_name = %s AND status = %s::procrastinate_job_status ORDER BY 1",
            [task, status],
        )
        return [name for (name,) in cursor.fetchall()]


@dataclass
class Outside:
    """Stands for whatever is outside: writes down what it was asked, and does then what the test says."""

    then: Callable[[EffectRow], Instant | None] = lambda _: None
    asked: list[str] = field(default_factory=list)

    def __call__(self, row: EffectRow, _: Instant) -> Instant | None:
        """This function will do what is asked."""
        self.asked.append(row.key)
        return self.then(row)

    def handlers(self, *kinds: str) -> Mapping[str, Handler]:
        """This function will return it as who does these kinds, or all."""
        return dict.fromkeys(kinds or KINDS, self)
