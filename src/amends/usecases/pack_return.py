"""What a parcel on its way back holds and says: addresses, pieces, the last day, the advice that goes along.

Laws: no price stands in it, so that a gift's slip cannot tell one; whoever got a gift is never named after its buyer;
what is not known of an address is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import partial

from amends.core.cases.case import Item
from amends.core.cases.rules import Rules
from amends.core.cases.states import State
from amends.core.claims import region_of
from amends.core.dates import Instant, datetime_of
from amends.core.orders import Order
from amends.core.policy.tree import ALWAYS
from amends.core.postal import LINES, part_of
from amends.core.vocabulary import GIFT_RECIPIENT
from amends.languages import Language, language_named, nearest
from amends.ports.carriers import Address, LabelWanted, PackedPiece, Postage
from amends.records.cases import CaseRow, DecisionRow, decisions_of
from amends.records.policies import policy_with, told_for
from amends.records.shops import ShopRow
from amends.usecases.decision_of import decision_of


def pack_return(
    shop: ShopRow, row: CaseRow, order: Order, items: Collection[Item], rules: Rules, *, at: Instant, postage: Postage
) -> LabelWanted:
    """This function will return the parcel in which these items come back."""
    by_gift = row.case.by == GIFT_RECIPIENT
    language = nearest([row.language, shop.language])
    return LabelWanted(
        case_number=row.number,
        origin=customer_address(order, by_gift=by_gift),
        target=shop_address(shop),
        order_number="" if by_gift else order.number,
        pieces=tuple(_piece(order, one) for one in items),
        currency=order.currency,
        is_gift=by_gift or order.gift,
        post_by=_post_by(items, rules),
        expires_at=usable_until(items, rules, at),
        advice=_advice(shop, row, items, language_named(language)),
        language=language,
        postage=postage,
    )


def customer_address(order: Order, *, by_gift: bool) -> Address:
    """This function will return where the order went to, as far as the shop's system told it."""
    part = partial(part_of, order.attributes)
    country = part("country") or order.country
    return Address(
        name=part("name") or ("" if by_gift else order.customer_name),
        lines=tuple(line for line in map(part, LINES) if line),
        postcode=part("postcode") or order.postcode,
        city=part("city"),
        region=part("region") or region_of(order),
        country=country.upper() if len(country) == 2 else order.country,
    )


def shop_address(shop: ShopRow) -> Address:
    """This function will return where returns go to, as the shop writes it."""
    first, *rest = shop.address or (shop.name,)
    return Address(name=first, lines=tuple(rest), country=shop.country, phone=shop.phone)


def usable_until(items: Collection[Item], rules: Rules, at: Instant) -> Instant:
    """This function will return until when a label is good: for as long as the goods can still be sent."""
    dates = [one.act_by for one in items if one.state is State.TO_SEND and one.act_by is not None]
    posted_by = max(dates) if dates else rules.after(at, rules.spans[State.TO_SEND])
    return rules.after(max(posted_by, at), rules.grace)


def _post_by(items: Collection[Item], rules: Rules) -> date | None:
    dates = [one.act_by for one in items if one.state is State.TO_SEND and one.act_by is not None]
    return datetime_of(min(dates), rules.zone).date() if dates else None


def _piece(order: Order, item: Item) -> PackedPiece:
    line = order.line(item.line_id)
    name = line.name if line else item.line_id
    return PackedPiece(name=name, quantity=item.quantity, details=line.customisation if line else "")


def _advice(shop: ShopRow, row: CaseRow, items: Collection[Item], language: Language) -> tuple[str, ...]:
    """What the policy advises for these goods. Advice for everybody stands on its page and needs no paper."""
    kept = decisions_of(shop.id, row.number)
    found: dict[str, str] = {}
    for item in items:
        if item.id in kept:
            found |= _advised(shop, kept[item.id], item.remedy, language)
    return tuple(found.values())


def _advised(shop: ShopRow, kept: DecisionRow, remedy: str, language: Language) -> dict[str, str]:
    policy = told_for(shop, policy_with(shop.id, kept.policy_hash), language).policy
    verdict = decision_of(shop, kept).verdicts.get(remedy)
    clauses = [policy.clause(one) for one in verdict.advice] if verdict else []
    return {one.id: one.says for one in clauses if one.when != ALWAYS and one.article is None}
