"""What happens when somebody wants something of a case: events, or an error that says why not.

Pure: the case, the command, the moment and the rules come in. Laws: what comes out can be folded; a command that says
what is so already comes to nothing; money approved is exactly what the answer promised and was not paid yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from amends.core.cases import commands as c
from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.case import Case, Item
from amends.core.cases.dues import POSTAGE_BACK, kept_minor, owed_minor, returns_of
from amends.core.cases.evolve import can_happen, evolve
from amends.core.cases.log import Happened, kind_of
from amends.core.cases.postage import postage_due
from amends.core.cases.rules import Rules
from amends.core.cases.states import MAY_WITHDRAW, State
from amends.core.dates import Instant
from amends.core.errors import AmendsError, Place
from amends.core.money import allocate

S = State


class CaseMovedOn(AmendsError):
    """The case does not stand any more where this could be done; nothing was done."""

    code = "case_moved_on"


class NotYours(AmendsError):
    """A person may not do this to what is their own doing; somebody else has to."""

    code = "needs_another_person"


class AmountWrong(AmendsError):
    """An amount is not what was promised or not inside the limits."""

    code = "amount_wrong"


def handle(
    case: Case | None, command: c.Command, at: Instant, by: str, rules: Rules
) -> tuple[tuple[Happened, ...], Case]:
    """This function will return what happens, and the case after it; `by` is who wants it.

    Nothing happens, and the case is as before, where what is told is known already. Raises `CaseMovedOn`, `NotYours`
    or `AmountWrong`.
    """
    if case is None:
        if not isinstance(command, c.Open):
            raise CaseMovedOn("there is no such case.")
        return _happen(None, _open(command), at, by, rules)
    if isinstance(command, c.Open):
        raise CaseMovedOn("the case is open already.")
    return _happen(case, _COMMANDS[type(command)](case, command, rules), at, by, rules)


def _happen(
    case: Case | None, events: Iterable[e.Event], at: Instant, by: str, rules: Rules
) -> tuple[tuple[Happened, ...], Case]:
    history, case = _tell(case, events, at, by, rules)
    # Whatever it was: of what the customer has paid, no more is kept than is owed now.
    more, case = _tell(case, returns_of(case), at, by, rules)
    return (*history, *more), case


def _tell(
    case: Case | None, events: Iterable[e.Event], at: Instant, by: str, rules: Rules
) -> tuple[list[Happened], Case]:
    history = []
    for told in events:
        event = told
        number = 1 if case is None else case.version + 1
        if isinstance(event, e.MessageReceived) and event.answer_by is None:
            event = replace(event, answer_by=rules.after(at, rules.spans[S.WAITING]))
        bare = Happened(number=number, at=at, by=by, event=event)
        after = evolve(case, bare)
        anew = getattr(event, "item", "") if isinstance(event, (m.OfferMade, m.QuoteMade)) else ""
        stamped = Happened(number=number, at=at, by=by, event=event, act_by=_dates(case, after, at, rules, anew))
        history.append(stamped)
        case = evolve(case, stamped)
    if case is None:
        raise CaseMovedOn("nothing happened.")
    return history, case


def _dates(before: Case | None, after: Case, at: Instant, rules: Rules, anew: str) -> dict[str, Instant | None]:
    """By when the next step is due, for items that came to another state and the one that begins its state anew."""
    known = {one.id: one for one in before.items} if before else {}
    if not after.is_withdrawal:
        rules = replace(rules, law=None)  # when to post is the law's for who withdraws alone; else the shop's terms say
    return {
        item.id: rules.due(known.get(item.id), item, at)
        for item in after.items
        if item.id == anew or item.id not in known or _begins_anew(known[item.id], item)
    }


def _begins_anew(before: Item, item: Item) -> bool:
    is_delivered = item.state is S.ON_ITS_WAY and item.delivered_at != before.delivered_at
    return is_delivered or item.state is not before.state


def _open(command: c.Open) -> Iterator[e.Event]:
    yield command.opened
    for asked in command.opened.items:
        if asked.answer.due_minor and S.TO_PAY in asked.answer.left and S.TO_QUOTE not in asked.answer.left:
            yield _raised(asked.id, 0, asked.answer.due_minor, asked.answer.due_for)


def _raised(item_id: str, count: int, amount_minor: int, what: str) -> m.DueRaised:
    return m.DueRaised(item=item_id, due=f"{item_id}.{count + 1}", amount_minor=amount_minor, what=what)


def _checked(item: Item, event: e.Event) -> e.Event:
    if not can_happen(item, kind_of(event)):
        raise CaseMovedOn(f"this cannot be done any more: it stands at `{item.state.value}`.")
    return event


def _settle_dues(item: Item) -> Iterator[e.Event]:
    for due in item.dues:
        if due.state == "open":
            yield m.DueCancelled(item=item.id, due=due.id)


def _answer(case: Case, command: c.AnswerItem, _: Rules) -> Iterator[e.Event]:
    item, answer = case.item(command.item), command.answer
    if item.money_has_left:
        raise CaseMovedOn("money has gone out on the answer that was given; it cannot be taken back here.")
    if answer.person and not answer.reason.strip():
        raise AmountWrong("an answer by a person needs a reason.", place=Place(field="reason"), hint="Write one.")
    yield _checked(item, e.Answered(item=item.id, answer=answer))
    yield from _settle_dues(item)
    paid = kept_minor(item)
    if answer.due_minor > paid and S.TO_PAY in answer.left and S.TO_QUOTE not in answer.left:
        yield _raised(item.id, len(item.dues), answer.due_minor - paid, answer.due_for)


def _accept_quote(case: Case, command: c.AcceptQuote, _: Rules) -> Iterator[e.Event]:
    item = case.item(command.item)
    yield _checked(item, m.QuoteAccepted(item=item.id))
    if item.quote is not None:
        yield _raised(item.id, len(item.dues), item.quote.total_minor, "quote")


def _receive(case: Case, command: c.Receive, _: Rules) -> Iterator[e.Event]:
    for item_id in command.items:
        item = case.item(item_id)
        if item.received:
            continue
        if item.state in (S.TO_PAY, S.TO_QUOTE, S.QUOTED) and not {S.TO_SEND, S.ON_ITS_WAY} & set(item.left):
            raise CaseMovedOn(f"nothing was to come back for item `{item.id}`.")
        yield _checked(item, e.Received(item=item.id, authorised=command.authorised))


def _inspect(case: Case, command: c.Inspect, _: Rules) -> Iterator[e.Event]:
    item = case.item(command.item)
    down = item.quantity - command.accepted
    if not 0 <= command.accepted <= item.quantity:
        raise AmountWrong(
            f"`{command.accepted}` of `{item.quantity}` cannot be accepted.", place=Place(field="accepted")
        )
    if down and not command.grounds:
        raise AmountWrong("what is not accepted needs a ground.", place=Place(field="grounds"), hint="Choose one.")
    if command.overruled and not command.reason.strip():
        raise AmountWrong("overruling needs a reason.", place=Place(field="reason"), hint="Write one.")
    if command.give_minor is not None and not 0 <= command.give_minor <= item.answer.give_minor:
        raise AmountWrong("a part is worth no more than the whole.", place=Place(field="give_minor"))
    share = _share(item, command)
    rest = str(max(int(one.id) for one in case.items) + 1) if down and command.accepted else ""
    yield _checked(
        item,
        e.Inspected(
            item=item.id, accepted=command.accepted, turned_down=down, rest=rest, grounds=command.grounds,
            clauses=command.clauses, grade=command.grade, disposition=command.disposition,
            give_minor=command.give_minor, share_minor=share, overruled=command.overruled, reason=command.reason,
            kept_minor=command.kept_minor,
        ),
    )  # fmt: skip
    due = item.open_due
    if not command.accepted:
        yield from _settle_dues(item)
    elif due is not None and share is not None:
        still = max(0, share - kept_minor(item))
        if still != due.amount_minor:
            yield from _settle_dues(item)
            yield from (_raised(item.id, len(item.dues), still, due.what),) if still else ()


def _share(item: Item, command: c.Inspect) -> int | None:
    """What is due for the units accepted, where some are not: never more than for all of them."""
    whole, down = owed_minor(item), item.quantity - command.accepted
    if whole is None or not down or not command.accepted:
        return None
    part = allocate(whole, [command.accepted, down])[0] if command.due_minor is None else command.due_minor
    return min(part, whole)


def _decide_on_turned_down(case: Case, command: c.DecideOnTurnedDown, rules: Rules) -> Iterator[e.Event]:
    item = case.item(command.item)
    if command.wish == "give_up":
        yield _checked(item, e.GivenUp(item=item.id))
        return
    postage = rules.return_postage_minor
    yield _checked(item, e.SendingBackChosen(item=item.id, postage_minor=postage))
    if postage:
        yield _raised(item.id, len(item.dues), postage, POSTAGE_BACK)


def _approve(case: Case, command: c.Approve, rules: Rules) -> Iterator[e.Event]:
    item = case.item(command.item)
    total = sum(one.amount_minor for one in command.pays) + command.credit_minor
    if total != item.to_give_minor or any(one.amount_minor <= 0 for one in command.pays):
        raise AmountWrong(f"`{total}` is not what is still to be given, `{item.to_give_minor}`.")
    approved = m.RefundApproved(
        item=item.id, pays=command.pays, credit_minor=command.credit_minor, person=command.person
    )
    _checked(item, approved)
    needs_two = rules.alone_up_to_minor is not None and total > rules.alone_up_to_minor
    if needs_two and (not item.proposed_by or item.proposed_minor != total):
        yield m.RefundProposed(item=item.id, total_minor=total, person=command.person)
        return
    if needs_two and item.proposed_by == command.person:
        raise NotYours("you have proposed this refund yourself.", hint="Somebody else has to approve it.")
    yield approved
    if command.credit_minor:
        yield m.CreditGiven(
            item=item.id, credit=command.credit_id, amount_minor=command.credit_minor,
            bonus_minor=command.bonus_minor, expires_at=command.credit_expires_at,
        )  # fmt: skip


def _pay_postage(case: Case, command: c.PayPostage, rules: Rules) -> Iterator[e.Event]:
    item, laid_out = case.item(command.item), command.laid_out_minor
    if not item.is_granted:
        raise CaseMovedOn("postage is paid back only where what was asked for is granted.")
    amount = postage_due(case, laid_out, command.limit_minor) if laid_out > 0 else 0
    if not amount:
        hint = "The limit is for all receipts of a case together." if laid_out > 0 else "Write what the receipt says."
        raise AmountWrong("nothing of this can be paid back.", place=Place(field="laid_out"), hint=hint)
    if rules.alone_up_to_minor is not None and amount > rules.alone_up_to_minor:
        if not item.postage_by or item.postage_minor != laid_out:
            yield m.PostageProposed(item=item.id, laid_out_minor=laid_out, person=command.person)
            return
        if item.postage_by == command.person:
            raise NotYours("you have proposed this yourself.", hint="Somebody else has to enter the same receipt.")
    yield m.PostageGranted(
        item=item.id, pay=command.pay, laid_out_minor=laid_out, amount_minor=amount, person=command.person
    )


def _take_back_postage(case: Case, command: c.TakeBackPostage, _: Rules) -> Iterator[e.Event]:
    item = case.item(command.item)
    kept = next((one for one in item.postage if one.id == command.pay), None)
    if kept is None:
        raise CaseMovedOn("there is no such receipt.")
    if kept.state == "taken_back":
        return
    if kept.state == "done":
        raise CaseMovedOn(
            "this postage is paid, so its receipt cannot be taken back here.",
            hint="Ask for what was paid too much. Where it came back to your bank, put that down first.",
        )
    if not command.why.strip():
        raise AmountWrong("taking back a receipt needs a reason.", place=Place(field="why"), hint="Write one.")
    yield m.PostageTakenBack(item=item.id, pay=kept.id, person=command.person, why=command.why.strip())


def _withdraw(case: Case, command: c.Withdraw, _: Rules) -> Iterator[e.Event]:
    item = case.item(command.item)
    if item.state is S.WITHDRAWN:
        return
    if item.state not in MAY_WITHDRAW or item.received:
        raise CaseMovedOn(f"this cannot be taken back any more: it stands at `{item.state.value}`.")
    yield e.Withdrawn(item=item.id)
    yield from _settle_dues(item)


def _ring(case: Case, command: c.Ring, _: Rules) -> Iterator[e.Event]:
    if not command.item:  # a message that waits for an answer
        if case.answer_by is not None and not case.answer_late:
            yield e.RanLate(item="")
        return
    item = case.item(command.item)
    if item.state is not command.state:
        return  # it has moved on: the date means nothing any more
    if command.what == "remind" and not item.reminded:
        yield e.CustomsReminded(item=item.id) if item.state is S.AT_CUSTOMS else e.Reminded(item=item.id)
    elif command.what == "late" and not item.late:
        yield e.RanLate(item=item.id)
    elif command.what == "expire":
        yield _checked(item, e.Expired(item=item.id))
        yield from _settle_dues(item)


def _record(case: Case, command: c.Record, _: Rules) -> Iterator[e.Event]:
    event: Any = command.event
    if _is_known(case, event) or _is_postage_known(case, event):
        return
    item_id = getattr(event, "item", "")
    item = case.item(item_id) if item_id else None
    if isinstance(event, _BY_COMMAND):
        raise CaseMovedOn(f"`{kind_of(event)}` is not told; it follows from a command.")
    if isinstance(event, e.ReturnLost) and item and not {S.TO_SEND, S.ON_ITS_WAY} & set(item.left):
        raise CaseMovedOn("nothing of this is under way back.")
    if isinstance(event, m.OfferMade) and event.amount_minor <= 0:
        raise AmountWrong("an offer is more than nothing.", place=Place(field="amount_minor"))
    yield _checked(item, event) if item else event
    if item is not None and isinstance(event, (m.OfferDeclined, m.QuoteDeclined, e.ChangeFailed)):
        yield from _settle_dues(item)
    if isinstance(event, e.ParcelMoved) and event.way == "back" and event.status != "exception":
        yield from _posted_by_carrier(case, event.tracking, event.moved_at)


def _posted_by_carrier(case: Case, tracking: str, posted_at: Instant) -> Iterator[e.Event]:
    """A carrier that has seen the parcel proves that it was posted."""
    of_label = {one for label in case.labels if label.tracking == tracking for one in label.items}
    for item in case.items:
        is_its = item.id in of_label or item.tracking_back == tracking
        if is_its and S.TO_SEND in item.left and can_happen(item, "posted"):
            yield e.Posted(item=item.id, tracking=tracking, proof=True, posted_at=posted_at)


def _is_known(case: Case, event: Any) -> bool:
    match event:
        case m.PayoutDone(item=item_id, pay=pay):
            return all(one.state != "waiting" for one in case.item(item_id).payouts if one.id == pay)
        case m.PayoutFailed(item=item_id, pay=pay):
            return all(one.state == "failed" for one in case.item(item_id).payouts if one.id == pay)
        case m.DuePaid(item=item_id, due=due):
            return all(one.state != "open" for one in case.item(item_id).dues if one.id == due)
        case m.CreditGiven(item=item_id, credit=credit):
            return credit in case.item(item_id).credits
        case e.LabelMade(label=label):
            return any(one.id == label for one in case.labels)
        case e.LabelExpired(label=label):
            return all(one.expired for one in case.labels if one.id == label)
        case m.RefundSeen(ref=ref) | m.DisputeSeen(ref=ref):
            return ref in case.seen
        case m.GiveBackFailed(pay=ref):
            return any(one.ref == ref for one in case.flags)
        case m.GivenBack(pay=ref) | e.FlagCleared(ref=ref):
            return all(one.ref != ref for one in case.flags)
        case e.TaskDone(item=item_id, task=task):
            return task in case.item(item_id).tasks_done
        case e.WorkStarted(item=item_id):
            return case.item(item_id).work_started
    return False


def _is_postage_known(case: Case, event: Any) -> bool:
    if not isinstance(event, (m.PostagePaid, m.PostageCameBack)):
        return False
    if any(one.id == event.pay and one.state == "taken_back" for one in case.item(event.item).postage):
        raise CaseMovedOn(
            "the receipt of this postage was taken back, so nothing is owed on it.",
            hint="If you have paid it all the same, enter the receipt anew on the page of the case.",
        )
    known = "done" if isinstance(event, m.PostagePaid) else "waiting"
    return all(one.state == known for one in case.item(event.item).postage if one.id == event.pay)


_BY_COMMAND = (
    e.CaseOpened, e.Answered, m.QuoteAccepted, m.DueRaised, e.Received, e.Inspected, e.SendingBackChosen, e.GivenUp,
    m.DueReturned, m.RefundProposed, m.RefundApproved, e.Withdrawn, e.Expired, e.Reminded, e.RanLate,
    m.PostageProposed, m.PostageGranted, m.PostageTakenBack,
)  # fmt: skip
_COMMANDS: dict[type, Callable[[Case, Any, Rules], Iterator[e.Event]]] = {
    c.AnswerItem: _answer,
    c.AcceptQuote: _accept_quote,
    c.Receive: _receive,
    c.Inspect: _inspect,
    c.DecideOnTurnedDown: _decide_on_turned_down,
    c.Approve: _approve,
    c.PayPostage: _pay_postage,
    c.TakeBackPostage: _take_back_postage,
    c.Withdraw: _withdraw,
    c.Ring: _ring,
    c.Record: _record,
}
