"""Ways to pay that look right and are not: each is caught by the trial that the right way passes.

They stand here whole, as somebody could have written them, in place of the use case or of the order in which an effect
is done and marked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from tests.robustness import outside
from tests.sample_shops import AT, shop

from amends.core.cases.commands import Record
from amends.core.cases.money_events import PayoutDone
from amends.core.dates import Instant
from amends.integrations.stripe.client import StripePayments
from amends.ports.payments import ProviderRefund
from amends.records.cases import CaseRow
from amends.records.members import MemberRow
from amends.records.outbox import EffectRow, mark_done, take_effect
from amends.records.payouts import PayoutRow, payout_with, payouts_of
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import act_on_case
from amends.usecases.approve_refund import approve_refund
from amends.usecases.do_effect import Handler, Outcome

Approve = Callable[[ShopRow, str, str, MemberRow, str, Instant], CaseRow]
Do = Callable[[str, str], Outcome]


@dataclass(frozen=True)
class Way:
    """How money is paid: what stands in place of the right way; what is not named is the right way's."""

    handlers: Mapping[str, Handler] = field(default_factory=dict)
    do: Do = outside.do
    approve: Approve = approve_refund
    point: str = "refund, payout: answered, not kept"  # where it has to be caught


class Forgetful(StripePayments):
    """Relies on the provider's memory of keys, and does not look first."""

    def find_refund(self, *, key: str, payment_ref: str) -> ProviderRefund | None:
        """This function will not look."""
        return None


def _provider(kind: type[StripePayments], shop_id: str) -> StripePayments:
    said = settings.AMENDS_PAYMENTS
    return kind(shop=shop_id, api_key=said["key"], address=said["address"])


def _send(row: PayoutRow, shop_id: str, *, key: str, kind: type[StripePayments] = StripePayments) -> ProviderRefund:
    return _provider(kind, shop_id).refund(
        key=key, payment_ref=row.payment_ref, amount_minor=row.amount_minor, currency=row.currency,
        about={"payout": row.id},
    )  # fmt: skip


def _save(row: PayoutRow, shop_id: str, ref: str = "") -> None:
    command = Record(event=PayoutDone(item=row.item_id, pay=row.id, ref=ref))
    act_on_case(shop(shop_id), row.case_number, command, at=AT, by="provider")


def _payout(effect: EffectRow) -> PayoutRow:
    row = payout_with(effect.shop_id, effect.body["pay"])
    assert row is not None
    return row


def call_then_save(effect: EffectRow, _: Instant) -> None:
    """This function will pay, and write down afterwards that it did: nothing beforehand names what it pays."""
    row = _payout(effect)
    if row.state == "waiting":
        # The payout is told in the provider's records, so that the trial can see whose refund it is.
        _save(row, effect.shop_id, _send(row, effect.shop_id, key=f"{row.id} {uuid4()}").ref)


def save_then_call(effect: EffectRow, _: Instant) -> None:
    """This function will write down that it paid, and pay afterwards."""
    row = _payout(effect)
    if row.state == "waiting":
        _save(row, effect.shop_id)
        _send(row, effect.shop_id, key=row.id)


def send_without_looking(effect: EffectRow, _: Instant) -> None:
    """This function will send again under the same key, which the provider has forgotten after a day."""
    row = _payout(effect)
    if row.state == "waiting":
        _save(row, effect.shop_id, _send(row, effect.shop_id, key=row.id, kind=Forgetful).ref)


def approve_and_pay(this: ShopRow, number: str, item_id: str, member: MemberRow, seen: str, at: Instant) -> CaseRow:
    """This function will approve and pay in one transaction: what was paid cannot be rolled back with it."""
    with transaction.atomic():
        case = approve_refund(this, number, item_id, member, seen, at)
        for row in payouts_of(this.id, number):
            _save(row, this.id, _send(row, this.id, key=row.id).ref)
        return case


def marked_first(shop_id: str, key: str) -> Outcome:
    """This function will mark the effect as done, and do it then."""
    row = take_effect(shop_id, key, AT)
    if row is None:
        return "skipped"
    mark_done(row, AT)
    outside.HANDLERS[row.kind](row, AT)
    return "done"


RIGHT = Way()
WRONG: Mapping[str, Way] = {
    "call, then save": Way(handlers={"payout": call_then_save}),
    "save, then call": Way(
        handlers={"payout": save_then_call},
        point="refund, payout: before the provider is asked whether it was paid",
    ),
    "send again without looking": Way(handlers={"payout": send_without_looking}),
    "pay inside the transaction": Way(approve=approve_and_pay, point="refund, approve: before the commit"),
    "mark as done, then do": Way(do=marked_first, point="refund, payout: marked"),
}
