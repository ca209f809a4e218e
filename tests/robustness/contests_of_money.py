"""Contests about money: who approves, who sends, who is told, who spends."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.robustness import outside
from tests.robustness.journeys import JOURNEYS, Walk, add_order
from tests.robustness.racing import TOOLS, Race, events, new_form, one, opened, walked, won
from tests.sample_shops import AT, HOUR, order, shop
from tests.sandbox.serving import control

from amends.integrations.connect import payment_provider
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.members import sample_member
from amends.records.orders import save_orders
from amends.usecases.ask_payment import ask_payment
from amends.usecases.preview_refund import preview_refund
from amends.usecases.receive_parcel import receive_parcel
from amends.usecases.settle_payouts import settle_payouts
from amends.usecases.withdraw_item import withdraw_item


def _approvals(number: str, roles: Sequence[str]) -> Race:
    row = walked("refund", number, "approve")
    this = shop("silver")
    members = [member for role in roles if (member := sample_member(this.id, role))]
    seals = [preview_refund(this, row.number, "1", member).seal for member in members]

    def approve(place: int) -> CaseRow:
        return TOOLS.approve(this, row.number, "1", members[place], seals[place], AT)

    def wrong(results: Sequence[object]) -> Iterable[str]:
        yield from one(events(row.number, "refund_approved"), "approvals of one refund")
        yield from one(won(results), "members were told that they approved")
        if models.Payout.objects.filter(case_number=row.number).count() != 2:
            yield "there are other payouts than the two that were approved"

    return Race(number, [lambda place=place: approve(place) for place in range(len(members))], wrong)  # type: ignore[misc]


def double_click_on_approve(number: str, many: int) -> Race:
    """One member approves the same money twice."""
    return _approvals(number, ["owner"] * many)


def two_approve(number: str, many: int) -> Race:
    """Members of several roles approve the same money."""
    return _approvals(number, [("owner", "finance")[place % 2] for place in range(many)])


def two_refunds_of_one_payment(number: str, _: int) -> Race:
    """Refunds of two cases, together more than the payment has left."""
    journey = JOURNEYS["refund"]
    made = add_order(journey, number)
    rows = [opened(journey, number, new_form(journey, number, piece, piece)) for piece in ("L1.P1", "L2.P1")]
    payments = tuple(replace(one, refunded_minor=one.captured_minor // 2) for one in made.payments)
    save_orders(journey.shop, [replace(made, payments=payments)])
    this, member = shop(journey.shop), sample_member(journey.shop, "owner")
    assert member is not None
    for row in rows:
        receive_parcel(this, row.number, ("1",), member="warehouse", at=AT)
        Walk(journey, number).inspect(row.number)
    seals = [preview_refund(this, row.number, "1", member).seal for row in rows]

    def approve(place: int) -> CaseRow:
        return TOOLS.approve(this, rows[place].number, "1", member, seals[place], AT, reason="as much as is left")

    def wrong(_: Sequence[object]) -> Iterable[str]:
        left = sum(one.captured_minor - one.captured_minor // 2 for one in made.payments)
        paid = sum(models.Payout.objects.filter(order_number=number).values_list("amount_minor", flat=True))
        if paid > left:
            yield f"{paid} are paid back of {left}"

    return Race(number, [lambda: approve(0), lambda: approve(1)], wrong)


def approved_and_withdrawn(number: str, _: int) -> Race:
    """A cancellation is approved while the customer takes it back."""
    row = walked("cancel", number, "approve")
    this, member = shop("silver"), sample_member("silver", "owner")
    assert member is not None
    seal = preview_refund(this, row.number, "1", member).seal

    def wrong(_: Sequence[object]) -> Iterable[str]:
        ends = events(row.number, "refund_approved") + events(row.number, "withdrawn")
        yield from one(ends, "ends: approved and withdrawn")

    return Race(
        number,
        [
            lambda: TOOLS.approve(this, row.number, "1", member, seal, AT),
            lambda: withdraw_item(this, row.number, "1", by="customer", at=AT),
        ],
        wrong,
    )


def _paid_once(case_number: str) -> Iterable[str]:
    for payout in models.Payout.objects.filter(case_number=case_number):
        yield from one(outside.refunds_of_charge(payout.payment_ref), f"refunds of payout {payout.id}")
    if len(events(case_number, "payout_done")) != 2:
        yield f"{len(events(case_number, 'payout_done'))} payouts are booked as done"


def workers_pay(number: str, many: int) -> Race:
    """Several workers have the same payouts to do, and a round looks after them too."""
    row = walked("refund", number, "payout")
    keys = [key for key, kind in outside.due_effects("silver", row.number) if kind == "payout"]

    def work(place: int) -> None:
        for key in keys[:: 1 if place % 2 else -1]:
            outside.do("silver", key)

    def wrong(_: Sequence[object]) -> Iterable[str]:
        settle_payouts(shop("silver"), payment_provider("silver"), AT + HOUR)
        yield from _paid_once(row.number)

    return Race(number, [lambda place=place: work(place) for place in range(many)], wrong)  # type: ignore[misc]


def answer_and_message(number: str, _: int) -> Race:
    """The provider's message comes while its answer is on the way."""
    row = walked("refund", number, "payout")
    keys = [key for key, kind in outside.due_effects("silver", row.number) if kind == "payout"]
    payments = order("silver", number)

    def tell() -> None:
        until = time.monotonic() + 20
        told: set[str] = set()
        while len(told) < len(keys) and time.monotonic() < until:
            for message in outside.messages_about_refunds(payments):
                told.add(outside.post_message("silver", message))

    return Race(number, [lambda: [outside.do("silver", key) for key in keys], tell], lambda _: _paid_once(row.number))


