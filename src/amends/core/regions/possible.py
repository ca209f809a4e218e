"""What a real order can be: the laws of the data, so that no finding rests on a claim that nobody could ever make.

Each law is a sentence and two conditions in the language of policies: where the first holds, the second does. The order
in which things happen is a list beside them. Laws say what cannot be, not what is rare. A law is looked at only where a
policy asks about something in its first condition; else the plain value of that fact keeps it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from amends.core.engine.spec import facts_in
from amends.core.engine.truth import tests_in
from amends.core.policy.tree import ALWAYS, AllOf, AnyOf, Condition, Not, Op, OtherFact, Test

# Whatever of these has happened, happened in this order.
ORDER_OF_THINGS = (
    "order.placed_at",
    "order.production_started_at",
    "parcel.shipped_at",
    "parcel.delivered_at",
    "order.last_delivered_at",
    "claim.asked_at",
    "return.authorised_at",
    "return.sent_at",
    "return.received_at",
)
# What has happened when something later has.
BEFORE: Mapping[str, str] = MappingProxyType({
    "order.last_delivered_at": "parcel.delivered_at",
    "parcel.delivered_at": "parcel.shipped_at",
    "return.received_at": "return.sent_at",
    "return.sent_at": "parcel.delivered_at",
})  # fmt: skip


def _is(fact: str, *values: str | int) -> Condition:
    return Test(fact, Op.IS, tuple(sorted(values)))


def _so(fact: str) -> Condition:
    return Test(fact, Op.IS, (True,))


def _not_so(fact: str) -> Condition:
    return Test(fact, Op.IS, (False,))


def _come(*facts: str) -> Condition:
    return AllOf(tuple(Test(fact, Op.HAPPENED, None) for fact in facts))


def _not_come(*facts: str) -> Condition:
    return AllOf(tuple(Not(Test(fact, Op.HAPPENED, None)) for fact in facts))


def _no_more(fact: str, other: str) -> Condition:
    return Test(fact, Op.AT_MOST, OtherFact(other))


@dataclass(frozen=True, slots=True)
class Law:
    """Where `when` holds, `then` does, in every claim that somebody can make."""

    says: str
    when: Condition
    then: Condition

    @property
    def condition(self) -> Condition:
        """This property will hold the law as one condition."""
        return AnyOf((Not(self.when), self.then))


REASON = "claim.reason"
SENT, DELIVERED = "parcel.shipped_at", "parcel.delivered_at"
AUTHORISED, POSTED, BACK = "return.authorised_at", "return.sent_at", "return.received_at"
LAWS: tuple[Law, ...] = (
    Law("A pending order has not been posted.", _is("order.state", "pending", "processed"), _not_come(SENT)),
    Law("A shipped order has been posted.", _is("order.state", "shipped"), _come(SENT)),
    Law("A delivered order has been delivered.", _is("order.state", "delivered"), _come(SENT, DELIVERED)),
    Law("A cancelled order was never posted.", _is("order.state", "cancelled"), _not_come(SENT)),
    Law(
        "A return that nobody has begun has no dates.",
        _is("return.state", "none"),
        AllOf((_not_come(AUTHORISED, POSTED, BACK), _so("return.authorised"))),
    ),
    Law(
        "A return that is only authorised has not been posted.",
        _is("return.state", "authorised"),
        AllOf((_come(AUTHORISED), _not_come(POSTED, BACK), _so("return.authorised"))),
    ),
    Law(
        "A return on its way, or lost on it, was posted and has not arrived.",
        _is("return.state", "sent", "lost"),
        AllOf((_come(POSTED), _not_come(BACK))),
    ),
    Law("A return that has arrived has a date.", _is("return.state", "arrived"), _come(POSTED, BACK)),
    Law(
        "What was posted without leave was never authorised.",
        _not_so("return.authorised"),
        AllOf((_not_come(AUTHORISED), _is("return.state", "sent", "lost", "arrived"))),
    ),
    Law(
        "What was posted with leave has the date of the leave.",
        AllOf((_come(POSTED), _so("return.authorised"))),
        _come(AUTHORISED),
    ),
    Law("What is posted back is on its way back.", _come(POSTED), _is("return.state", "sent", "lost", "arrived")),
    Law("What has come back has arrived.", _come(BACK), _is("return.state", "arrived")),
    Law("What is authorised is a return.", _come(AUTHORISED), Not(_is("return.state", "none"))),
    Law(
        "A proof of posting belongs to a return that was posted.",
        _so("return.proof_of_posting"),
        _is("return.state", "sent", "arrived", "lost"),
    ),
    Law("A parcel at customs has been posted.", _is("parcel.customs", "held", "failed", "cleared"), _come(SENT)),
    Law("A parcel held at customs has not arrived.", _is("parcel.customs", "held", "failed"), _not_come(DELIVERED)),
    Law(
        "Customs ask for nothing of a parcel that is not theirs.",
        _is("parcel.customs", "none"),
        AllOf((_is("parcel.customs_customer_part", "not_asked"), _is("parcel.customs_reminders", 0))),
    ),
    Law(
        "What the carrier looks for has been posted.",
        _is("parcel.carrier_finding", "open", "lost", "delivered"),
        _come(SENT),
    ),
    Law("A lost parcel has not arrived.", _is("parcel.carrier_finding", "lost"), _not_come(DELIVERED)),
    Law("A parcel handed over has arrived.", _is("parcel.carrier_finding", "delivered"), _come(DELIVERED)),
    Law("A parcel sent elsewhere has been posted.", _is("parcel.sent_to", "another_address"), _come(SENT)),
    Law(
        "A claim about customs is about a parcel that they hold or held.",
        _is(REASON, "customs_failed"),
        _is("parcel.customs", "held", "failed"),
    ),
    Law("What customs keep has not arrived.", _is(REASON, "customs_failed"), _not_come(DELIVERED)),
    Law(
        "A parcel said to be sent elsewhere was sent to another address.",
        _is(REASON, "sent_elsewhere"),
        _is("parcel.sent_to", "another_address"),
    ),
    Law(
        "What is not as its certificate says has one.",
        _is(REASON, "not_as_certified"),
        _so("item.certificate"),
    ),
    Law("What is claimed as called back was.", _is(REASON, "recalled"), _so("item.recalled")),
    Law(
        "What is missing from a parcel is not worn, used or altered.",
        _is(REASON, "missing_item"),
        AllOf((_not_so("condition.worn"), _not_so("condition.used"), _not_so("condition.altered"))),
    ),
    Law("With a coupon a piece is discounted.", _so("order.coupon"), _so("item.discounted")),
    Law(
        "What is marked as a gift card is one.",
        Test("item.marks", Op.HAS, ("gift_card",)),
        _is("item.category", "gift_card"),
    ),
    Law("Nobody claims more units than were bought.", ALWAYS, _no_more("claim.quantity", "item.quantity")),
    Law("A line costs no more than its order.", ALWAYS, _no_more("item.paid", "order.goods_paid")),
    Law("A claim is for a unit at least.", ALWAYS, Test("claim.quantity", Op.AT_LEAST, 1)),
    Law("A line has a unit at least.", ALWAYS, Test("item.quantity", Op.AT_LEAST, 1)),
    Law("An order's goods cost something.", ALWAYS, Test("order.goods_paid", Op.OVER, 0)),
)  # fmt: skip
IN_HAND = "What is found wrong with a piece is found when it has arrived."
FOUND_IN_THE_HAND = ("fault", "guarantee")  # lanes of reasons that one learns with the piece in hand


def in_hand(lane_of_reason: Mapping[str, str]) -> Law:
    """This function will return the law that nobody finds a fault in what has not arrived."""
    reasons = sorted(reason for reason, lane in lane_of_reason.items() if lane in FOUND_IN_THE_HAND)
    return Law(IN_HAND, _is(REASON, *reasons), _come(DELIVERED))


def laws_about(asked: Collection[str], lane_of_reason: Mapping[str, str]) -> tuple[Law, ...]:
    """This function will return the laws that a policy which asks about these facts has to be looked at with."""
    known = set(asked) | set(_earlier(asked))
    left, found = [*LAWS, in_hand(lane_of_reason)], list[Law]()
    while True:
        now = [law for law in left if _matters(law, known)]
        if not now:
            return tuple(found)
        found += now
        left = [law for law in left if law not in now]
        new = set().union(*(_named(law.when, law.then) for law in now))
        known |= new | set(_earlier(new))


def _matters(law: Law, known: Collection[str]) -> bool:
    """A reason is always asked about, so a law about reasons matters only with what else it speaks of."""
    first, then = _named(law.when), _named(law.then)
    if law.says == IN_HAND or (not first and then <= set(known)):
        return True
    return bool(first & set(known)) and (first != {REASON} or not then.isdisjoint(known))


def _earlier(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        earlier = BEFORE.get(name)
        if earlier is not None:
            yield earlier
            yield from _earlier((earlier,))


def _named(*conditions: Condition) -> set[str]:
    return {name for one in conditions for test in tests_in(one) for name in facts_in(test)}


# What somebody may sensibly ask for: silence about anything else is no gap.
SENSIBLE: Mapping[str, Condition] = MappingProxyType({
    "cancel": _not_come(SENT),
    "change": _not_come(DELIVERED),
    "exchange": _come(DELIVERED),
    "repair": _come(DELIVERED),
    "price_adjustment": _is(REASON, "price_dropped"),
    "resend": AnyOf((
        _is(REASON, "missing_item", "only_one_arrived", "not_received", "sent_elsewhere", "wrong_item_sent"),
    )),
})  # fmt: skip
