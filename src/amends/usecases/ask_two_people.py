"""Whether it takes two people to publish a version of the policy, as the shop's owners have said.

Laws: one owner may ask for two people; to go back to one it takes two of them, each by themselves, so that nobody opens
the door for what they are about to publish; who said what stays on record.
"""

from __future__ import annotations

from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.records.members import MemberRow, is_person, members_of
from amends.records.proposals import add_step, last_rule, lock_policies
from amends.records.shops import ShopRow
from amends.usecases.permissions import Act, may
from amends.usecases.propose_policy import check_member


class NobodyElse(AmendsError):
    """There is no second person, or it has to be another."""

    code = "nobody_else"


def ask_two_people(shop: ShopRow, member: MemberRow, at: Instant) -> None:
    """This function will ask for two people from now on, or raise `NobodyElse` where there is only one."""
    with transaction.atomic():
        lock_policies(shop.id)
        current = check_member(shop, member)
        if sum(may(one.role, Act.POLICY) for one in members_of(shop.id)) < 2:
            raise NobodyElse("only you could publish then.", hint="Make somebody else an owner first.")
        rule = last_rule(shop.id)
        if rule is None or rule.kind != "two_people":
            add_step(shop.id, "two_people", current.id, at)


def ask_one_person(shop: ShopRow, member: MemberRow, at: Instant) -> bool:
    """This function will ask to go back to one person, or agree where another has asked; and say whether it is so now.

    Who has asked and asks again raises `NobodyElse`: another has to agree.
    """
    with transaction.atomic():
        lock_policies(shop.id)
        current = check_member(shop, member)
        rule = last_rule(shop.id)
        if rule is None or rule.kind == "one_person":
            return True
        if rule.kind == "one_person_asked" and is_person(current, shop.id, rule.by):
            raise NobodyElse("you have asked for this yourself.", hint="Another owner has to agree.")
        is_agreed = rule.kind == "one_person_asked"
        add_step(shop.id, "one_person" if is_agreed else "one_person_asked", current.id, at)
        return is_agreed
