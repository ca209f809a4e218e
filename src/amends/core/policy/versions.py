"""Which version of a shop's policy an order falls under (X3).

A version applies to orders placed from its start, by the local day in the shop's zone, until the next one starts. An
order keeps the version under which it was placed. Before the first version nothing applies, and of an order without a
date nobody knows which does: the answer is `None` then, and the caller refers the claim to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from amends.core.dates import Moment, local_day
from amends.core.errors import AmendsError
from amends.core.policy.tree import Policy


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
    """This function will return the version under which an order falls; `versions` come from `ordered`.

    `None` where the order is older than all of them, or nobody knows when it was placed.
    """
    if not versions or not isinstance(placed_at, int):
        return None
    return version_on(versions, local_day(placed_at, versions[0].shop.zone))


def version_on(versions: Sequence[Policy], day: int) -> Policy | None:
    """This function will return the version for orders of that local day (ordinal), or `None` before the first."""
    begun = [one for one in versions if one.starts <= day]
    return begun[-1] if begun else None
