"""Giving labels back whose goods are not sent any more: the wish was taken back, refused, or ran out.

Laws: a label is given back once, whoever asks for it again; one whose parcel a carrier has seen is never given back;
the case stops naming the label before the carrier is told, so that nobody is shown one that does not work.
"""

from __future__ import annotations

import logging

from amends.core.cases.commands import Record
from amends.core.cases.events import LabelExpired
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.ports.answers import Declined, NotNow, Unclear
from amends.ports.carriers import Carrier
from amends.records.parcels import (
    CANCELLED,
    CANCELLING,
    EXPIRED,
    MADE,
    USED,
    KeptLabel,
    labels_in_state,
    labels_left_over,
    mark_label,
    was_seen,
)
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting

_log = logging.getLogger("amends.parcels")
_MOST = 200  # labels that one round looks at


def cancel_unused_labels(shop: ShopRow, carrier: Carrier, at: Instant) -> int:
    """This function will give back every label that cannot be used any more, and return how many it was.

    What the carrier cannot do now is tried in the next round.
    """
    given = 0
    for one in labels_in_state(shop.id, {CANCELLING}, _MOST):
        given += _tried(shop, one, carrier)
    for one in labels_left_over(shop.id, _MOST):
        if _let_go(shop, one, at):
            given += _tried(shop, one, carrier)
    return given


def give_back(shop: ShopRow, label_id: str, carrier: Carrier) -> None:
    """This function will give a label back to the carrier that the case does not name any more."""
    label = carrier.find_label(carrier_key(shop, label_id))
    state = CANCELLED
    if label is not None:
        try:
            carrier.cancel_label(label)
        except Declined as error:
            _log.warning("label %s of %s is not taken back: %s", label_id, shop.id, error.what)
            state = EXPIRED  # it was paid for, and nobody uses it
    mark_label(shop.id, label_id, state, of={CANCELLING})


def carrier_key(shop: ShopRow, label_id: str) -> str:
    """This function will return the key that the carrier knows: two shops may share one account and a case's number."""
    return f"{shop.id}.{label_id}"


def _let_go(shop: ShopRow, label: KeptLabel, at: Instant) -> bool:
    with acting(shop, label.case_number, at=at, by="carrier") as act:
        named = next((one.items for one in act.case.labels if one.id == label.id and not one.expired), ())
        items = [one for one in act.case.items if one.id in named]
        if any(State.TO_SEND in one.left or State.ON_ITS_WAY in one.left for one in items):
            return False  # somebody was quicker
        if any(one.received for one in items) or was_seen(shop.id, label.tracking):
            mark_label(shop.id, label.id, USED, of={MADE})
            return False
        if not mark_label(shop.id, label.id, CANCELLING, of={MADE}):
            return False
        act.do(Record(event=LabelExpired(label=label.id)))
    return True


def _tried(shop: ShopRow, label: KeptLabel, carrier: Carrier) -> bool:
    try:
        give_back(shop, label.id, carrier)
    except (NotNow, Unclear) as error:
        _log.warning("label %s of %s is given back later: %s", label.id, shop.id, error.what)
        return False
    return True
