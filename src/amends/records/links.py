"""Secret addresses: only digests of them are kept, and each is used once, whoever comes at the same moment."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.dates import Instant, instant_of, utc_of
from amends.records import models, plain_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """Where a secret address leads, and in whose name."""

    purpose: str  # case, order
    order_number: str
    case_number: str
    by: str
    expires_at: Instant
    used_at: Instant | None = None


def add_link(shop_id: str, digest: str, row: LinkRow, at: Instant) -> None:
    """This function will keep the link under the digest of its secret."""
    models.Link.objects.create(
        shop_id=shop_id, digest=digest, purpose=row.purpose, order_number=row.order_number,
        case_number=row.case_number, by=row.by, made_at=utc_of(at),
        expires_at=utc_of(row.expires_at),
    )  # fmt: skip


def take_link(shop_id: str, digest: str, at: Instant) -> LinkRow | None:
    """This function will use the link up and return where it leads, or nothing; of two at once one gets it."""
    moment = utc_of(at)
    rows = models.Link.objects.filter(shop_id=shop_id, digest=digest, used_at=None, expires_at__gte=moment)
    return link_with(shop_id, digest) if rows.update(used_at=moment) else None


def link_with(shop_id: str, digest: str) -> LinkRow | None:
    """This function will return the link, used or not, or nothing."""
    one = models.Link.objects.filter(shop_id=shop_id, digest=digest).first()
    if one is None:
        return None
    return LinkRow(
        purpose=one.purpose, order_number=one.order_number, case_number=one.case_number, by=one.by,
        expires_at=instant_of(one.expires_at), used_at=plain_sql.instant_or_none(one.used_at),
    )  # fmt: skip


def forget_links(shop_id: str, before: Instant) -> int:
    """This function will remove links that ended before that moment, and return how many."""
    gone, _ = models.Link.objects.filter(shop_id=shop_id, expires_at__lt=utc_of(before)).delete()
    return gone


def mails_asked(shop_id: str, case_number: str, kind: str, since: Instant) -> int:
    """This function will count the mails of that kind that were asked for in the case since that moment."""
    rows = models.Effect.objects.filter(shop_id=shop_id, case_number=case_number, made_at__gt=utc_of(since))
    return rows.filter(key__startswith=f"{case_number}.{kind}.").count()
