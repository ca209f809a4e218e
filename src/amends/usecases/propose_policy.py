"""Proposing a new version of a shop's policy: read, checked against the versions there are, and kept word for word.

Laws: nothing changes for anybody by a proposal; it names who proposed it, and is never changed afterwards; what could
not be published, because it is another shop's or clashes with a version, is not taken.
"""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import AmendsError, Place
from amends.core.policy.load import load_policy
from amends.core.policy.tree import Policy
from amends.core.policy.versions import ordered
from amends.records.members import MemberRow, member_at
from amends.records.policies import policy_with, versions_of
from amends.records.proposals import Proposal, add_proposal, count_open, lock_policies, proposal_with
from amends.records.shops import ShopRow
from amends.usecases.permissions import Act, may
from amends.usecases.read_policy import calendar_for

MOST_OPEN = 20  # proposals of one shop that wait
_STARTS = re.compile(r"^(starts:[ \t]*)([\"']?)[^\s\"'#]+\2", re.MULTILINE)


class PolicyNotTaken(AmendsError):
    """A version cannot be one of this shop's."""

    code = "policy_not_taken"


class MayNotPublish(AmendsError):
    """This person may not do this about the shop's policy."""

    code = "may_not_publish"


def propose_policy(
    shop: ShopRow, member: MemberRow, text: str, at: Instant, *, note: str = "", starts: date | None = None
) -> Proposal:
    """This function will keep the text as a proposed version, or raise `PolicyInvalid`, `PolicyNotTaken` or others.

    `starts` replaces the day at the head of the file, so that file and page never say two things.
    """
    text = text.replace("\r\n", "\n")
    policy = read_version(shop, text if starts is None else starting(text, starts))
    if starts is not None:
        text = starting(text, starts)
        if policy.starts != starts.toordinal():
            raise PolicyNotTaken(
                "the day could not be put into the file.", hint="Write it at the head yourself: `starts: 2026-12-01`."
            )
    with transaction.atomic():
        lock_policies(shop.id)
        check_member(shop, member)
        fits_in(shop, policy)
        if count_open(shop.id) >= MOST_OPEN:
            raise PolicyNotTaken(f"{MOST_OPEN} proposals wait already.", hint="Publish or withdraw one of them first.")
        proposal_id = add_proposal(shop.id, policy, text, note.strip()[:2_000], member.id, at)
    found = proposal_with(shop.id, proposal_id)
    if found is None:
        raise KeyError(proposal_id)
    return found


def read_version(shop: ShopRow, text: str) -> Policy:
    """This function will read the text as a version for this shop, or raise `PolicyInvalid` or `PolicyNotTaken`."""
    policy = load_policy(text, calendar_for, "policy.yaml")
    if policy.shop.id != shop.id:
        raise PolicyNotTaken(
            f"this is the policy of shop `{policy.shop.id}`, not of `{shop.id}`.", place=Place(field="shop, id"),
            hint="The id at the head of the file has to be the shop's.",
        )  # fmt: skip
    if policy.shop.currency != shop.currency:
        raise PolicyNotTaken(
            f"its amounts are in `{policy.shop.currency}`, those of the shop in `{shop.currency}`.",
            place=Place(field="shop, currency"), hint="A shop keeps its currency.",
        )  # fmt: skip
    return policy


def fits_in(shop: ShopRow, policy: Policy) -> tuple[Policy, ...]:
    """This function will return the shop's versions with this one among them, or raise `VersionsClash`.

    One that the shop has already raises `PolicyNotTaken`.
    """
    known = versions_of(shop.id)
    if any(one.hash == policy.hash for one in known):
        raise PolicyNotTaken("the shop has this very version already.", hint="Give the new one a name of its own.")
    return ordered((*(policy_with(shop.id, one.hash) for one in known), policy))


def check_member(shop: ShopRow, member: MemberRow) -> MemberRow:
    """This function will return the member as they are now, since roles change, or raise `MayNotPublish`."""
    current = member_at(shop.id, member.user_id)
    if current is None or not may(current[1].role, Act.POLICY):
        raise MayNotPublish("your role does not let you change the policy.", hint="Ask an owner of the shop.")
    return current[1]


def starting(text: str, starts: date) -> str:
    """This function will return the file's text with another first day at its head; all else stays as it is."""
    return _STARTS.sub(rf"\g<1>{starts.isoformat()}", text, count=1)
