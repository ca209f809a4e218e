"""The terms of an acceptance in plain words: who pays what, what is deducted, where the money goes."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.engine.wording import amount_in_words, number_in_words, say
from amends.core.policy.tree import Policy
from amends.core.refunds.terms import Terms

SENT_BACK = ("refund", "store_credit", "exchange")


def terms_in_words(remedy: str, terms: Terms, policy: Policy) -> Iterator[str]:
    """This function will say the terms that matter for the remedy, those about the way back first."""
    if remedy in SENT_BACK:
        yield from _way_back(terms, policy)
    match remedy:
        case "cancel":
            yield say("cancel_all")
        case "refund" | "store_credit" | "partial_refund":
            yield from _money_back(remedy, terms, policy)
        case "exchange" | "remake" | "change":
            yield from _new_piece(terms, policy)
        case "repair":
            yield from _repair(terms)
    if remedy in ("repair", "remake") and terms.quote_first:
        yield say("quote_first")


def _way_back(terms: Terms, policy: Policy) -> Iterator[str]:
    yield say(f"postage_{terms.return_postage}")
    if terms.return_label == "prepaid":
        yield say("label_prepaid")
    if terms.postage_receipt_up_to_minor is not None:
        yield say("receipt", amount=amount_in_words(terms.postage_receipt_up_to_minor, policy))


def _money_back(remedy: str, terms: Terms, policy: Policy) -> Iterator[str]:
    if remedy == "partial_refund":
        yield _offer(terms)
        return
    yield say(f"shipping_{terms.refund_shipping}")
    if terms.restocking_percent:
        yield say("restocking", percent=number_in_words(terms.restocking_percent))
    if terms.fee_minor:
        yield say("fee_deducted", amount=amount_in_words(terms.fee_minor, policy), per=say(f"once_{terms.fee_per}"))
    if terms.clawback_free_from_minor is not None and terms.clawback_rate_minor:
        yield say(
            "clawback",
            free_from=amount_in_words(terms.clawback_free_from_minor, policy),
            rate=amount_in_words(terms.clawback_rate_minor, policy),
        )
    if remedy == "refund":
        yield say(f"to_{terms.refund_to}")
    if remedy == "store_credit" and terms.credit_bonus_percent:
        yield say("bonus", percent=number_in_words(terms.credit_bonus_percent))


def _offer(terms: Terms) -> str:
    low, high = terms.offer_from_percent, terms.offer_to_percent
    if low and high is not None:
        return say("offer_between", low=number_in_words(low), high=number_in_words(high))
    if high is not None:
        return say("offer_up_to", high=number_in_words(high))
    return say("offer_from", low=number_in_words(low)) if low else say("offer")


def _new_piece(terms: Terms, policy: Policy) -> Iterator[str]:
    if terms.new_postage_minor:
        yield say("new_postage", amount=amount_in_words(terms.new_postage_minor, policy))
    if terms.fee_minor:
        yield say("fee_added", amount=amount_in_words(terms.fee_minor, policy), per=say(f"once_{terms.fee_per}"))
    yield say(f"price_rise_{terms.price_rise}")
    yield say(f"price_fall_{terms.price_fall}")


def _repair(terms: Terms) -> Iterator[str]:
    yield say(f"labour_{terms.labour}")
    yield say(f"materials_{terms.materials}")
    yield say(f"repair_postage_{terms.repair_postage}")
