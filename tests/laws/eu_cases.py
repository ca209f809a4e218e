"""What the law of the European Union gives and does not give, rule by rule: just inside, and just outside."""

from __future__ import annotations

from typing import Any

from tests.laws.claims_under_law import A, Case, P, R


def w(rule: str, says: str, came: str | None, asked: str, outcome: str, **more: Any) -> Case:
    """This function will return a withdrawal of a German consumer."""
    known = {name: more.pop(name) for name in ("country", "remedy", "reason", "ordered") if name in more}
    facts = {name.replace("__", "."): value for name, value in more.items()}
    return Case(
        rule, says, known.get("country", "DE"), came, asked, known.get("remedy", "refund"), outcome,
        known.get("reason", "changed_mind"), known.get("ordered", ""), more=facts,
    )  # fmt: skip


def c(rule: str, says: str, came: str, asked: str, remedy: str, outcome: str, **more: Any) -> Case:
    """This function will return a claim of a German consumer that something is wrong."""
    return w(rule, says, came, asked, outcome, remedy=remedy, **{"reason": "defective", **more})


WITHDRAWAL = (
    w("EU-W-01", "the fourteenth day after the receipt", "2026-11-02", "2026-11-16T23:59", A),
    w("EU-W-01", "the fifteenth day after the receipt", "2026-11-02", "2026-11-17T00:01", R),
    w("EU-W-01", "a gift's recipient is no party to the contract", "2026-11-02", "2026-11-03", R,
      claim__by="gift_recipient"),
    w("EU-W-01", "a gift card is no goods", "2026-11-02", "2026-11-03", R, item__category="gift_card"),
    w("EU-W-02", "one parcel came long ago, the last is on its way", "2026-10-01", "2026-11-20", A,
      order__last_delivered_at="not_yet"),
    w("EU-W-02", "one parcel came long ago, the last 14 days ago", "2026-10-01", "2026-11-16", A,
      order__last_delivered_at="2026-11-02T10:00"),
    w("EU-W-02", "the last parcel came 15 days ago", "2026-10-01", "2026-11-17", R,
      order__last_delivered_at="2026-11-02T10:00"),
    w("EU-W-03", "received on 11 December: Christmas and a weekend move the end", "2026-12-11", "2026-12-28T23:59", A),
    w("EU-W-03", "the day after the moved end", "2026-12-11", "2026-12-29T00:01", R),
    w("EU-W-03", "the end falls on a Saturday and moves to Monday", "2026-10-31", "2026-11-16T23:59", A),
    w("EU-W-05", "not told of the right: the last of 380 days", "2025-11-10", "2026-11-25", A,
      order__withdrawal_told=False),
    w("EU-W-05", "not told of the right: the day after", "2025-11-10", "2026-11-26", R, order__withdrawal_told=False),
    w("EU-W-05", "told late: 14 days from being told", "2026-01-05", "2026-11-25", A,
      order__withdrawal_told=False, order__withdrawal_told_at="2026-11-11T09:00"),
    w("EU-W-05", "told late: 15 days from being told", "2026-01-05", "2026-11-26", R,
      order__withdrawal_told=False, order__withdrawal_told_at="2026-11-11T09:00"),
    w("EU-W-06", "nothing is known of its state or packaging", "2026-11-02", "2026-11-05", A),
    w("EU-W-06", "a reason is given that is none of ours to judge", "2026-11-02", "2026-11-05", A, reason="bent"),
    w("EU-W-06", "what is said never to have come is no withdrawal", "2026-11-02", "2026-11-05", R,
      reason="missing_item", item__quantity=1, remedy="cancel"),
    w("EU-W-07", "before it has come", None, "2026-11-05", A),
    w("EU-W-07", "before it was posted it is cancelled", None, "2026-11-05", A, remedy="cancel",
      parcel__shipped_at="not_yet"),
    w("EU-W-07", "once it is posted there is nothing to cancel", None, "2026-11-05", R, remedy="cancel"),
    w("EU-W-13", "it was worn: how much may be kept, a person looks at", "2026-11-11", "2026-11-25", P,
      condition__worn=True),
    w("EU-W-13", "a person has looked at what was worn", "2026-11-02", "2026-11-05", A, condition__worn=True,
      claim__agreed=True),
    w("EU-W-13", "worn, and too late anyway", "2026-11-11", "2026-11-26", R, condition__worn=True),
    w("EU-W-15", "bought in a sale", "2026-11-02", "2026-11-05", A, item__discounted=True),
    w("EU-W-15", "marked as final sale", "2026-11-02", "2026-11-05", A, item__marks=["final_sale"]),
    w("EU-W-15", "a coin, whose price follows a market", "2026-11-02", "2026-11-05", R, item__market_price=True),
    w("EU-W-16", "engraved", "2026-11-02", "2026-11-05", R, item__personalised=True),
    w("EU-W-16", "made to the customer's own measure", "2026-11-02", "2026-11-05", R, item__custom=True),
    w("EU-W-16", "made to measure, before the work began", None, "2026-11-05", R, item__custom=True, remedy="cancel",
      parcel__shipped_at="not_yet"),
    w("EU-W-16", "a ring in a size from the list, made on order", "2026-11-02", "2026-11-05", A, item__custom=False,
      order__production_started_at="2026-10-29T10:00"),
    w("EU-W-17", "a broken seal, and too late anyway", "2026-11-11", "2026-11-26", R, item__sealed=True,
      condition__unsealed=True),
    w("EU-W-17", "earrings without a seal", "2026-11-02", "2026-11-05", A, item__category="earring"),
    w("EU-W-17", "sealed earrings whose seal holds", "2026-11-02", "2026-11-05", A, item__category="earring",
      item__sealed=True, condition__unsealed=False),
    w("EU-W-17", "sealed earrings whose seal was broken", "2026-11-11", "2026-11-25", P, item__category="earring",
      item__sealed=True, condition__unsealed=True),
)  # fmt: skip

