"""Cases of the sample shops as tests use them, opened by the use case as the portal does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.sample_shops import AT, shop

from amends.core.claims import Claim
from amends.records.cases import CaseRow
from amends.usecases.open_case import Form, open_case, seal_of
from amends.usecases.read_order import read_order
from amends.usecases.weigh_claim import Ask, weigh_asks

SECRET = b"of the tests"
UNWORN = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}


def opened(
    shop_id: str, order: str, piece: str, remedy: str, *, reason: str = "changed_mind",
    answers: Mapping[str, Any] = UNWORN, key: str = "a key", by: str = "buyer",
) -> CaseRow:  # fmt: skip
    """This function will open a case about one piece, as it was shown."""
    in_hand = read_order(shop(shop_id), order)
    assert in_hand is not None
    claim = Claim(reason=reason, asked_at=AT, answers=answers, by=by)
    asks = (Ask(piece_id=piece, claim=claim, remedy=remedy),)
    form = Form(key=key, asks=asks, seal=seal_of(weigh_asks(in_hand, asks, AT)))
    return open_case(shop(shop_id), order, form, AT, SECRET)


def agreed_return() -> CaseRow:
    """This function will open a return of a chain of the silver shop, which is agreed to at once."""
    return opened("silver", "WR-1001", "L1.P1", "refund")
