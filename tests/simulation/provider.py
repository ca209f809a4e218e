"""A payment provider in memory: as strict as the real one, and as unreliable as the dice say.

It keeps the contract of the port (`tests/integrations/stripe/contract.py`), and can lose an answer, be away, or let the
caller die right after the money has moved.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from amends.core.dates import Instant
from amends.ports.answers import NotNow, Unclear
from amends.ports.payments import (
    PaymentAsked,
    PaymentDeclined,
    PaymentPage,
    ProviderDispute,
    ProviderEvent,
    ProviderPayment,
    ProviderRefund,
    RefundState,
)

_FIRST_STATES: tuple[RefundState, ...] = ("succeeded", "succeeded", "succeeded", "pending", "failed")
_LAST_STATES: tuple[RefundState, ...] = ("succeeded", "succeeded", "failed")


class Killed(BaseException):
    """The process dies here: nothing after it is done, and nobody catches it but the simulator."""


@dataclass
class MemoryProvider:
    """One shop's account at a provider that lives as long as the simulation."""

    dice: random.Random
    now: Callable[[], Instant]
    payments: dict[str, ProviderPayment] = field(default_factory=dict)
    refunds: dict[str, ProviderRefund] = field(default_factory=dict)
    pages: dict[str, PaymentPage] = field(default_factory=dict)
    events: list[ProviderEvent] = field(default_factory=list)  # still to be delivered
    calm: bool = False  # nothing goes wrong any more
    calls: int = 0

    def charge(self, ref: str, amount_minor: int, currency: str) -> None:
        """This function will put a payment in place, as if somebody had bought something."""
        self.payments[ref] = ProviderPayment(ref=ref, currency=currency, captured_minor=amount_minor, refunded_minor=0)

    # --- the port

    def refund(
        self, *, key: str, payment_ref: str, amount_minor: int, currency: str, about: Mapping[str, str]
    ) -> ProviderRefund:
        """This function will move the money, once for a key."""
        self._before()
        found = next((one for one in self.refunds.values() if one.key == key), None)
        if found is None:
            payment = self._payment(payment_ref)
            if amount_minor > payment.refundable_minor or payment.currency != currency:
                raise PaymentDeclined("more than is left of the charge.", reason="charge_already_refunded")
            state = self.dice.choice(_FIRST_STATES)
            found = ProviderRefund(
                ref=f"re_{len(self.refunds) + 1}", payment_ref=payment_ref, amount_minor=amount_minor,
                currency=currency, state=state, created_at=self.now(), key=key, about=dict(about),
            )  # fmt: skip
            self._put(found)
        self._after()
        return found

    def find_refund(self, *, key: str, payment_ref: str) -> ProviderRefund | None:
        """This function will look for the refund with that key."""
        self._before()
        return next((one for one in self.refunds.values() if one.key == key), None)

    def read_refund(self, ref: str) -> ProviderRefund:
        """This function will return the refund as it stands."""
        self._before()
        return self.refunds[ref]

    def refunds_of(self, payment_ref: str) -> tuple[ProviderRefund, ...]:
        """This function will return all refunds of the payment."""
        self._before()
        return tuple(one for one in self.refunds.values() if one.payment_ref == payment_ref)

    def refunds_since(self, at: Instant) -> Iterator[ProviderRefund]:
        """This function will yield the refunds made since then."""
        return iter([one for one in self.refunds.values() if one.created_at >= at])

    def payment(self, payment_ref: str) -> ProviderPayment:
        """This function will return how the payment stands."""
        self._before()
        return self._payment(payment_ref)

    def ask_payment(self, asked: PaymentAsked) -> PaymentPage:
        """This function will make the page, once for a key."""
        self._before()
        found = next((one for one in self.pages.values() if one.key == asked.key), None)
        if found is None:
            ref = f"cs_{len(self.pages) + 1}"
            found = PaymentPage(
                ref=ref, url=f"https://pay.example/{ref}", state="open", amount_minor=asked.amount_minor,
                currency=asked.currency, closes_at=asked.due, key=asked.key, case=asked.case,
            )  # fmt: skip
            self.pages[ref] = found
        self._after()
        return found

    def find_payment_page(self, ref: str) -> PaymentPage:
        """This function will return the page as it stands."""
        self._before()
        return self.pages[ref]

    def withdraw_payment_page(self, ref: str) -> PaymentPage:
        """This function will close the page, unless it is paid."""
        self._before()
        if self.pages[ref].state == "open":
            self.pages[ref] = replace(self.pages[ref], state="expired", url="")
        self._after()
        return self.pages[ref]

    def read_event(self, body: bytes, signature: str, at_seconds: int) -> Any:
        """This function is not asked here: events are handed over as they are."""
        raise NotImplementedError

    # --- what happens at the provider by itself

    def settle(self) -> None:
        """This function will let one pending refund end, well or not; or a finished one come back days later."""
        waiting = [one for one in self.refunds.values() if one.state == "pending"]
        if waiting:
            one = self.dice.choice(waiting)
            self._put(replace(one, state=self.dice.choice(_LAST_STATES)))
        elif self.refunds and self.dice.random() < 0.1:
            one = self.dice.choice(list(self.refunds.values()))
            if one.state == "succeeded" and one.key:
                self._put(replace(one, state="failed"))

    def refund_by_hand(self) -> None:
        """This function will refund a little of a payment, as somebody at the provider's own pages would."""
        ref = self.dice.choice(sorted(self.payments))
        left = self._payment(ref).refundable_minor
        if left > 1:
            number = f"re_hand_{len(self.refunds) + 1}"
            amount = self.dice.randint(1, min(left, 500))
            payment = self._payment(ref)
            self._put(
                ProviderRefund(
                    ref=number, payment_ref=ref, amount_minor=amount, currency=payment.currency, state="succeeded",
                    created_at=self.now(),
                )
            )  # fmt: skip

    def pay_page(self) -> None:
        """This function will pay one of the open pages."""
        waiting = sorted(ref for ref, page in self.pages.items() if page.state == "open")
        if waiting:
            ref = self.dice.choice(waiting)
            page = replace(self.pages[ref], state="paid", url="", payment_ref=f"ch_{ref}")
            self.pages[ref] = page
            self.charge(page.payment_ref, page.amount_minor, page.currency)
            self._tell("page", page=page, object_ref=ref)

    def dispute(self) -> None:
        """This function will dispute a payment, as a buyer at their bank would."""
        ref = self.dice.choice(sorted(self.payments))
        payment = self._payment(ref)
        if payment.refundable_minor and not payment.disputes:
            held = ProviderDispute(
                ref=f"dp_{ref}", payment_ref=ref, amount_minor=payment.refundable_minor, currency=payment.currency,
                state="open",
            )  # fmt: skip
            self.payments[ref] = replace(payment, disputes=(held,))
            self._tell("dispute", dispute=held, object_ref=held.ref)

    def _payment(self, ref: str) -> ProviderPayment:
        if ref not in self.payments:
            raise PaymentDeclined(f"there is no payment `{ref}`.", reason="resource_missing")
        counted = sum(one.amount_minor for one in self.refunds.values() if one.payment_ref == ref and one.counts)
        return replace(self.payments[ref], refunded_minor=counted)

    def _put(self, refund: ProviderRefund) -> None:
        self.refunds[refund.ref] = refund
        self._tell("refund", refund=refund, object_ref=refund.ref, payment_ref=refund.payment_ref)

    def _tell(self, kind: Any, **what: Any) -> None:
        number = f"evt_{self.calls}_{len(self.events)}_{what['object_ref']}_{self.dice.randrange(10**9)}"
        event = ProviderEvent(ref=number, kind=kind, type=f"{kind}.changed", at=self.now(), **what)
        self.events += [event] * self.dice.choice([1, 1, 1, 2, 3])

    def _before(self) -> None:
        self.calls += 1
        luck = 1.0 if self.calm else self.dice.random()
        if luck < 0.03:
            raise NotNow("the provider is away.")
        if luck < 0.05:
            raise Unclear("no answer came.")

    def _after(self) -> None:
        luck = 1.0 if self.calm else self.dice.random()
        if luck < 0.05:
            raise Unclear("the answer was lost.")
        if luck < 0.08:
            raise Killed
