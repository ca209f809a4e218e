"""Changing a member's role, or ending it. Laws: a shop keeps an owner; who is out is out with the next request."""

from __future__ import annotations

from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import did_you_mean
from amends.records.keys import email_key
from amends.records.members import MemberRow, change_role, end_member, members_of
from amends.usecases.invite_member import MemberRefused
from amends.usecases.permissions import OWNER, ROLES


def change_member(shop_id: str, email: str, role: str, at: Instant) -> None:
    """This function will give the member another role; none ends the membership. Raises `MemberRefused`."""
    if role and role not in ROLES:
        hint = did_you_mean(role, ROLES) or f"The roles are {', '.join(ROLES)}."
        raise MemberRefused(f"there is no role `{role[:40]}`.", hint=hint)
    with transaction.atomic():
        members = members_of(shop_id, lock=True)
        member = _named(members, email)
        owners = [one for one in members if one.role == OWNER]
        if role != OWNER and owners == [member]:
            raise MemberRefused("a shop needs an owner.", hint="Make somebody else an owner first.")
        if role:
            change_role(shop_id, member.id, role)
        else:
            end_member(shop_id, member.id, at)


def _named(members: tuple[MemberRow, ...], email: str) -> MemberRow:
    found = [one for one in members if one.email == email_key(email)]
    if not found:
        raise MemberRefused(f"`{email[:80]}` is no member.", hint="`amends staff list` names them.")
    return found[0]
