"""The dates of a decision: until when each window is open, and what the shop has promised by when."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.dates import NOT_YET, Deadline, Instant, end_of_day, local_day
from amends.core.engine.standings import extending
from amends.core.engine.truth import YES, TruthOf, closing, holds, value_of
from amends.core.engine.verdict import Due
from amends.core.errors import FactInvalid
from amends.core.facts import Facts
from amends.core.policy.tree import Clause, Effect, Policy


def closings_of(
    policy: Policy, lanes: tuple[str, ...], facts: Facts, at: Instant, truth: TruthOf
) -> dict[str, Deadline]:
    """This function will return until when each window in these lanes is open, where its anchor has come."""
    found = {}
    for clause in policy.clauses:
        if clause.within is None or clause.lanes.isdisjoint(lanes):
            continue
        anchor = value_of(clause.within.anchor, policy.vocabulary, facts, at)
        if anchor is None or anchor is NOT_YET:
            continue
        try:
            base = closing(clause.within, anchor, policy)
        except FactInvalid:
            continue  # the verdict refers what is wrong; there is no date to show for it
        longer = (one for lane in lanes for one in _season_ends(policy, clause, lane, facts, truth))
        found[clause.id] = max((base, *longer), key=lambda one: one.closes_at)
    return found


def _season_ends(policy: Policy, clause: Clause, lane: str, facts: Facts, truth: TruthOf) -> Iterator[Deadline]:
    ordered = facts.get("order.placed_at")
    if ordered is None or ordered is NOT_YET:
        return
    day = local_day(ordered, policy.shop.zone)
    for one in extending(policy, clause, lane):
        if one.seasons is None or holds(one.scope, truth) is not YES:
            continue
        for season in one.seasons.seasons:
            if season.ordered_from <= day <= season.ordered_to:
                yield Deadline(end_of_day(season.open_until, policy.shop.zone), season.open_until)


def promises_of(policy: Policy, lanes: tuple[str, ...], facts: Facts, at: Instant, truth: TruthOf) -> tuple[Due, ...]:
    """This function will return what the shop has promised, with the dates that can be known now.

    The answer to what is referred is always among them: by the policy's own clause, or by its general answer time.
    """
    dues = []
    for clause in policy.clauses:
        if clause.promise is None or clause.lanes.isdisjoint(lanes) or holds(clause.scope, truth) is not YES:
            continue
        anchor = value_of(clause.promise.within.anchor, policy.vocabulary, facts, at)
        if anchor is not None and anchor is not NOT_YET:
            dues.append(Due(clause.promise.what, clause.id, closing(clause.promise.within, anchor, policy)))
    if not any(due.what == "answer" for due in dues):
        asked = value_of("claim.asked_at", policy.vocabulary, facts, at)
        dues.append(Due("answer", "", closing(policy.answer_within, asked, policy)))
    return tuple(sorted(dues, key=lambda due: (due.what, due.clause)))
