"""Putting down that a person has seen to something that was flagged, and how.

Laws: a flag goes with a reason and a name, which the history keeps; a dispute, which holds back all money of the order,
only by who may let money go. Cleared twice it is cleared once. Money that is to be given back by hand is seen to when
the payment is put down (`record_payout`), and not before.
"""

from __future__ import annotations

from amends.core.cases.commands import Record
from amends.core.cases.events import FlagCleared
from amends.core.dates import Instant
from amends.core.errors import AmendsError, Place
from amends.records.cases import CaseRow
from amends.records.members import MemberRow, member_at
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.answer_item import ReasonMissing
from amends.usecases.permissions import Act, may


class FlagNotYours(AmendsError):
    """This person may not say that it was seen to."""

    code = "flag_not_yours"


class StillToPay(AmendsError):
    """A payment has to be made for it."""

    code = "still_to_pay"


def clear_flag(
    shop: ShopRow, number: str, ref: str, reason: str, *, member: MemberRow, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will take the flags with that reference off the case.

    Raises `ReasonMissing`, `FlagNotYours` or `StillToPay`.
    """
    if not reason.strip():
        raise ReasonMissing("a flag goes with a reason.", place=Place(field="reason"), hint="Write what was done.")
    with acting(shop, number, at=at, by=member.id, seen=seen) as act:
        now = member_at(shop.id, member.user_id)
        role = now[1].role if now else ""
        flags = [one for one in act.case.flags if one.ref == ref]
        if any(one.kind == "give_back_failed" for one in flags):
            raise StillToPay("this is money to be paid by hand.", hint="Pay it, and put that down in the outbox.")
        needed = Act.APPROVE_MONEY if any(one.kind == "dispute_seen" for one in flags) else Act.CLEAR_FLAG
        if not may(role, needed):
            raise FlagNotYours("your role does not clear this.", hint="Ask somebody of finance, or an owner.")
        act.do(Record(event=FlagCleared(ref=ref, person=member.id, reason=reason.strip()[:2000])))
    return act.row
