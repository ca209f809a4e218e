"""Cases of several kinds on orders of their own, walked from the question to the end, from wherever they stand.

A walk is what customers, staff and workers do: each step is one use case, told to `say` once its caller was answered.
Whoever was interrupted walks again; what was done already is seen to be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.robustness import outside
from tests.robustness.forks import Say
from tests.robustness.wrong_ways import RIGHT, Way
from tests.sample_shops import AT, order, shop

from amends.core.cases import events as e
from amends.core.cases.case import Item
from amends.core.cases.commands import Record
from amends.core.cases.states import State
from amends.core.claims import Claim
from amends.core.dates import Instant
from amends.core.orders import Line, Order, Payment
from amends.examples import catalogue
from amends.records.cases import CaseRow, case_numbered, cases_of
from amends.records.members import sample_member
from amends.records.orders import save_orders
from amends.usecases.act_on_case import act_on_case
from amends.usecases.inspect_item import Found, inspect_item
from amends.usecases.open_case import Form, open_case
from amends.usecases.preview_refund import preview_refund
from amends.usecases.receive_parcel import receive_parcel
from amends.usecases.weigh_claim import Ask, Wanted
from amends.usecases.withdraw_item import withdraw_item

UNWORN = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}
_MOST_STEPS = 12


@dataclass(frozen=True)
class Journey:
    """A kind of case: what is asked for, about which sample order."""

    name: str
    shop: str
    model: str  # the sample order that its orders are copies of
    piece: str
    reason: str
    remedy: str
    by: str = "buyer"
    answers: Mapping[str, Any] = field(default_factory=dict)
    other_size: bool = False  # something else is wanted instead
    pending: bool = False  # the provider takes its time, and tells when the money is there
    mails: bool = False  # whoever walks sends the mails as well; of others the recovery does
    late: bool = False  # nobody does anything, and the dates pass
    withdraws: bool = False  # the customer pays, and takes the wish back then


JOURNEYS = {
    one.name: one
    for one in (
        Journey("refund", "silver", "WR-1001", "L1.P1", "changed_mind", "refund", answers=UNWORN),
        Journey("label", "silver", "WR-1007", "L1.P1", "defective", "refund", mails=True),
        Journey("exchange", "silver", "WR-1006", "L1.P1", "another_size", "exchange", answers=UNWORN, other_size=True),
        Journey(
            "withdrawn", "silver", "WR-1006", "L1.P1", "another_size", "exchange", answers=UNWORN, other_size=True,
            withdraws=True,
        ),
        Journey("fee", "bespoke", "AT-1004", "L1.P1", "wrong_address_given", "change"),
        Journey(
            "credit", "piercing", "LU-1006", "L1.P1", "unwanted_gift", "store_credit", by="gift_recipient",
            answers={"condition.undamaged": True},
        ),
        Journey("pending", "silver", "WR-1001", "L1.P1", "changed_mind", "refund", answers=UNWORN, pending=True),
        Journey("cancel", "silver", "WR-8TQ5M", "L1.P1", "changed_mind", "cancel"),
        Journey("repair", "bespoke", "AT-5PS2L", "L1.P1", "stone_loose", "repair"),
        Journey("timers", "silver", "WR-1001", "L1.P1", "changed_mind", "refund", answers=UNWORN, late=True),
    )
}  # fmt: skip


def add_order(journey: Journey, number: str) -> Order:
    """This function will keep a copy of the journey's order under that number, paid in two ways at the provider."""
    model = order(journey.shop, journey.model)
    paid = model.payments[0].captured_minor
    payments = tuple(
        Payment(id=f"pay_{place}", method="card", captured_minor=part, ref=f"ch_{number}_{place}")
        for place, part in enumerate((1000, paid - 1000), 1)
    )
    copy = replace(model, number=number, payments=payments, gift_code=f"G{number}" if model.gift_code else "")
    save_orders(journey.shop, [copy])
    outside.put_charges(copy, pending=journey.pending)
    return copy


def other_size(shop_id: str, line: Line) -> Wanted:
    """This function will return another variant of what was bought, or the same where there is no other."""
    product = next(one for one in catalogue(shop_id) if one.id == line.product_id)
    others = [one for one in product.variants if one.sku != line.sku and one.available]
    return Wanted(product, (others or list(product.variants))[0])


