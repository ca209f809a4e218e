"""What the outbox does with money: payouts, and the pages on which customers pay."""

from __future__ import annotations

from django.conf import settings

from amends.core.dates import HOUR, Instant
from amends.integrations.connect import PaymentsNotSetUp, payment_provider
from amends.ports.payments import PaymentProvider
from amends.records.outbox import EffectRow
from amends.records.shops import ShopRow
from amends.usecases.ask_payment import ask_payment, withdraw_page
from amends.usecases.do_effect import NotSetUp, shop_of
from amends.usecases.pay_out import pay_out

_PENDING_PAUSE = HOUR  # messages tell sooner; this is for those that never come


def do_payout(row: EffectRow, at: Instant) -> Instant | None:
    """This function will have the provider pay, or say when to look again at what it has not finished."""
    shop, provider = _shop(row)
    payout = pay_out(shop, row.body["pay"], provider, at)
    return at + _PENDING_PAUSE if payout.state == "pending" else None


def make_page(row: EffectRow, at: Instant) -> None:
    """This function will make the page where the customer pays what is due."""
    shop, provider = _shop(row)
    back = f"{settings.AMENDS_ADDRESS}/{shop.id}/cases/{row.case_number}/"
    ask_payment(shop, f"{row.case_number}.{row.body['due']}", provider, back, at)


def close_page(row: EffectRow, at: Instant) -> None:
    """This function will close the page of what is not to be paid any more."""
    shop, provider = _shop(row)
    withdraw_page(shop, f"{row.case_number}.{row.body['due']}", provider, at)


def _shop(row: EffectRow) -> tuple[ShopRow, PaymentProvider]:
    shop = shop_of(row)
    try:
        return shop, payment_provider(shop.id)
    except PaymentsNotSetUp as error:
        raise NotSetUp(error.what, hint=error.hint) from error
