"""The legal right to withdraw: where it holds its link is always there, whatever else is asked first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.core.cases.case import Item
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.core.withdrawal import Labels, labels_in
from amends.pages import shown
from amends.pages.reader import wanted
from amends.portal.progress import by
from amends.portal.visits import Visit
from amends.records.cases import CaseRow
from amends.records.orders import order_with
from amends.records.shops import ShopRow
from amends.usecases.read_notice import sells_to_eu
from amends.usecases.show_case import terms_of


def words_of_the_law(request: HttpRequest) -> Labels:
    """This function will return the words of the law in the reader's language, also where no pages are in it."""
    return labels_in(*wanted(request))


def withdrawal_words(request: HttpRequest, shop: ShopRow) -> Labels | None:
    """This function will return the words of the law, where the shop's customers may have the right to withdraw."""
    return words_of_the_law(request) if sells_to_eu(shop) else None


@dataclass(frozen=True, slots=True)
class Following:
    """What follows for one piece from having withdrawn: posting it back, and the money."""

    name: str
    post: SafeString | str = ""
    money: SafeString | str = ""


def following_of(visit: Visit, row: CaseRow, now: Instant) -> list[Following]:
    """This function will return what follows, piece by piece, with its days."""
    order = order_with(visit.shop.id, row.case.order)
    names = {line.id: line.name for line in order.lines} if order else {}
    return list(_each(visit, row, names, now))


def _each(visit: Visit, row: CaseRow, names: dict[str, str], now: Instant) -> Iterator[Following]:
    paid_by_shop = {one for one, terms in terms_of(visit.shop, row).items() if terms.return_postage == "shop"}
    for one in row.items:
        item = one.item
        name = names.get(item.line_id, item.line_id)
        post = _post(visit, item, now, is_free=item.id in paid_by_shop) if item.state is State.TO_SEND else ""
        yield Following(name, post, _money(visit, row, item, now))


def _post(visit: Visit, item: Item, now: Instant, *, is_free: bool) -> SafeString:
    until = by(item.act_by or now, visit.shop.zone, now)
    if item.answer.label == "prepaid":
        said = _("Post it to us by {}, with the prepaid label that you get by mail. It costs you nothing.")
        return format_html(said, until)
    if is_free:
        return format_html(_("Post it to us by {}. We write to you how it costs you nothing."), until)
    return format_html(_("Post it to us by {}. You pay the way back."), until)


def _money(visit: Visit, row: CaseRow, item: Item, now: Instant) -> SafeString | str:
    amount = shown.money(item.answer.give_minor, row.case.currency)
    if item.is_over or not item.answer.give_minor:
        return ""
    if item.money_by is None or item.money_by < now:
        return format_html(_("You get {} back."), amount)
    day = by(item.money_by, visit.shop.zone, now)
    if item.waits_for_goods:
        said = _("You get {} back by {}, or one business day after the goods have reached us, whichever is later.")
        return format_html(said, amount, day)
    return format_html(_("You get {} back by {}."), amount, day)
