"""What is looked after in rounds, shop by shop, so that no message from outside and no memory is needed for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from amends.core.dates import DAY, Instant
from amends.integrations.connect import PaymentsNotSetUp, carrier, payment_provider
from amends.pages import clock
from amends.records.links import forget_links
from amends.records.shops import ShopRow, shop_with
from amends.records.wall import inside
from amends.usecases.cancel_label import cancel_unused_labels
from amends.usecases.expire_credits import expire_credits
from amends.usecases.hear_carrier import ask_carrier
from amends.usecases.settle_payouts import reconcile, settle_payouts

_log = logging.getLogger("amends.jobs")
_KEPT = 30 * DAY  # a link that ended is told of as such for so long
_LOOK_BACK = 3 * DAY  # as long as a provider tells of an event again


@dataclass(frozen=True, slots=True)
class ShopRound:
    """One thing to look after, and how often: five fields as in cron, by UTC."""

    often: str
    look: Callable[[ShopRow, Instant], object]


def _settle(shop: ShopRow, at: Instant) -> None:
    settle_payouts(shop, payment_provider(shop.id), at)


def _reconcile(shop: ShopRow, at: Instant) -> None:
    reconcile(shop, payment_provider(shop.id), at - _LOOK_BACK, at)


def _give_labels_back(shop: ShopRow, at: Instant) -> None:
    cancel_unused_labels(shop, carrier(shop.id), at)


def _ask_carrier(shop: ShopRow, at: Instant) -> None:
    ask_carrier(shop, carrier(shop.id), at)


def _forget_links(shop: ShopRow, at: Instant) -> None:
    forget_links(shop.id, at - _KEPT)


ROUNDS: Mapping[str, ShopRound] = MappingProxyType({
    "settle_payouts": ShopRound("*/2 * * * *", _settle),
    "ask_carrier": ShopRound("11,41 * * * *", _ask_carrier),
    "give_labels_back": ShopRound("*/10 * * * *", _give_labels_back),
    "expire_credits": ShopRound("7 * * * *", expire_credits),
    "forget_links": ShopRound("31 4 * * *", _forget_links),
    "reconcile": ShopRound("23 3 * * *", _reconcile),
})  # fmt: skip


def look_after(shop_id: str, name: str) -> bool:
    """This function will go one round for the shop, and say whether it went well; the next one tries again."""
    found = ROUNDS.get(name)
    with inside(shop_id):
        shop = shop_with(shop_id)
        if found is None or shop is None:
            return False
        try:
            found.look(shop, clock.now())
        except PaymentsNotSetUp:
            return True  # nothing is on its way then
        except Exception:  # noqa: BLE001 - of one shop and one round: the others go on
            _log.exception("the round `%s` of %s", name, shop_id)
            return False
    return True
