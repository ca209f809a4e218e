"""What must happen outside because of an event: mails, labels, payments. Each is a row of the outbox, with its own key.

Laws: the same event asks for the same effects under the same keys; a key names one effect for ever, so doing an effect
twice can be told from doing two effects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.case import Case
from amends.core.cases.dues import return_id
from amends.core.cases.log import Happened, kind_of
from amends.core.cases.states import State
from amends.core.cases.values import Answer

EffectKind = Literal["mail", "alert", "label", "payment_page", "withdraw_page", "payout"]

# Which events a customer hears of at once, and which the shop's own people do. The names are those of the mails.
MAILS = (
    "case_opened", "answered", "investigation_opened", "customs_held", "customs_reminded", "offer_made", "quote_made",
    "due_paid", "due_returned", "label_made", "received", "turned_down", "paid_out", "credit_given", "work_started",
    "piece_sent", "change_done", "change_failed", "withdrawn", "expired", "reminded", "message_sent", "given_up",
    "payout_delayed", "withdrawal", "less_kept", "postage_paid",
    "postage_taken_back",
)  # fmt: skip
ALERTS = (
    "ran_late", "payout_failed", "give_back_failed", "refund_seen", "dispute_seen", "mail_bounced", "message_received",
)  # fmt: skip
RETURN = "return"  # in a payout's body, for what the core cannot name: the payout's id without the case's number


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that must happen outside; `key` is unique in the shop once the case's number stands before it."""

    key: str
    kind: EffectKind
    body: Mapping[str, Any] = field(default_factory=dict)


def effects_of(happened: Happened, before: Case | None, after: Case) -> tuple[Effect, ...]:
    """This function will return what the event asks for; `before` and `after` are the case on either side of it."""
    event, number = happened.event, happened.number
    found = [*_mails(event, before, after), *_labels(event, after), *_money(event)]
    return tuple(
        Effect(key=f"{number}.{kind}.{place}", kind=kind, body={"event": number, **body})
        for place, (kind, body) in enumerate(found, 1)
    )


def _mails(event: e.Event, before: Case | None, after: Case) -> Iterator[tuple[EffectKind, dict[str, Any]]]:
    kind = kind_of(event)
    item_id = getattr(event, "item", "")
    if kind in ALERTS:
        yield "alert", {"what": kind, "item": item_id}
    stage = _stage(event, kind, before, after)
    if stage:
        yield "mail", {"stage": stage, "item": item_id}


def _stage(event: e.Event, kind: str, before: Case | None, after: Case) -> str:
    match event:
        case e.CaseOpened(channel="withdrawal"):
            return "withdrawal"
        case e.Inspected(turned_down=down):
            return "turned_down" if down else "less_kept" if event.kept_minor else ""
        case m.PayoutDone(item=item_id):
            item = after.item(item_id)
            return "paid_out" if before and State.PAYING in before.item(item_id).left and _is_paid(item.left) else ""
        case m.PayoutFailed():
            return "payout_delayed"
    return kind if kind in MAILS else ""


def _is_paid(left: tuple[State, ...]) -> bool:
    return State.PAYING not in left and State.TO_APPROVE not in left


def _labels(event: e.Event, after: Case) -> Iterator[tuple[EffectKind, dict[str, Any]]]:
    match event:
        case e.CaseOpened(items=items):
            wanted = tuple(one.id for one in items if _needs_label(one.answer))
            if wanted:
                yield "label", {"items": wanted}
        case e.Answered(item=item_id, answer=answer) if _needs_label(answer):
            item = after.item(item_id)
            has_one = any(item_id in one.items and not one.expired for one in after.labels)
            if State.TO_SEND in item.left and not has_one:
                yield "label", {"items": (item_id,)}


def _needs_label(answer: Answer) -> bool:
    return answer.outcome == "accepted" and answer.label == "prepaid" and State.TO_SEND in answer.left


def _money(event: e.Event) -> Iterator[tuple[EffectKind, dict[str, Any]]]:
    match event:
        case m.DueRaised(item=item_id, due=due):
            yield "payment_page", {"item": item_id, "due": due}
        case m.DueCancelled(item=item_id, due=due):
            yield "withdraw_page", {"item": item_id, "due": due}
        case m.DueReturned(due=due, part=part):  # it belongs to no item, as everything that nobody owed
            yield "payout", {"item": "", RETURN: return_id(due, part)}
        case m.RefundApproved(item=item_id, pays=pays):
            for one in pays:
                if not one.by_hand:
                    yield "payout", {"item": item_id, "pay": one.id}
