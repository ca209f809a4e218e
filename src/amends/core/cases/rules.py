"""How long each step may take, and what a shop has set for its desk; every date of a case comes from here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from zoneinfo import ZoneInfo

from amends.core.cases.case import Item
from amends.core.cases.states import ENDS, MONEY_DATED, State
from amends.core.dates import FIRST_DAY, LAST_DAY, Calendar, Instant, Unit, deadline
from amends.core.policy.tree import Clock, Effect, Policy

S = State
Span = tuple[int, Unit]
# What a policy does not say. Each can be set for a shop under `desk`.
SPANS: Mapping[State, Span] = MappingProxyType({
    S.TO_OFFER: (2, Unit.BUSINESS_DAYS),
    S.OFFERED: (14, Unit.DAYS),
    S.TO_QUOTE: (5, Unit.BUSINESS_DAYS),
    S.QUOTED: (14, Unit.DAYS),
    S.TO_PAY: (14, Unit.DAYS),
    S.ON_ITS_WAY: (21, Unit.DAYS),
    S.ARRIVED: (10, Unit.BUSINESS_DAYS),
    S.TURNED_DOWN: (30, Unit.DAYS),
    S.TO_MAKE: (20, Unit.BUSINESS_DAYS),
    S.TO_CHANGE: (2, Unit.BUSINESS_DAYS),
    S.TO_POST: (3, Unit.BUSINESS_DAYS),
    S.TO_SEND_BACK: (5, Unit.BUSINESS_DAYS),
    S.TO_APPROVE: (10, Unit.BUSINESS_DAYS),
    S.PAYING: (10, Unit.BUSINESS_DAYS),
    S.AT_CUSTOMS: (14, Unit.DAYS),
})  # fmt: skip
# Holidays are read for policies that speak of business days; under others the desk's own dates miss weekends alone.
WEEKDAYS = Calendar(frozenset(), FIRST_DAY, LAST_DAY)
_AT_ONCE: Span = (1, Unit.BUSINESS_DAYS)  # where a law's day for the money came before the goods
# Which promise of a policy binds which steps.
_PROMISED: Mapping[str, Collection[State]] = {
    "refund": MONEY_DATED,
    "quote": (S.TO_QUOTE,),
    "repair": (S.TO_MAKE,),
    "resend": (S.TO_POST,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the life of a case depends on beside the case: the calendar, the spans, and the shop's own limits."""

    zone: ZoneInfo
    calendar: Calendar
    spans: Mapping[State, Span] = field(default_factory=lambda: SPANS)
    alone_up_to_minor: int | None = None  # one person alone may approve as much; None: any amount
    remind_before_hours: int = 72
    grace: Span = (7, Unit.DAYS)  # goods posted in time may still be under way
    take_in: Span = (3, Unit.BUSINESS_DAYS)  # what a carrier has delivered is to be taken in by then
    return_postage_minor: int = 0  # what sending back costs the customer, where goods are turned down
    clauses: Mapping[str, str] = field(default_factory=dict)  # which clause promised the refund, the answer ...
    law: Clock | None = None  # of the law under the policy: its days may end later

    def due(self, before: Item | None, item: Item, at: Instant) -> Instant | None:
        """This function will return by when the item's next step is to be taken, if it came to stand so at `at`."""
        if item.state in ENDS:
            return None
        if before is not None and before.state in _PROMISED["refund"] and item.state in _PROMISED["refund"]:
            return before.act_by  # one promise, counted from the arrival, binds all three steps
        if item.state is S.WAITING and item.answer.answer_by is not None and item.answer.answer_by > at:
            return item.answer.answer_by
        if item.state is S.ON_ITS_WAY and item.delivered_at is not None:
            return self.after(item.delivered_at, self.take_in)
        if item.state is S.LOOKING and item.investigation is not None:
            return item.investigation.until
        if item.state is S.AT_CUSTOMS and item.tasks:
            return max(one.by for one in item.tasks)
        by = self.after(at, self.spans[item.state])
        if item.state is S.TO_SEND:
            return max(by, self.after_by_law(at, self.spans[item.state]))
        if item.state in _PROMISED["refund"] and item.answer.pay_by is not None:
            return min(by, max(item.answer.pay_by, self.after(at, _AT_ONCE)))
        return by

    def after(self, at: Instant, span: Span) -> Instant:
        """This function will return the end of the span that begins at `at`."""
        return deadline(at, *span, self.zone, self.calendar).closes_at

    def after_by_law(self, at: Instant, span: Span) -> Instant:
        """This function will return the end of the span as the law counts it; `at` where there is none.

        Its days end at the consumer's midnight, and where it says so not on a day that is no working day.
        """
        if self.law is None:
            return at
        calendar, rolls = (self.law.calendar, True) if self.law.rolls else (self.calendar, False)
        return max(deadline(at, *span, zone, calendar, rolls=rolls).closes_at for zone in self.law.zones)


def rules_of(policy: Policy, desk: Mapping[str, int] = MappingProxyType({})) -> Rules:
    """This function will return the rules under that policy; `desk` holds the shop's own numbers by name.

    Names are `alone_up_to_minor`, `return_postage_minor`, and `<state>_days` or `<state>_business_days`.
    """
    spans: dict[State, Span] = dict(SPANS)
    spans[S.WAITING] = (policy.answer_within.amount, policy.answer_within.unit)
    spans[S.TO_OFFER] = spans[S.WAITING]
    spans[S.TO_SEND] = (policy.post_within.amount, policy.post_within.unit)
    clauses = {}
    for clause in policy.clauses:
        if clause.effect is Effect.PROMISE and clause.promise is not None:
            within = clause.promise.within
            clauses[clause.promise.what] = clause.id
            for state in _PROMISED.get(clause.promise.what, ()):
                spans[state] = (within.amount, within.unit)
    for state in State:
        for unit in (Unit.DAYS, Unit.BUSINESS_DAYS, Unit.HOURS):
            if f"{state.value}_{unit.value}" in desk:
                spans[state] = (desk[f"{state.value}_{unit.value}"], unit)
    return Rules(
        zone=policy.shop.zone,
        calendar=policy.calendar if policy.calendar.first_day <= policy.calendar.last_day else WEEKDAYS,
        spans=spans,
        alone_up_to_minor=desk.get("alone_up_to_minor"),
        return_postage_minor=desk.get("return_postage_minor", policy.shop.flat_rate_minor or 0),
        clauses=clauses,
        law=None if policy.floor is None else policy.floor.clock,
    )
