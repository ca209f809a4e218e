"""Whether a version may start before today: only where no order placed since would be answered worse (X3).

Orders placed between its start and the next version's have another version now, or none at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amends.core.changes.proof import Proof, prove
from amends.core.policy.tree import Policy
from amends.core.policy.versions import silent


@dataclass(frozen=True, slots=True)
class Backdated:
    """What a start in the past comes to, against each version that it would take orders from."""

    against: tuple[tuple[Policy, Proof], ...]

    @property
    def only_improves(self) -> bool:
        """This property will say whether it may start so early."""
        return all(proof.only_improves for _, proof in self.against)


def prove_backdating(versions: Sequence[Policy], new: Policy, today: int) -> Backdated:
    """This function will compare the version with the one it takes orders from; `versions` come from `ordered`.

    `today` is the ordinal of the shop's day: orders placed from then on belong to no version yet.
    """
    return Backdated(tuple((one, prove(one, new)) for one in displaced(versions, new, today)))


def displaced(versions: Sequence[Policy], new: Policy, today: int) -> tuple[Policy, ...]:
    """This function will return what holds now for the orders which the new version would take over.

    That is the version before it, since it holds until the next one starts; where there is none, the one that refers
    every claim to a person.
    """
    others = [one for one in versions if one.hash != new.hash]
    if not others or new.starts >= today:
        return ()
    before = [one for one in others if one.starts <= new.starts]
    return (before[-1] if before else silent(others[0]),)
