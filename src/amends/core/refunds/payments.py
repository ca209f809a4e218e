"""Where the payments of an order stand, recomputed from the list of what happened to them.

Laws: an event told twice counts once; a request that succeeded or failed is no longer pending; what is charged,
refunded and on its way back sums to what was captured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from amends.core.errors import MoneyInvalid, Place
from amends.core.orders import Payment

Action = Literal["authorization", "charge", "refund", "cancel"]
Outcome = Literal["requested", "succeeded", "failed", "reversed", "adjusted"]
_ENDS = frozenset({"succeeded", "failed", "reversed"})  # of what was requested


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """Something that happened to a payment, in the order in which it happened.

    The provider's reference ties a request to its outcome; without one an event stands alone. `reversed` undoes a
    refund (the money came back) or a charge (a chargeback); `adjusted` replaces what is authorised.
    """

    action: Action
    outcome: Outcome
    amount_minor: int
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What of a payment is where; `charged_minor` is what the shop still has and has not promised back."""

    authorized_minor: int = 0
    authorize_pending_minor: int = 0
    charged_minor: int = 0
    charge_pending_minor: int = 0
    refunded_minor: int = 0
    refund_pending_minor: int = 0
    cancelled_minor: int = 0
    cancel_pending_minor: int = 0

    @property
    def captured_minor(self) -> int:
        """This property will hold what came in and was not charged back, whatever was refunded since."""
        return self.charged_minor + self.refunded_minor + self.refund_pending_minor

    @property
    def refundable_minor(self) -> int:
        """This property will hold how much can still go back."""
        return max(0, self.charged_minor)

    def payment(self, payment_id: str, method: str, label: str = "") -> Payment:
        """This function will return the standing as the payment of an order."""
        return Payment(
            id=payment_id,
            method=method,
            label=label,
            captured_minor=self.captured_minor,
            refunded_minor=self.refunded_minor,
            pending_minor=self.refund_pending_minor,
        )


def standing(events: Iterable[PaymentEvent]) -> Standing:
    """This function will add up the events of one payment."""
    done: Counter[Action] = Counter()
    pending: Counter[Action] = Counter()
    undone: Counter[Action] = Counter()
    for (action, _), row in _outcomes(events).items():
        requested = row.get("requested", 0)
        # What came back had gone out, even where nobody told of it.
        done[action] += row.get("succeeded", requested if "reversed" in row else 0) + row.get("adjusted", 0)
        pending[action] += 0 if row.keys() & _ENDS else requested
        undone[action] += row.get("reversed", 0)
    refunded = max(0, done["refund"] - undone["refund"])
    # Money that was charged back had been taken all the same: it is not authorised again.
    used = done["charge"] + pending["charge"] + done["cancel"] + pending["cancel"]
    return Standing(
        authorized_minor=max(0, done["authorization"] - used),
        authorize_pending_minor=pending["authorization"],
        charged_minor=done["charge"] - undone["charge"] - refunded - pending["refund"],
        charge_pending_minor=pending["charge"],
        refunded_minor=refunded,
        refund_pending_minor=pending["refund"],
        cancelled_minor=done["cancel"],
        cancel_pending_minor=pending["cancel"],
    )


def _outcomes(events: Iterable[PaymentEvent]) -> dict[tuple[Action, str], dict[Outcome, int]]:
    """For each action and reference the amount of every outcome that still holds."""
    rows: dict[tuple[Action, str], dict[Outcome, int]] = {}
    for number, event in enumerate(events):
        where = Place(field=f"events[{number}]")
        if event.amount_minor < 0:
            raise MoneyInvalid("an event of a payment has a negative amount.", place=where)
        if event.outcome == "adjusted":
            if event.action != "authorization":
                raise MoneyInvalid("only an authorisation can be adjusted.", place=where)
            rows = {key: row for key, row in rows.items() if key[0] != "authorization"}
        if event.outcome == "reversed" and event.action not in {"refund", "charge"}:
            raise MoneyInvalid("only a refund or a charge can be reversed.", place=where)
        row = rows.setdefault((event.action, event.reference or f"#{number}"), {})
        if event.outcome in {"succeeded", "failed"}:  # the newer of the two holds
            row.pop("succeeded", None)
            row.pop("failed", None)
        if event.outcome == "failed":  # so there is nothing to reverse
            row.pop("reversed", None)
        row[event.outcome] = event.amount_minor
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What an order still owes, or is owed, after what was granted back."""

    due_minor: int  # the order's total less what was granted back
    paid_minor: int  # what the shop has, pending charges included

    @property
    def owed_to_customer_minor(self) -> int:
        """This property will hold what is paid beyond what is due; below zero: what the customer still owes."""
        return self.paid_minor - self.due_minor

    @property
    def state(self) -> Literal["paid", "balance_due", "credit_owed"]:
        """This property will name the balance."""
        if self.owed_to_customer_minor == 0:
            return "paid"
        return "balance_due" if self.owed_to_customer_minor < 0 else "credit_owed"

    def check_refund(self, amount_minor: int) -> None:
        """This function will raise `MoneyInvalid` at a refund of more than is owed, for shops that refund no more."""
        if not 0 < amount_minor <= self.owed_to_customer_minor:
            raise MoneyInvalid(
                f"{max(0, self.owed_to_customer_minor)} (minor units) are owed, {amount_minor} were to go back.",
                place=Place(field="amount_minor"),
                hint="Grant the refund on the order first.",
            )


def balance(total_minor: int, payments: Iterable[Standing], granted_minor: int = 0) -> Balance:
    """This function will set what was paid against what is due."""
    paid = sum(one.charged_minor + one.charge_pending_minor for one in payments)
    return Balance(due_minor=total_minor - granted_minor, paid_minor=paid)


def refund_state(payments: Iterable[Payment]) -> Literal["none", "partially_refunded", "refunded"]:
    """This function will say how much of what was captured has gone back or is on its way."""
    payments = tuple(payments)
    back = sum(one.refunded_minor + one.pending_minor for one in payments)
    if back <= 0:
        return "none"
    return "refunded" if back >= sum(one.captured_minor for one in payments) else "partially_refunded"
