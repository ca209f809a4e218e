"""The named points at which processes are killed: the step of a walk, the function, and which side of it.

A point that is never met is a failure of the trial: the table has to keep up with the code.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.robustness.killing import Point

COMMIT = "django.db.backends.base.base:BaseDatabaseWrapper.commit"
SEND = "stripe._http_client:RequestsClient._request_internal"
ANSWER = "http.client:HTTPConnection.getresponse"


@dataclass(frozen=True)
class Named:
    """A point within a step of a journey."""

    journey: str
    step: str
    point: Point

    @property
    def name(self) -> str:
        """This property will hold what people call it."""
        return f"{self.journey}, {self.step}: {self.point.name}"


def _of(journey: str, step: str, *points: tuple[str, str, str] | tuple[str, str, str, int]) -> tuple[Named, ...]:
    return tuple(Named(journey, step, Point(name, where, when, *nth)) for name, where, when, *nth in points)  # type: ignore[arg-type]


_CASES = "amends.records.cases:"
_OUTBOX = "amends.records.outbox:"
POINTS: tuple[Named, ...] = (
    *_of(
        "refund", "open",
        ("before the order is locked", "amends.records.orders:lock_order", "call"),
        ("decided, nothing kept", "amends.usecases.open_case:_keep", "call"),
        ("the case is written", f"{_CASES}add_case", "return"),
        ("its pieces are held", f"{_CASES}claim_units", "return"),
        ("its mails are in the outbox", f"{_OUTBOX}add_effects", "return"),
        ("its events are written", "amends.records.events:add_events", "return"),
        ("before the commit", COMMIT, "call"),
        ("committed, nobody told", COMMIT, "return"),
    ),
    *_of(
        "refund", "receive",
        ("before the case is locked", "amends.usecases.act_on_case:_locked", "call"),
        ("before the commit", COMMIT, "call"),
        ("committed, nobody told", COMMIT, "return"),
    ),
    *_of(
        "refund", "approve",
        ("the payment's room is taken", "amends.records.money:_take", "return", 2),
        ("payouts and ledger are written", "amends.records.money:book_money", "return"),
        ("the payouts are in the outbox", f"{_OUTBOX}add_effects", "return"),
        ("before the commit", COMMIT, "call"),
        ("committed, nobody told", COMMIT, "return"),
    ),
    *_of(
        "refund", "payout",
        ("before it is taken in hand", f"{_OUTBOX}take_effect", "call"),
        ("taken in hand", f"{_OUTBOX}take_effect", "return"),
        ("before the provider is asked whether it was paid", SEND, "call"),
        ("looked up", SEND, "return"),
        ("before it is sent", SEND, "call", 3),
        ("sent, not answered", ANSWER, "call", 3),
        ("answered, not read", SEND, "return", 3),
        ("answered, not kept", "amends.integrations.stripe.client:StripePayments.refund", "return"),
        ("kept, not committed", COMMIT, "call"),
        ("committed, the effect not marked", COMMIT, "return"),
        ("before the effect is marked", f"{_OUTBOX}mark_done", "call"),
        ("marked", f"{_OUTBOX}mark_done", "return"),
    ),
    *_of(
        "label", "label",
        ("before the carrier is asked", "amends.usecases.make_label:_made", "call"),
        ("made, not kept", "amends.usecases.make_label:_put_down", "call"),
        ("kept, the case not told", "amends.records.parcels:add_label", "return"),
        ("before the commit", COMMIT, "call"),
        ("committed, the effect not marked", COMMIT, "return"),
    ),
    *_of(
        "label", "mail",
        ("before it is written", "amends.usecases.send_mail:send_mail", "call"),
        ("sent, the effect not marked", f"{_OUTBOX}mark_done", "call"),
    ),
    *_of(
        "exchange", "open",
        ("what is due is written", "amends.records.money:book_money", "return", 2),
        ("before the commit", COMMIT, "call"),
    ),
    *_of(
        "exchange", "payment_page",
        ("before it is asked for", SEND, "call"),
        ("asked for, not answered", ANSWER, "call"),
        ("answered, not kept", "amends.integrations.stripe.client:StripePayments.ask_payment", "return"),
        ("kept, the effect not marked", f"{_OUTBOX}mark_done", "call"),
    ),
    *_of(
        "fee", "webhook",
        ("it comes in", "amends.webhooks.payments:hear", "call"),
        ("put down, not followed up", "amends.usecases.hear_payment:follow_up", "call"),
        ("the page was read again", "amends.usecases.take_payment:take_payment", "call"),
        ("what was due is paid, not committed", COMMIT, "call"),
        ("committed, the message not marked", "amends.records.told:mark_told", "call"),
        ("done, not answered", "amends.webhooks.payments:hear", "return"),
    ),
    *_of(
        "pending", "webhook",
        ("before the refund is read again", "amends.usecases.hear_payment:follow_up", "call"),
        ("read again", "amends.usecases.hear_payment:hear_refund", "call"),
        ("the payout is done, not committed", COMMIT, "call"),
        ("committed, the message not marked", "amends.records.told:mark_told", "call"),
        ("marked", "amends.records.told:mark_told", "return"),
    ),
    *_of(
        "pending", "payout",
        ("answered that it takes time, not kept", "amends.records.payouts:mark_payout", "call", 2),
        ("kept that it takes time", "amends.records.payouts:mark_payout", "return", 2),
    ),
    *_of(
        "withdrawn", "withdraw",
        ("what goes back is booked", "amends.records.money:_return", "return"),
        ("its payout is in the outbox", f"{_OUTBOX}add_effects", "return"),
        ("before the commit", COMMIT, "call"),
        ("committed, nobody told", COMMIT, "return"),
    ),
    *_of(
        "withdrawn", "payout",
        ("before it is sent", SEND, "call"),
        ("sent, not answered", ANSWER, "call"),
        ("answered, not kept", "amends.integrations.stripe.client:StripePayments.refund", "return"),
        ("kept, not committed", COMMIT, "call"),
        ("committed, the effect not marked", f"{_OUTBOX}mark_done", "call"),
    ),
    *_of(
        "exchange", "post",
        ("before the commit", COMMIT, "call"),
        ("committed, nobody told", COMMIT, "return"),
    ),
    *_of(
        "credit", "inspect",
        ("what was found is written", "amends.records.events:add_events", "return"),
        ("committed, nobody told", COMMIT, "return"),
    ),
    *_of(
        "credit", "approve",
        ("the credit is written", "amends.records.money:_give_credit", "return"),
        ("before the commit", COMMIT, "call"),
        ("committed, nobody told", COMMIT, "return"),
    ),
    *_of(
        "timers", "ring",
        ("the date is read", "amends.records.timers:first_due", "return"),
        ("rung, the date still there", "amends.records.timers:drop_timer", "call"),
        ("before the commit", COMMIT, "call"),
        ("committed", COMMIT, "return"),
    ),
)  # fmt: skip
