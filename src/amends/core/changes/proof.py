"""The proof that a version only improves, or the claims that it answers worse (X3).

It looks at every claim that can be, not at some: outcomes, terms, and what is promised. What cannot be compared - one
term better and another worse, a span that may be longer or shorter - is no improvement. Law: a version that is proved
to improve answers no claim worse of which all facts are known.
"""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.changes.alike import not_alike
from amends.core.changes.answers import AnswerChange, answer_changes
from amends.core.changes.joint import NotComparable
from amends.core.changes.judge import Way
from amends.core.changes.promises import PromiseChange, promise_changes
from amends.core.policy.tree import Policy
from amends.core.regions.diagram import TooManySituations

NO_WORSE = (Way.SAME, Way.BETTER)


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether every answer stays as it is or gets better; `worse` shows what does not."""

    only_improves: bool
    worse: tuple[AnswerChange, ...] = ()
    promises: tuple[PromiseChange, ...] = ()
    unproved: str = ""  # why nothing can be said, where it cannot


def prove(old: Policy, new: Policy) -> Proof:
    """This function will say whether the new version only improves; what is not proved does not."""
    if old.hash == new.hash:
        return Proof(only_improves=True)
    if unlike := not_alike(old, new):
        return Proof(only_improves=False, unproved=unlike)
    try:
        changes = tuple(answer_changes(old, new))  # among orders placed since the new one's start
        promises = tuple(promise_changes(old, new))
    except (NotComparable, TooManySituations) as error:
        return Proof(only_improves=False, unproved=error.what)
    worse = tuple(one for one in changes if one.way not in NO_WORSE)
    late = tuple(one for one in promises if one.way not in NO_WORSE)
    return Proof(not (worse or late), worse, late)
