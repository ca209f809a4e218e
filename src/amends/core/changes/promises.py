"""What a new version promises otherwise: what, to whom, and until when.

Laws: two spans of time are compared only where one can never be longer than the other; where either may be, nobody can
say that it is an improvement. A promise that is made to nobody any more is worse, a new one better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from amends.core.changes.joint import Joint, View
from amends.core.changes.judge import Way
from amends.core.dates import Unit
from amends.core.policy.tree import Clause, Effect, Policy, Window
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import lane_conditions
from amends.core.vocabulary import LANES

ANSWER = "answer"  # is always promised: by a clause, or at the head of the file
# The fewest and the most days that one of a unit, and the whole span, can last.
_DAYS = {Unit.DAYS: (1, 1), Unit.BUSINESS_DAYS: (1, 3), Unit.MONTHS: (28, 31), Unit.YEARS: (365, 366)}
_HOURS_A_DAY = 24
_LONG_WEEKEND = 10  # days more than three a business day, for holidays in a row


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """Something that is promised otherwise to claims of a lane."""

    what: str
    lane: str
    way: Way
    before: tuple[Window, ...]  # the earliest of these binds; none: nothing is promised
    after: tuple[Window, ...]


def promise_changes(old: Policy, new: Policy) -> Iterator[PromiseChange]:
    """This function will return what is promised otherwise, lane by lane, and how soon goods have to be sent back."""
    joint = Joint(old, new)
    posting = _compared((joint.new.post_within,), (joint.old.post_within,))  # the customer's own time: longer is better
    if posting is not Way.SAME:
        yield PromiseChange("post", "", posting, (joint.old.post_within,), (joint.new.post_within,))
    if _promises(joint.old) == _promises(joint.new) and joint.old.answer_within == joint.new.answer_within:
        return
    for lane in LANES:
        yield from dict.fromkeys(_in_lane(joint, lane))


def _promises(policy: Policy) -> list[str]:
    made = [one for one in policy.clauses if one.effect is Effect.PROMISE]
    return sorted(repr((sorted(one.lanes), one.when, [each.when for each in one.unless], one.promise)) for one in made)


def _in_lane(joint: Joint, lane: str) -> Iterator[PromiseChange]:
    made = [[one for one in policy.clauses if one.promise and lane in one.lanes] for policy in (joint.old, joint.new)]
    scopes = [one.scope for clauses in made for one in clauses]
    lanes = [one for policy in (joint.old, joint.new) for one in lane_conditions(policy)]
    space = joint.spaces.of([*scopes, *lanes])
    old, new = (View(policy, lane, "explain", space) for policy in (joint.old, joint.new))
    among = space.sets.both(old.all, new.all)
    for what in sorted({ANSWER, *(one.promise.what for clauses in made for one in clauses if one.promise)}):
        before = _parts(old, what, made[0], joint.old, among)
        after = _parts(new, what, made[1], joint.new, among)
        for first, here in before.items():
            for second, there in after.items():
                way = _compared(first, second)
                if way is not Way.SAME and space.sets.both(here, there) != NONE:
                    yield PromiseChange(what, lane, way, first, second)


def _earliest(windows: tuple[Window, ...], more: Window) -> tuple[Window, ...]:
    """The windows without those that never end before another one does."""
    if any(_is_within(one, more) for one in windows):
        return windows
    return (*(one for one in windows if not _is_within(more, one)), more)


def _parts(view: View, what: str, made: list[Clause], policy: Policy, among: int) -> dict[tuple[Window, ...], int]:
    """The claims by the spans that are promised to them."""
    sets = view.sets
    parts: dict[tuple[Window, ...], int] = {(): among}
    for clause in made:
        if clause.promise is None or clause.promise.what != what:
            continue
        fits, split = view.where(clause.scope), dict[tuple[Window, ...], int]()
        for windows, here in parts.items():
            sets.steps.take()
            more = _earliest(windows, clause.promise.within)
            for name, part in ((more, sets.both(here, fits)), (windows, sets.without(fits, here))):
                if part != NONE:
                    split[name] = sets.either(split.get(name, NONE), part)
        parts = split
    if what == ANSWER and () in parts:
        general = (policy.answer_within,)
        parts[general] = sets.either(parts.get(general, NONE), parts.pop(()))
    return parts


def _compared(before: tuple[Window, ...], after: tuple[Window, ...]) -> Way:
    if before == after:
        return Way.SAME
    no_later = all(any(_is_within(new, old) for new in after) for old in before)
    no_earlier = all(any(_is_within(old, new) for old in before) for new in after)
    if no_later and no_earlier:
        return Way.SAME
    return Way.BETTER if no_later else Way.WORSE if no_earlier else Way.MIXED


def _is_within(one: Window, other: Window) -> bool:
    """Whether the first never ends later than the second."""
    if (one.anchor, one.event) != (other.anchor, other.event):
        return False
    if one.unit is other.unit:
        return one.amount <= other.amount
    return _most_days(one) <= _fewest_days(other)


def _fewest_days(window: Window) -> int:
    return window.amount // _HOURS_A_DAY if window.unit is Unit.HOURS else window.amount * _DAYS[window.unit][0]


def _most_days(window: Window) -> int:
    if window.unit is Unit.HOURS:
        return -(-window.amount // _HOURS_A_DAY)
    more = _LONG_WEEKEND if window.unit is Unit.BUSINESS_DAYS else 0
    return window.amount * _DAYS[window.unit][1] + more + 1  # days end with the last one
