"""The policy knows no season, and a present bought early in December cannot be brought back after the holidays.

Looked at is a present bought on the first of December, given on the 25th, and brought back on the 27th, when shops are
open again and who got it has had a day to think: for money, for something else or as credit, by whoever bought it or
got it, for whatever reason of taste and in whatever state it is. It is told where every such claim is refused, since
many shops keep their windows open longer for these weeks; a shop that does not want to has nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.near import answers_to, noon_of, plainer
from amends.core.checks.words import say
from amends.core.dates import NOT_YET
from amends.core.engine.closings import ASKED
from amends.core.engine.spec import facts_in
from amends.core.engine.verdict import Outcome
from amends.core.regions.diagram import NONE
from amends.core.regions.possible import ORDER_OF_THINGS, REASON
from amends.core.regions.situations import Situations
from amends.core.regions.space import Claimed
from amends.core.regions.witness import Witness, decided, told

LANE: Final = "change_of_mind"
UNWANTED: Final = ("unwanted_gift", "changed_mind")
BACK: Final = ("refund", "exchange", "store_credit")  # what somebody gets who brings a present back
MONTH: Final = 12
BOUGHT: Final = 1  # early, as many do; whoever buys later has all the longer
ON_THE_WAY: Final[Mapping[str, int]] = MappingProxyType({
    "order.placed_at": BOUGHT, "order.production_started_at": 2, "parcel.shipped_at": 3, "parcel.delivered_at": 7,
    "order.last_delivered_at": 7,
})  # fmt: skip
BROUGHT_BACK: Final = 27  # given on the 25th; on the 26th many shops are closed


def no_season(subject: Subject) -> Iterator[Finding]:
    """This function will find that presents of December cannot be brought back, where the policy knows no season."""
    policy = subject.regions.policy
    offered = [one for one in BACK if one in subject.regions.on_offer]
    reason = next((one for one in UNWANTED if policy.lane_of_reason.get(one) == LANE), None)
    if not offered or reason is None or any(one.seasons is not None for one in policy.clauses):
        return
    views = [subject.regions.of(LANE, one) for one in offered]
    year = _year(max(subject.as_of, policy.starts))
    if not all(_is_refused(view, year) for view in views):
        return
    witness = _witness(views[0], year, reason)
    if witness is not None:
        bought, back = (date(year, MONTH, day).isoformat() for day in (BOUGHT, BROUGHT_BACK))
        message = say("no_season", bought=bought, back=back)
        yield Finding("no_season", message, say("no_season.do"), "", ("clauses",), witness, "note")


def _year(today: int) -> int:
    """The next December that has not begun."""
    day = date.fromordinal(today)
    return day.year if day <= date(day.year, MONTH, BOUGHT) else day.year + 1


def _is_refused(view: Situations, year: int) -> bool:
    """Whether every claim about such a present is refused."""
    tests = view.space.groups[0].tests
    known = answers_to(
        view.space, _present(view, year, {name: NOT_YET for one in tests for name in facts_in(one)}), tests
    )
    others = view.sets.without(view.outcomes[Outcome.REFUSED], view.all)
    return view.sets.given(view.all, known) != NONE and view.sets.given(others, known) == NONE


def _present(view: Situations, year: int, facts: Mapping[str, Any]) -> Claimed:
    """The claim with the dates of the present, as far as it asks for dates; nothing has been sent back."""
    days = {name: date(year, MONTH, day).toordinal() for name, day in ON_THE_WAY.items()}
    asked = noon_of(view.space, date(year, MONTH, BROUGHT_BACK).toordinal())
    dates = {name: noon_of(view.space, days[name]) if name in days else NOT_YET for name in ORDER_OF_THINGS}
    return Claimed({**facts, **dates, ASKED: asked}, asked)


def _witness(view: Situations, year: int, reason: str) -> Witness | None:
    plain = view.claim_in(view.all)
    if plain is None:
        return None
    witness = told(view, _present(view, year, {**plain.facts, REASON: reason}), view.remedy)
    lanes, verdict = decided(view.policy, witness)
    if lanes != (LANE,) or verdict.outcome is not Outcome.REFUSED:
        return None

    def same(facts: Mapping[str, Any]) -> bool:
        fewer, answer = decided(view.policy, replace(witness, facts=facts))
        return fewer == lanes and answer.possible == verdict.possible

    return replace(witness, facts=plainer(witness.facts, (REASON, "order.placed_at"), same))
