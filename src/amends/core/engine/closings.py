"""The dates of a decision: until when each window is open, what the shop has promised, and how long each answer holds.

The last is found by asking again: an answer can change only where a window, a season or a day of some test ends, so the
claim is decided once more just after each of these. The deadline shown is therefore the deadline enforced.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from amends.core.dates import NOT_YET, Deadline, Instant, end_of_day, local_day
from amends.core.engine.standings import extending
from amends.core.engine.truth import SENSELESS, YES, TruthOf, closing, holds, value_of
from amends.core.engine.verdict import Due
from amends.core.facts import Facts
from amends.core.policy.tree import Clause, Op, OpenSeason, Policy, Test, Window

ASKED = "claim.asked_at"
DeadlineOf = Callable[[Window], Deadline | None]


def closings_of(
    policy: Policy, lanes: tuple[str, ...], facts: Facts, deadline_of: DeadlineOf, truth: TruthOf
) -> dict[str, Deadline]:
    """This function will return until when each window in these lanes is open, where its anchor has come."""
    found, lengthened = {}, frozenset(name for clause in policy.clauses for name in clause.extends)
    for clause in policy.clauses:
        if clause.within is None or clause.lanes.isdisjoint(lanes):
            continue
        base = deadline_of(clause.within)
        if base is not None and clause.id not in lengthened:
            found[clause.id] = base
        elif base is not None:
            longer = (one for lane in lanes for one in _season_ends(policy, clause, lane, facts, truth))
            found[clause.id] = max((base, *longer), key=lambda one: one.closes_at)
    return found


def deadlines_in(policy: Policy, facts: Facts, at: Instant) -> DeadlineOf:
    """This function will return the function that gives a window's deadline; nothing where its anchor has not come.

    Where the anchor makes no sense there is none either: the verdict refers it, and there is no date to show.
    """

    def deadline_of(window: Window) -> Deadline | None:
        anchor = value_of(window.anchor, policy.vocabulary, facts, at)
        if anchor is None or anchor is NOT_YET:
            return None
        try:
            return closing(window, anchor, policy)
        except SENSELESS:
            return None

    return deadline_of


def _season_ends(policy: Policy, clause: Clause, lane: str, facts: Facts, truth: TruthOf) -> Iterator[Deadline]:
    for one in extending(policy, clause, lane):
        if one.seasons is not None and holds(one.scope, truth) is YES:
            yield from season_ends(one.seasons, policy, facts)


def season_ends(wanted: OpenSeason, policy: Policy, facts: Facts) -> Iterator[Deadline]:
    """This function will return the ends of the seasons in which the order was placed."""
    ordered = facts.get("order.placed_at")
    if ordered is None or ordered is NOT_YET:
        return
    try:
        day = local_day(ordered, policy.shop.zone)
        for season in wanted.seasons:
            if season.ordered_from <= day <= season.ordered_to:
                yield Deadline(end_of_day(season.open_until, policy.shop.zone), season.open_until)
    except SENSELESS:
        return


def promises_of(policy: Policy, lanes: tuple[str, ...], deadline_of: DeadlineOf, truth: TruthOf) -> tuple[Due, ...]:
    """This function will return what the shop has promised, with the dates that can be known now.

    The answer to what is referred is always among them: by the policy's own clause, or by its general answer time. A
    law has no such time of its own.
    """
    dues = []
    for clause in policy.clauses:
        if clause.promise is None or clause.lanes.isdisjoint(lanes) or holds(clause.scope, truth) is not YES:
            continue
        found = deadline_of(clause.promise.within)
        if found is not None:
            dues.append(Due(clause.promise.what, clause.id, found))
    if not policy.is_law and not any(due.what == "answer" for due in dues):
        general = deadline_of(policy.answer_within)
        dues.extend(() if general is None else (Due("answer", "", general),))
    return tuple(sorted(dues, key=lambda due: (due.what, due.clause)))


def turns_of(
    tests: Iterable[Test], policy: Policy, facts: Facts, at: Instant, deadline_of: DeadlineOf
) -> list[Deadline]:
    """This function will return the last instants before a test can turn as time goes on, each once, in order."""
    return in_time_order(each_turn(tests, policy, facts, at, deadline_of))


def each_turn(
    tests: Iterable[Test], policy: Policy, facts: Facts, at: Instant, deadline_of: DeadlineOf
) -> Iterator[Deadline]:
    """This function will return the turns as they come, in no order and some of them twice."""
    return (one for test in tests for one in _turns(test, policy, facts, at, deadline_of))


def in_time_order(turns: Iterable[Deadline]) -> list[Deadline]:
    """This function will return the turns each once, in order of time; of two at one instant that of the later day."""
    named: dict[Instant, Deadline] = {}
    for one in turns:
        known = named.setdefault(one.closes_at, one)
        if (known.last_day or 0) < (one.last_day or 0):
            named[one.closes_at] = one
    return [named[closes_at] for closes_at in sorted(named)]


def _turns(test: Test, policy: Policy, facts: Facts, at: Instant, deadline_of: DeadlineOf) -> Iterator[Deadline]:
    if test.op is Op.WITHIN and test.fact != ASKED:
        found = deadline_of(test.value)
        if found is not None:
            yield found
    elif test.op is Op.WITHIN:  # counted from the asking itself: that must not come after the event
        event = value_of(test.value.event, policy.vocabulary, facts, at)
        if isinstance(event, int):
            yield Deadline(event, None)
    elif test.op is Op.SEASON:
        yield from season_ends(test.value, policy, facts)
    elif test.op is Op.DAYS and test.fact == ASKED:
        for last_day in (test.value[0] - 1, test.value[1]):
            try:
                yield Deadline(end_of_day(last_day, policy.shop.zone), last_day)
            except SENSELESS:
                continue


def until_of(
    accepted: Collection[str],
    turns: Iterable[Deadline],
    asked: Instant,
    accepted_at: Callable[[Instant], Collection[str]],
) -> dict[str, Deadline]:
    """This function will return, for each remedy that is accepted now, the last instant before it no longer is."""
    still, found = set(accepted), {}
    for turn in turns:
        if still and turn.closes_at >= asked:
            gone = still.difference(accepted_at(turn.closes_at + 1))
            found.update(dict.fromkeys(gone, turn))
            still -= gone
    return dict(sorted(found.items()))
