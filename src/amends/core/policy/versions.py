"""Which version of a shop's policy an order falls under (X3).

A version applies to orders placed from its start, by the local day in the shop's zone, until the next one starts. An
order keeps the version under which it was placed. Before the first version nothing applies, and of an order without a
date nobody knows which does: the answer is `None` then, and `silent` is the policy that refers every claim to a person.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import pairwise

from amends.core.dates import FIRST_DAY, Moment, local_day
from amends.core.errors import AmendsError
from amends.core.policy.tree import Effect, Policy


class VersionsClash(AmendsError):
    """Two versions cannot both be the one that an order falls under."""

    code = "versions_clash"


def ordered(versions: Iterable[Policy]) -> tuple[Policy, ...]:
    """This function will return the versions of one shop by their start, or raise `VersionsClash`."""
    found = sorted(versions, key=lambda one: one.starts)
    for earlier, later in pairwise(found):
        if earlier.shop.id != later.shop.id:
            what = f"these are policies of two shops, `{earlier.shop.id}` and `{later.shop.id}`."
            raise VersionsClash(what, hint="Give the versions of one shop.")
        if earlier.starts == later.starts:
            day = date.fromordinal(later.starts).isoformat()
            what = f"the versions `{earlier.version}` and `{later.version}` both start on {day}."
            raise VersionsClash(what, hint="Let the later one start on a later day, or take one of them away.")
        if earlier.shop.zone.key != later.shop.zone.key:
            what = f"the versions `{earlier.version}` and `{later.version}` have two zones, so their days differ."
            raise VersionsClash(what, hint="Give all versions the zone of the shop.")
    names = [one.version for one in found]
    for name in names:
        if names.count(name) > 1:
            raise VersionsClash(f"two versions are both called `{name}`.", hint="Give each a name of its own.")
    return tuple(found)


def version_for(versions: Sequence[Policy], placed_at: Moment) -> Policy | None:
    """This function will return the version under which an order falls, or `None`; `versions` come from `ordered`."""
    if not versions:
        return None
    return version_on(versions, local_day(placed_at, versions[0].shop.zone) if isinstance(placed_at, int) else None)


def version_on(versions: Sequence[Policy], day: int | None) -> Policy | None:
    """This function will return the version for orders of that local day (ordinal), or `None`."""
    place = place_on([one.starts for one in versions], day)
    return None if place is None else versions[place]


def place_on(starts: Sequence[int], day: int | None) -> int | None:
    """This function will return which version an order of that local day falls under, by the days they start in order.

    `None` before the first. Where nobody knows the day, only a single version that has held for ever can be meant.
    """
    if day is None:
        return 0 if len(starts) == 1 and starts[0] <= FIRST_DAY else None
    return bisect_right(starts, day) - 1 if starts and starts[0] <= day else None


def silent(policy: Policy) -> Policy:
    """This function will return the policy of a shop for orders that fall under no version.

    It offers the same remedies and grants and refuses none of them, so every claim is referred to a person; the time
    for an answer stays promised.
    """
    kept = (one for one in policy.clauses if one.effect in (Effect.ACCEPT, Effect.PROMISE))
    clauses = tuple(replace(one, lanes=frozenset()) if one.effect is Effect.ACCEPT else one for one in kept)
    return replace(policy, clauses=clauses, hash=sha256(f"silent {policy.hash}".encode()).hexdigest())
