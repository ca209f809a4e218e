"""`amends link`: addresses for the mails of the shop's own system, each opening one order without a typed word."""

from __future__ import annotations

import json

import click

from amends.core.errors import AmendsError
from amends.core.vocabulary import BUYER


class OrderUnknown(AmendsError):
    """The shop has no order of that number."""

    code = "order_missing"


@click.command()
@click.argument("numbers", metavar="ORDER...", nargs=-1, required=True)
@click.option("--shop", "shop_id", required=True, help="The shop.")
@click.option("--json", "as_json", is_flag=True, help="Write one line of JSON an order.")
def command(numbers: tuple[str, ...], shop_id: str, as_json: bool) -> None:
    """Make an address for each order, to be put into its mail: it works once, within 60 days, for the buyer."""
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    environment = start_django()
    for number, link in links(shop_id, numbers, environment.address or "http://localhost:8000"):
        click.echo(json.dumps({"order": number, "link": link}) if as_json else f"{number} {link}")


def links(shop_id: str, numbers: tuple[str, ...], address: str) -> list[tuple[str, str]]:
    """This function will make all of the links, or none and raise `ShopMissing` or `OrderUnknown`."""
    from django.db import transaction  # noqa: PLC0415 - needs a started Django, as do those below

    from amends.pages import clock  # noqa: PLC0415
    from amends.records.orders import order_with  # noqa: PLC0415
    from amends.records.shops import shop_named  # noqa: PLC0415
    from amends.usecases.make_link import make_link  # noqa: PLC0415

    shop = shop_named(shop_id)
    made: list[tuple[str, str]] = []
    with transaction.atomic():
        for number in numbers:
            if order_with(shop.id, number) is None:
                hint = "Write it as it was imported; `amends import` adds new orders."
                raise OrderUnknown(f"the shop `{shop.id}` has no order `{number}`.", hint=hint)
            link = make_link(
                shop, purpose="order", order_number=number, by=BUYER, at=clock.now(), address=address
            )  # fmt: skip
            made.append((number, link))
    return made
