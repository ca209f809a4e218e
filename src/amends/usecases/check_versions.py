"""Whether a version of a policy only improves on the one before it: then it may start in the past (X3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from amends.core.changes.proof import Proof, prove
from amends.core.policy.tree import Policy
from amends.core.policy.versions import VersionsClash, ordered
from amends.usecases.check_policy import Report


@dataclass(frozen=True, slots=True)
class Followed:
    """Two versions that follow each other, and what is proved of the later one."""

    file: str  # of the later one
    old: Policy
    new: Policy
    proof: Proof

    @property
    def says(self) -> str:
        """This property will hold whether it may start in the past, in a sentence."""
        names = f"version `{self.new.version}`", f"version `{self.old.version}`"
        if self.proof.only_improves:
            return f"{names[0]} only improves on {names[1]}: it may start in the past."
        if self.proof.unproved:
            return f"of {names[0]} it cannot be told whether it only improves on {names[1]}: {self.proof.unproved}"
        return f"{names[0]} answers some claims worse than {names[1]}: it starts on the day it is published, or later."

    @property
    def shown_by(self) -> str:
        """This property will hold the command that decides a claim which is answered worse; nothing without one."""
        return self.proof.worse[0].witness.command(self.new, self.file) if self.proof.worse else ""


def check_versions(reports: Iterable[Report]) -> Iterator[Followed]:
    """This function will look at each version beside the one that it follows, where several of one shop were read."""
    shops: dict[str, list[Report]] = {}
    for report in reports:
        if report.policy is not None:
            shops.setdefault(report.policy.shop.id, []).append(report)
    for found in shops.values():
        files = {one.policy.hash: one.file for one in found if one.policy is not None}
        try:
            versions = ordered(one.policy for one in found if one.policy is not None)
        except VersionsClash:
            continue  # told by itself
        for old, new in pairwise(versions):
            yield Followed(files[new.hash], old, new, prove(old, new))
