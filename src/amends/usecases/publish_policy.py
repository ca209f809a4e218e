"""Publishing a proposed version: from its first day on, new orders fall under it.

Laws: one proposal is published once, whoever clicks at the same moment; where the shop asks for two people, nobody
publishes what they have proposed themselves; what is published changes what its publisher was shown; a version starts
today or later, and earlier only where it improves every answer that it changes (X3); orders placed before it starts
keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from amends.core.dates import Instant, local_day
from amends.core.errors import AmendsError
from amends.core.policy.tree import Policy
from amends.records.members import MemberRow, is_person, names_of
from amends.records.policies import carry_texts, save_policy
from amends.records.proposals import (
    Proposal,
    Step,
    add_step,
    last_rule,
    lock_policies,
    proposal_with,
    proposed_policy,
    proposed_text,
    takes_two,
)
from amends.records.shops import ShopRow
from amends.usecases.propose_policy import check_member, fits_in
from amends.usecases.prove_backdating import Backdated, prove_backdating


class ProposalSettled(AmendsError):
    """Somebody was faster: the proposal is published or withdrawn. `step` is by whom, and when."""

    code = "proposal_settled"

    def __init__(self, step: Step, name: str) -> None:
        done = "published" if step.kind == "published" else "withdrawn"
        super().__init__(f"this proposal has been {done} already, by {name}.", hint="Look at the policy again.")
        self.step = step


class AnotherPersonPublishes(AmendsError):
    """The shop asks for two people, and this is the one who proposed."""

    code = "another_person_publishes"


class AnotherCameBetween(AmendsError):
    """It would follow another version than the one that it was looked at beside."""

    code = "another_came_between"


class StartsTooEarly(AmendsError):
    """A version would hold for orders that were placed under a better one. `backdated` says which answers get worse."""

    code = "starts_too_early"

    def __init__(self, what: str, backdated: Backdated, hint: str) -> None:
        super().__init__(what, hint=hint)
        self.backdated = backdated


@dataclass(frozen=True, slots=True)
class Published:
    """A version that the shop has now, and since which day it holds."""

    policy: Policy
    starts: date


def publish_policy(
    shop: ShopRow, member: MemberRow, proposal_id: str, at: Instant, *, against: str | None = None
) -> Published:
    """This function will make the proposed version one of the shop's.

    `against` is the hash of the version beside which the member has looked at it. Raises `ProposalSettled`,
    `AnotherPersonPublishes`, `AnotherCameBetween`, `StartsTooEarly`, `VersionsClash`, `PolicyNotTaken`, `PolicyInvalid`
    or `MayNotPublish`; nothing is written then. A proposal that is not there is a `KeyError`.
    """
    with transaction.atomic():
        lock_policies(shop.id)
        current = check_member(shop, member)
        proposal = open_proposal(shop, proposal_id)
        if needs_two(shop.id) and is_person(current, shop.id, proposal.proposed.by):
            raise AnotherPersonPublishes(
                "you have proposed this version yourself, and the shop asks for two people.",
                hint="Somebody else has to publish it.",
            )
        policy = proposed_policy(shop.id, proposal_id, anew=True)
        versions = fits_in(shop, policy)
        place = versions.index(policy)
        if against is not None and against not in {one.hash for one in versions[max(0, place - 1) : place or 2]}:
            raise AnotherCameBetween(
                "another version has been published since you looked, and this one would follow it.",
                hint="Look at what it changes now.",
            )
        if policy.starts < local_day(at, policy.shop.zone):
            backdated = prove_backdating(versions, policy, local_day(at, policy.shop.zone))
            if not backdated.only_improves:
                first = date.fromordinal(policy.starts).isoformat()
                raise StartsTooEarly(
                    f"it would hold from {first} on, and make an answer worse for orders placed since.",
                    backdated,
                    hint="Let it start today or later, or only improve; `amends policy diff` shows what gets worse.",
                )
        save_policy(shop.id, policy, proposed_text(shop.id, proposal_id))
        if place:
            carry_texts(shop.id, versions[place - 1], policy)
        add_step(shop.id, "published", current.id, at, proposal_id)
    return Published(policy, date.fromordinal(policy.starts))


def withdraw_policy(shop: ShopRow, member: MemberRow, proposal_id: str, at: Instant) -> None:
    """This function will take the proposal back; it stays visible. Raises `ProposalSettled` or `MayNotPublish`."""
    with transaction.atomic():
        lock_policies(shop.id)
        current = check_member(shop, member)
        open_proposal(shop, proposal_id)
        add_step(shop.id, "withdrawn", current.id, at, proposal_id)


def needs_two(shop_id: str) -> bool:
    """This function will say whether it takes two people to publish."""
    return takes_two(last_rule(shop_id))


def open_proposal(shop: ShopRow, proposal_id: str) -> Proposal:
    """This function will return the proposal, or raise `ProposalSettled`; a `KeyError` where there is none."""
    proposal = proposal_with(shop.id, proposal_id)
    if proposal is None:
        raise KeyError(proposal_id)
    if proposal.ended is not None:
        by = proposal.ended.by
        raise ProposalSettled(proposal.ended, names_of(shop.id, [by]).get(by, by))
    return proposal
