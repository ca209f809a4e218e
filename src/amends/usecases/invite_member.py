"""Inviting somebody to a shop's staff: an account where there is none, a role, and a link to set a password.

Laws: nobody has a password that somebody else has chosen: a link to set one is void when another shop invites the same
person, and whoever invites does not see it where that person belongs elsewhere too; a person belongs to sample shops or
to real ones, never to both, because the password of sample staff is shown to everybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from amends.core.dates import Instant
from amends.core.errors import AmendsError, did_you_mean
from amends.records.keys import email_key
from amends.records.members import (
    AddressTaken,
    MemberRow,
    account_of,
    add_account,
    add_member,
    member_at,
    places_of,
    void_links,
)
from amends.records.shops import ShopRow
from amends.usecases.permissions import ROLES


class MemberRefused(AmendsError):
    """Somebody cannot be made a member, or cannot be taken out."""

    code = "member_refused"


@dataclass(frozen=True, slots=True)
class Invited:
    """A new member, and the key of the link that sets their password; empty where they have one already."""

    member: MemberRow
    key: str
    elsewhere: bool = False  # they belong to another shop, too: who sets the password is let in there


def invite_member(shop: ShopRow, email: str, role: str, name: str, at: Instant) -> Invited:
    """This function will make the person of that address a member, or raise `MemberRefused`."""
    address = email_key(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise MemberRefused(f"`{email[:80]}` is no email address.", hint="Write it as `name@example.com`.") from error
    if role not in ROLES:
        hint = did_you_mean(role, ROLES) or f"The roles are {', '.join(ROLES)}."
        raise MemberRefused(f"there is no role `{role[:40]}`.", hint=hint)
    with transaction.atomic():
        user_id = _account(address, name)
        void_links(user_id)
        places = places_of(user_id)
        if any(other.is_sample is not shop.is_sample for other, _ in places):
            hint = "Invite another address: staff of the sample shops have a password that everybody may know."
            there = "a real shop" if shop.is_sample else "a sample shop"
            raise MemberRefused(f"`{address}` belongs to {there}.", hint=hint)
        if any(other.id == shop.id for other, _ in places):
            raise MemberRefused(f"`{address}` is a member already.", hint="Change the role instead.")
        try:
            add_member(shop.id, user_id, role, name, at)
        except AddressTaken as error:
            raise MemberRefused(f"`{address}` is a member already.", hint="Change the role instead.") from error
        found = member_at(shop.id, user_id)
    if found is None:
        raise MemberRefused(f"the account of `{address}` is closed.", hint="Open it again first.")
    return Invited(found[1], password_key(user_id) if not found[1].has_password else "", elsewhere=bool(places))


def _account(address: str, name: str) -> int:
    known = account_of(address)
    if known is not None:
        return known
    try:
        return add_account(address, name)
    except AddressTaken as error:
        raise MemberRefused(f"`{address}` is being invited by somebody else.", hint="Try again.") from error


def password_key(user_id: int) -> str:
    """This function will return the key of a link that sets the account's password: once, and for a day."""
    user = User.objects.get(pk=user_id)
    return f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
