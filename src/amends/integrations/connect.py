"""The adapters of a shop, made from the settings: the one place where a vendor is chosen.

An interface asks here and hands what it gets to a use case; nothing else names a vendor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from amends.core.dates import SECOND, Instant
from amends.core.errors import AmendsError
from amends.integrations.easypost.client import EasyPost
from amends.integrations.mail.hook import HEADER, check_mail
from amends.integrations.mail.read import read_mail
from amends.integrations.mail.send import FolderMailer, SmtpMailer, read_server
from amends.integrations.own_label.adapter import OwnLabel
from amends.integrations.photos.reader import read_photo
from amends.integrations.stripe.client import StripePayments
from amends.ports.carriers import Carrier, Paper, ShopLook
from amends.ports.inbound import Desk
from amends.ports.mail import Mailer
from amends.ports.payments import EventRefused, PaymentProvider
from amends.records.mail import ours_of
from amends.records.shops import ShopRow, shop_named

_LETTER_PAPER = {"US", "CA", "MX", "PH"}  # countries whose printers hold it; the others hold A4


class PaymentsNotSetUp(AmendsError):
    """The shop has no payment provider here: money goes back by hand, and is recorded."""

    code = "payments_not_set_up"


def payment_provider(shop_id: str) -> PaymentProvider:
    """This function will return the shop's payment provider, or raise `PaymentsNotSetUp`."""
    said = settings.AMENDS_PAYMENTS
    if not said["key"]:
        hint = "Set AMENDS_STRIPE_KEY, or refund by hand and record it."
        raise PaymentsNotSetUp("no payment provider is set up.", hint=hint)
    return _stripe(shop_id, said["key"], tuple(said["webhook_secrets"]), said["address"])


def payment_signature(headers: Mapping[str, str]) -> str:
    """This function will return what the payment provider has signed a message with; empty: nothing."""
    return headers.get("Stripe-Signature", "")


@lru_cache(maxsize=1024)  # connections stay open between calls
def _stripe(shop: str, key: str, secrets: tuple[str, ...], address: str) -> StripePayments:
    return StripePayments(shop=shop, api_key=key, webhook_secrets=secrets, address=address)


def carrier(shop_id: str) -> Carrier:
    """This function will return who makes labels for the shop that pays the postage: EasyPost, else its own label."""
    said = settings.AMENDS_CARRIER
    if not said["key"]:
        return own_label(shop_id)
    return _easypost(said["key"], tuple(said["webhook_secrets"]), said["address"], tuple(said["services"]))


def own_label(shop_id: str, paper: Paper | None = None) -> OwnLabel:
    """This function will return what draws the shop's own labels and slips, also where a carrier is set up.

    Without `paper` it is the sheet that printers in the shop's country hold.
    """
    shop = shop_named(shop_id)
    light = shop.theme.get("light")
    look = ShopLook(
        name=shop.name,
        accent=str(light.get("accent", "")) if isinstance(light, dict) else "",
        logo_svg=str(shop.theme.get("logo", "")),
    )
    sheet: Paper = "letter" if shop.country in _LETTER_PAPER else "a4"
    return OwnLabel(look, paper=paper or sheet, fonts_folder=settings.AMENDS_CARRIER["fonts_folder"])


def mail_secret() -> bytes:
    """This function will return the secret of the addresses that answers come back to (`core.mail.addresses`)."""
    return hashlib.sha256(f"mail {settings.SECRET_KEY}".encode()).digest()


def mail_desk(shop_id: str) -> Desk:
    """This function will return what taking the shop's mail needs."""
    return Desk(ours=ours_of(shop_named(shop_id)), secret=mail_secret(), read=read_mail, photos=read_photo)


def check_mail_hook(body: bytes, headers: Mapping[str, str], shop_id: str, at: Instant) -> EventRefused | None:
    """This function will return why a mail that was posted is not taken for one of our mail server; nothing: it is."""
    secrets = tuple(settings.AMENDS_MAIL_IN["hook_secrets"])
    return check_mail(body, headers.get(HEADER, ""), shop_id, at // SECOND, secrets)


def mail_folder(shop: ShopRow) -> Path | None:
    """This function will return where a sample shop's mails can be looked at: on one's own machine alone.

    They hold secret addresses, so a server that others reach, and a real shop, show them to nobody.
    """
    said = settings.AMENDS_MAIL
    is_open = shop.is_sample and not said["server"] and not settings.ENVIRONMENT.address
    return said["folder"] / shop.id if is_open else None


def mailer(shop_id: str) -> Mailer:
    """This function will return who brings the shop's mails to their readers: the mail server, else a folder."""
    said = settings.AMENDS_MAIL
    if not said["server"]:
        return FolderMailer(said["folder"] / shop_id)
    return SmtpMailer(read_server(said["server"]))


@lru_cache(maxsize=16)  # one account's connections stay open between calls
def _easypost(key: str, secrets: tuple[str, ...], address: str, services: tuple[str, ...]) -> EasyPost:
    return EasyPost(key, webhook_secrets=secrets, address=f"{address}/v2" if address else "", services=services)
