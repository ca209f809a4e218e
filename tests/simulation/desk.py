"""What customers and members of staff do about one item, as its state invites or does not; the dice choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tests.simulation.world import World

from amends.core.cases.case import Item
from amends.core.cases.states import State
from amends.core.dates import HOUR
from amends.core.refunds.claimed import Part
from amends.core.refunds.offers import RepairCost
from amends.records.cases import CaseRow
from amends.usecases.answer_item import Said, answer_item
from amends.usecases.approve_refund import approve_refund
from amends.usecases.close_investigation import Finding, close_investigation
from amends.usecases.decide_turned_down import decide_turned_down
from amends.usecases.do_task import do_task
from amends.usecases.end_customs import end_customs
from amends.usecases.find_facts import find_facts
from amends.usecases.finish_change import Tried, finish_change
from amends.usecases.finish_work import finish_work
from amends.usecases.hold_at_customs import ToDo, hold_at_customs
from amends.usecases.inspect_item import Found, inspect_item, read_sheet
from amends.usecases.make_offer import make_offer
from amends.usecases.make_quote import Estimate, make_quote
from amends.usecases.open_investigation import Search, open_investigation
from amends.usecases.overrule_answer import overrule_answer
from amends.usecases.preview_refund import preview_refund
from amends.usecases.receive_parcel import receive_parcel
from amends.usecases.record_payout import record_payout
from amends.usecases.report_lost_return import report_lost_return
from amends.usecases.send_piece import Sending, send_piece
from amends.usecases.take_offer import decline_offer, take_offer
from amends.usecases.take_quote import decline_quote, take_quote
from amends.usecases.tell_posted import Posting, tell_posted
from amends.usecases.withdraw_item import withdraw_item

_OUTCOMES: tuple[Literal["accepted", "refused"], ...] = ("accepted", "accepted", "accepted", "accepted", "refused")
_FINDINGS: tuple[Literal["lost", "delivered", "none"], ...] = ("lost", "delivered", "none")


def _member(world: World) -> str:
    return world.dice.choice(world.members).id


@dataclass
class Handling:
    """One item of one case, and somebody who does something about it."""

    world: World
    row: CaseRow
    item: Item

    @property
    def place(self) -> tuple[Any, str, str]:
        """This property will hold what every use case begins with."""
        return self.world.shop, self.row.number, self.item.id

    def staff(self, verb: Callable[..., Any], *words: Any) -> None:
        """This function will let a member do it."""
        verb(*self.place, *words, member=_member(self.world), at=self.world.at)

    def customer(self, verb: Callable[..., Any], *words: Any) -> None:
        """This function will let the customer do it."""
        verb(*self.place, *words, by="customer", at=self.world.at)


def touch(world: World) -> None:
    """Somebody does something about an item, as its state invites or does not."""
    rows = world.cases
    open_ones = [one for one in rows if not one.case.is_over or one.case.actor != "nobody"]
    if world.dice.random() < 0.9 and open_ones:
        rows = open_ones
    if not rows:
        return
    row = world.dice.choice(rows)
    live = [one for one in row.case.items if not one.is_over]
    item = world.dice.choice(live if live and world.dice.random() < 0.95 else row.case.items)
    doing = Handling(world, row, item)
    expected = _BY_STATE.get(item.state, ())
    choices = expected if expected and world.dice.random() < 0.93 else _ANY
    chosen = world.dice.choice(choices)
    world.told.append(f"{row.number}.{item.id} {item.state.value}: {chosen.__name__}")
    chosen(doing)


def _withdraw(doing: Handling) -> None:
    doing.customer(withdraw_item)


def _find(doing: Handling) -> None:
    facts = doing.world.dice.choice([{"claim.agreed": True}, {"claim.minor": True}, {"claim.agreed": False}])
    doing.staff(find_facts, facts)


def _answer(doing: Handling) -> None:
    outcome = doing.world.dice.choice(_OUTCOMES)
    doing.staff(answer_item, Said(outcome=outcome, reason="We looked at it."))


def _overrule(doing: Handling) -> None:
    outcome = doing.world.dice.choice(_OUTCOMES)
    doing.staff(overrule_answer, Said(outcome=outcome, reason="A good customer."))


def _overrule_for_money(doing: Handling) -> None:
    doing.staff(overrule_answer, Said(outcome="accepted", reason="We owe it.", remedy="refund"))


def _look(doing: Handling) -> None:
    doing.staff(open_investigation, Search(carrier="Post", reference="Q1", until=doing.world.at + 24 * HOUR))


def _found(doing: Handling) -> None:
    finding = doing.world.dice.choice(_FINDINGS)
    doing.staff(close_investigation, Finding(finding=finding, proof="P-1", sent_to="customers_address"))


def _hold(doing: Handling) -> None:
    doing.staff(hold_at_customs, (ToDo(says="Send the invoice", by=doing.world.at + 48 * HOUR),))


def _task(doing: Handling) -> None:
    if doing.item.tasks:
        doing.customer(do_task, doing.item.tasks[0].id)


def _customs(doing: Handling) -> None:
    doing.staff(end_customs, doing.world.dice.choice(["cleared", "failed"]))


def _offer(doing: Handling) -> None:
    doing.staff(make_offer, Part(amount_minor=doing.world.dice.randint(0, 4_000)))


def _take(doing: Handling) -> None:
    if doing.world.dice.random() < 0.7:
        doing.customer(take_offer, doing.item.offer_minor)
    else:
        doing.customer(decline_offer)


def _quote(doing: Handling) -> None:
    dice = doing.world.dice
    cost = RepairCost(labour_minor=dice.randint(0, 5_000), materials_minor=dice.choice([0, 0, 2_500]))
    doing.staff(make_quote, Estimate(cost=cost, says="A new clasp."))


def _take_quote(doing: Handling) -> None:
    if doing.item.quote and doing.world.dice.random() < 0.7:
        doing.customer(take_quote, doing.item.quote.total_minor)
    else:
        doing.customer(decline_quote)


def _post(doing: Handling) -> None:
    doing.customer(tell_posted, Posting(tracking="", proof=doing.world.dice.random() < 0.5))


def _receive(doing: Handling) -> None:
    world = doing.world
    receive_parcel(world.shop, doing.row.number, (doing.item.id,), member=_member(world), at=world.at)


def _lose(doing: Handling) -> None:
    doing.staff(report_lost_return, doing.world.dice.random() < 0.5)


def _inspect(doing: Handling) -> None:
    dice = doing.world.dice
    lines = read_sheet(*doing.place, doing.world.at)
    accepted = dice.choice([doing.item.quantity, doing.item.quantity, dice.randint(0, doing.item.quantity)])
    failed = tuple(one.fact for one in lines[:1]) if accepted < doing.item.quantity else ()
    doing.staff(inspect_item, Found(accepted=accepted, failed=failed, grade="B", reason="It is worn."))


def _turned_down(doing: Handling) -> None:
    doing.customer(decide_turned_down, doing.world.dice.choice(["send_back", "give_up"]))


def _made(doing: Handling) -> None:
    doing.staff(finish_work)


def _send(doing: Handling) -> None:
    doing.staff(send_piece, Sending(carrier="Post", tracking=""))


def _change(doing: Handling) -> None:
    doing.staff(finish_change, Tried(worked=doing.world.dice.random() < 0.7))


def _approve(doing: Handling) -> None:
    world = doing.world
    member = world.dice.choice(world.members)
    preview = preview_refund(*doing.place, member)
    approve_refund(*doing.place, member, preview.seal, world.at, reason="It comes to this now.")


def _by_hand(doing: Handling) -> None:
    waiting = [one for one in doing.item.payouts if one.by_hand and one.state == "waiting"]
    if waiting:
        world = doing.world
        record_payout(world.shop, waiting[0].id, world.dice.choice(world.members), f"transfer {world.at}", world.at)


_ANY = (_withdraw, _find, _overrule, _receive, _approve, _send, _inspect, _take, _take_quote, _turned_down, _lose)
_BY_STATE: dict[State, tuple[Callable[[Handling], None], ...]] = {
    State.WAITING: (_find, _answer, _answer, _answer, _overrule, _look, _hold),
    State.LOOKING: (_found, _found, _withdraw),
    State.AT_CUSTOMS: (_task, _customs),
    State.TO_OFFER: (_offer,),
    State.OFFERED: (_take, _take, _offer),
    State.TO_QUOTE: (_quote,),
    State.QUOTED: (_take_quote, _quote),
    State.TO_PAY: (_receive, _withdraw, _post),
    State.TO_SEND: (_post, _receive, _receive, _receive, _receive, _receive, _lose, _withdraw),
    State.ON_ITS_WAY: (_receive, _receive, _lose),
    State.ARRIVED: (_inspect,),
    State.TURNED_DOWN: (_turned_down, _overrule),
    State.TO_MAKE: (_made,),
    State.TO_POST: (_send,),
    State.TO_SEND_BACK: (_send,),
    State.TO_CHANGE: (_change,),
    State.TO_APPROVE: (_approve, _approve, _approve, _overrule),
    State.PAYING: (_by_hand,),
    State.REFUSED: (_overrule, _overrule_for_money),
}
