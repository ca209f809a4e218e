"""Showing a case to whoever opened it: how each item stands and stood, and its decision, decided once more.

As many queries however long the case is. Nothing is shown to anybody but the one in whose name the case was opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amends.core.cases.case import Item
from amends.core.cases.log import Happened
from amends.core.cases.stages import Stage, stages_of
from amends.core.claims import Piece, pieces_of
from amends.core.engine.explained import Explained
from amends.core.engine.verdict import Decision
from amends.core.errors import AmendsError
from amends.core.orders import Line, Order
from amends.core.policy.tree import Policy
from amends.core.refunds.terms import UNSAID, Terms
from amends.languages import Language, language_named, nearest
from amends.records.beside import LabelRow, SightingRow, labels_of, sightings_of
from amends.records.case_file import MessageRow, PhotoRow, messages_of, photos_of
from amends.records.cases import CaseRow, DecisionRow, ItemRow, case_with, decisions_of
from amends.records.credits import CreditRow, credits_of
from amends.records.events import history_of
from amends.records.orders import order_with
from amends.records.payouts import DueRow, open_dues_of
from amends.records.policies import policy_with, told_for
from amends.records.shops import ShopRow
from amends.usecases.decision_of import explained_of


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item with everything that the page says about it."""

    row: ItemRow
    line: Line
    piece: Piece | None  # nothing, where the goods have been parted into parcels since
    decision: Decision | None
    explained: Explained | None  # the policy's own answer; a person may have given another
    stages: tuple[Stage, ...]

    @property
    def item(self) -> Item:
        """This property will hold the item itself."""
        return self.row.item

    @property
    def terms(self) -> Terms:
        """This property will hold the terms that were decided."""
        verdict = self.decision.verdicts.get(self.item.remedy) if self.decision else None
        return verdict.terms if verdict else UNSAID


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with everything that its page says."""

    row: CaseRow
    order: Order
    policy: Policy
    items: tuple[ShownItem, ...]
    history: tuple[Happened, ...]
    labels: tuple[LabelRow, ...]
    dues: Mapping[tuple[str, str], DueRow]
    credits: tuple[CreditRow, ...]
    sightings: tuple[SightingRow, ...]
    messages: tuple[MessageRow, ...]
    photos: tuple[PhotoRow, ...]
    language: Language  # that everything here is said in

    def item(self, item_id: str) -> ShownItem | None:
        """This function will return the item with that id, if there is one."""
        return next((one for one in self.items if one.item.id == item_id), None)


def own_case(shop: ShopRow, number: str, found_by: Mapping[str, str]) -> CaseRow | None:
    """This function will return the case where it is the visitor's own, or nothing.

    `found_by` are the orders that the visitor has found, each with the name in which: buyer or gift recipient.
    """
    row = case_with(shop.id, number, found_by)
    return row if row is not None and row.case.by == found_by[row.case.order] else None


def show_case(
    shop: ShopRow, number: str, found_by: Mapping[str, str], language: Language | None = None
) -> ShownCase | None:
    """This function will return the visitor's own case with all that belongs to it, or nothing (see `own_case`).

    It is told in the given language, or in that of the case.
    """
    row = own_case(shop, number, found_by)
    order = order_with(shop.id, row.case.order) if row else None
    if row is None or order is None:
        return None
    told_in = language or language_named(nearest([row.language, shop.language]))
    history, kept = history_of(shop.id, row.number), decisions_of(shop.id, row.number)
    pieces, lines = _pieces(order), {line.id: line for line in order.lines}
    trackings = {one.item.tracking_out for one in row.items} | {one.item.tracking_back for one in row.items}
    trackings |= {one.tracking for one in row.case.labels}
    dues = open_dues_of(shop.id, row.number) if any(one.item.dues for one in row.items) else ()
    return ShownCase(
        row=row,
        order=order,
        policy=told_for(shop, policy_with(shop.id, row.case.policy), told_in).policy,
        items=tuple(
            _item(
                told_in,
                shop,
                one,
                (lines[one.item.line_id], pieces.get(one.item.piece_id)),
                _decided(row, one, kept),
                history,
            )
            for one in row.items
            if one.item.line_id in lines
        ),
        history=history,
        labels=labels_of(shop.id, row.number),
        dues={(one.item_id, one.due_id): one for one in dues},
        credits=credits_of(shop.id, row.number) if any(one.item.credits for one in row.items) else (),
        sightings=sightings_of(shop.id, trackings),
        messages=messages_of(shop.id, row.number),
        photos=photos_of(shop.id, row.number),
        language=told_in,
    )


def terms_of(shop: ShopRow, row: CaseRow) -> dict[str, Terms]:
    """This function will return the terms that were decided, by item, as they are kept: nothing is decided again."""
    kept = decisions_of(shop.id, row.number)
    decided = {one.item.id: (_decided(row, one, kept), one.item.remedy) for one in row.items}
    terms = {name: one.terms_of(remedy) for name, (one, remedy) in decided.items() if one is not None}
    return {name: one for name, one in terms.items() if one is not None}


def _pieces(order: Order) -> dict[str, Piece]:
    try:
        return {one.id: one for one in pieces_of(order)}
    except AmendsError:
        return {}  # an order that has come to contradict itself since


def _decided(row: CaseRow, one: ItemRow, kept: Mapping[str, DecisionRow]) -> DecisionRow | None:
    """What was not accepted of an item goes on as an item of its own, which rests on the same decision."""
    if one.item.id in kept:
        return kept[one.item.id]
    same = (other for other in row.items if other.item.piece_id == one.item.piece_id and other.item.id in kept)
    return next((kept[other.item.id] for other in same if other.item.remedy == one.item.remedy), None)


def _item(
    language: Language,
    shop: ShopRow,
    row: ItemRow,
    sold: tuple[Line, Piece | None],
    kept: DecisionRow | None,
    history: tuple[Happened, ...],
) -> ShownItem:
    item = row.item
    decision = explained = None
    if kept is not None:
        decision, explained = explained_of(shop, kept, item.remedy, language)
    verdict = decision.verdicts.get(item.remedy) if decision else None
    shop_pays = verdict is not None and verdict.terms.return_postage == "shop"
    stages = stages_of(history, item.id, shop_pays=shop_pays, tellings=language.tellings)
    return ShownItem(row, *sold, decision, explained, stages)
