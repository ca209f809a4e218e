"""What the other laws give and do not give, rule by rule: just inside, and just outside."""

from __future__ import annotations

from typing import Any

from tests.laws.claims_under_law import A, Case, P, R
from tests.laws.eu_cases import WAYS


def claim(
    rule: str, country: str, says: str, days: tuple[str | None, str], remedy: str, outcome: str, **more: Any
) -> Case:
    """This function will return a claim of a consumer there; `days`: when it came, and when it is asked."""
    known = {name: more.pop(name) for name in ("reason", "ordered", "region") if name in more}
    facts = {name.replace("__", "."): value for name, value in more.items()}
    return Case(
        rule, says, country, days[0], days[1], remedy, outcome, known.get("reason", "changed_mind"),
        known.get("ordered", ""), known.get("region", ""), facts,
    )  # fmt: skip


WEEK = ("2026-11-13", "2026-11-20")
YEAR = ("2025-11-19", "2026-11-20")

UNITED_KINGDOM = (
    claim("UK-W-01", "GB", "the fourteenth day", ("2026-12-11", "2026-12-25T23:59"), "refund", A),
    claim("UK-W-01", "GB", "Christmas does not move the end", ("2026-12-11", "2026-12-26T00:01"), "refund", R),
    claim("UK-W-01", "GB", "before it has come", (None, "2026-11-20"), "refund", A),
    claim("UK-W-01", "GB", "before it was posted", (None, "2026-11-20"), "cancel", A, parcel__shipped_at="not_yet"),
    claim("UK-W-02", "GB", "not told of the right: the last of 380 days", ("2025-11-10", "2026-11-25"), "refund", A,
          order__withdrawal_told=False),
    claim("UK-W-02", "GB", "not told of the right: the day after", ("2025-11-10", "2026-11-26"), "refund", R,
          order__withdrawal_told=False),
    claim("UK-W-02", "GB", "told of it, after a year", YEAR, "refund", R),
    claim("UK-W-03", "GB", "engraved", WEEK, "refund", R, item__personalised=True),
    claim("UK-W-03", "GB", "sealed, and the seal broken", WEEK, "refund", R, item__sealed=True,
          condition__unsealed=True),
    claim("UK-W-03", "GB", "earrings in a sale", WEEK, "refund", A, item__category="earring", item__discounted=True),
    claim("UK-W-06", "GB", "worn", ("2026-11-11", "2026-11-25"), "refund", P, condition__worn=True),
    claim("UK-W-06", "GB", "worn, and too late", ("2026-11-11", "2026-11-26"), "refund", R, condition__worn=True),
    claim("UK-C-01", "GB", "a slight scratch", ("2026-10-21", "2026-11-20"), "refund", A, reason="slight_scratch"),
    claim("UK-C-02", "GB", "the thirtieth day to reject", ("2026-10-21", "2026-11-20T23:59"), "refund", A,
          reason="defective"),
    claim("UK-C-02", "GB", "the day after: a person looks whether it is too serious", ("2026-10-20", "2026-11-20"),
          "refund", P, reason="defective"),
    claim("UK-C-02", "GB", "tarnish may lie in the nature of the goods", ("2026-10-21", "2026-11-20"), "refund", P,
          reason="tarnished"),
    claim("UK-C-02", "GB", "the customer broke it", ("2026-10-21", "2026-11-20"), "refund", R, reason="defective",
          claim__cause="customer"),
    claim("UK-C-03", "GB", "a repair in the first half year", ("2026-05-20", "2026-11-20"), "repair", A,
          reason="defective"),
    claim("UK-C-03", "GB", "a replacement in the first half year", ("2026-05-20", "2026-11-20"), "exchange", A,
          reason="defective"),
    claim("UK-C-03", "GB", "another product instead", ("2026-05-20", "2026-11-20"), "exchange", R,
          reason="defective", wanted__same_product=False, wanted__another_option=True),
    claim("UK-C-03", "GB", "made again", ("2026-05-20", "2026-11-20"), "remake", A, reason="defective",
          item__custom=True),
    claim("UK-C-03", "GB", "rejected after one repair", ("2026-05-20", "2026-11-20"), "refund", A, reason="defective",
          item__repaired=1),
    claim("UK-C-03", "GB", "what was missing", WEEK, "resend", A, reason="missing_item"),
    *(claim("UK-C-03", "GB", "the last day of 6 years", ("2020-11-25", "2026-11-25"), remedy, P, item__custom=made,
            reason=reason) for remedy, made, reason in WAYS),
    *(claim("UK-C-03", "GB", "the day after 6 years", ("2020-11-25", "2026-11-26"), remedy, R, item__custom=made,
            reason=reason) for remedy, made, reason in WAYS),
    claim("UK-C-03", "GB", "after a repair, the last day of 6 years", ("2020-11-25", "2026-11-25"), "refund", A,
          reason="defective", item__repaired=1),
    claim("UK-C-03", "GB", "after a repair, the day after", ("2020-11-25", "2026-11-26"), "refund", R,
          reason="defective", item__repaired=1),
    *(claim("UK-C-03", "GB", "one of what is sold one by one", WEEK, remedy, R, reason="only_one_arrived",
            item__sold_as="single", item__quantity=1) for remedy in ("resend", "refund")),
    claim("UK-C-04", "GB", "the day after half a year: a person looks", ("2026-05-19", "2026-11-20"), "repair", P,
          reason="defective"),
    claim("UK-C-04", "GB", "a clasp in the first half year", ("2026-05-20", "2026-11-20"), "repair", A,
          reason="clasp_broken"),
    claim("UK-C-04", "GB", "a clasp after it", ("2026-05-19", "2026-11-20"), "repair", R, reason="clasp_broken"),
    claim("UK-D-01", "GB", "lost on the way", (None, "2026-11-20"), "refund", A, reason="not_received",
          parcel__carrier_finding="lost"),
    claim("UK-D-01", "GB", "nobody knows where it is", (None, "2026-11-20"), "resend", P, reason="not_received"),
    claim("UK-D-01", "GB", "the carrier proves the delivery", WEEK, "refund", R, reason="not_received",
          parcel__carrier_finding="delivered"),
    claim("UK-D-01", "GB", "not come after 31 days", (None, "2026-11-20"), "cancel", P, reason="not_received",
          ordered="2026-10-20"),
    claim("UK-D-01", "GB", "not come after 30 days", (None, "2026-11-20"), "cancel", R, reason="not_received",
          ordered="2026-10-21"),
)  # fmt: skip

