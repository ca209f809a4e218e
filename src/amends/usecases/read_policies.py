"""The shop's versions and proposals as its owners see them; of one proposal, all that is to be known before a yes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date

from amends.core.changes.told import Told, tell
from amends.core.dates import Instant, local_day
from amends.core.errors import AmendsError
from amends.core.policy.tree import Policy
from amends.core.policy.versions import version_on
from amends.languages import Language
from amends.records.members import MemberRow, names_of
from amends.records.policies import Version, policy_with, versions_of
from amends.records.proposals import (
    Proposal,
    Step,
    last_rule,
    proposal_with,
    proposals_of,
    proposed_policy,
    takes_two,
)
from amends.records.shops import ShopRow
from amends.usecases.preview_policy import Preview, preview_policy
from amends.usecases.propose_policy import fits_in
from amends.usecases.prove_backdating import prove_backdating

_KEPT = 32  # comparisons that one process keeps; each is for ever, since neither version is ever changed
_told: OrderedDict[tuple[str, str, str, str], Told] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Standing:
    """A version, whether it holds now, and who published it; nobody where it came with the shop."""

    version: Version
    state: str  # now, coming, earlier
    published: Step | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """Everything about a shop's policy but its contents."""

    versions: tuple[Standing, ...]
    proposals: tuple[Proposal, ...]
    rule: Step | None  # what was last said about how many people publish
    names: dict[str, str]  # of members, by id

    @property
    def needs_two(self) -> bool:
        """This property will say whether it takes two people to publish."""
        return takes_two(self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A proposal with all that is to be known before it is published."""

    proposal: Proposal
    policy: Policy
    against: Policy  # the version that it follows
    told: Told
    preview: Preview | None  # nothing for one that is settled
    clash: AmendsError | None  # why it cannot be one of the shop's versions as they stand
    is_backdated: bool
    may_start: bool
    is_own: bool  # the member who looks has proposed it
    needs_two: bool
    names: dict[str, str]

    @property
    def may_publish(self) -> bool:
        """This property will say whether this member may publish it now."""
        is_free = self.proposal.state == "open" and self.clash is None and self.may_start
        return is_free and not (self.is_own and self.needs_two)


def read_policies(shop: ShopRow, at: Instant) -> Policies:
    """This function will return the shop's versions, the latest first, and its proposals."""
    versions, proposals, rule = versions_of(shop.id), proposals_of(shop.id), last_rule(shop.id)
    today = date.fromordinal(local_day(at, shop.zone))
    begun = [one for one in versions if one.starts <= today]
    published = {one.hash: one.ended for one in proposals if one.ended and one.state == "published"}
    people = [rule, *(step for one in proposals for step in (one.proposed, one.ended))]
    return Policies(
        versions=tuple(
            Standing(
                one,
                "coming" if one.starts > today else "now" if one == begun[0] else "earlier",
                published.get(one.hash),
            )
            for one in versions
        ),
        proposals=proposals,
        rule=rule,
        names=names_of(shop.id, {step.by for step in people if step is not None}),
    )


def read_proposal(
    shop: ShopRow, member: MemberRow, proposal_id: str, language: Language, at: Instant
) -> Considered | None:
    """This function will return the proposal as that member sees it now, or nothing where there is none."""
    proposal = proposal_with(shop.id, proposal_id)
    if proposal is None:
        return None
    policy, today = proposed_policy(shop.id, proposal_id), local_day(at, shop.zone)
    against = _before(shop, policy)
    told = compared(shop, against, policy, language)
    is_open = proposal.state == "open"
    is_backdated = policy.starts < today
    people = [step for step in (proposal.proposed, proposal.ended) if step is not None]
    return Considered(
        proposal=proposal, policy=policy, against=against, told=told,
        preview=preview_policy(shop, policy, at) if is_open else None,
        clash=_clash(shop, policy) if is_open else None,
        is_backdated=is_backdated, may_start=not is_backdated or _may_start(shop, told, today),
        is_own=proposal.proposed.by == member.id,
        needs_two=takes_two(last_rule(shop.id)),
        names=names_of(shop.id, {step.by for step in people}),
    )  # fmt: skip


def compared(shop: ShopRow, old: Policy, new: Policy, language: Language) -> Told:
    """This function will return what the new version changes, worked out once a process.

    Both are told in the shop's own sentences: the new one has no others yet.
    """
    key = (shop.id, old.hash, new.hash, language.code)
    found = _told.get(key)
    if found is None:
        found = _told[key] = tell(old, new, language.words)
        while len(_told) > _KEPT:
            _told.popitem(last=False)
    return found


def _before(shop: ShopRow, policy: Policy) -> Policy:
    """The version that holds until this one starts; where none does, the first that there is."""
    known = [one for one in reversed(versions_of(shop.id)) if one.hash != policy.hash]
    versions = [policy_with(shop.id, one.hash) for one in known]
    return version_on(versions, policy.starts) or versions[0]


def _may_start(shop: ShopRow, told: Told, today: int) -> bool:
    """Whether it may start in the past; where no version holds before it, a person answers until the first does."""
    new = told.new
    if told.old.starts <= new.starts:
        return told.only_improves
    versions = [policy_with(shop.id, one.hash) for one in versions_of(shop.id)]
    return prove_backdating(versions, new, today).only_improves


def _clash(shop: ShopRow, policy: Policy) -> AmendsError | None:
    try:
        fits_in(shop, policy)
    except AmendsError as error:
        return error
    return None
