"""`amends staff`: who works at a shop. The first owner comes in by this door; owners invite others in the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from amends.records.shops import ShopRow

_ROLES = "support, warehouse, finance or owner"


@click.group()
def command() -> None:
    """Say who works at a shop, and as what."""


@command.command(short_help="Add somebody, and print their link.")
@click.argument("email")
@click.option("--shop", "shop_id", required=True, help="The shop.")
@click.option("--role", required=True, help=f"What they do there: {_ROLES}.")
@click.option("--name", default="", help="As the others read it.")
def add(email: str, shop_id: str, role: str, name: str) -> None:
    """Add somebody, and print the link that sets their password: it works once, and for a day."""
    address, shop = _start(shop_id)
    for line in invite(shop, email, role, name, address):
        click.echo(line)


@command.command("list")
@click.option("--shop", "shop_id", required=True, help="The shop.")
def show(shop_id: str) -> None:
    """List the members."""
    _, shop = _start(shop_id)
    from amends.records.members import members_of  # noqa: PLC0415

    for one in members_of(shop.id):
        click.echo(f"{one.role:10} {one.email}{f' ({one.name})' if one.name else ''}")


@command.command()
@click.argument("email")
@click.option("--shop", "shop_id", required=True, help="The shop.")
@click.option("--role", required=True, help=f"What they do from now on: {_ROLES}.")
def change(email: str, shop_id: str, role: str) -> None:
    """Give a member another role."""
    _change(email, shop_id, role)
    click.echo(f"{email} is now {role}.")


@command.command()
@click.argument("email")
@click.option("--shop", "shop_id", required=True, help="The shop.")
def end(email: str, shop_id: str) -> None:
    """Take a member out; their next page is refused."""
    _change(email, shop_id, "")
    click.echo(f"{email} no longer belongs to the shop.")


def invite(shop: ShopRow, email: str, role: str, name: str, address: str) -> tuple[str, str]:
    """This function will make the person a member and return what is to be told: who they are, and how they come in."""
    from django.urls import reverse  # noqa: PLC0415 - needs a started Django

    from amends.pages import clock  # noqa: PLC0415
    from amends.usecases.invite_member import invite_member  # noqa: PLC0415

    invited = invite_member(shop, email, role, name, clock.now())
    told = f"{invited.member.email} is a member of {shop.name}: {invited.member.role}."
    if not invited.key:
        return told, f"The account has a password; sign in at {address}{reverse('account_login')}"
    uid, key = invited.key.split("-", 1)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return told, f"To set the password, once and within a day: {address}{path}"


def _change(email: str, shop_id: str, role: str) -> None:
    _, shop = _start(shop_id)
    from amends.pages import clock  # noqa: PLC0415
    from amends.usecases.change_member import change_member  # noqa: PLC0415

    change_member(shop.id, email, role, clock.now())


def _start(shop_id: str) -> tuple[str, ShopRow]:
    """This function will start Django and return the address that pages have, and the shop."""
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    environment = start_django()
    from amends.records.shops import shop_named  # noqa: PLC0415 - needs a started Django

    return environment.address or "http://localhost:8000", shop_named(shop_id)
