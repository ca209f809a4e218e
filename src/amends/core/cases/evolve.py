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
from amends.core.cases.case import Case, Due, Flag, Inspection, Investigation, Item, Label, Payout
from amends.core.cases.log import Happened, kind_of
from amends.core.cases.states import MOVES, State
from amends.core.cases.values import ItemAsked
from amends.core.errors import AmendsError

S = State


class HistoryInvalid(AmendsError):
    """Events are not in order, or one of them makes a move that no case makes."""

    code = "history_invalid"


def fold(history: Iterable[Happened]) -> Case:
    """This function will return the case that the events come to, or raise `HistoryInvalid`."""
    case: Case | None = None
    for one in history:
        case = evolve(case, one)
    if case is None:
        raise HistoryInvalid("a case without events is none.")
    return case


def evolve(case: Case | None, happened: Happened) -> Case:
    """This function will return the case after the event, or raise `HistoryInvalid` where it cannot have happened."""
    event = happened.event
    if case is None:
        if not isinstance(event, e.CaseOpened) or happened.number != 1:
            raise HistoryInvalid(f"a case begins with `case_opened`, not with `{kind_of(event)}`.")
        return _stamped(_opened(event, happened), happened)
    if happened.number != case.version + 1:
        raise HistoryInvalid(f"event `{happened.number}` does not follow event `{case.version}`.")
    after = replace(_ON_CASE[type(event)](case, event), version=happened.number)
    _check_moves(case, after, event)
    return _stamped(after, happened)


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
        items=tuple(_asked(one) for one in event.items),
    )


def _asked(asked: ItemAsked) -> Item:
    item = Item(
        id=asked.id, piece_id=asked.piece_id, line_id=asked.line_id, quantity=asked.quantity, reason=asked.reason,
        lane=asked.lane, remedy=asked.remedy, answer=asked.answer, left=(),
    )  # fmt: skip
    return _answered(item, e.Answered(item=asked.id, answer=asked.answer))


def _check_moves(before: Case, after: Case, event: e.Event) -> None:
    kind = kind_of(event)
    for item in before.items:
        now = after.item(item.id)
        if now.state is not item.state:
            move = MOVES.get(kind)
            if move is None or item.state not in move.start or now.state not in move.to:
                raise HistoryInvalid(f"`{kind}` does not lead from `{item.state.value}` to `{now.state.value}`.")


def _stamped(case: Case, happened: Happened) -> Case:
    if not happened.act_by:
        return case
    items = tuple(
        replace(one, act_by=happened.act_by[one.id], late=False, reminded=0) if one.id in happened.act_by else one
        for one in case.items
    )
    return replace(case, items=items)


# --- what each event does to its item


def _without(left: tuple[State, ...], *done: State) -> tuple[State, ...]:
    return tuple(step for step in left if step not in done)


def _done(*steps: State) -> Callable[[Item, Any], Item]:
    return lambda item, _: replace(item, left=_without(item.left, *steps))


def _over(end: State) -> Callable[[Item, Any], Item]:
    return lambda item, _: replace(item, left=(), ends=end)


def _first(step: State) -> Callable[[Item, Any], Item]:
    return lambda item, _: replace(item, left=(step, *_without(item.left, step)))


def _answered(item: Item, event: e.Answered) -> Item:
    answer = event.answer
    ends = {"accepted": S.DONE, "referred": S.DONE, "refused": S.REFUSED}[answer.outcome]
    left = {"accepted": answer.left, "referred": (S.WAITING,), "refused": ()}[answer.outcome]
    if item.received and answer.outcome == "accepted":  # the goods are here already
        left = _without(left, S.TO_SEND, S.ON_ITS_WAY, S.ARRIVED)
    return replace(item, answer=answer, left=left, ends=ends, proposed_by="", proposed_minor=0)


def _investigation_opened(item: Item, event: e.InvestigationOpened) -> Item:
    looked = Investigation(carrier=event.carrier, reference=event.reference, until=event.until)
    return replace(item, left=(S.LOOKING, *item.left), investigation=looked)


def _investigation_closed(item: Item, event: e.InvestigationClosed) -> Item:
    looked = item.investigation
    found = replace(looked, finding=event.finding, proof=event.proof) if looked else None
    return replace(item, left=_without(item.left, S.LOOKING), investigation=found)


def _offer_made(item: Item, event: m.OfferMade) -> Item:
    left = (S.OFFERED, *_without(item.left, S.TO_OFFER, S.OFFERED))
    return replace(item, left=left, offer_minor=event.amount_minor)


