"""Paying back postage that a customer has laid out, against its receipt: a payout of its own, made by hand.

Laws: only where the terms of what was granted pay receipts back, and up to their limit for all receipts of a case;
nobody pays themselves; above what one person alone may approve, a second person enters the same; a form that is sent
twice, or by two members at once, pays once. It uses up nothing of the order, so that a disputed payment is no bar.
"""

from __future__ import annotations

from amends.core.cases.commands import PayPostage
from amends.core.cases.handle import NotYours
from amends.core.cases.terms_by_hand import terms_by_hand
from amends.core.dates import Instant
from amends.core.engine.verdict import Outcome
from amends.core.errors import AmendsError, Place
from amends.core.refunds.terms import UNSAID, Terms
from amends.records.cases import CaseRow, DecisionRow, ItemRow, decisions_of
from amends.records.members import MemberRow, is_person
from amends.records.policies import policy_with
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.decision_of import decision_of
from amends.usecases.permissions import Act
from amends.usecases.record_payout import check_person


class NoReceipts(AmendsError):
    """Nothing that was granted pays back postage."""

    code = "no_postage_on_receipts"


def pay_postage(
    shop: ShopRow, number: str, item_id: str, laid_out_minor: int, member: MemberRow, at: Instant, *, seen: int
) -> CaseRow:
    """This function will have a receipt of that amount paid back by hand, or proposed where a second person is needed.

    `seen` is the version of the case that the member has looked at. Raises `NoReceipts`, `NotAllowed`, `NotYours`,
    `CaseMovedOn` or `AmountWrong`; nothing is written then.
    """
    with acting(shop, number, at=at, by=member.id, seen=seen) as act:
        item = act.item(item_id)
        is_proposed = bool(item.postage_by) and item.postage_minor == laid_out_minor
        check_person(shop, member, act.order.email, Act.SECOND_APPROVAL if is_proposed else Act.APPROVE_MONEY)
        if is_proposed and is_person(member, shop.id, item.postage_by):
            raise NotYours("you have proposed this yourself.", hint="Somebody else has to enter the same receipt.")
        limit = postage_limit(shop, act.row.item(item_id), decisions_of(shop.id, number).get(item_id))
        if not limit:
            raise NoReceipts(
                "the terms of this item pay back no postage.",
                place=Place(field="laid_out"),
                hint="Look at what the policy has granted.",
            )
        act.do(
            PayPostage(
                item=item_id, person=member.id, pay=f"{number}.{item_id}.postage-{len(item.postage) + 1}",
                laid_out_minor=laid_out_minor, limit_minor=limit,
            )
        )  # fmt: skip
    return act.row


def postage_limit(shop: ShopRow, kept: ItemRow, decided: DecisionRow | None) -> int:
    """This function will return up to how much the item's terms pay back on receipts; nothing unless it is granted."""
    if not kept.item.is_granted:
        return 0
    terms = _terms(shop, kept, decided)
    return terms.postage_receipt_up_to_minor or 0


def _terms(shop: ShopRow, kept: ItemRow, decided: DecisionRow | None) -> Terms:
    """The terms that its money was worked out on; without money those of the policy, or of a person's grant."""
    if kept.refunded is not None:
        return kept.refunded.terms
    if decided is None:
        return UNSAID
    decision = decision_of(shop, decided)
    verdict = decision.verdicts.get(kept.item.remedy)
    if verdict is not None and verdict.outcome is Outcome.ACCEPTED:
        return verdict.terms
    policy = policy_with(shop.id, decided.policy_hash)
    return terms_by_hand(policy, decision.lanes, kept.item.remedy, decision.facts, decided.at)
