"""Queries on members: who belongs to a shop's staff, since when, and in which role. Rows are ended, never removed."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, is_password_usable, make_password
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from amends.core.dates import Instant, instant_of, utc_of
from amends.records import models, plain_sql
from amends.records.keys import email_key
from amends.records.shops import SHOP_COLUMNS, ShopRow, row_of, shop_of
from amends.records.wall import across

_AT = f"""
SELECT m.id, m.user_id, u.email, m.name, m.role, m.added_at, u.password, {SHOP_COLUMNS}
FROM records_member m
JOIN auth_user u ON u.id = m.user_id AND u.is_active
JOIN records_shop s ON s.id = m.shop_id
WHERE m.shop_id = %s AND m.user_id = %s AND m.ended_at IS NULL
"""  # noqa: S608 - names of ours
_NAMES = """
SELECT m.id, coalesce(nullif(m.name, ''), u.email) FROM records_member m JOIN auth_user u ON u.id = m.user_id
WHERE m.shop_id = %s AND m.id = ANY(%s)
"""


class AddressTaken(Exception):
    """The address has an account already, or the account is a member already; the table said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One person at one shop."""

    id: str  # random; events name it, so that a changed name or address changes nothing
    shop_id: str
    user_id: int
    email: str
    name: str
    role: str
    added_at: Instant
    ended_at: Instant | None = None
    has_password: bool = True

    @property
    def shown(self) -> str:
        """This property will hold the name that others read."""
        return self.name or self.email


def member_at(shop_id: str, user_id: int) -> tuple[ShopRow, MemberRow] | None:
    """This function will return the shop and the person's place there, by one query; nothing once it has ended."""
    found = plain_sql.row(_AT, shop_id, user_id)
    if found is None:
        return None
    member_id, user_id, email, name, role, added_at, password = found[:7]
    member = MemberRow(
        id=member_id, shop_id=shop_id, user_id=user_id, email=email, name=name, role=role,
        added_at=instant_of(added_at), has_password=is_password_usable(password),
    )  # fmt: skip
    return shop_of(*found[7:]), member


def places_of(user_id: int) -> tuple[tuple[ShopRow, MemberRow], ...]:
    """This function will return every shop that the person belongs to, in the order of the list of shops."""
    found = _open().filter(user_id=user_id).order_by("shop__place", "shop__name")
    with across("sign_in"):
        return tuple((row_of(one.shop), _row(one)) for one in found)


def members_of(shop_id: str, *, lock: bool = False) -> tuple[MemberRow, ...]:
    """This function will return the shop's members in the order in which they came, locked where the caller changes."""
    rows = models.Member.objects.filter(shop_id=shop_id, ended_at=None).select_related("user")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return tuple(_row(one) for one in rows.order_by("added_at", "user_id"))


def names_of(shop_id: str, member_ids: Collection[str]) -> dict[str, str]:
    """This function will return the names of members by id, former members included."""
    return dict(plain_sql.rows(_NAMES, shop_id, list(member_ids))) if member_ids else {}


def is_person(member: MemberRow, shop_id: str, member_id: str) -> bool:
    """This function will say whether that member, former ones included, is this very person.

    Who comes back to a shop has a new row, and is nobody else.
    """
    if member.id == member_id:
        return True
    return models.Member.objects.filter(shop_id=shop_id, id=member_id, user_id=member.user_id).exists()


def sample_member(shop_id: str, role: str) -> MemberRow | None:
    """This function will return the first member of that role, where the shop and all others of theirs are samples."""
    rows = _open().filter(shop_id=shop_id, role=role, shop__sample_day__isnull=False)
    with across("sign_in"):
        found = rows.order_by("added_at", "user_id").first()
    if found is None or any(not shop.is_sample for shop, _ in places_of(found.user_id)):
        return None
    return _row(found)


def account_of(email: str) -> int | None:
    """This function will return the account of that address, or nothing."""
    found = EmailAddress.objects.filter(email=email_key(email), verified=True)
    user_id: int | None = found.values_list("user_id", flat=True).first()
    return user_id


def add_account(email: str, name: str, password_hash: str = "") -> int:
    """This function will open an account for the address; without a password nobody signs in to it yet.

    Raises `AddressTaken` where another transaction has opened one at the same moment: the table holds one for each.
    """
    user = User.objects.create(
        username=secrets.token_hex(16),
        email=email_key(email),
        first_name=name[:150],
        password=password_hash or make_password(None),
    )
    try:
        with transaction.atomic():
            EmailAddress.objects.create(user=user, email=email_key(email), verified=True, primary=True)
    except IntegrityError as error:
        raise AddressTaken(email) from error
    return user.pk


def void_links(user_id: int) -> None:
    """This function will let no link set the first password of the account that was made before; the row is locked."""
    User.objects.filter(pk=user_id, password__startswith=UNUSABLE_PASSWORD_PREFIX).update(password=make_password(None))


def add_member(shop_id: str, user_id: int, role: str, name: str, at: Instant) -> None:
    """This function will add the person to the shop, or raise `AddressTaken`; who comes back gets a new row."""
    try:
        with transaction.atomic():
            models.Member.objects.create(
                shop_id=shop_id,
                id=secrets.token_hex(8),
                user_id=user_id,
                role=role,
                name=name[:150],
                added_at=utc_of(at),
            )
    except IntegrityError as error:
        raise AddressTaken(shop_id) from error


def change_role(shop_id: str, member_id: str, role: str) -> None:
    """This function will give the member that role."""
    models.Member.objects.filter(shop_id=shop_id, id=member_id, ended_at=None).update(role=role)


def end_member(shop_id: str, member_id: str, at: Instant) -> None:
    """This function will end the person's place at the shop."""
    models.Member.objects.filter(shop_id=shop_id, id=member_id, ended_at=None).update(ended_at=utc_of(at))


def _open() -> QuerySet[models.Member]:
    return models.Member.objects.filter(ended_at=None, user__is_active=True).select_related("shop", "user")


def _row(one: models.Member) -> MemberRow:
    return MemberRow(
        id=one.id, shop_id=one.shop_id, user_id=one.user_id, email=one.user.email, name=one.name, role=one.role,
        added_at=instant_of(one.added_at), ended_at=plain_sql.instant_or_none(one.ended_at),
        has_password=one.user.has_usable_password(),
    )  # fmt: skip
