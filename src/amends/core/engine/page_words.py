"""What the policy page says beneath each clause, as data (in English); the sentences of the terms stand in `words`."""

from __future__ import annotations

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "accept": "Possible",
    "refuse": "Not possible",
    "require": "Asked for with",
    "terms": "Terms",
    "limit": "Limited",
    "classify": "Counts as",
    "lanes": "For",
    "when": "Only where",
    "within": "Time",
    "provided": "Needed",
    "times": "How often",
    "promise": "We promise",
    "season": "Longer",
    "otherwise": "Otherwise",
    "way_back": "The way back",
    "excepted": "Not possible",
    "answer": "Answer",
}
LINES: Mapping[str, str] = {
    "accept": "{remedies}",
    "refuse": "{remedies}",
    "require": "{remedies}",
    "terms": "{remedies}",
    "limit": "{remedies}",
    "classify": "“{reasons}” counts as: {lane}",
    "lanes": "{lanes}",
    "when": "{condition}",
    "within": "{window}",
    "provided": "{condition}",
    "times": "no more than {times} for {per}",
    "promise": "{done} within {span} after {moment}",
    "season": "ordered from {first} to {last}: open until {until} at least",
    "otherwise": "a person decides",
}
WINDOWS: Mapping[str, str] = {
    "claim.asked_at": "ask within {span} after {moment}",
    "return.sent_at": "send it back within {span} after {moment}",
    "return.received_at": "it has to be back with us within {span} after {moment}",
}
PROMISES: Mapping[str, str] = {
    "answer": "an answer",
    "refund": "the money back",
    "instructions": "the next steps",
    "label": "the label",
    "resend": "the piece, sent again",
    "quote": "a quote",
    "repair": "the repair done",
}
EACH: Mapping[str, str] = {"order": "each order", "line": "each piece", "customer": "each customer"}
# The sentence in `words` that says a term, by its name, or by its name and value.
TERMS: Mapping[str, str] = {
    "return_postage:customer": "postage_customer",
    "return_postage:shop": "postage_shop",
    "return_label:prepaid": "label_prepaid",
    "refund_shipping:all": "shipping_all",
    "refund_shipping:pro_rata": "shipping_pro_rata",
    "refund_shipping:none": "shipping_none",
    "new_postage_minor": "new_postage",
    "restocking_percent": "restocking",
    "fee_minor": "fee_deducted",
    "price_rise:customer": "price_rise_customer",
    "price_rise:shop": "price_rise_shop",
    "price_fall:refund": "price_fall_refund",
    "price_fall:credit": "price_fall_credit",
    "price_fall:kept": "price_fall_kept",
    "refund_to:original": "to_original",
    "refund_to:original_or_gift_card": "to_original_or_gift_card",
    "refund_to:credit": "to_credit",
    "credit_bonus_percent": "bonus",
    "labour:customer": "labour_customer",
    "labour:shop": "labour_shop",
    "materials:customer": "materials_customer",
    "materials:shop": "materials_shop",
    "repair_postage:customer": "repair_postage_customer",
    "repair_postage:shop": "repair_postage_shop",
    "quote_first:true": "quote_first",
    "postage_receipt_up_to_minor": "receipt",
}
ANSWER = "What a person has to decide is answered within {span}."
ONLY_FOR = "{says}. (For: {lanes})"
EVERYTHING = "Everything"