def messages_at_once(number: str, many: int) -> Race:
    """The same messages of the provider, delivered several times at once."""
    row = walked("pending", number, "webhook")
    messages = outside.messages_about_refunds(order("silver", number))

    def hear(place: int) -> None:
        for message in messages[:: 1 if place % 2 else -1]:
            outside.post_message("silver", message)

    return Race(number, [lambda place=place: hear(place) for place in range(many)], lambda _: _paid_once(row.number))  # type: ignore[misc]


def paid_and_asked_again(number: str, many: int) -> Race:
    """The customer pays on a page while others ask for it, and the provider tells of it twice."""
    row = walked("fee", number, "webhook")
    due = models.Due.objects.get(case_number=row.number)
    (message,) = outside.pay_page("bespoke", row.number)

    def ask() -> None:
        ask_payment(shop("bespoke"), due.id, payment_provider("bespoke"), "http://localhost/", AT)

    def wrong(_: Sequence[object]) -> Iterable[str]:
        yield from one(events(row.number, "due_paid"), "payments of one due")
        if models.Payout.objects.filter(case_number=row.number).exists():
            yield "money goes back that was owed"

    hear = lambda: outside.post_message("bespoke", message)  # noqa: E731
    return Race(number, [hear, hear, *[ask] * max(many - 2, 1)], wrong)


def paid_and_withdrawn(number: str, many: int) -> Race:
    """The customer takes the wish back, more than once, while the provider tells that it was paid for."""
    row = walked("withdrawn", number, "webhook")
    due = models.Due.objects.get(case_number=row.number)
    (message,) = outside.pay_page("silver", row.number)
    withdraw = lambda: withdraw_item(shop("silver"), row.number, "1", by="customer", at=AT)  # noqa: E731
    hear = lambda: outside.post_message("silver", message)  # noqa: E731

    def wrong(_: Sequence[object]) -> Iterable[str]:
        for key, kind in outside.due_effects("silver", row.number):
            if kind == "payout":
                outside.do("silver", key)
        yield from one(events(row.number, "withdrawn"), "withdrawals")
        payouts = list(models.Payout.objects.filter(case_number=row.number))
        yield from one(payouts, "payouts for one payment")
        for payout in payouts:
            back = outside.refunds_of_page(payout.payment_ref)
            if (payout.amount_minor, back) != (due.amount_minor, [due.amount_minor]):
                yield f"{due.amount_minor} were paid, and {back} went back"

    return Race(number, [hear, withdraw, hear, *[withdraw] * max(many - 3, 1)], wrong)


def tills(number: str, many: int) -> Race:
    """Tills that each want more than half of one store credit."""
    row = walked("credit", number, "nothing")
    credit = models.Credit.objects.get(case_number=row.number)
    amount = credit.amount_minor // 2 + 1

    def use(place: int) -> object:
        return TOOLS.use(shop("piercing"), credit.code, amount, f"sale {place}", AT)

    def wrong(results: Sequence[object]) -> Iterable[str]:
        yield from one(won(results), "tills took more than half of one credit")
        now = models.Credit.objects.get(case_number=row.number)
        taken = sum(models.CreditUse.objects.filter(credit_id=credit.id).values_list("amount_minor", flat=True))
        if now.amount_minor - now.left_minor != taken:
            yield f"{taken} were taken, and {now.left_minor} of {now.amount_minor} are left"

    return Race(number, [lambda place=place: use(place) for place in range(many)], wrong)  # type: ignore[misc]


def refunded_by_hand(number: str, _: int) -> Race:
    """Somebody refunds by hand at the provider while our payouts are sent."""
    row = walked("refund", number, "payout")
    keys = [key for key, kind in outside.due_effects("silver", row.number) if kind == "payout"]
    charge = order("silver", number).payments[1]

    def by_hand() -> None:
        control(outside.address(), "refunds", {"charge": charge.ref, "amount": charge.captured_minor // 2 + 1})

    def wrong(_: Sequence[object]) -> Iterable[str]:
        back = sum(one["amount"] for one in outside.refunds_of_charge(charge.ref))
        if back > charge.captured_minor:
            yield f"{back} went back of {charge.captured_minor}"
        for message in outside.messages_about_refunds(order("silver", number)):
            outside.post_message("silver", message)
        if len(events(row.number, "refund_seen")) > 1:
            yield "a refund by hand was seen twice"

    return Race(number, [by_hand, lambda: [outside.do("silver", key) for key in keys]], wrong)