def _offer_accepted(item: Item, _: m.OfferAccepted) -> Item:
    answer = replace(item.answer, give_minor=item.offer_minor)
    return replace(item, left=_without(item.left, S.OFFERED), answer=answer)


def _quote_made(item: Item, event: m.QuoteMade) -> Item:
    done = (S.TO_QUOTE,) if event.quote.total_minor else (S.TO_QUOTE, S.QUOTED, S.TO_PAY)
    return replace(item, left=_without(item.left, *done), quote=event.quote)


def _due_raised(item: Item, event: m.DueRaised) -> Item:
    due = Due(id=event.due, amount_minor=event.amount_minor, what=event.what)
    return replace(item, dues=(*item.dues, due))


def _due_paid(item: Item, event: m.DuePaid) -> Item:
    dues = tuple(replace(one, state="paid", ref=event.ref) if one.id == event.due else one for one in item.dues)
    return replace(item, dues=dues, left=_without(item.left, S.TO_PAY))


def _due_cancelled(item: Item, event: m.DueCancelled) -> Item:
    dues = tuple(replace(one, state="cancelled") if one.id == event.due else one for one in item.dues)
    return replace(item, dues=dues)


def _posted(item: Item, event: e.Posted) -> Item:
    left = tuple(S.ON_ITS_WAY if step is S.TO_SEND else step for step in item.left)
    return replace(item, left=left, posted=True, tracking_back=event.tracking or item.tracking_back)


def _received(item: Item, _: e.Received) -> Item:
    left = (S.ARRIVED, *_without(item.left, S.TO_SEND, S.ON_ITS_WAY, S.ARRIVED))
    return replace(item, left=left, posted=True, received=True)


def _return_lost(item: Item, event: e.ReturnLost) -> Item:
    facts = {**item.facts, "return.state": "lost", "return.proof_of_posting": event.proof}
    return replace(item, left=(S.WAITING,), facts=facts)


def _sending_back(item: Item, event: e.SendingBackChosen) -> Item:
    pay = (S.TO_PAY,) if event.postage_minor else ()
    return replace(item, left=(*pay, S.TO_SEND_BACK), ends=S.REFUSED)


def _proposed(item: Item, event: m.RefundProposed) -> Item:
    return replace(item, proposed_by=event.person, proposed_minor=event.total_minor)


def _approved(item: Item, event: m.RefundApproved) -> Item:
    pays = tuple(
        Payout(id=one.id, payment_id=one.payment_id, amount_minor=one.amount_minor, by_hand=one.by_hand)
        for one in event.pays
    )
    credit = item.credit_minor + event.credit_minor
    left = _without(item.left, S.TO_APPROVE)
    return replace(item, payouts=(*item.payouts, *pays), credit_minor=credit, left=left, proposed_by="")


def _payout_done(item: Item, event: m.PayoutDone) -> Item:
    payouts = tuple(replace(one, state="done", ref=event.ref) if one.id == event.pay else one for one in item.payouts)
    return _paid_up(replace(item, payouts=payouts))


def _payout_failed(item: Item, event: m.PayoutFailed) -> Item:
    payouts = tuple(replace(one, state="failed") if one.id == event.pay else one for one in item.payouts)
    left = (S.TO_APPROVE, S.PAYING, *_without(item.left, S.TO_APPROVE, S.PAYING))
    return replace(item, payouts=payouts, left=left)


def _credit_given(item: Item, event: m.CreditGiven) -> Item:
    return _paid_up(replace(item, credits=(*item.credits, event.credit)))


def _paid_up(item: Item) -> Item:
    open_ones = any(one.state == "waiting" for one in item.payouts) or (item.credit_minor and not item.credits)
    return item if open_ones else replace(item, left=_without(item.left, S.PAYING))


def _piece_sent(item: Item, event: e.PieceSent) -> Item:
    left = _without(item.left, S.TO_POST, S.TO_SEND_BACK)
    return replace(item, left=left, tracking_out=event.tracking)


def _expired(item: Item, _: e.Expired) -> Item:
    if item.state is S.TURNED_DOWN:
        return replace(item, left=(), ends=S.REFUSED)
    if item.received:  # what is here must not be kept for want of a payment: the customer says what becomes of it
        return replace(item, left=(S.TURNED_DOWN,), ends=S.REFUSED)
    return replace(item, left=(), ends=S.EXPIRED)