FAR = (
    claim("AU-W-01", "AU", "a change of mind on the first day", ("2026-11-19", "2026-11-20"), "refund", R),
    claim("AU-C-03", "AU", "a fault on the first day: a person looks which remedy", WEEK, "repair", P,
          reason="defective"),
    claim("AU-C-03", "AU", "a person agrees", WEEK, "repair", A, reason="defective", claim__agreed=True),
    claim("AU-C-03", "AU", "something was missing: a person looks", WEEK, "resend", P, reason="missing_item"),
    claim("AU-C-03", "AU", "the customer broke it", WEEK, "repair", R, reason="defective", claim__cause="customer"),
    claim("AU-C-04", "AU", "not put right in a reasonable time", ("2026-05-20", "2026-11-20"), "refund", A,
          reason="defective", claim__not_put_right=True),
    claim("AU-C-04", "AU", "it may be a major fault: a person looks", WEEK, "refund", P, reason="defective"),
    claim("AU-C-04", "AU", "the money back for what was worn out", WEEK, "refund", R, reason="defective",
          claim__cause="wear"),
    claim("AU-C-04", "AU", "the same again", WEEK, "exchange", P, reason="defective"),
    claim("AU-C-04", "AU", "another product instead", WEEK, "exchange", R, reason="defective",
          wanted__same_product=False, wanted__another_option=True),
    claim("AU-C-04", "AU", "keep it for a part of the price", WEEK, "partial_refund", P, reason="defective"),
    claim("AU-C-02", "AU", "a chain that broke after 8 months", ("2026-03-20", "2026-11-20"), "repair", P,
          reason="chain_broken"),
    claim("AU-C-02", "AU", "a chain that broke by accident", ("2026-03-20", "2026-11-20"), "repair", R,
          reason="chain_broken", claim__cause="accident"),
    claim("AU-C-07", "AU", "a fault after 3 years: no fixed number of days", ("2023-11-20", "2026-11-20"), "repair", P,
          reason="defective"),
    claim("US-D-01", "US", "not posted in the time that was stated", (None, "2026-11-20"), "cancel", A,
          parcel__shipped_at="not_yet", parcel__late=True),
    claim("US-D-01", "US", "not posted yet, and not late", (None, "2026-11-20"), "cancel", R,
          parcel__shipped_at="not_yet"),
    claim("US-CA-01", "US", "the terms were not shown: the thirtieth day", ("2026-10-25", "2026-11-20"), "refund", A,
          region="CA", ordered="2026-10-21", order__terms_shown=False, condition__worn=False, condition__used=False,
          condition__undamaged=True, item__marks=[]),
    claim("US-CA-01", "US", "the terms were not shown: the day after", ("2026-10-25", "2026-11-20"), "refund", R,
          region="CA", ordered="2026-10-20", order__terms_shown=False, condition__worn=False, condition__used=False,
          condition__undamaged=True, item__marks=[]),
    claim("US-CA-01", "US", "the terms were shown", WEEK, "refund", R, region="CA"),
    claim("US-NY-01", "US", "the terms were not shown: credit, if the buyer likes", WEEK, "store_credit", A,
          region="NY", order__terms_shown=False, condition__worn=False, condition__used=False,
          condition__undamaged=True),
    claim("US-NY-01", "US", "the terms were not shown, but it was worn", WEEK, "refund", R, region="NY",
          order__terms_shown=False, condition__worn=True, condition__used=False, condition__undamaged=True),
    claim("IN-C-01", "IN", "the thirtieth day", ("2026-10-21", "2026-11-20"), "refund", A, reason="defective"),
    claim("IN-C-01", "IN", "the day after", ("2026-10-20", "2026-11-20"), "refund", R, reason="defective"),
    claim("IN-D-01", "IN", "later than was stated", (None, "2026-11-20"), "refund", A, reason="not_received",
          parcel__late=True),
    claim("IN-D-01", "IN", "in time", (None, "2026-11-20"), "refund", R, reason="not_received"),
)  # fmt: skip
