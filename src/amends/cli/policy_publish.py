"""`amends policy publish`: a new version of a shop's policy, under the same rules as in the console.

Everything or nothing: where it cannot be published, nothing is proposed either, unless the shop asks for two people.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amends.core.errors import AmendsError, did_you_mean
from amends.usecases.read_policy import read_text

if TYPE_CHECKING:
    from amends.core.dates import Instant
    from amends.records.members import MemberRow
    from amends.records.shops import ShopRow


class NoSuchMember(AmendsError):
    """The shop has no such member, or there is no such shop."""

    code = "no_such_member"


@click.command("publish")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--shop", "shop_id", required=True, help="The shop.")
@click.option("--as", "email", required=True, metavar="EMAIL", help="The owner who does it; that is kept for ever.")
@click.option("--starts", metavar="DAY", help="Orders placed on this day or later fall under it, such as 2026-12-01.")
@click.option("--note", default="", help="Why, for those who come after.")
def command(file: Path, shop_id: str, email: str, starts: str | None, note: str) -> None:
    """Publish the policy in FILE as a new version of a shop's policy.

    Where the shop asks for two people it is proposed, and another owner publishes it in the console.
    """
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    start_django()
    from amends.pages import clock  # noqa: PLC0415 - needs a started Django

    shop, member = owner_named(shop_id, email)
    click.echo(publish(shop, member, read_text(file), clock.now(), starts=_day(starts), note=note))


def owner_named(shop_id: str, email: str) -> tuple[ShopRow, MemberRow]:
    """This function will return the shop and its member with that address, or raise `ShopMissing` or `NoSuchMember`."""
    from amends.records.members import members_of  # noqa: PLC0415 - needs a started Django
    from amends.records.shops import shop_named  # noqa: PLC0415

    shop = shop_named(shop_id)
    known = {one.email: one for one in members_of(shop_id)}
    if email.lower() not in known:
        hint = did_you_mean(email, known) or "`amends staff list` names the members."
        raise NoSuchMember(f"`{email}` is no member of `{shop_id}`.", hint=hint)
    return shop, known[email.lower()]


def publish(
    shop: ShopRow, member: MemberRow, text: str, at: Instant, *, starts: date | None = None, note: str = ""
) -> str:
    """This function will publish the text, or propose it where it takes two people, and say which."""
    from django.db import transaction  # noqa: PLC0415 - needs a started Django

    from amends.usecases.propose_policy import propose_policy  # noqa: PLC0415
    from amends.usecases.publish_policy import needs_two, publish_policy  # noqa: PLC0415

    with transaction.atomic():
        proposal = propose_policy(shop, member, text, at, note=note, starts=starts)
        if needs_two(shop.id):
            return f"Version {proposal.version} is proposed. The shop asks for two people: another owner publishes it."
        published = publish_policy(shop, member, proposal.id, at)
    return f"Version {proposal.version} is published, for orders from {published.starts.isoformat()} on."


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"`{text}` is no day. Write it as `2026-12-01`.", param_hint="--starts") from None