_ON_ITEM: dict[type, Callable[[Item, Any], Item]] = {
    e.Answered: _answered,
    e.FactsFound: lambda item, event: replace(item, facts={**item.facts, **event.facts}),
    e.InvestigationOpened: _investigation_opened,
    e.InvestigationClosed: _investigation_closed,
    e.CustomsHeld: lambda item, event: replace(item, left=(S.AT_CUSTOMS, *item.left), tasks=event.tasks),
    e.CustomsReminded: lambda item, _: replace(
        item, customs_reminders=item.customs_reminders + 1, reminded=item.reminded + 1
    ),
    e.TaskDone: lambda item, event: replace(item, tasks_done=(*item.tasks_done, event.task)),
    e.CustomsEnded: _done(S.AT_CUSTOMS),
    m.OfferMade: _offer_made,
    m.OfferAccepted: _offer_accepted,
    m.OfferDeclined: _over(S.WITHDRAWN),
    m.QuoteMade: _quote_made,
    m.QuoteAccepted: _done(S.QUOTED),
    m.QuoteDeclined: _over(S.WITHDRAWN),
    m.DueRaised: _due_raised,
    m.DuePaid: _due_paid,
    m.DueCancelled: _due_cancelled,
    e.Posted: _posted,
    e.Received: _received,
    e.ReturnLost: _return_lost,
    e.SendingBackChosen: _sending_back,
    e.GivenUp: _over(S.REFUSED),
    m.RefundProposed: _proposed,
    m.RefundApproved: _approved,
    m.PayoutDone: _payout_done,
    m.PayoutFailed: _payout_failed,
    m.CreditGiven: _credit_given,
    e.WorkStarted: lambda item, _: replace(item, work_started=True),
    e.WorkFinished: _done(S.TO_MAKE),
    e.PieceSent: _piece_sent,
    e.ChangeDone: _done(S.TO_CHANGE),
    e.ChangeFailed: _over(S.FAILED),
    e.Withdrawn: _over(S.WITHDRAWN),
    e.Expired: _expired,
    e.Reminded: lambda item, _: replace(item, reminded=item.reminded + 1),
    e.RanLate: lambda item, _: replace(item, late=True),
}


# --- what each event does to the case


def _of_item(case: Case, event: Any) -> Case:
    change = _ON_ITEM[type(event)]
    return replace(case, items=tuple(change(one, event) if one.id == event.item else one for one in case.items))


def _inspected(case: Case, event: e.Inspected) -> Case:
    item = case.item(event.item)
    seen = Inspection(
        accepted=event.accepted, turned_down=event.turned_down, grounds=event.grounds, clauses=event.clauses,
        grade=event.grade, disposition=event.disposition,
    )  # fmt: skip
    turned_down = replace(item, left=(S.TURNED_DOWN,), ends=S.REFUSED, inspection=seen)
    if not event.accepted:
        return _with(case, turned_down)
    give = item.answer.give_minor if event.give_minor is None else event.give_minor
    accepted = replace(
        item, left=_without(item.left, S.ARRIVED), inspection=seen, answer=replace(item.answer, give_minor=give)
    )
    if not event.turned_down:
        return _with(case, accepted)
    case = _with(case, replace(accepted, quantity=event.accepted))
    rest = replace(turned_down, id=event.rest, quantity=event.turned_down, dues=())
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
    return replace(case, messages=case.messages + 1, unanswered=isinstance(event, e.MessageReceived))


def _flagged(case: Case, flag: Flag) -> Case:
    return replace(case, flags=(*case.flags, flag))


_ON_CASE: dict[type, Callable[[Case, Any], Case]] = {
    **dict.fromkeys(_ON_ITEM, _of_item),
    e.Inspected: _inspected,
    e.LabelMade: _label_made,
    e.LabelExpired: _label_expired,
    e.ParcelMoved: lambda case, _: case,
    e.PhotoAdded: lambda case, _: case,
    e.MessageReceived: _message,
    e.MessageSent: _message,
    e.MailBounced: lambda case, event: _flagged(case, Flag(kind="mail_bounced", ref=event.key)),
    m.RefundSeen: lambda case, event: _flagged(
        case, Flag(kind="refund_seen", ref=event.ref, amount_minor=event.amount_minor)
    ),
    e.FlagCleared: lambda case, event: replace(case, flags=tuple(one for one in case.flags if one.ref != event.ref)),
    m.DisputeSeen: lambda case, event: _flagged(case, Flag(kind="dispute_seen", ref=event.ref)),
}
