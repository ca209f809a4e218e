"""A case as it stands: what its events fold into (`evolve`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from amends.core.cases.states import CUSTOMER_ACTS, ENDS, MONEY_DATED, OUTSIDE_ACTS, State
from amends.core.cases.values import Answer, Quote, Task
from amends.core.dates import Instant

Actor = Literal["customer", "shop", "outside", "nobody"]
PayState = Literal["waiting", "done", "failed", "taken_back"]
DueState = Literal["open", "paid", "cancelled"]
# What leaves a customer without the piece; after the others it is theirs, and can be asked about again.
GIVEN_UP_FOR = frozenset({"cancel", "refund", "store_credit", "exchange"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money that leaves by one payment of the order."""

    id: str
    payment_id: str
    amount_minor: int
    by_hand: bool = False
    state: PayState = "waiting"
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Money that the customer is to pay."""

    id: str
    amount_minor: int
    what: str
    state: DueState = "open"
    ref: str = ""
    returned_minor: int = 0  # what of it goes back, or has, because it is not owed ...
    parts: int = 0  # ... and in how many parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """The carrier's search for a parcel."""

    carrier: str
    reference: str
    until: Instant
    finding: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What was found when the goods were looked at."""

    accepted: int
    turned_down: int
    grounds: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    grade: str = ""
    disposition: str = ""
    overruled: tuple[str, ...] = ()  # clauses that had said otherwise ...
    reason: str = ""  # ... and why a person decided against them
    kept_minor: int = 0  # of the money, for value lost by more than trying it on


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One remedy for units of one piece."""

    id: str
    piece_id: str
    line_id: str
    quantity: int
    reason: str
    lane: str
    remedy: str
    answer: Answer
    left: tuple[State, ...]  # the steps still to be done
    ends: State = State.DONE  # where it ends when nothing is left
    act_by: Instant | None = None
    reminded: int = 0
    late: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)  # that were found out in the case
    offer_minor: int = 0
    quote: Quote | None = None
    dues: tuple[Due, ...] = ()
    share_minor: int | None = None  # what is due for the units that an inspection has left, where it was due for more
    payouts: tuple[Payout, ...] = ()
    credit_minor: int = 0  # store credit to be given, and given
    given_credit_minor: int = 0
    bonus_minor: int = 0  # given on top of it
    credits: tuple[str, ...] = ()
    proposed_by: str = ""
    proposed_minor: int = 0
    postage: tuple[Payout, ...] = ()  # laid out by the customer, and paid back on receipts: no part of the refund
    postage_by: str = ""  # who has proposed to pay back a receipt ...
    postage_minor: int = 0  # ... and of how much
    tracking_back: str = ""
    tracking_out: str = ""
    posted: bool = False
    received: bool = False  # it came back, and has not left again
    authorised: bool = True  # it was agreed before it was sent
    granted_at: Instant | None = None  # when it was first agreed, posted back, and received
    posted_at: Instant | None = None
    received_at: Instant | None = None
    delivered_at: Instant | None = None  # when the carrier says that it brought the goods back
    work_started: bool = False
    investigation: Investigation | None = None
    tasks: tuple[Task, ...] = ()
    tasks_done: tuple[str, ...] = ()
    customs_reminders: int = 0
    inspection: Inspection | None = None

    @property
    def state(self) -> State:
        """This property will hold where the item stands."""
        return self.left[0] if self.left else self.ends

    @property
    def is_over(self) -> bool:
        """This property will say whether nothing is left to be done."""
        return not self.left

    @property
    def is_granted(self) -> bool:
        """This property will say whether what was asked for is agreed, on its way, or done."""
        return self.answer.outcome == "accepted" and self.ends is State.DONE

    @property
    def holds_units(self) -> bool:
        """This property will say whether nobody else can ask for its units: it is open, or they were given up.

        Units that the customer keeps are let go of once money has left for them, and for ever: a payment that comes
        back later must not take them from another case.
        """
        if self.remedy in GIVEN_UP_FOR:
            return self.state not in ENDS - {State.DONE}
        return not (self.is_over or self.payouts or self.credits)

    @property
    def paid_minor(self) -> int:
        """This property will hold what has been paid out or given as credit."""
        done = sum(one.amount_minor for one in self.payouts if one.state == "done")
        return done + self.given_credit_minor

    @property
    def money_has_left(self) -> bool:
        """This property will say whether any of its money is paid or on its way, or given as credit."""
        return bool(self.credits) or any(one.state != "failed" for one in self.payouts)

    @property
    def to_give_minor(self) -> int:
        """This property will hold what of the promised money is neither paid nor on its way."""
        on_its_way = sum(one.amount_minor for one in self.payouts if one.state != "failed")
        return self.answer.give_minor - on_its_way - self.credit_minor

    @property
    def money_by(self) -> Instant | None:
        """This property will hold by when the money is promised, as long as it has not left and there is such a day."""
        if State.PAYING not in self.left:
            return None
        return self.act_by if self.state in MONEY_DATED else self.answer.pay_by

    @property
    def posts_alone(self) -> bool:
        """This property will say whether the customer has to post it now, without a label of ours."""
        return self.state is State.TO_SEND and self.answer.label != "prepaid"

    @property
    def waits_for_goods(self) -> bool:
        """This property will say whether its money may be held until the goods are back."""
        return State.ARRIVED in self.left and not self.received

    @property
    def open_due(self) -> Due | None:
        """This property will hold what is to be paid, where that is so."""
        return next((one for one in self.dues if one.state == "open"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label for the way back."""

    id: str
    carrier: str
    tracking: str
    items: tuple[str, ...]
    expires_at: Instant | None = None
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something that a person must look at, whatever else happens."""

    kind: Literal[
        "refund_seen", "dispute_seen", "mail_bounced", "payout_failed", "unauthorised", "parcel_returned",
        "parcel_lost", "paid_for_nothing", "give_back_failed",
    ]  # fmt: skip
    ref: str
    amount_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One customer's concern from the first question to its end."""

    order: str
    by: str
    channel: str
    currency: str
    policy: str
    opened_at: Instant
    version: int  # the number of the last event
    items: tuple[Item, ...]
    labels: tuple[Label, ...] = ()
    messages: int = 0
    unanswered: bool = False  # the customer wrote last
    flags: tuple[Flag, ...] = ()
    seen_minor: int = 0  # given back by others, as the provider has told
    seen: tuple[str, ...] = ()  # the provider's names of what it told
    answer_by: Instant | None = None  # for a message that waits
    answer_late: bool = False

    def item(self, item_id: str) -> Item:
        """This function will return the item with that id; a `KeyError` is a fault in our code."""
        for one in self.items:
            if one.id == item_id:
                return one
        raise KeyError(item_id)

    @property
    def is_withdrawal(self) -> bool:
        """This property will say whether somebody has withdrawn by right, which nobody has to agree to."""
        return self.channel == "withdrawal"

    @property
    def is_over(self) -> bool:
        """This property will say whether nothing is left to be done."""
        return all(one.is_over for one in self.items)

    @property
    def foremost(self) -> Item:
        """This property will hold the item whose next step is due first; where all are over, the first one."""
        live = [one for one in self.items if not one.is_over] or list(self.items[:1])
        return min(live, key=lambda one: (one.act_by is None, one.act_by or 0))

    @property
    def act_by(self) -> Instant | None:
        """This property will hold by when the next step is due, an answer to a message among them."""
        dates = [one for one in (self.foremost.act_by, self.answer_by) if one is not None]
        return min(dates, default=None)

    @property
    def actor(self) -> Actor:
        """This property will hold who acts next; the shop, where it owes an answer to a message or a flag."""
        states = {one.state for one in self.items} - ENDS
        to_take_in = any(one.state is State.ON_ITS_WAY and one.delivered_at is not None for one in self.items)
        to_pay = any(pay.state == "waiting" for one in self.items for pay in one.postage)
        if self.unanswered or self.flags or to_take_in or to_pay or states - CUSTOMER_ACTS - OUTSIDE_ACTS:
            return "shop"
        if states & CUSTOMER_ACTS:
            return "customer"
        return "outside" if states else "nobody"

    @property
    def label(self) -> Label | None:
        """This property will hold the label that can be used, if there is one."""
        return next((one for one in reversed(self.labels) if not one.expired), None)
