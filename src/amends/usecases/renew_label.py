"""Asking for a new label in place of one that has run out. The old one is never handed out again.

Laws: asked twice, one new label comes; a label that can still be used is not replaced.
"""

from __future__ import annotations

from django.db import transaction

from amends.core.cases.commands import Record
from amends.core.cases.effects import Effect
from amends.core.cases.events import LabelExpired
from amends.core.dates import Instant
from amends.records.outbox import add_effects
from amends.records.parcels import CANCELLING, MADE, label_with, mark_label
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.make_label import items_for_label
from amends.usecases.read_label import LabelGone, LabelMissing


def renew_label(shop: ShopRow, case_number: str, label_id: str, at: Instant, *, by: str) -> bool:
    """This function will have a new label made, and say whether one is on its way; false where the old one still works.

    Raises `LabelMissing`, or `LabelGone` where nothing is to be sent with a label any more.
    """
    with transaction.atomic():
        with acting(shop, case_number, at=at, by=by) as act:
            kept = label_with(shop.id, label_id)
            of_case = next((one for one in act.case.labels if one.id == label_id), None)
            if kept is None or of_case is None:
                raise LabelMissing("there is no such label.")
            if kept.state == MADE and (kept.expires_at is None or kept.expires_at >= at):
                return False
            is_first = not of_case.expired
            if is_first:
                act.do(Record(event=LabelExpired(label=label_id)))
                # The carrier takes back what was never used; `cancel_unused_labels` asks it.
                mark_label(shop.id, label_id, CANCELLING, of={MADE})
            if not items_for_label(act.case, of_case.items):
                raise LabelGone("nothing is to be sent with this label any more.")
        if is_first:
            number = act.row.case.version
            new = Effect(key=f"{number}.label.1", kind="label", body={"event": number, "items": of_case.items})
            add_effects(shop.id, case_number, [new], at)
        return True