WAYS = (
    ("repair", False, "defective"), ("exchange", False, "defective"), ("remake", True, "defective"),
    ("resend", False, "missing_item"),
)  # fmt: skip
CONFORMITY = (
    c("EU-C-01", "the last day of 2 years: a person looks", "2024-11-20", "2026-11-20", "repair", P),
    c("EU-C-01", "the last day of 2 years is a Sunday", "2024-11-22", "2026-11-23", "repair", P),
    c("EU-C-01", "the day after 2 years", "2024-11-19", "2026-11-20", "repair", R),
    c("EU-C-01", "Spain: after 2 years and 11 months", "2023-12-20", "2026-11-20", "repair", P, country="ES"),
    c("EU-C-01", "Ireland: after 5 years", "2022-02-01", "2026-11-20", "repair", P, country="IE",
      ordered="2022-01-20"),
    c("EU-C-02", "within a year it is taken to have been there", "2025-11-20", "2026-11-20", "repair", A),
    c("EU-C-02", "after a year a person looks", "2025-11-19", "2026-11-20", "repair", P),
    c("EU-C-02", "France: it is taken to have been there for 2 years", "2024-11-20", "2026-11-20", "repair", A,
      country="FR"),
    c("EU-C-02", "a loose stone on the last day of the first year", "2025-11-25", "2026-11-25", "repair", A,
      reason="stone_loose"),
    c("EU-C-02", "a loose stone after the first year is the guarantee's", "2025-11-25", "2026-11-26", "repair", R,
      reason="stone_loose"),
    c("EU-C-02", "a loose stone after an accident", "2026-05-20", "2026-11-20", "repair", R, reason="stone_loose",
      claim__cause="accident"),
    c("EU-C-02", "tarnish may lie in the nature of the goods", "2026-10-20", "2026-11-20", "repair", P,
      reason="tarnished"),
    c("EU-C-05", "replacement, as the consumer chooses", "2026-10-20", "2026-11-20", "exchange", A),
    c("EU-C-05", "made for the consumer: made again", "2026-10-20", "2026-11-20", "remake", A, item__custom=True),
    c("EU-C-05", "not made for the consumer: nothing to make again", "2026-10-20", "2026-11-20", "remake", R),
    c("EU-C-05", "another thing was sent: nothing to repair", "2026-10-20", "2026-11-20", "repair", R,
      reason="wrong_item_sent"),
    c("EU-C-05", "something was missing from the parcel", "2026-11-15", "2026-11-20", "resend", A,
      reason="missing_item"),
    c("EU-C-05", "one of what is sold one by one", "2026-11-15", "2026-11-20", "resend", R, reason="only_one_arrived",
      item__sold_as="single", item__quantity=1),
    c("EU-C-05", "one of what is sold as a pair", "2026-11-15", "2026-11-20", "resend", A, reason="only_one_arrived",
      item__sold_as="pair", item__quantity=1),
    c("EU-C-05", "damaged by the consumer", "2026-10-20", "2026-11-20", "repair", R, claim__cause="customer"),
    c("EU-C-07", "the money at the first try: a person looks", "2026-05-20", "2026-11-20", "refund", P),
    c("EU-C-07", "the money after a repair that did not help", "2026-05-20", "2026-11-20", "refund", A,
      item__repaired=1),
    c("EU-C-07", "the money where it was not put right in time", "2026-05-20", "2026-11-20", "refund", A,
      claim__not_put_right=True),
    c("EU-C-07", "one of what is sold one by one", "2026-11-15", "2026-11-20", "refund", R, reason="only_one_arrived",
      item__sold_as="single", item__quantity=1),
    *(c("EU-C-05", "the last day of 2 years", "2024-11-25", "2026-11-25", remedy, P, item__custom=made, reason=reason)
      for remedy, made, reason in WAYS),
    *(c("EU-C-05", "the day after 2 years", "2024-11-25", "2026-11-26", remedy, R, item__custom=made, reason=reason)
      for remedy, made, reason in WAYS),
    *(c("EU-C-07", "after a repair, the last day of 2 years", "2024-11-25", "2026-11-25", remedy, A, item__repaired=1)
      for remedy in ("refund", "partial_refund")),
    *(c("EU-C-07", "after a repair, the day after 2 years", "2024-11-25", "2026-11-26", remedy, R, item__repaired=1)
      for remedy in ("refund", "partial_refund")),
    c("EU-C-07", "a lower price after a repair that did not help", "2026-05-20", "2026-11-20", "partial_refund", A,
      item__repaired=1),
    c("EU-C-08", "a fault that staff call minor does not end the contract", "2026-05-20", "2026-11-20", "refund", R,
      claim__minor=True),
    c("EU-C-08", "a minor fault may lower the price: a person looks", "2026-05-20", "2026-11-20", "partial_refund", P,
      claim__minor=True),
    c("EU-C-10", "the fault was told of and accepted by itself: a person looks", "2026-10-20", "2026-11-20", "repair",
      P, item__fault_told=True),
    c("EU-C-10", "no such fault was told of", "2026-10-20", "2026-11-20", "repair", A),
    c("EU-C-11", "marked as final sale", "2026-10-20", "2026-11-20", "repair", A, item__marks=["final_sale"]),
    c("EU-C-11", "bought before the directive held", "2022-01-02", "2022-11-20", "repair", R, ordered="2021-12-31"),
    c("EU-C-11", "bought on its first day", "2022-01-05", "2022-11-20", "repair", A, ordered="2022-01-01"),
    c("EU-C-12", "repaired, and bought on the day of the new rule: the third year", "2026-08-05", "2029-08-03",
      "repair", P, item__repaired=1, ordered="2026-07-31"),
    c("EU-C-12", "repaired: the third year ends on a Saturday", "2026-08-04", "2029-08-06", "repair", P,
      item__repaired=1, ordered="2026-07-31"),
    c("EU-C-12", "repaired, the fourth year", "2026-08-04", "2029-08-07", "repair", R, item__repaired=1,
      ordered="2026-07-31"),
    c("EU-C-12", "repaired, but bought the day before the new rule", "2026-08-05", "2029-08-03", "repair", R,
      item__repaired=1, ordered="2026-07-30"),
    c("EU-D-01", "not come after 31 days, the 30th a Friday", "2026-11-20", "2026-11-21", "cancel", P,
      reason="not_received", ordered="2026-10-21", parcel__delivered_at="not_yet", order__last_delivered_at="not_yet"),
    c("EU-D-01", "not come after 30 days", "2026-11-20", "2026-11-20", "cancel", R, reason="not_received",
      ordered="2026-10-21", parcel__delivered_at="not_yet", order__last_delivered_at="not_yet"),
    c("EU-D-02", "lost on the way", "2026-11-02", "2026-11-20", "refund", A, reason="not_received",
      parcel__delivered_at="not_yet", order__last_delivered_at="not_yet", parcel__carrier_finding="lost"),
    c("EU-D-02", "nobody knows yet where it is", "2026-11-02", "2026-11-20", "refund", P, reason="not_received",
      parcel__delivered_at="not_yet", order__last_delivered_at="not_yet"),
    c("EU-D-02", "sent to another address than the customer's", "2026-11-02", "2026-11-20", "resend", A,
      reason="sent_elsewhere", parcel__sent_to="another_address"),
    c("EU-D-02", "the carrier proves the delivery", "2026-11-02", "2026-11-20", "refund", R, reason="not_received",
      parcel__carrier_finding="delivered"),
    c("EU-R-01", "called back", "2025-01-10", "2026-11-20", "refund", A, reason="recalled"),
    c("EU-R-01", "called back, bought before the regulation held", "2024-12-15", "2026-11-20", "refund", R,
      reason="recalled", ordered="2024-12-12"),
)  # fmt: skip
