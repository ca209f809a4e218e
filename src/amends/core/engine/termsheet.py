"""The terms of an acceptance in plain words: who pays what, what is deducted, where the money goes."""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.engine.language import Words
from amends.core.engine.wording import amount_in_words, number_in_words
from amends.core.policy.tree import Policy
from amends.core.refunds.terms import Terms

SENT_BACK = ("refund", "store_credit", "exchange")


def terms_in_words(
    remedy: str, terms: Terms, policy: Policy, words: Words, *, goods_back: bool = True, other_goods: bool = True
) -> Iterator[str]:
    """This function will say the terms that matter for the remedy, those about the way back first, if there is one.

    Without `other_goods` nothing is changed that has a price of its own: an address.
    """
    if remedy in SENT_BACK and goods_back:
        yield from _way_back(terms, policy, words)
    match remedy:
        case "cancel":
            yield words.say("cancel_all")
        case "refund" | "store_credit" | "partial_refund":
            yield from _money_back(remedy, terms, policy, words)
        case "exchange" | "change":
            yield from _new_piece(terms, policy, words, other_goods=other_goods)
        case "remake" if not terms.quote_first and "customer" not in (terms.labour, terms.materials):
            # Never quoted, so nothing is asked for work or postage: the piece comes back on the terms of a return.
            if goods_back:
                yield from _way_back(terms, policy, words)
            yield from _work(terms, words)
        case "repair" | "remake":
            yield from _work(terms, words)
            yield words.say(f"repair_postage_{terms.repair_postage}")
    if remedy in ("repair", "remake") and terms.quote_first:
        yield words.say("quote_first")


def _way_back(terms: Terms, policy: Policy, words: Words) -> Iterator[str]:
    yield words.say(f"postage_{terms.return_postage}")
    if terms.return_label == "prepaid":
        yield words.say("label_prepaid")
    if terms.postage_receipt_up_to_minor is not None:
        yield words.say("receipt", amount=amount_in_words(terms.postage_receipt_up_to_minor, policy, words))


def _money_back(remedy: str, terms: Terms, policy: Policy, words: Words) -> Iterator[str]:
    if remedy == "partial_refund":
        yield _offer(terms, words)
        return
    yield words.say(f"shipping_{terms.refund_shipping}")
    if terms.restocking_percent:
        yield words.say("restocking", percent=number_in_words(terms.restocking_percent, words))
    if terms.fee_minor:
        yield words.say(
            "fee_deducted",
            amount=amount_in_words(terms.fee_minor, policy, words),
            per=words.say(f"once_{terms.fee_per}"),
        )
    if terms.clawback_free_from_minor is not None and terms.clawback_rate_minor:
        yield words.say(
            "clawback",
            free_from=amount_in_words(terms.clawback_free_from_minor, policy, words),
            rate=amount_in_words(terms.clawback_rate_minor, policy, words),
        )
    if remedy == "refund":
        yield words.say(f"to_{terms.refund_to}")
    if remedy == "store_credit" and terms.credit_bonus_percent:
        yield words.say("bonus", percent=number_in_words(terms.credit_bonus_percent, words))


def _offer(terms: Terms, words: Words) -> str:
    low, high = terms.offer_from_percent, terms.offer_to_percent
    if low and high is not None:
        return words.say("offer_between", low=number_in_words(low, words), high=number_in_words(high, words))
    if high is not None:
        return words.say("offer_up_to", high=number_in_words(high, words))
    return words.say("offer_from", low=number_in_words(low, words)) if low else words.say("offer")


def _new_piece(terms: Terms, policy: Policy, words: Words, *, other_goods: bool) -> Iterator[str]:
    if terms.new_postage_minor:
        yield words.say("new_postage", amount=amount_in_words(terms.new_postage_minor, policy, words))
    if terms.fee_minor:
        yield words.say(
            "fee_added", amount=amount_in_words(terms.fee_minor, policy, words), per=words.say(f"once_{terms.fee_per}")
        )
    if other_goods:
        yield words.say(f"price_rise_{terms.price_rise}")
        yield words.say(f"price_fall_{terms.price_fall}")


def _work(terms: Terms, words: Words) -> Iterator[str]:
    yield words.say(f"labour_{terms.labour}")
    yield words.say(f"materials_{terms.materials}")
