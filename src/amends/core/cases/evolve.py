"""Folding events into a case: what has happened says how it stands, and nothing else does.

Laws: every change of an item's state is a row of `MOVES`; numbers follow one another; the same events give the same
case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.case import Case, Flag, Inspection, Item, Label
from amends.core.cases.dues import POSTAGE_BACK, kept_minor
from amends.core.cases.evolve_item import ON_ITEM, answered, without
from amends.core.cases.log import Happened, kind_of
from amends.core.cases.parcels import moved
from amends.core.cases.states import MOVES, State
from amends.core.cases.values import ItemAsked
from amends.core.errors import AmendsError

S = State
_NOTHING = frozenset({S.WITHDRAWN, S.EXPIRED, S.TURNED_DOWN, S.REFUSED})


class CaseHistoryInvalid(AmendsError):
    """Events are not in order, or one of them makes a move that no case makes."""

    code = "case_history_invalid"


def fold(history: Iterable[Happened]) -> Case:
    """This function will return the case that the events come to, or raise `CaseHistoryInvalid`."""
    case: Case | None = None
    for one in history:
        case = evolve(case, one)
    if case is None:
        raise CaseHistoryInvalid("a case without events is none.")
    return case


def evolve(case: Case | None, happened: Happened) -> Case:
    """This function will return the case after the event, or raise `CaseHistoryInvalid` where it cannot have been."""
    event = happened.event
    if case is None:
        if not isinstance(event, e.CaseOpened) or happened.number != 1:
            raise CaseHistoryInvalid(f"a case begins with `case_opened`, not with `{kind_of(event)}`.")
        return _stamped(_opened(event, happened), happened)
    if happened.number != case.version + 1:
        raise CaseHistoryInvalid(f"event `{happened.number}` does not follow event `{case.version}`.")
    after = replace(_ON_CASE[type(event)](case, event), version=happened.number)
    after = replace(after, items=tuple(_timed(one, happened) for one in after.items))
    _check_moves(case, after, event)
    return _stamped(_paid_for_nothing(case, after), happened)


def can_happen(item: Item, kind: str) -> bool:
    """This function will say whether an event of that kind can happen to the item as it stands."""
    return kind not in MOVES or item.state in MOVES[kind].start


def _opened(event: e.CaseOpened, happened: Happened) -> Case:
    return Case(
        order=event.order,
        by=event.by,
        channel=event.channel,
        currency=event.currency,
        policy=event.policy,
        opened_at=happened.at,
        version=1,
        items=tuple(_timed(_asked(one), happened) for one in event.items),
    )


def _asked(asked: ItemAsked) -> Item:
    item = Item(
        id=asked.id, piece_id=asked.piece_id, line_id=asked.line_id, quantity=asked.quantity, reason=asked.reason,
        lane=asked.lane, remedy=asked.remedy, answer=asked.answer, left=(),
    )  # fmt: skip
    return answered(item, e.Answered(item=asked.id, answer=asked.answer))


def _check_moves(before: Case, after: Case, event: e.Event) -> None:
    kind = kind_of(event)
    for item in before.items:
        now = after.item(item.id)
        if now.state is not item.state:
            move = MOVES.get(kind)
            if move is None or (item.state, now.state) not in move.pairs:
                raise CaseHistoryInvalid(f"`{kind}` does not lead from `{item.state.value}` to `{now.state.value}`.")


def _stamped(case: Case, happened: Happened) -> Case:
    if not happened.act_by:
        return case
    items = tuple(
        replace(one, act_by=happened.act_by[one.id], late=False, reminded=0) if one.id in happened.act_by else one
        for one in case.items
    )
    return replace(case, items=items)


def _paid_for_nothing(before: Case, after: Case) -> Case:
    """What was taken by hand for something that does not happen any more is for a person to give back."""
    for item in before.items:
        now = after.item(item.id)
        if now.state in _NOTHING and item.state not in _NOTHING and item.ends is S.DONE:
            for due in now.dues:
                if due.state == "paid" and not due.ref and due.what != POSTAGE_BACK:
                    after = _flagged(after, Flag(kind="paid_for_nothing", ref=due.id, amount_minor=due.amount_minor))
    return after


def _timed(item: Item, happened: Happened) -> Item:
    """Clauses count from the moments at which a return was agreed to, posted and received."""
    if item.granted_at is None and item.answer.outcome == "accepted":
        item = replace(item, granted_at=happened.at)
    if item.posted and item.posted_at is None and isinstance(happened.event, e.Posted):
        item = replace(item, posted_at=happened.event.posted_at or happened.at)
    if item.received and item.received_at is None:
        item = replace(item, received_at=happened.at)
    return item


# --- what each event does to the case


def _of_item(case: Case, event: Any) -> Case:
    change = ON_ITEM[type(event)]
    return replace(case, items=tuple(change(one, event) if one.id == event.item else one for one in case.items))


def _inspected(case: Case, event: e.Inspected) -> Case:
    item = case.item(event.item)
    seen = Inspection(
        accepted=event.accepted, turned_down=event.turned_down, grounds=event.grounds, clauses=event.clauses,
        grade=event.grade, disposition=event.disposition, overruled=event.overruled, reason=event.reason,
        kept_minor=event.kept_minor,
    )  # fmt: skip
    turned_down = replace(item, left=(S.TURNED_DOWN,), ends=S.REFUSED, inspection=seen)
    if not event.accepted:
        return _with(case, turned_down)
    give = item.answer.give_minor if event.give_minor is None else event.give_minor
    is_paid = event.share_minor is not None and kept_minor(item) >= event.share_minor
    accepted = replace(
        item, left=without(item.left, S.ARRIVED, *((S.TO_PAY,) if is_paid else ())), inspection=seen,
        answer=replace(item.answer, give_minor=give),
        share_minor=item.share_minor if event.share_minor is None else event.share_minor,
    )  # fmt: skip
    if not event.turned_down:
        return _with(case, accepted)
    case = _with(case, replace(accepted, quantity=event.accepted))
    rest = replace(turned_down, id=event.rest, quantity=event.turned_down, dues=(), payouts=(), postage=())
    return replace(case, items=(*case.items, rest))


def _with(case: Case, item: Item) -> Case:
    return replace(case, items=tuple(item if one.id == item.id else one for one in case.items))


def _label_made(case: Case, event: e.LabelMade) -> Case:
    label = Label(
        id=event.label, carrier=event.carrier, tracking=event.tracking, items=event.items, expires_at=event.expires_at
    )
    return replace(case, labels=(*case.labels, label))


def _label_expired(case: Case, event: e.LabelExpired) -> Case:
    return replace(
        case, labels=tuple(replace(one, expired=True) if one.id == event.label else one for one in case.labels)
    )


def _message(case: Case, event: e.MessageReceived | e.MessageSent) -> Case:
    case = replace(case, messages=case.messages + 1)
    if isinstance(event, e.MessageSent):
        return replace(case, unanswered=False, answer_by=None, answer_late=False)
    waits = case.answer_by if case.unanswered and case.answer_by is not None else event.answer_by
    return replace(case, unanswered=True, answer_by=waits)


def _ran_late(case: Case, event: e.RanLate) -> Case:
    return _of_item(case, event) if event.item else replace(case, answer_late=True)


def _flagged(case: Case, flag: Flag) -> Case:
    return replace(case, flags=(*case.flags, flag))


def _unflagged(case: Case, ref: str) -> Case:
    return replace(case, flags=tuple(one for one in case.flags if one.ref != ref))


def _seen(case: Case, event: m.RefundSeen | m.DisputeSeen) -> Case:
    is_refund = isinstance(event, m.RefundSeen)
    flag = Flag(kind="refund_seen" if is_refund else "dispute_seen", ref=event.ref, amount_minor=event.amount_minor)
    gone = event.amount_minor if is_refund else 0
    return _flagged(replace(case, seen=(*case.seen, event.ref), seen_minor=case.seen_minor + gone), flag)


_ON_CASE: dict[type, Callable[[Case, Any], Case]] = {
    **dict.fromkeys(ON_ITEM, _of_item),
    e.RanLate: _ran_late,
    e.Inspected: _inspected,
    e.LabelMade: _label_made,
    e.LabelExpired: _label_expired,
    e.ParcelMoved: moved,
    e.PhotoAdded: lambda case, _: case,
    e.ReceiptTaken: lambda case, _: case,
    e.MessageReceived: _message,
    e.MessageSent: _message,
    e.MailBounced: lambda case, event: _flagged(case, Flag(kind="mail_bounced", ref=event.key)),
    m.RefundSeen: _seen,
    m.GiveBackFailed: lambda case, event: _flagged(
        case, Flag(kind="give_back_failed", ref=event.pay, amount_minor=event.amount_minor)
    ),
    m.GivenBack: lambda case, event: _unflagged(case, event.pay),
    e.FlagCleared: lambda case, event: _unflagged(case, event.ref),
    m.DisputeSeen: _seen,
}
