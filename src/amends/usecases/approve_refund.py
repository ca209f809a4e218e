"""Approving a refund: exactly what the page showed leaves, or it is proposed to a second person.

Laws: the amount is worked out here once more, and what differs from what was seen is not paid; nobody approves their
own proposal or their own refund; an approval sent twice is one approval.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace

from amends.core.cases.commands import AnswerItem, Approve
from amends.core.cases.handle import CaseMovedOn, NotYours
from amends.core.cases.money_events import RefundApproved
from amends.core.cases.values import Pay
from amends.core.dates import Instant, Unit
from amends.core.engine.documents import as_document
from amends.core.errors import AmendsError, Place
from amends.core.scans import CLEAR_LETTERS
from amends.records.cases import CaseRow
from amends.records.events import history_of
from amends.records.members import MemberRow, member_at
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting
from amends.usecases.preview_refund import Blocked, RefundPreview, preview_of
from amends.usecases.read_order import read_order

_CODE_PARTS, _CODE_PART = 3, 4  # 58 bits: a code is as good as money


class ApprovedAlready(CaseMovedOn):
    """Somebody was faster; `person` is who."""

    code = "approved_already"

    def __init__(self, person: str) -> None:
        super().__init__("this money has been approved already.", hint="Look at the case again.")
        self.person = person


class ShownOtherwise(CaseMovedOn):
    """What would be paid is not what the page showed."""

    code = "shown_otherwise"


class AmountChanged(AmendsError):
    """What was promised comes to another amount now, and a person has to say why that is paid."""

    code = "amount_changed"


class NotPayable(AmendsError):
    """The money may not leave as things stand."""

    code = "not_payable"


class NotAllowed(NotYours):
    """This person may not let money go."""

    code = "not_allowed"


def approve_refund(
    shop: ShopRow, number: str, item_id: str, member: MemberRow, seen: str, at: Instant, *, reason: str = ""
) -> CaseRow:
    """This function will let the item's money go as it was shown, or propose it where a second person is needed.

    `seen` is the seal of the preview. Where the preview differs from the promise a `reason` is needed, and the item
    gets the new amount as its answer first. Raises `ShownOtherwise`, `ApprovedAlready`, `AmountChanged`, `NotPayable`,
    `NotAllowed` or `NotYours`; nothing is written then.
    """
    with acting(shop, number, at=at, by=member.id) as act:
        act.item(item_id)
        in_hand = read_order(shop, act.case.order, lock=True)
        current = member_at(shop.id, member.user_id)  # roles and leavers may have changed since the page was opened
        if in_hand is None or current is None:
            raise NotAllowed("you do not belong to this shop any more.")
        preview = preview_of(in_hand, act.row, item_id, current[1])
        _check_case(shop, preview)
        if not hmac.compare_digest(seen, preview.seal):
            raise ShownOtherwise("what would be paid is not what you saw.", hint="Look at it again.")
        _check_person(preview.blocked)
        if preview.differs:
            _answer_again(act, preview, current[1], reason)
        act.do(_approval(act, preview, current[1]))
    return act.row


def _check_case(shop: ShopRow, preview: RefundPreview) -> None:
    if preview.blocked != "not_to_approve":
        return
    events = (one.event for one in reversed(history_of(shop.id, preview.number)))
    for event in events:
        if isinstance(event, RefundApproved) and event.item == preview.item_id:
            raise ApprovedAlready(event.person)
    raise CaseMovedOn("there is no money to approve here as things stand.")


def _check_person(blocked: Blocked) -> None:
    match blocked:
        case "not_allowed":
            raise NotAllowed("your role does not let money go.", hint="Ask somebody of finance.")
        case "own_refund":
            raise NotAllowed("this would be a refund to yourself.", hint="Somebody else has to approve it.")
        case "own_proposal":
            raise NotYours("you have proposed this refund yourself.", hint="Somebody else has to approve it.")
        case "dispute":
            raise NotPayable(
                "the buyer disputes a payment of this order at the bank: a refund would pay twice.",
                hint="Settle the dispute, or clear its flag with a reason.",
            )


def _answer_again(act: Acting, preview: RefundPreview, member: MemberRow, reason: str) -> None:
    """The item's answer comes to hold the amount that is paid, with who said so and why."""
    if not reason.strip():
        raise AmountChanged(
            f"`{preview.promised_minor}` was promised, and `{preview.amount_minor}` can be paid as things stand.",
            place=Place(field="reason"),
            hint="Say why the other amount is paid, or answer the item anew.",
        )
    kept = act.row_of(preview.item_id)
    item, again = kept.item, preview.again
    if item.money_has_left:
        raise NotPayable("a part has been paid already, and the rest comes to another amount.")
    answer = replace(
        item.answer, give_minor=preview.amount_minor, left=item.left, person=member.id, reason=reason.strip()
    )
    act.do(AnswerItem(item=item.id, answer=answer))
    if again is not None:
        act.changes[item.id] = replace(kept, quote=as_document(again), refunded=again.record)


def _approval(act: Acting, preview: RefundPreview, member: MemberRow) -> Approve:
    item = act.item(preview.item_id)
    first = len(item.payouts) + 1
    money = [one for one in preview.ways if one.to != "credit"]
    pays = tuple(
        Pay(
            id=f"{act.row.number}.{item.id}.{place}",
            payment_id=one.payment_id,
            amount_minor=one.amount_minor,
            by_hand=one.to == "by_hand",
        )
        for place, one in enumerate(money, first)
    )
    credit = [one for one in preview.ways if one.to == "credit"]
    days = act.shop.desk.get("credit_days")
    ends = act.rules.after(act.at, (days, Unit.DAYS)) if credit and days else None
    return Approve(
        item=item.id,
        person=member.id,
        pays=pays,
        credit_minor=sum(one.amount_minor for one in credit),
        credit_id=_code() if credit else "",
        bonus_minor=sum(one.bonus_minor for one in credit),
        credit_expires_at=ends,
    )


def _code() -> str:
    parts = ("".join(secrets.choice(CLEAR_LETTERS) for _ in range(_CODE_PART)) for _ in range(_CODE_PARTS))
    return "-".join(parts)
