"""The portal's words for what the core names: reasons, remedies, states, answers. Everything passes through gettext."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.core.cases.case import Item

Words = Mapping[str, "str | Promise"]

REASONS: Words = {
    "changed_mind": _("I have changed my mind"),
    "another_size": _("I need another size"),
    "ordered_wrong_size": _("I ordered the wrong size"),
    "ordered_wrong_colour": _("I ordered the wrong colour"),
    "ordered_wrong_material": _("I ordered the wrong material"),
    "unwanted_gift": _("It was a present, and it is not for me"),
    "price_dropped": _("The price has gone down since"),
    "tarnished": _("It has darkened or tarnished"),
    "defective": _("It is faulty or does not work"),
    "damaged_on_arrival": _("It was damaged when it arrived"),
    "wrong_item_sent": _("I was sent another piece"),
    "wrong_style_sent": _("I was sent the wrong style"),
    "wrong_shape_sent": _("I was sent the wrong shape"),
    "wrong_size_sent": _("I was sent the wrong size"),
    "wrong_colour_sent": _("I was sent the wrong colour"),
    "wrong_material_sent": _("I was sent the wrong material"),
    "size_error": _("The size is not quite what it should be"),
    "slight_scratch": _("It has a slight scratch"),
    "box_damaged": _("Only the box is damaged"),
    "missing_item": _("Something is missing from the parcel"),
    "only_one_arrived": _("Only one came, not two"),
    "not_as_certified": _("It is not what its certificate says"),
    "stone_loose": _("A stone is loose"),
    "stone_lost": _("A stone has fallen out"),
    "clasp_broken": _("The clasp is broken"),
    "chain_broken": _("The chain is broken"),
    "bent": _("It is bent"),
    "worn": _("It has worn with time"),
    "not_received": _("It has not arrived"),
    "sent_elsewhere": _("It was sent to another address"),
    "wrong_address_given": _("The address I gave was wrong"),
    "customs_failed": _("It is held up at customs"),
    "recalled": _("It has been recalled"),
}

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        _("It is not for me"),
        ("changed_mind", "unwanted_gift", "another_size", "ordered_wrong_size", "ordered_wrong_colour",
         "ordered_wrong_material", "price_dropped"),
    ),
    (
        _("Something is wrong with it"),
        ("defective", "damaged_on_arrival", "tarnished", "only_one_arrived", "missing_item", "size_error",
         "slight_scratch", "box_damaged", "not_as_certified", "recalled"),
    ),
    (
        _("It is not what I ordered"),
        ("wrong_item_sent", "wrong_size_sent", "wrong_colour_sent", "wrong_material_sent", "wrong_style_sent",
         "wrong_shape_sent"),
    ),
    (
        _("It needs a repair"),
        ("stone_loose", "stone_lost", "clasp_broken", "chain_broken", "bent", "worn"),
    ),
    (
        _("The delivery"),
        ("not_received", "sent_elsewhere", "wrong_address_given", "customs_failed"),
    ),
)  # fmt: skip

REMEDIES: Words = {
    "cancel": _("Cancel it"),
    "change": _("Change the order"),
    "refund": _("Return it for my money back"),
    "partial_refund": _("Keep it, with part of the price back"),
    "store_credit": _("Return it for store credit"),
    "exchange": _("Exchange it"),
    "resend": _("Have it sent again"),
    "remake": _("Have it made again"),
    "repair": _("Have it repaired"),
    "price_adjustment": _("Get the difference in price"),
    "explain": _("Get help with it"),
}

# Without anything to send back, the same remedies have other words.
NEVER_CAME = frozenset({"not_received", "sent_elsewhere", "customs_failed"})  # nothing is there to be sent back
KEPT_REMEDIES: Words = {**REMEDIES, "refund": _("Get my money back"), "store_credit": _("Get store credit")}

CASES: Words = {
    "cancel": _("Your cancellation"),
    "change": _("Your change"),
    "refund": _("Your return"),
    "partial_refund": _("Your claim"),
    "store_credit": _("Your return"),
    "exchange": _("Your exchange"),
    "resend": _("Your replacement"),
    "remake": _("Your remake"),
    "repair": _("Your repair"),
    "price_adjustment": _("Your request"),
}

SEND: Words = {
    "cancel": _("Cancel this piece"),
    "change": _("Send my change"),
    "refund": _("Send my return"),
    "partial_refund": _("Send my claim"),
    "store_credit": _("Send my return"),
    "exchange": _("Send my exchange"),
    "resend": _("Send my request"),
    "remake": _("Send my request"),
    "repair": _("Send my repair"),
    "price_adjustment": _("Send my request"),
}

MARKS: Words = {
    "final_sale": _("Final sale"),
    "gift_card": _("Gift card"),
    "gift_with_purchase": _("Free with your order"),
    "sample_sale": _("Sample sale"),
    "surprise_set": _("Surprise set"),
}

VALUES: Mapping[str, Words] = {
    "claim.cause": {
        "manufacture": _("It was made that way"),
        "carriage": _("On its way to me"),
        "wear": _("With wear"),
        "accident": _("By accident"),
        "customer": _("I did it"),
        "unknown": _("I do not know"),
    },
    "claim.service": {
        "repair": _("A repair"),
        "resize": _("Another size"),
        "clean": _("Cleaning"),
        "plate": _("New plating"),
        "set_stone": _("A stone set again"),
    },
}

ROWS: Words = {
    "goods": _("The piece"),
    "goods_taxed": _("The piece, with its tax"),
    "shipping": _("Shipping you paid"),
    "shipping_taxed": _("Shipping you paid, with its tax"),
    "amount": _("Agreed amount"),
    "restocking": _("Restocking"),
    "fee": _("Fee"),
    "free_shipping": _("Shipping, as the rest of the order comes to less than ships free"),
    "given_before": _("Given back before"),
    "from_before": _("From before"),
    "carried": _("Left for the next refund"),
    "captured": _("Not charged in the first place"),
    "new_postage": _("Sending the new piece"),
    "return_postage": _("The way back"),
    "other": _("Other"),
    "new": _("The new piece"),
    "back": _("What you paid for the old one"),
    "not_paid_out": _("A lower price is not paid out"),
}

# Who acts, and how an item stands, in one line; with `.by` where there is a date.
ACTORS: Words = {
    "you": _("You are next"),
    "we": _("We are next"),
    "carrier": _("The carrier is next"),
    "customs": _("Customs are next"),
    "bank": _("The bank is next"),
}

LATE = _("We have not kept this date, and we are sorry. It now stands at the top of our list.")

HEADLINES: Words = {
    "waiting": _("One of us looks at it."),
    "waiting.by": _("One of us answers by {}."),
    "looking": _("The carrier is looking for the parcel."),
    "looking.by": _("The carrier is looking for the parcel, until {}."),
    "at_customs": _("Customs hold the parcel."),
    "at_customs.by": _("Customs hold the parcel, and ask for something by {}."),
    "to_offer": _("We make you an offer."),
    "to_offer.by": _("We make you an offer by {}."),
    "offered": _("We have made you an offer."),
    "offered.by": _("We have made you an offer. It holds until {}."),
    "to_quote": _("We tell you what it costs."),
    "to_quote.by": _("We tell you by {} what it costs."),
    "quoted": _("We have made you a quote."),
    "quoted.by": _("We have made you a quote. It holds until {}."),
    "to_pay": _("It is agreed. Your payment comes next."),
    "to_pay.by": _("It is agreed. Please pay by {}."),
    "to_send": _("It is agreed. Post it to us."),
    "to_send.by": _("It is agreed. Post it by {}."),
    "on_its_way": _("It is on its way to us."),
    "arrived": _("It has arrived, and we look at it."),
    "arrived.by": _("It has arrived. We have looked at it by {}."),
    "turned_down": _("We could not accept it. Tell us what is to become of it."),
    "turned_down.by": _("We could not accept it. Tell us by {} what is to become of it."),
    "to_make": _("We are at work on it."),
    "to_make.by": _("We are at work on it. It is ready by {}."),
    "to_change": _("It is agreed. We make the change."),
    "to_change.by": _("It is agreed. We make the change by {}."),
    "to_post": _("It is agreed. We post it to you."),
    "to_post.by": _("It is agreed. We post it to you by {}."),
    "to_send_back": _("We post it back to you."),
    "to_send_back.by": _("We post it back to you by {}."),
    "to_approve": _("It is agreed. Your money comes next."),
    "to_approve.by": _("It is agreed. We send your money by {}."),
    "withdrawal.to_send": _("You have withdrawn. Post it to us."),
    "withdrawal.to_send.by": _("You have withdrawn. Post it by {}."),
    "withdrawal.to_approve": _("You have withdrawn. Your money comes next."),
    "withdrawal.to_approve.by": _("You have withdrawn. We send your money by {}."),
    "paying": _("Your money is on its way."),
    "done": _("Everything is done."),
    "refused": _("This was not possible."),
    "withdrawn": _("You took this back."),
    "expired": _("This has ended, as nothing came in time."),
    "failed": _("We tried, and it did not work."),
}


def said(words: Words, name: str) -> str:
    """This function will return the words for a name; a shop's own name is shown with spaces, as it is written."""
    return str(words.get(name, name.replace("_", " ").capitalize()))


def title_of(item: Item) -> str:
    """This function will say what sort of case it is for this item: where nothing ever came, it is no return."""
    is_claim = item.remedy == "refund" and item.reason in NEVER_CAME
    return said(CASES, "partial_refund" if is_claim else item.remedy)


HELP_TOPICS: Words = {
    "fitting": _("Putting it in and wearing it"),
    "sizes": _("Sizes"),
    "orders": _("Orders"),
    "shipping": _("Shipping"),
    "returns": _("Returns and exchanges"),
    "gifts": _("Presents"),
    "care": _("Care"),
    "problems": _("When something is wrong"),
    "repairs": _("Repairs"),
    "privacy": _("Your data"),
}
