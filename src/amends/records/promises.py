"""The dates that a shop was to keep, and whether it did: what is promised is measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from amends.core.cases.case import Case
from amends.core.cases.log import Happened
from amends.core.cases.states import SHOP_ACTS, State
from amends.core.dates import utc_of
from amends.records import plain_sql

PROMISED = SHOP_ACTS | {State.PAYING}
MESSAGE = "message"  # stands for a state, where the promise is an answer to a message
_ADD = "INSERT INTO records_promise (shop_id, case_number, item_id, number, state, by) VALUES (%s, %s, %s, %s, %s, %s)"
_MEET = """
UPDATE records_promise SET met_at = %s
WHERE shop_id = %s AND case_number = %s AND item_id = %s AND met_at IS NULL
"""


def track_promises(shop_id: str, case_number: str, happened: Sequence[tuple[Happened, Case | None, Case]]) -> None:
    """This function will put down which dates have been met, and which are set now.

    Each event comes with the case before and after it. One promise may bind several states: it is met by the last.
    """
    added: dict[str, tuple[int, str, datetime]] = {}
    for one, before, after in happened:
        moment = utc_of(one.at)
        _track_answer(shop_id, case_number, one, before, after)
        known = {item.id: item for item in before.items} if before else {}
        for item_id, by in one.act_by.items():
            item, earlier = after.item(item_id), known.get(item_id)
            is_promised = item.state in PROMISED and by is not None
            if earlier is not None and earlier.state in PROMISED and earlier.act_by != by:
                added.pop(item_id, None)
                plain_sql.run(_MEET, moment, shop_id, case_number, item_id)
            elif earlier is not None and earlier.state in PROMISED and is_promised:
                continue  # the same date binds the next step, too
            if is_promised and by is not None:
                added[item_id] = (one.number, item.state.value, utc_of(by))
    for item_id, promised in added.items():
        plain_sql.run(_ADD, shop_id, case_number, item_id, *promised)


def _track_answer(shop_id: str, case_number: str, one: Happened, before: Case | None, after: Case) -> None:
    """This function will put down by when a message is to be answered, and that it was."""
    due, now_due = before.answer_by if before else None, after.answer_by
    if due is None and now_due is not None:
        plain_sql.run(_ADD, shop_id, case_number, "", one.number, MESSAGE, utc_of(now_due))
    elif due is not None and now_due is None:
        plain_sql.run(_MEET, utc_of(one.at), shop_id, case_number, "")
