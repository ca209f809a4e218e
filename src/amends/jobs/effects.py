"""Who does which kind of effect. Each is one call of a use case, with the ports that the shop has.

A kind that is missing here waits in the outbox until it has somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings
from django.utils.module_loading import import_string

from amends.core.dates import Instant
from amends.integrations.connect import carrier
from amends.jobs import money
from amends.jobs.mail import do_alert, do_mail
from amends.records.outbox import EffectRow
from amends.usecases.do_effect import Handler, shop_of
from amends.usecases.make_label import make_label


def handlers() -> Mapping[str, Handler]:
    """This function will return who does which kind, as `AMENDS_EFFECTS` in the settings names them."""
    found: Mapping[str, Handler] = import_string(settings.AMENDS_EFFECTS)
    return found


def _label(row: EffectRow, at: Instant) -> None:
    make_label(shop_of(row), row.case_number, row.key, row.body["items"], carrier(row.shop_id), at)


HANDLERS: Mapping[str, Handler] = MappingProxyType({
    "label": _label,
    "mail": do_mail,
    "alert": do_alert,
    "payout": money.do_payout,
    "payment_page": money.make_page,
    "withdraw_page": money.close_page,
})  # fmt: skip
