"""Putting down a payment that a person has made by hand, or that came back to the shop's bank.

Laws: only what is to be paid by hand can be put down, once: what was approved so, and what nobody owed and the provider
could not give back; nobody puts down their own refund; a reference names one payment.
"""

from __future__ import annotations

from amends.core.cases import money_events as m
from amends.core.cases.commands import Record
from amends.core.dates import Instant
from amends.core.errors import AmendsError, Place
from amends.records.cases import CaseRow
from amends.records.keys import email_key
from amends.records.members import MemberRow, member_at
from amends.records.payouts import PayoutRow, payout_by_ref, payout_named
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting
from amends.usecases.approve_refund import NotAllowed
from amends.usecases.give_back import came_back, given_back
from amends.usecases.permissions import Act, may


class NotByHand(AmendsError):
    """The provider pays this; a person paying it as well would pay it twice."""

    code = "not_by_hand"


class ReferenceTaken(AmendsError):
    """Another payment was put down under that reference."""

    code = "reference_taken"


def record_payout(shop: ShopRow, payout_id: str, member: MemberRow, ref: str, at: Instant) -> CaseRow:
    """This function will put down that the payment was made; `ref` is what the bank or till calls it.

    Again it changes nothing. Raises `NotByHand`, `ReferenceTaken` or `NotAllowed`.
    """
    payout, ref = _by_hand(shop, payout_id), ref.strip()[:160]
    if not ref:
        raise ReferenceTaken("a payment by hand needs a reference.", place=Place(field="ref"), hint="Write the bank's.")
    with acting(shop, payout.case_number, at=at, by=member.id) as act:
        check_person(shop, member, act.order.email)
        other = payout_by_ref(shop.id, ref)
        if other is not None and other.id != payout_id:
            raise ReferenceTaken(
                f"`{ref}` is the payment of case `{other.case_number}`.", place=Place(field="ref"), hint="Look there."
            )
        if _is_postage(act, payout):
            act.do(Record(event=m.PostagePaid(item=payout.item_id, pay=payout_id, ref=ref)))
        elif payout.item_id:
            act.do(Record(event=m.PayoutDone(item=payout.item_id, pay=payout_id, ref=ref)))
        else:
            given_back(act, payout_id, ref)
    return act.row


def record_returned(shop: ShopRow, payout_id: str, member: MemberRow, why: str, at: Instant) -> CaseRow:
    """This function will put down that a payment by hand did not get there; it is to be approved anew then.

    Postage on a receipt waits to be paid by hand anew: it is owed as before.
    """
    payout = _by_hand(shop, payout_id)
    with acting(shop, payout.case_number, at=at, by=member.id) as act:
        check_person(shop, member, act.order.email)
        if _is_postage(act, payout):
            came = m.PostageCameBack(item=payout.item_id, pay=payout_id, why=why.strip()[:200])
            act.do(Record(event=came))
        elif payout.item_id:
            act.do(Record(event=m.PayoutFailed(item=payout.item_id, pay=payout_id, why=why.strip()[:200])))
        else:
            came_back(act, payout_id, why.strip()[:200])
    return act.row


def _by_hand(shop: ShopRow, payout_id: str) -> PayoutRow:
    payout = payout_named(shop.id, payout_id)
    if not payout.by_hand:
        raise NotByHand("the payment provider pays this.", hint="Wait for it, or look at what it says.")
    return payout


def _is_postage(act: Acting, payout: PayoutRow) -> bool:
    return any(one.id == payout.id for item in act.case.items for one in item.postage)


def check_person(shop: ShopRow, member: MemberRow, buyer: str, needed: Act = Act.APPROVE_MONEY) -> None:
    """This function will raise `NotAllowed` where this person may not let the money go, as things are now."""
    current = member_at(shop.id, member.user_id)
    if current is None or not may(current[1].role, needed):
        raise NotAllowed("your role does not let money go.", hint="Ask somebody of finance.")
    if email_key(current[1].email) == email_key(buyer):
        raise NotAllowed("this would be a refund to yourself.", hint="Somebody else has to put it down.")
