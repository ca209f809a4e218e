"""Cases for the console to show: opened as a customer opens them, without the pages of the portal."""

from __future__ import annotations

from typing import Any

from tests.sample_shops import AT, shop

from amends.core.cases.commands import Command
from amends.core.claims import Claim
from amends.records.cases import CaseRow
from amends.usecases.act_on_case import act_on_case
from amends.usecases.open_case import Form, open_case
from amends.usecases.weigh_claim import Ask

SECRET = b"of the tests"
UNWORN = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}


def opened(
    number: str = "WR-1001", piece: str = "L1.P1", *, reason: str = "changed_mind", remedy: str = "refund",
    shop_id: str = "silver", at: int = AT, answers: dict[str, Any] | None = None, note: str = "",
) -> CaseRow:  # fmt: skip
    """This function will open a case about one piece and return it."""
    claim = Claim(reason=reason, asked_at=at, answers=UNWORN if answers is None else answers)
    form = Form(
        key=f"{number} {piece} {remedy}", asks=(Ask(piece_id=piece, claim=claim, remedy=remedy),), seal=None, note=note
    )
    return open_case(shop(shop_id), number, form, at, SECRET)


def done(row: CaseRow, command: Command, *, by: str = "customer", at: int = AT, shop_id: str = "silver") -> CaseRow:
    """This function will do something to the case, as whoever it is."""
    return act_on_case(shop(shop_id), row.number, command, at=at, by=by)
