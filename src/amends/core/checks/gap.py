"""No clause speaks: what is asked for is neither granted nor refused, and every such claim is left to a person.

Looked at is, lane by lane, what the policy grants there at all. A claim is a gap where none of that is granted to it,
on whatever conditions, and none of it refused. One gap is told for each lane, with what its claims have in common.
"""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.checks.finding import Finding, Subject, shown
from amends.core.checks.words import Joined, lane_named, remedies_named, say
from amends.core.engine.verdict import Ground, Verdict
from amends.core.policy.tree import Effect, Policy
from amends.core.regions.describe import description
from amends.core.regions.diagram import NONE
from amends.core.regions.situations import Situations
from amends.core.vocabulary import LANES

NO_GAP = frozenset({"explain"})  # help is no remedy that anybody waits for


def gap(subject: Subject) -> Iterator[Finding]:
    """This function will find, in each lane, the claims of which no clause speaks."""
    for lane in LANES:
        granted, offered = _named(subject.policy, Effect.ACCEPT, lane), _named(subject.policy, Effect.ACCEPT)
        refused = _named(subject.policy, Effect.REFUSE, lane) & offered
        remedies = sorted(granted | refused if granted else offered)
        if remedies:
            yield from _in_lane(subject, lane, remedies, granted=bool(granted))


def _named(policy: Policy, effect: Effect, *lanes: str) -> set[str]:
    clauses = (one for one in policy.clauses if one.effect is effect)
    return {remedy for one in clauses if not lanes or set(lanes) & one.lanes for remedy in one.remedies - NO_GAP}


def _in_lane(subject: Subject, lane: str, remedies: list[str], *, granted: bool) -> Iterator[Finding]:
    views = subject.regions.together(lane, remedies)
    sets = views[0].sets
    silent = sets.both(*(one.silent for one in views))
    if not granted:  # nothing is granted here to anybody, so what is refused to some is no gap for them
        refused = sets.either(*(one.refused_by() for one in views))
        silent = sets.without(refused, silent)
    told = next((one for one in _by_plainness(views) if sets.both(silent, one.sensible) != NONE), None)
    if told is None:
        return
    region = sets.both(silent, told.sensible)
    witness = shown(subject, told, region, _is_silent)
    if witness is None:
        return
    where = description(told, silent, region)
    name = f"gap.{'grants' if granted else 'speaks'}{'.where' if where else ''}"
    common = Joined("and", where)
    message = say(name, remedies=remedies_named(remedies, "or"), lane=lane_named(lane), where=common)
    yield Finding("gap", message, say("gap.do"), "", ("clauses",), witness)


def _by_plainness(views: tuple[Situations, ...]) -> list[Situations]:
    return sorted(views, key=lambda one: one.remedy != "refund")


def _is_silent(verdict: Verdict) -> bool:
    return any(reason.ground is Ground.SILENT for reason in verdict.reasons)
