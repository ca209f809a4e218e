"""An item of a case as its page shows it: how it stands, what was decided and why, the money, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from amends.core.cases.case import Due, Item, PayState
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.core.orders import Product
from amends.core.policy.tree import ALWAYS, Policy
from amends.portal.acts import Act, acts_on
from amends.portal.answers import Cited
from amends.portal.progress import PageStage, headline, page_stages
from amends.portal.remedies import Account, exchange_account, payment_labels, refund_account
from amends.portal.views.orders import variant_options
from amends.portal.wording import said, title_of
from amends.records.beside import LabelRow, SightingRow
from amends.records.credits import CreditRow
from amends.records.documents import exchange_quote_from, refund_quote_from
from amends.records.payouts import DueRow
from amends.usecases.show_case import ShownCase, ShownItem

DUES: Mapping[str, str | Promise] = {
    "exchange": _("For the exchange"),
    "quote": _("For the work"),
    "fee": _("Fee"),
    "postage_back": _("Postage to you"),
}


@dataclass(frozen=True, slots=True)
class ToPay:
    """What is to be paid, and where; without an address the page to pay on is being made."""

    label: str
    amount_minor: int
    page_url: str


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
    acts: list[Act]
    to_pay: ToPay | None
    label: LabelRow | None  # to print and put on the parcel
    awaits_label: bool
    posts_alone: bool  # posts it without a label of ours
    sightings: tuple[SightingRow, ...]
    credits: tuple[CreditRow, ...]
    advice: tuple[Cited, ...]  # for this piece; what is advised to everybody stands on the policy's page
    turned_down_for: tuple[Cited, ...]  # clauses under which the goods were not accepted
    overruled: tuple[Cited, ...]  # clauses that a person has decided against

    @property
    def item(self) -> Item:
        """This property will hold the item itself."""
        return self.one.item

    @property
    def paid_to(self) -> tuple[tuple[str, int], ...]:
        """This property will hold the payments that money has gone back to: what the customer knows each by."""
        return tuple((one.ref, one.amount_minor) for one in self.item.payouts if one.state == "done")

    @property
    def given_back(self) -> tuple[int, ...]:
        """This property will hold what of the customer's own payments for it goes back, as it is not owed any more."""
        return tuple(one.returned_minor for one in self.item.dues if one.returned_minor)

    @property
    def postage(self) -> tuple[tuple[PayState, int], ...]:
        """This property will hold what is paid back of postage on receipts: how each stands, and how much."""
        return tuple((one.state, one.amount_minor) for one in self.item.postage)


def panel_of(found: ShownCase, one: ShownItem, product: Product | None, now: Instant) -> Panel:
    """This function will return the item as the page shows it."""
    zone, item = found.policy.shop.zone, one.item
    sends = item.state is State.TO_SEND
    prepaid = item.answer.label == "prepaid"
    label = usable_label(found, item, now) if sends else None
    return Panel(
        one=one,
        title=title_of(item),
        headline=headline(item, zone, now, found.row.case.channel),
        picture=bool(product and product.picture),
        options=variant_options(product, one.line.sku),
        stages=page_stages(one.stages, item, found.row.case.opened_at, zone, now),
        account=_account(found, one),
        acts=acts_on(item),
        to_pay=_to_pay(item, item.open_due, found.dues) if item.state is State.TO_PAY else None,
        label=label,
        awaits_label=sends and prepaid and label is None,
        posts_alone=sends and not prepaid,
        sightings=tuple(s for s in found.sightings if s.tracking in {item.tracking_out, _way_back(found, item)} - {""}),
        credits=tuple(credit for credit in found.credits if credit.item_id == item.id),
        advice=_advice(found.policy, one),
        turned_down_for=_cited(found.policy, item.inspection.clauses if item.inspection else ()),
        overruled=_cited(found.policy, item.answer.overruled),
    )


def usable_label(found: ShownCase, item: Item, now: Instant) -> LabelRow | None:
    """This function will return the label that the item can be posted with, if there is one."""
    of_item = {one.id for one in found.row.case.labels if item.id in one.items and not one.expired}
    good = (one for one in found.labels if one.state == "made" and (one.expires_at is None or one.expires_at >= now))
    return next((one for one in good if one.id in of_item), None)


def _way_back(found: ShownCase, item: Item) -> str:
    of_label = (one.tracking for one in found.row.case.labels if item.id in one.items)
    return item.tracking_back or next(of_label, "")


def _to_pay(item: Item, due: Due | None, rows: Mapping[tuple[str, str], DueRow]) -> ToPay | None:
    if due is None:
        return None
    row = rows.get((item.id, due.id))
    return ToPay(said(DUES, due.what), due.amount_minor, row.page_url if row else "")


def _advice(policy: Policy, one: ShownItem) -> tuple[Cited, ...]:
    advised = {named.clause for named in one.explained.advice} if one.explained else set()
    own = (clause for clause in policy.clauses if clause.id in advised and clause.when != ALWAYS)
    return tuple(Cited(clause.id, clause.says) for clause in own)


def _cited(policy: Policy, clauses: tuple[str, ...]) -> tuple[Cited, ...]:
    known = {clause.id: clause for clause in policy.all_clauses}
    found = ((one, known.get(one)) for one in clauses)
    return tuple(Cited(one, clause.says, article=clause.article) if clause else Cited(one, "") for one, clause in found)


def _account(found: ShownCase, one: ShownItem) -> Account | None:
    quote = one.row.quote
    if quote is None or one.row.refunded is None or not one.item.is_granted:
        return None
    if "items" in quote:
        return refund_account(refund_quote_from(quote), payment_labels(found.order))
    return exchange_account(exchange_quote_from(quote))
