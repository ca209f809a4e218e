"""Reading all that staff see of a case, by as many queries however long it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amends.core.cases.postage import postage_left
from amends.core.engine.explained import Explained
from amends.core.orders import Line, Order
from amends.core.policy.tree import Policy
from amends.languages import ENGLISH, Language
from amends.records.case_file import MessageRow, PhotoRow, messages_of, photos_of
from amends.records.cases import CaseRow, DecisionRow, ItemRow, case_numbered, decisions_of
from amends.records.events import EventRow, events_of
from amends.records.members import names_of
from amends.records.orders import order_with
from amends.records.policies import policy_with, told_for
from amends.records.shops import ShopRow
from amends.usecases.decision_of import explained_of
from amends.usecases.pay_postage import postage_limit


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with everything that its page says."""

    row: CaseRow
    order: Order
    policy: Policy
    explained: Mapping[str, Explained]  # by item: the policy's own answer, as it was given
    events: tuple[EventRow, ...]
    messages: tuple[MessageRow, ...]
    photos: tuple[PhotoRow, ...]
    names: Mapping[str, str]  # of members, by id
    postage: Mapping[str, int]  # by item: what is left to be paid back of postage on receipts

    def line(self, item: ItemRow) -> Line | None:
        """This function will return the line of the order that the item is about."""
        return self.order.line(item.item.line_id)


def read_case(shop: ShopRow, number: str, language: Language = ENGLISH) -> CaseFile | None:
    """This function will return the shop's case with that number, or nothing."""
    row = case_numbered(shop.id, number)
    order = order_with(shop.id, row.case.order) if row else None
    if row is None or order is None:
        return None
    kept = decisions_of(shop.id, number)
    events = events_of(shop.id, number)
    messages = messages_of(shop.id, number)
    people = {one.by for one in events} | {one.by for one in messages}
    people |= {item.item.answer.person for item in row.items} | {item.item.proposed_by for item in row.items}
    return CaseFile(
        row=row,
        order=order,
        policy=told_for(shop, policy_with(shop.id, row.case.policy), language).policy,
        explained=_explained(shop, row, kept, language),
        events=events,
        messages=messages,
        photos=photos_of(shop.id, number),
        names=names_of(shop.id, people - {""}),
        postage={
            one.item.id: postage_left(row.case, postage_limit(shop, one, kept.get(one.item.id))) for one in row.items
        },
    )


def _explained(
    shop: ShopRow, row: CaseRow, kept: Mapping[str, DecisionRow], language: Language
) -> dict[str, Explained]:
    """This function will decide once more from what was kept, which gives what was decided then, and explain it."""
    found = {}
    for one in row.items:
        seen = kept.get(one.item.id)
        if seen is not None:
            _, found[one.item.id] = explained_of(shop, seen, one.item.remedy, language)
    return found
