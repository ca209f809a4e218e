"""What each event does to its item (see `evolve`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.case import Due, Investigation, Item, Payout
from amends.core.cases.dues import kept_minor
from amends.core.cases.states import State

S = State
Change = Callable[[Item, Any], Item]
RETURN_STATE = "return.state"


def without(left: tuple[State, ...], *done: State) -> tuple[State, ...]:
    """This function will return the steps without those that are done."""
    return tuple(step for step in left if step not in done)


def _done(*steps: State) -> Change:
    return lambda item, _: replace(item, left=without(item.left, *steps))


def _over(end: State) -> Change:
    return lambda item, _: replace(item, left=(), ends=end)


def answered(item: Item, event: e.Answered) -> Item:
    """This function will return the item with that answer, and the steps that it leaves to be done."""
    answer = event.answer
    kept = replace(
        item, answer=answer, remedy=answer.remedy or item.remedy, ends=S.DONE, proposed_by="", proposed_minor=0,
        share_minor=None, quote=item.quote if answer.remedy in ("", item.remedy) else None,
    )  # fmt: skip
    match answer.outcome:
        case "accepted":
            return replace(kept, left=_still_to_do(kept))
        case "referred":
            return replace(kept, left=(S.WAITING,))
    # What is here and was not given up has to go somewhere: the customer says where.
    left = (S.TURNED_DOWN,) if item.received and item.state is not S.REFUSED else ()
    return replace(kept, left=left, ends=S.REFUSED)


def _still_to_do(item: Item) -> tuple[State, ...]:
    """The steps of the answer without those that were done, or cannot be, before it was given."""
    left = item.answer.left
    if S.TO_QUOTE in left and item.quote is not None and kept_minor(item) >= item.quote.total_minor > 0:
        left = without(left, S.TO_QUOTE, S.QUOTED, S.TO_PAY)  # what was quoted, accepted and paid stands
    elif S.TO_QUOTE not in left and kept_minor(item) >= item.answer.due_minor:
        left = without(left, S.TO_PAY)
    if item.facts.get(RETURN_STATE) == "lost":
        return without(left, S.TO_SEND, S.ARRIVED)
    if item.received:
        left = without(left, S.TO_SEND, *((S.ARRIVED,) if item.inspection else ()))
        return (S.ARRIVED, *without(left, S.ARRIVED)) if left[:2] == (S.TO_PAY, S.ARRIVED) else left
    return tuple(S.ON_ITS_WAY if step is S.TO_SEND else step for step in left) if item.posted else left


def _investigation_opened(item: Item, event: e.InvestigationOpened) -> Item:
    looked = Investigation(carrier=event.carrier, reference=event.reference, until=event.until)
    return replace(item, left=(S.LOOKING, *item.left), investigation=looked)


def _investigation_closed(item: Item, event: e.InvestigationClosed) -> Item:
    looked = item.investigation
    found = replace(looked, finding=event.finding, proof=event.proof) if looked else None
    return replace(item, left=without(item.left, S.LOOKING), investigation=found)


def _offer_made(item: Item, event: m.OfferMade) -> Item:
    left = (S.OFFERED, *without(item.left, S.TO_OFFER, S.OFFERED))
    return replace(item, left=left, offer_minor=event.amount_minor)


def _offer_accepted(item: Item, _: m.OfferAccepted) -> Item:
    answer = replace(item.answer, give_minor=item.offer_minor)
    return replace(item, left=without(item.left, S.OFFERED), answer=answer)


def _quote_made(item: Item, event: m.QuoteMade) -> Item:
    done = (S.TO_QUOTE,) if event.quote.total_minor else (S.TO_QUOTE, S.QUOTED, S.TO_PAY)
    return replace(item, left=without(item.left, *done), quote=event.quote)


def _due_raised(item: Item, event: m.DueRaised) -> Item:
    due = Due(id=event.due, amount_minor=event.amount_minor, what=event.what)
    return replace(item, dues=(*item.dues, due))


def _due_paid(item: Item, event: m.DuePaid) -> Item:
    dues = tuple(replace(one, state="paid", ref=event.ref) if one.id == event.due else one for one in item.dues)
    return replace(item, dues=dues, left=without(item.left, S.TO_PAY))


def _due_cancelled(item: Item, event: m.DueCancelled) -> Item:
    dues = tuple(replace(one, state="cancelled") if one.id == event.due else one for one in item.dues)
    return replace(item, dues=dues)


def _due_returned(item: Item, event: m.DueReturned) -> Item:
    dues = tuple(
        replace(one, returned_minor=one.returned_minor + event.amount_minor, parts=event.part)
        if one.id == event.due
        else one
        for one in item.dues
    )
    return replace(item, dues=dues)


def _posted(item: Item, event: e.Posted) -> Item:
    left = tuple(S.ON_ITS_WAY if step is S.TO_SEND else step for step in item.left)
    return replace(item, left=left, posted=True, tracking_back=event.tracking or item.tracking_back)


def _received(item: Item, event: e.Received) -> Item:
    was_lost = item.facts.get(RETURN_STATE) == "lost"
    facts = {name: value for name, value in item.facts.items() if name != RETURN_STATE}
    here = replace(item, posted=True, received=True, authorised=event.authorised, facts=facts, inspection=None)
    match item.state:
        case S.TO_PAY | S.TO_SEND | S.ON_ITS_WAY:
            return replace(here, left=(S.ARRIVED, *without(item.left, S.TO_SEND, S.ON_ITS_WAY, S.ARRIVED)))
        case S.REFUSED if not was_lost:
            return replace(here, left=(S.TURNED_DOWN,))
        case S.EXPIRED | S.WITHDRAWN | S.REFUSED:
            return replace(here, left=(S.WAITING,), ends=S.DONE)
    return replace(here, left=without(item.left, S.TO_SEND))


def _return_lost(item: Item, event: e.ReturnLost) -> Item:
    facts = {**item.facts, RETURN_STATE: "lost", "return.proof_of_posting": event.proof}
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
    left = without(item.left, S.TO_APPROVE)
    return _paid_up(replace(item, payouts=(*item.payouts, *pays), credit_minor=credit, left=left, proposed_by=""))


def _payout_done(item: Item, event: m.PayoutDone) -> Item:
    payouts = tuple(replace(one, state="done", ref=event.ref) if one.id == event.pay else one for one in item.payouts)
    return _paid_up(replace(item, payouts=payouts))


def _payout_failed(item: Item, event: m.PayoutFailed) -> Item:
    payouts = tuple(replace(one, state="failed") if one.id == event.pay else one for one in item.payouts)
    left = (S.TO_APPROVE, S.PAYING, *without(item.left, S.TO_APPROVE, S.PAYING))
    return replace(item, payouts=payouts, left=left)


def _postage_proposed(item: Item, event: m.PostageProposed) -> Item:
    return replace(item, postage_by=event.person, postage_minor=event.laid_out_minor)


def _postage_granted(item: Item, event: m.PostageGranted) -> Item:
    pay = Payout(id=event.pay, payment_id="", amount_minor=event.amount_minor, by_hand=True)
    return replace(item, postage=(*item.postage, pay), postage_by="", postage_minor=0)


def _postage_paid(item: Item, event: m.PostagePaid) -> Item:
    paid = tuple(replace(one, state="done", ref=event.ref) if one.id == event.pay else one for one in item.postage)
    return replace(item, postage=paid)


def _postage_came_back(item: Item, event: m.PostageCameBack) -> Item:
    paid = tuple(replace(one, state="waiting", ref="") if one.id == event.pay else one for one in item.postage)
    return replace(item, postage=paid)


def _postage_taken_back(item: Item, event: m.PostageTakenBack) -> Item:
    kept = tuple(replace(one, state="taken_back") if one.id == event.pay else one for one in item.postage)
    return replace(item, postage=kept)


def _credit_given(item: Item, event: m.CreditGiven) -> Item:
    given = item.given_credit_minor + event.amount_minor
    bonus = item.bonus_minor + event.bonus_minor
    return _paid_up(replace(item, credits=(*item.credits, event.credit), given_credit_minor=given, bonus_minor=bonus))


def _paid_up(item: Item) -> Item:
    to_give = item.credit_minor - item.given_credit_minor
    open_ones = to_give or any(one.state == "waiting" for one in item.payouts)
    # While a payment that failed waits to be approved anew, the item comes to PAYING again.
    return item if open_ones or S.TO_APPROVE in item.left else replace(item, left=without(item.left, S.PAYING))


def _piece_sent(item: Item, event: e.PieceSent) -> Item:
    if item.state is S.TO_SEND_BACK:  # it is with the customer again, as if it had not been sent
        item = replace(item, posted=False, received=False, posted_at=None, received_at=None, delivered_at=None)
    left = without(item.left, S.TO_POST, S.TO_SEND_BACK)
    return replace(item, left=left, tracking_out=event.tracking)


def _quote_declined(item: Item, _: m.QuoteDeclined) -> Item:
    if item.received:
        return replace(item, left=(S.TURNED_DOWN,), ends=S.REFUSED)
    return replace(item, left=(), ends=S.WITHDRAWN)


def _expired(item: Item, _: e.Expired) -> Item:
    if item.state is S.TURNED_DOWN:
        return replace(item, left=(), ends=S.REFUSED)
    if item.received:  # what is here must not be kept for want of a payment: the customer says what becomes of it
        return replace(item, left=(S.TURNED_DOWN,), ends=S.REFUSED)
    return replace(item, left=(), ends=S.EXPIRED)


ON_ITEM: Mapping[type, Change] = MappingProxyType(
    {
        e.Answered: answered,
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
        m.QuoteDeclined: _quote_declined,
        m.DueRaised: _due_raised,
        m.DuePaid: _due_paid,
        m.DueCancelled: _due_cancelled,
        m.DueReturned: _due_returned,
        e.Posted: _posted,
        e.Received: _received,
        e.ReturnLost: _return_lost,
        e.SendingBackChosen: _sending_back,
        e.GivenUp: _over(S.REFUSED),
        m.RefundProposed: _proposed,
        m.RefundApproved: _approved,
        m.PayoutDone: _payout_done,
        m.PayoutFailed: _payout_failed,
        m.PostageProposed: _postage_proposed,
        m.PostageGranted: _postage_granted,
        m.PostagePaid: _postage_paid,
        m.PostageCameBack: _postage_came_back,
        m.PostageTakenBack: _postage_taken_back,
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
)
