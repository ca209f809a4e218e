"""Acting on a case: what one person does in one go, in one transaction, and all that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from amends.core.cases.case import Case, Item
from amends.core.cases.commands import Command
from amends.core.cases.events import LOOKS
from amends.core.cases.handle import CaseMovedOn, handle
from amends.core.cases.log import Happened
from amends.core.cases.rules import Rules, rules_of
from amends.core.dates import Instant
from amends.core.engine.verdict import Decision
from amends.core.errors import AmendsError
from amends.core.orders import Order
from amends.core.refunds.claimed import Figures
from amends.records.cases import CaseRow, ItemRow, LineTaken, add_decision, case_numbered
from amends.records.events import history_of
from amends.records.orders import lock_order_of
from amends.records.policies import policy_with
from amends.records.shops import ShopRow
from amends.usecases.write_down import write_down


class CaseMissing(AmendsError):
    """The shop has no case with that number."""

    code = "case_missing"


class UnitsTaken(AmendsError):
    """Another case holds the units by now."""

    code = "units_taken"


@dataclass
class Acting:
    """A case in hand, locked: commands are handled one after the other, and written down together at the end."""

    shop: ShopRow
    row: CaseRow  # as it was
    order: Order  # may be replaced by one that was changed and kept
    rules: Rules
    at: Instant
    by: str
    case: Case
    history: list[Happened] = field(default_factory=list)
    changes: dict[str, ItemRow] = field(default_factory=dict)  # rows of items whose money or wish has changed
    decisions: list[tuple[str, int, Decision, Figures | None]] = field(default_factory=list)

    def do(self, command: Command) -> None:
        """This function will handle the command; what the core refuses is raised, and nothing at all is written."""
        happened, self.case = handle(self.case, command, self.at, self.by, self.rules)
        self.history += happened

    def item(self, item_id: str) -> Item:
        """This function will return the item as it stands now."""
        if all(one.id != item_id for one in self.case.items):
            raise CaseMissing(f"case `{self.row.number}` has no item `{item_id}`.")
        return self.case.item(item_id)

    def row_of(self, item_id: str) -> ItemRow:
        """This function will return what is kept of the item beside its events, as it will be."""
        return self.changes[item_id] if item_id in self.changes else self.row.item(item_id)

    def keep(self, item_id: str, decision: Decision, figures: Figures | None = None) -> None:
        """This function will keep what was decided with the event that has just happened, and what its amount is of."""
        self.decisions.append((item_id, self.case.version, decision, figures))


@contextmanager
def acting(shop: ShopRow, number: str, *, at: Instant, by: str, seen: int | None = None) -> Iterator[Acting]:
    """This function will lock the case, let the caller give commands, and write down what happened, once.

    `seen` is the version that whoever acts has looked at: where the case has moved on since, `CaseMovedOn` is raised.
    `act.row` holds the case as it was kept, when all is done.
    """
    with transaction.atomic():
        row, order = _locked(shop, number)
        if seen is not None and _has_moved_on(shop, row, seen):
            raise CaseMovedOn("somebody else has changed this case since you looked at it.", hint="Look at it again.")
        act = Acting(shop, row, order, rules_for(shop, row), at, by, row.case)
        yield act
        if act.history:
            act.row = _written(act)


def _has_moved_on(shop: ShopRow, row: CaseRow, seen: int) -> bool:
    if seen == row.case.version:
        return False
    since = (one.event for one in history_of(shop.id, row.number) if one.number > seen)
    return seen > row.case.version or not all(isinstance(one, LOOKS) for one in since)


def act_on_case(shop: ShopRow, number: str, command: Command, *, at: Instant, by: str) -> CaseRow:
    """This function will do what the command says, and return the case as it stands then (see `acting`)."""
    with acting(shop, number, at=at, by=by) as act:
        act.do(command)
    return act.row


def _written(act: Acting) -> CaseRow:
    before = act.row.case
    try:
        row = write_down(act.shop, act.order, act.row, act.history, act.rules, before=before, changes=act.changes)
    except LineTaken as error:
        raise UnitsTaken(
            "another case holds these pieces by now.", hint="Look at the other cases of the order."
        ) from error
    for item_id, event_number, decision, figures in act.decisions:
        add_decision(act.shop.id, row.number, item_id, event_number, decision, figures)
    return row


def lock_case(shop: ShopRow, number: str) -> CaseRow:
    """This function will return the case, and let nobody else change it until the transaction ends.

    The order is locked before the case: opening another case on it waits, and so does this.
    """
    return _locked(shop, number)[0]


def _locked(shop: ShopRow, number: str) -> tuple[CaseRow, Order]:
    order = lock_order_of(shop.id, number)
    row = case_numbered(shop.id, number, lock=True) if order is not None else None
    if order is None or row is None:
        raise CaseMissing(f"there is no case `{number}`.")
    return row, order


def rules_for(shop: ShopRow, row: CaseRow) -> Rules:
    """This function will return the rules under which the case runs: those of the policy that it was opened under."""
    return rules_of(policy_with(shop.id, row.case.policy), shop.desk)
