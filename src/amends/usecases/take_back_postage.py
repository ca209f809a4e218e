"""Taking back a postage receipt that was entered wrongly and is not paid yet, with who and why.

Laws: what is paid is not taken back here; the case keeps both, the receipt and that it was taken back; what was taken
back uses up nothing of the limit, so that the right receipt can be entered; the customer hears of it, for their page
had said that it is paid back. Two who take it back at once do so once.
"""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.cases.commands import TakeBackPostage
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.members import MemberRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.record_payout import check_person


@dataclass(frozen=True, slots=True)
class Mistake:
    """Which receipt was entered wrongly, by its payment's id, and what was wrong with it."""

    pay: str
    why: str


def take_back_postage(
    shop: ShopRow, number: str, item_id: str, mistake: Mistake, member: MemberRow, at: Instant, *, seen: int
) -> CaseRow:
    """This function will take back the receipt; `seen` is the version of the case that the member has looked at.

    Raises `NotAllowed`, `CaseMovedOn` (it is paid, or the case has moved on) or `AmountWrong` (no reason); nothing is
    written then.
    """
    with acting(shop, number, at=at, by=member.id, seen=seen) as act:
        act.item(item_id)
        check_person(shop, member, act.order.email)
        act.do(TakeBackPostage(item=item_id, person=member.id, pay=mistake.pay, why=mistake.why[:200]))
    return act.row
