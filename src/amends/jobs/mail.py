"""What the outbox does with mail."""

from __future__ import annotations

from django.conf import settings

from amends.core.dates import Instant
from amends.integrations.connect import mail_secret, mailer
from amends.records.mail import ours_of
from amends.records.outbox import EffectRow
from amends.records.shops import ShopRow, shop_with
from amends.usecases.do_effect import NotSetUp
from amends.usecases.send_mail import Office, send_mail
from amends.usecases.tell_shop import tell_shop


def do_mail(row: EffectRow, at: Instant) -> None:
    """This function will have the mail written and sent."""
    shop, office = _office(row)
    send_mail(shop, row.case_number, row.key, row.body, mailer(shop.id), office, at)


def do_alert(row: EffectRow, _: Instant) -> None:
    """This function will have the shop's own people told."""
    shop, office = _office(row)
    tell_shop(shop, row.case_number, row.key, row.body, mailer(shop.id), office)


def _office(row: EffectRow) -> tuple[ShopRow, Office]:
    shop = shop_with(row.shop_id)
    if shop is None or "@" not in shop.email:
        raise NotSetUp(f"the shop `{row.shop_id}` has no mail address.", hint="Give it one: answers come back to it.")
    office = Office(
        ours=ours_of(shop),
        sender=settings.AMENDS_MAIL["sender"] or shop.email,
        secret=mail_secret(),
        address=settings.AMENDS_ADDRESS,
    )
    return shop, office