@dataclass
class Walk:
    """One walk of a case; `arm` is told each step before it is taken, `say` each one after its caller was answered."""

    journey: Journey
    order: str
    say: Say = print
    arm: Callable[[str], None] = lambda _: None
    way: Way = RIGHT
    at: Instant = AT

    def to_the_end(self) -> None:
        """This function will take every step that is left."""
        outside.stand_at(self.at)
        row = next(iter(cases_of(self.journey.shop, self.order)), None)
        if row is None:
            row = self._open()
        for _ in range(_MOST_STEPS):
            self._outside(row.number)
            row = self._fresh(row.number)
            (item, *_rest) = row.case.items
            step = None if item.is_over or self.journey.late else self._step(item.state)
            if step is None:
                break
            name = step.__name__.removeprefix("_")
            self.arm(name)
            self._answered(name, step(self, row, item))
        self._outside(row.number)
        if self.journey.late:
            self._let_time_pass(row.number)

    def _step(self, state: State) -> Callable[[Walk, CaseRow, Item], CaseRow] | None:
        return _withdraw if self.journey.withdraws and state is State.TO_SEND else _STEPS.get(state)

    def inspect(self, number: str) -> CaseRow:
        """This function will find the first item of the case to be as it should be."""
        row = self._fresh(number)
        return _inspect(self, row, row.case.items[0])

    def hear(self, row: CaseRow, messages: Iterable[str]) -> CaseRow:
        """This function will let the provider tell us, as often as it takes."""
        self.arm("webhook")
        for message in messages:
            self.say({"told": outside.post_message(self.journey.shop, message), "case": row.number})
        return self._fresh(row.number)

    def _fresh(self, number: str) -> CaseRow:
        row = case_numbered(self.journey.shop, number)
        assert row is not None
        return row

    def _answered(self, step: str, row: CaseRow) -> None:
        self.say({"step": step, "case": row.number, "version": row.case.version})

    def _open(self) -> CaseRow:
        self.arm("open")
        journey = self.journey
        claim = Claim(reason=journey.reason, asked_at=AT, by=journey.by, answers=dict(journey.answers))
        ask = Ask(piece_id=journey.piece, claim=claim, remedy=journey.remedy, wanted=self._wanted())
        form = Form(key="a form", asks=(ask,), seal=None)
        row = open_case(shop(journey.shop), self.order, form, self.at, b"of the trials")
        self._answered("open", row)
        return row

    def _wanted(self) -> Wanted | None:
        if not self.journey.other_size:
            return None
        return other_size(self.journey.shop, order(self.journey.shop, self.journey.model).lines[0])

    def _outside(self, number: str) -> None:
        but = () if self.journey.mails else ("mail", "alert")
        for key, kind in outside.due_effects(self.journey.shop, number, but):
            self.arm(kind)
            if self.way.do(self.journey.shop, key) == "done":
                self.say({"effect": key, "case": number})

    def _let_time_pass(self, number: str) -> None:
        self.arm("ring")
        for days in (12, 30):
            outside.stand_at(outside.days_after(days))
            outside.ring(self.journey.shop, number)
            self._answered("ring", self._fresh(number))
            self._outside(number)


def past(journey: Journey) -> int:
    """This function will return how many days later the journey's dates have come, or a worker looks again."""
    return 31 if journey.late else 1


def _receive(walk: Walk, row: CaseRow, item: Item) -> CaseRow:
    return receive_parcel(shop(walk.journey.shop), row.number, (item.id,), member="warehouse", at=walk.at)


def _withdraw(walk: Walk, row: CaseRow, item: Item) -> CaseRow:
    return withdraw_item(shop(walk.journey.shop), row.number, item.id, by="customer", at=walk.at)


def _inspect(walk: Walk, row: CaseRow, item: Item) -> CaseRow:
    found = Found(accepted=item.quantity, grade="as_new", disposition="restock", reason="as the customer said")
    return inspect_item(shop(walk.journey.shop), row.number, item.id, found, member="warehouse", at=walk.at)


def _approve(walk: Walk, row: CaseRow, item: Item) -> CaseRow:
    this = shop(walk.journey.shop)
    member = sample_member(this.id, "owner")
    assert member is not None
    seal = preview_refund(this, row.number, item.id, member).seal
    return walk.way.approve(this, row.number, item.id, member, seal, walk.at)


def _post(walk: Walk, row: CaseRow, item: Item) -> CaseRow:
    command = Record(event=e.PieceSent(item=item.id, carrier="post", tracking="LN381824342US"))
    return act_on_case(shop(walk.journey.shop), row.number, command, at=walk.at, by="warehouse")


def _pay(walk: Walk, row: CaseRow, _: Item) -> CaseRow:
    return walk.hear(row, outside.pay_page(walk.journey.shop, row.number))


def _settle(walk: Walk, row: CaseRow, _: Item) -> CaseRow:
    return walk.hear(row, outside.messages_about_refunds(order(walk.journey.shop, walk.order)))


def _change(walk: Walk, row: CaseRow, item: Item) -> CaseRow:
    return act_on_case(
        shop(walk.journey.shop), row.number, Record(event=e.ChangeDone(item=item.id)), at=walk.at, by="staff"
    )


_STEPS: Mapping[State, Callable[[Walk, CaseRow, Item], CaseRow]] = {
    State.TO_SEND: _receive,
    State.ARRIVED: _inspect,
    State.TO_APPROVE: _approve,
    State.TO_POST: _post,
    State.TO_CHANGE: _change,
    State.TO_PAY: _pay,
    State.PAYING: _settle,
}
