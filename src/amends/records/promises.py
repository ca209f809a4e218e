"""The dates that a shop was to keep, and whether it did: what is promised is measured."""

from __future__ import annotations

from collections.abc import Sequence

from amends.core.cases.case import Case
from amends.core.cases.log import Happened
from amends.core.cases.states import SHOP_ACTS, State
from amends.core.dates import datetime_of, zone_named
from amends.records import models

_UTC = zone_named("UTC")
PROMISED = SHOP_ACTS | {State.PAYING}
MESSAGE = "message"  # stands for a state, where the promise is an answer to a message


def track_promises(shop_id: str, case_number: str, happened: Sequence[tuple[Happened, Case | None, Case]]) -> None:
    """This function will put down which dates have been met, and which are set now.

    Each event comes with the case before and after it. One promise may bind several states: it is met by the last.
    """
    added: dict[str, models.Promise] = {}
    for one, before, after in happened:
        moment = datetime_of(one.at, _UTC)
        _track_answer(shop_id, case_number, one, before, after)
        known = {item.id: item for item in before.items} if before else {}
        for item_id, by in one.act_by.items():
            item, earlier = after.item(item_id), known.get(item_id)
            is_promised = item.state in PROMISED and by is not None
            if earlier is not None and earlier.state in PROMISED and earlier.act_by != by:
                added.pop(item_id, None)
                open_ones = models.Promise.objects.filter(shop_id=shop_id, case_number=case_number, item_id=item_id)
                open_ones.filter(met_at=None).update(met_at=moment)
            elif earlier is not None and earlier.state in PROMISED and is_promised:
                continue  # the same date binds the next step, too
            if is_promised and by is not None:
                added[item_id] = models.Promise(
                    shop_id=shop_id, case_number=case_number, item_id=item_id, number=one.number,
                    state=item.state.value, by=datetime_of(by, _UTC),
                )  # fmt: skip
    models.Promise.objects.bulk_create(added.values())


def _track_answer(shop_id: str, case_number: str, one: Happened, before: Case | None, after: Case) -> None:
    """This function will put down by when a message is to be answered, and that it was."""
    due, now_due = before.answer_by if before else None, after.answer_by
    if due is None and now_due is not None:
        models.Promise.objects.create(
            shop_id=shop_id, case_number=case_number, item_id="", number=one.number, state=MESSAGE,
            by=datetime_of(now_due, _UTC),
        )  # fmt: skip
    elif due is not None and now_due is None:
        rows = models.Promise.objects.filter(shop_id=shop_id, case_number=case_number, item_id="", met_at=None)
        rows.update(met_at=datetime_of(one.at, _UTC))
