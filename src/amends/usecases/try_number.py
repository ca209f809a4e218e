"""One number of the policy in force, tried over a range on the shop's own claims: what is granted, paid and kept.

Laws: nothing is written; each claim is decided by the engine on the facts that it was decided on and under the law of
its order, so a point says what a version with that value would have answered; so many claims and values and no more,
and the queries are the same few whatever their number. Only claims that were made are looked at.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from amends.backtest.curves import value_held
from amends.backtest.tried import SHOP_FREE_FROM, Parameter, parameters, with_value
from amends.core.changes.judge import outcome_of
from amends.core.dates import DAY, Instant, local_day
from amends.core.engine.decide import Decider, compile_policy
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import Decision, Outcome
from amends.core.errors import AmendsError
from amends.core.orders import Order
from amends.core.policy.floors import under
from amends.core.policy.tree import Policy
from amends.core.refunds.claimed import MONEY_BACK
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.units import Ask
from amends.records.cases import CaseRow
from amends.records.past_claims import PastClaim, orders_and_cases, past_claims
from amends.records.policies import decider_with, latest_policy, policy_for
from amends.records.shops import ShopRow
from amends.usecases.preview_policy import claim_of, money_given
from amends.usecases.read_order import InHand
from amends.usecases.weigh_claim import units_of

DAYS = 365
MOST_CLAIMS = 300  # that are decided again, the latest
STEPS = 60  # values of a window or a count; a claim turns at one of them, which is found by halving
MONEY_STEPS = 20  # values of what is paid; each is worked out by itself
MOST_TIMES = 10  # so many times as far as the curve goes, somebody may ask to see
_KEPT = 16  # curves that one process keeps for the day
_curves: OrderedDict[tuple[str, str, str, int, bytes], Tried] = OrderedDict()


@dataclass(slots=True)
class Point:
    """What comes of one value."""

    value: int
    granted: int = 0
    refused: int = 0
    referred: int = 0
    paid_minor: int = 0  # of refunds and credit
    kept_minor: int = 0  # what was paid for these and is not given back


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """The curve of one number over the shop's claims."""

    parameter: Parameter
    now: int  # the value in force
    points: tuple[Point, ...]
    claims: int
    is_all: bool  # whether these are all there were in the time

    def at(self, value: int) -> Point:
        """This function will return the point next to the value."""
        return min(self.points, key=lambda one: (abs(one.value - value), one.value))


def numbers_of(shop: ShopRow, at: Instant) -> tuple[Policy, tuple[Parameter, ...]] | None:
    """This function will return the policy in force with the numbers of it that can be tried, or nothing."""
    policy = policy_for(shop, at) or latest_policy(shop)
    if policy is None:
        return None
    found = parameters(policy)
    same = {(one.clauses, one.key) for one in found if one.name == SHOP_FREE_FROM}  # the shop's minimum, in one clause
    return policy, tuple(one for one in found if one.name == SHOP_FREE_FROM or (one.clauses, one.key) not in same)


def try_number(shop: ShopRow, policy: Policy, parameter: Parameter, at: Instant, asked: int | None = None) -> Tried:
    """This function will return the curve of the number; of the same claims a process works it out once a day.

    `asked` is a value that is to be on it, too, however far from the others, up to `most_asked`.
    """
    found = past_claims(shop.id, at - DAYS * DAY, MOST_CLAIMS + 1)
    now = value_held(policy, parameter)
    values = values_tried(now, parameter, asked)
    digest = sha256(repr((found, values)).encode()).digest()
    key = (shop.id, policy.hash, parameter.name, local_day(at, shop.zone), digest)
    if key not in _curves:
        _curves[key] = _tried(shop, policy, parameter, found, values)
        while len(_curves) > _KEPT:
            _curves.popitem(last=False)
    return _curves[key]


def values_tried(now: int, parameter: Parameter, asked: int | None = None) -> tuple[int, ...]:
    """This function will return the values that are tried, with what was asked for among them."""
    if asked is None:
        return tuple(values_around(now, parameter))
    also = min(asked, most_asked(now, parameter))
    return tuple(sorted({*values_around(now, parameter, also), also}))


def most_asked(now: int, parameter: Parameter) -> int:
    """This function will return the highest value that can be asked for."""
    return 100 if parameter.key.endswith("_percent") else MOST_TIMES * values_around(now, parameter)[-1]


