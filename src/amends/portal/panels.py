"""An item of a case as its page shows it: how it stands, what was decided and why, the money, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.core.orders import Product
from amends.core.policy.tree import Policy
from amends.portal.progress import PageStage, headline, page_stages
from amends.portal.remedies import Account, exchange_account, payment_labels, refund_account
from amends.portal.views.orders import variant_options
from amends.portal.wording import CASES, said
from amends.records.documents import exchange_quote_from, refund_quote_from
from amends.usecases.show_case import ShownCase, ShownItem

HERE = frozenset({State.TO_SEND})


@dataclass(frozen=True, slots=True)
class Panel:
    """One item."""

    one: ShownItem
    title: str
    headline: SafeString
    picture: bool
    options: tuple[str, ...]
    stages: list[PageStage]
    account: Account | None


def panel_of(found: ShownCase, one: ShownItem, product: Product | None, policy: Policy, now: Instant) -> Panel:
    """This function will return the item as the page shows it."""
    zone = policy.shop.zone
    return Panel(
        one=one,
        title=said(CASES, one.item.remedy),
        headline=headline(one.item, zone, now),
        picture=bool(product and product.picture),
        options=variant_options(product, one.line.sku),
        stages=page_stages(one.stages, one.item, found.row.case.opened_at, zone, now),
        account=_account(found, one),
    )


def _account(found: ShownCase, one: ShownItem) -> Account | None:
    quote = one.row.quote
    if quote is None or one.row.refunded is None or not one.item.is_granted:
        return None
    if "items" in quote:
        return refund_account(refund_quote_from(quote), payment_labels(found.order))
    return exchange_account(exchange_quote_from(quote))
