"""Every history that a case can have, as far as histories differ: from each way to begin, every command in every state.

Two cases count as alike where everything that decides what can happen next is alike; amounts are the same throughout.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Literal
from zoneinfo import ZoneInfo

from amends.core.cases import commands as c
from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.case import Case, Item
from amends.core.cases.dues import kept_minor
from amends.core.cases.handle import AmountWrong, CaseMovedOn, NotYours, handle
from amends.core.cases.log import Happened
from amends.core.cases.routes import steps_of
from amends.core.cases.rules import SPANS, Rules
from amends.core.cases.states import State
from amends.core.cases.timers import timers_of
from amends.core.cases.values import Answer, ItemAsked, Outcome, Pay, Quote, Task
from amends.core.dates import HOUR, Calendar, Instant, Unit
from amends.core.refunds.terms import Terms

AT: Instant = 1_800_000_000_000_000
RULES = Rules(
    zone=ZoneInfo("UTC"), calendar=Calendar(frozenset(), 1, 3_000_000), return_postage_minor=500,
    spans={**SPANS, State.WAITING: (12, Unit.HOURS), State.TO_SEND: (14, Unit.DAYS)},
)  # fmt: skip
GIVE, DUE, UNITS = 1_000, 300, 2
REFUSALS = (CaseMovedOn, NotYours, AmountWrong)
REMEDIES = (
    "cancel", "change", "refund", "partial_refund", "store_credit", "exchange", "resend", "remake", "repair",
    "price_adjustment",
)  # fmt: skip
RULE_SETS = (
    (RULES, REMEDIES),
    (replace(RULES, return_postage_minor=0), ("refund",)),
    (replace(RULES, alone_up_to_minor=100), ("refund",)),
)
SHOP_PAYS = Terms(labour="shop", materials="shop", repair_postage="shop")


@cache
def answers(remedy: str) -> tuple[Answer, ...]:
    """Every answer that differs: refused, referred, granted with and without payment, money, quote, return."""
    found = [Answer(outcome="refused", clauses=("X",)), Answer(outcome="referred", answer_by=AT + 12 * HOUR)]
    dues = (0, DUE) if remedy in ("exchange", "change") else (0,)
    gives = (0, GIVE) if remedy in ("exchange", "partial_refund", "price_adjustment") else (GIVE,)
    terms = (Terms(), SHOP_PAYS) if remedy in ("repair", "remake") else (Terms(),)
    found += [_granted(remedy, *each) for each in product((True, False), dues, gives, terms)]
    return tuple(dict.fromkeys(found))


def _granted(remedy: str, goods_out: bool, due: int, give: int, terms: Terms) -> Answer:
    left = steps_of(remedy, terms, goods_out=goods_out, reason="x", give_minor=give, due_minor=due)
    money = give if State.TO_APPROVE in left else 0
    label: Literal["prepaid", "none"] = "prepaid" if State.TO_SEND in left else "none"
    return Answer(outcome="accepted", left=left, give_minor=money, due_minor=due, due_for="new_postage", label=label)


def beginnings(remedies: tuple[str, ...] = REMEDIES) -> Iterator[c.Open]:
    """A case of one item for every remedy and every answer to it."""
    for remedy in remedies:
        for answer in answers(remedy):
            yield begins(remedy, answer)


def begins(remedy: str, answer: Answer) -> c.Open:
    """One case of one item."""
    asked = ItemAsked(
        id="1", piece_id="L1.P1", line_id="L1", quantity=UNITS, reason="changed_mind", lane="change_of_mind",
        remedy=remedy, answer=answer,
    )  # fmt: skip
    return c.Open(opened=e.CaseOpened(order="O-1", by="buyer", currency="USD", policy="hash", items=(asked,)))


def wishes(case: Case, item_id: str, rules: Rules) -> Iterator[c.Command]:
    """Everything that somebody can want of the item, whether or not it can be done now."""
    item = case.item(item_id)
    yield from _of_staff(item)
    yield from _of_others(item)
    if item.remedy in ("exchange", "repair"):  # it touches nothing else: elsewhere it would only crowd out the rest
        yield from _of_receipts(item)
    yield from (one.ring for one in timers_of(case, rules) if one.ring.item in ("", item.id))
    yield c.Ring(item=item.id, state=State.TO_OFFER, what="late")  # one that is stale, or not
    yield c.Record(event=e.MessageReceived(message="m", digest="d"))
    yield c.Record(event=m.RefundSeen(payment_id="P1", amount_minor=1, ref="r"))
    yield c.Record(event=e.LabelMade(items=(item_id,), label="l", carrier="own", tracking="T"))
    yield c.Record(event=e.LabelExpired(label="l"))
    yield c.Record(event=e.ParcelMoved(tracking="T", status="in_transit", moved_at=AT))


def _of_receipts(item: Item) -> Iterator[c.Command]:
    i, pay = item.id, f"{item.id}.postage-{len(item.postage) + 1}"
    for person in ("m", "n") if item.postage_by else ("m",):
        yield c.PayPostage(item=i, person=person, pay=pay, laid_out_minor=900, limit_minor=1_500)
    yield c.Record(event=m.PostageGranted(item=i, pay=pay, laid_out_minor=9, amount_minor=9, person="m"))
    for one in item.postage:
        yield c.Record(event=m.PostagePaid(item=i, pay=one.id))
        yield c.Record(event=m.PostageCameBack(item=i, pay=one.id, why="no"))
        yield c.TakeBackPostage(item=i, person="m", pay=one.id, why="w")


def _of_staff(item: Item) -> Iterator[c.Command]:
    i = item.id
    for answer in answers(item.remedy):
        yield c.AnswerItem(item=i, answer=answer)
    yield c.AnswerItem(item=i, answer=Answer(outcome="refused", person="m", reason=" "))
    yield c.Receive(items=(i,))
    for accepted in range(item.quantity + 2):
        yield c.Inspect(
            item=i, accepted=accepted, grounds=("worn",), give_minor=None if accepted == item.quantity else 0
        )
    yield c.Inspect(item=i, accepted=0)
    give = item.answer.give_minor
    on_its_way = sum(one.amount_minor for one in item.payouts if one.state != "failed") + item.credit_minor
    place = len(item.payouts) + 1
    for person in ("m", "n") if item.proposed_by else ("m",):
        if len(item.payouts) <= 3:
            rest = give - on_its_way
            pays = (Pay(id=f"{i}.{place}", payment_id="P1", amount_minor=rest),)
            yield c.Approve(item=i, person=person, pays=pays if rest else ())
            if rest > 1 and item.remedy == "refund":
                parts = (
                    replace(pays[0], amount_minor=rest - 1),
                    Pay(id=f"{i}.{place + 1}", payment_id="", amount_minor=1, by_hand=True),
                )
                yield c.Approve(item=i, person=person, pays=parts)
                yield c.Approve(item=i, person=person, pays=parts[:1], credit_minor=1, credit_id=f"c{i}")
            yield c.Approve(item=i, person=person, credit_minor=rest, credit_id=f"c{i}")
    yield c.Approve(item=i, person="m", pays=(Pay(id=f"{i}.9", payment_id="P1", amount_minor=give + 1),))
    for event in (
        e.FactsFound(item=i, facts={"claim.minor": True}),
        e.InvestigationOpened(item=i, carrier="own", reference="r", until=AT + 100 * HOUR),
        e.InvestigationClosed(item=i, finding="lost"),
        e.CustomsHeld(item=i, tasks=(Task(id="1", says="sign", by=AT + 50 * HOUR),)),
        e.CustomsReminded(item=i),
        e.CustomsEnded(item=i, outcome="failed"),
        m.OfferMade(item=i, amount_minor=200, until=AT + 100 * HOUR),
        m.OfferMade(item=i, amount_minor=0, until=AT + 100 * HOUR),
        m.QuoteMade(item=i, quote=Quote(labour_minor=700), until=AT + 100 * HOUR),
        m.QuoteMade(item=i, quote=Quote(), until=AT + 100 * HOUR),
        e.ReturnLost(item=i, proof=True),
        e.WorkStarted(item=i),
        e.WorkFinished(item=i),
        e.PieceSent(item=i, tracking="O"),
        e.ChangeDone(item=i),
        e.ChangeFailed(item=i),
        m.RefundApproved(item=i, pays=(), person="m"),
    ):
        yield c.Record(event=event)


def _of_others(item: Item) -> Iterator[c.Command]:
    i = item.id
    yield c.AcceptQuote(item=i)
    yield c.Withdraw(item=i)
    yield c.DecideOnTurnedDown(item=i, wish="send_back")
    yield c.DecideOnTurnedDown(item=i, wish="give_up")
    yield c.Record(event=m.OfferAccepted(item=i))
    yield c.Record(event=m.OfferDeclined(item=i))
    yield c.Record(event=m.QuoteDeclined(item=i))
    yield c.Record(event=e.TaskDone(item=i, task="1"))
    yield c.Record(event=e.Posted(item=i, tracking="B"))
    for due in item.dues:
        yield c.Record(event=m.DuePaid(item=i, due=due.id, ref="pi"))
    for pay in item.payouts:
        yield c.Record(event=m.PayoutDone(item=i, pay=pay.id))
        yield c.Record(event=m.PayoutFailed(item=i, pay=pay.id, why="no"))


@dataclass(frozen=True)
class Step:
    """One command given to one case: what came of it, or the error that says why nothing did."""

    rules: Rules
    before: Case | None
    command: c.Command
    history: tuple[Happened, ...] = ()
    after: Case | None = None
    refused: Exception | None = None


@cache
def everything() -> tuple[Step, ...]:
    """Every command to every item that is not like one before; the items of a case do not touch one another."""
    steps: list[Step] = []
    for rules, remedies in RULE_SETS:
        known: set[object] = set()
        todo: deque[tuple[Case, str]] = deque()
        for opening in beginnings(remedies):
            history, case = handle(None, opening, AT, "customer", rules)
            steps.append(Step(rules, None, opening, history, case))
            _note(case, known, todo)
        while todo:
            case, item_id = todo.popleft()
            for command in wishes(case, item_id, rules):
                try:
                    history, after = handle(case, command, AT + HOUR, "m", rules)
                except REFUSALS as refused:
                    steps.append(Step(rules, case, command, refused=refused))
                    continue
                steps.append(Step(rules, case, command, history, after))
                _note(after, known, todo)
    return tuple(steps)


def _note(case: Case, known: set[object], todo: deque[tuple[Case, str]]) -> None:
    for item in case.items:
        likeness = likeness_of(item)
        if likeness not in known:
            known.add(likeness)
            todo.append((case, item.id))


def likeness_of(item: Item) -> object:
    """What decides about an item what can happen to it next."""
    outcomes: Outcome = item.answer.outcome
    failed = sum(one.state == "failed" for one in item.payouts)
    waiting = sum(one.state == "waiting" for one in item.payouts)
    done = sum(one.state == "done" for one in item.payouts)
    return (
        item.left, item.ends, outcomes, item.posted, item.received,
        item.inspection is not None, item.facts.get("return.state"), item.open_due is not None,
        any(one.state == "paid" for one in item.dues), kept_minor(item) > 0, item.share_minor is None,
        min(failed, 1), min(waiting, 2), min(done, 1),
        bool(item.credits), bool(item.proposed_by),
    )  # fmt: skip