def values_around(now: int, parameter: Parameter, asked: int = 0) -> range:
    """This function will return values from nothing to well above what holds, that too, and as far as is asked."""
    if parameter.key.endswith("_percent"):
        low_most, steps = 100, MONEY_STEPS
    elif parameter.is_money:
        low_most, steps = 2_000, MONEY_STEPS
    else:
        low_most, steps = 5 if parameter.part == "limit" or now <= 2 else 2 * now, STEPS
    most = max(low_most, now if parameter.key.endswith("_percent") else 2 * now, asked)
    step = max(1, -(-most // steps))
    return range(now % step, most + 1, step)


def _tried(
    shop: ShopRow, policy: Policy, parameter: Parameter, found: Sequence[PastClaim], values: Sequence[int]
) -> Tried:
    now = value_held(policy, parameter)
    known = orders_and_cases(shop.id, (one.order_number for one in found[:MOST_CLAIMS]))
    trial = _Trial(shop, policy, parameter, known)
    points = [Point(value) for value in values]
    claims = 0
    for claim in found[:MOST_CLAIMS]:
        each = list(trial.answers(claim, values))
        claims += bool(each)
        for point, answer in zip(points, each, strict=False):
            answer.count(point)
    return Tried(
        parameter=parameter, now=now, points=tuple(points), claims=claims,
        is_all=len(found) <= MOST_CLAIMS,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Answer:
    outcome: Outcome
    paid_minor: int | None  # nothing where it is no money, or a person decides
    worth_minor: int | None

    def count(self, point: Point) -> None:
        """This function will add the answer to a point."""
        point.granted += self.outcome is Outcome.ACCEPTED
        point.refused += self.outcome is Outcome.REFUSED
        point.referred += self.outcome is Outcome.REFERRED
        if self.paid_minor is not None and self.worth_minor is not None:
            point.paid_minor += self.paid_minor
            point.kept_minor += max(0, self.worth_minor - self.paid_minor)


@dataclass(slots=True)
class _Trial:
    """Decides claims under other values; each value is made ready once for each law that it comes to stand under."""

    shop: ShopRow
    policy: Policy
    parameter: Parameter
    known: Mapping[str, tuple[Order, tuple[CaseRow, ...]]]
    ready: dict[tuple[str, int], Decider] = field(default_factory=dict)

    def answers(self, claim: PastClaim, values: Sequence[int]) -> Iterator[_Answer]:
        """This function will yield what the claim is answered with each value."""
        old = decider_with(self.shop.id, claim.policy_hash)
        facts = facts_from(claim.facts, old.policy.vocabulary)
        known = self.policy.vocabulary.facts
        facts = {name: value for name, value in facts.items() if name in known}
        decided: dict[int, Decision] = {}

        def decide(place: int) -> Decision:
            if place not in decided:
                decided[place] = self._decider(old.policy, values[place]).decide(facts, claim.at)
            return decided[place]

        in_hand = self._in_hand(claim)
        answered: dict[tuple[object, ...], _Answer] = {}
        for place in _turns(lambda place: _said(decide(place), claim.remedy), len(values), self.parameter.part):
            decision = decide(place)
            said = _said(decision, claim.remedy)
            if said not in answered:
                answered[said] = _answer(in_hand, decision, claim)
            yield answered[said]

    def _decider(self, old: Policy, value: int) -> Decider:
        key = (old.floor.hash if old.floor else "", value)
        if key not in self.ready:
            self.ready[key] = compile_policy(under(with_value(self.policy, self.parameter, value), old.floor))
        return self.ready[key]

    def _in_hand(self, claim: PastClaim) -> InHand | None:
        """The order as it stands without this claim; nothing where no money would be paid back."""
        if claim.order_number not in self.known or claim.remedy not in MONEY_BACK:
            return None
        order, cases = self.known[claim.order_number]
        return InHand(self.shop, order, self.policy, tuple(one for one in cases if one.number != claim.case_number))


def _answer(in_hand: InHand | None, decision: Decision, claim: PastClaim) -> _Answer:
    outcome = outcome_of(decision.verdicts.get(claim.remedy))
    paid = None if in_hand is None else money_given(in_hand, decision, claim)
    worth = None if in_hand is None or paid is None else _worth(in_hand, decision, claim)
    return _Answer(outcome, paid, worth)


def _worth(in_hand: InHand, decision: Decision, claim: PastClaim) -> int | None:
    """What was paid for what is claimed, as a refund without any deduction gives it back."""
    piece, _ = in_hand.pieces.get(claim.piece_id, (None, None))
    if piece is None:
        return None
    units = units_of(piece, claim_of(claim, decision))
    try:
        return quote_refund(
            in_hand.order, Ask(units=units, lane=decision.lanes[0]), earlier=in_hand.earlier
        ).total_minor
    except AmendsError:
        return None


def _said(decision: Decision, remedy: str) -> tuple[object, ...]:
    """What an answer comes to: the same again gives the same money."""
    verdict = decision.verdicts.get(remedy)
    return (outcome_of(verdict), verdict.terms if verdict else None)


def _turns(said: Callable[[int], tuple[object, ...]], count: int, part: str) -> Iterator[int]:
    """For each value the place of one that is answered alike.

    A longer window lets in more claims and a higher count too, so an answer turns at one value and stays turned.
    """
    last = count - 1
    if part == "set":
        yield from range(count)
        return
    if said(0) == said(last):
        yield from (0 for _ in range(count))
        return
    before, turned = 0, last
    while turned - before > 1:
        middle = (before + turned) // 2
        if said(middle) == said(0):
            before = middle
        else:
            turned = middle
    yield from (0 if place < turned else last for place in range(count))
