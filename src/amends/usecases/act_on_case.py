"""Acting on a case: one command, one transaction, and all that follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from amends.core.cases.commands import Command
from amends.core.cases.handle import CaseMovedOn, handle
from amends.core.cases.rules import Rules, rules_of
from amends.core.dates import Instant
from amends.core.errors import AmendsError
from amends.records.cases import CaseRow, ItemRow, case_numbered
from amends.records.orders import lock_order
from amends.records.policies import policy_with
from amends.records.shops import ShopRow
from amends.usecases.write_down import write_down


class CaseMissing(AmendsError):
    """The shop has no case with that number."""

    code = "case_missing"


def act_on_case(
    shop: ShopRow,
    number: str,
    command: Command,
    *,
    at: Instant,
    by: str,
    seen: int | None = None,
    changes: Mapping[str, ItemRow] | None = None,
) -> CaseRow:
    """This function will do what the command says, and return the case as it stands then.

    `seen` is the version that whoever acts has looked at: where the case has moved on since, `CaseMovedOn` is raised.
    What the core refuses is raised as it is, and nothing is written.
    """
    with transaction.atomic():
        row = lock_case(shop, number)
        if seen is not None and seen != row.case.version:
            raise CaseMovedOn("somebody else has changed this case since you looked at it.", hint="Look at it again.")
        order = lock_order(shop.id, row.case.order)
        if order is None:
            raise CaseMissing(f"the order of case `{number}` is not there.")
        rules = rules_for(shop, row)
        history, _ = handle(row.case, command, at, by, rules)
        if not history:
            return row
        return write_down(shop, order, row, history, rules, before=row.case, changes=changes)


def lock_case(shop: ShopRow, number: str) -> CaseRow:
    """This function will return the case, and let nobody else change it until the transaction ends.

    The order is locked before the case: opening another case on it waits, and so does this.
    """
    row = case_numbered(shop.id, number)
    if row is None:
        raise CaseMissing(f"there is no case `{number}`.")
    lock_order(shop.id, row.case.order)
    row = case_numbered(shop.id, number, lock=True)
    if row is None:
        raise CaseMissing(f"there is no case `{number}`.")
    return row


def rules_for(shop: ShopRow, row: CaseRow) -> Rules:
    """This function will return the rules under which the case runs: those of the policy that it was opened under."""
    return rules_of(policy_with(shop.id, row.case.policy), shop.desk)
