"""Everything the engine says in plain words, as data: one table a kind of thing, sentences with named places.

These are the English tables; `language` makes those of others. Nothing here is a rule; what is said when stands in
`explain`. Whole sentences with places are translated, never pieces of them; where a language cannot put a thing into a
sentence as English does, it finds it in another form: a remedy as a noun, a moment as a noun.
"""

from __future__ import annotations

from collections.abc import Mapping

# What a remedy is called, and what the customer does with it ("You can ... until Friday.").
REMEDIES: Mapping[str, tuple[str, str]] = {
    "cancel": ("Cancel", "cancel this"),
    "change": ("Change the order", "have this changed"),
    "refund": ("Refund", "return this for a refund"),
    "partial_refund": ("Part of the price back", "get part of the price back and keep this"),
    "store_credit": ("Store credit", "return this for store credit"),
    "exchange": ("Exchange", "exchange this"),
    "resend": ("Send again", "have this sent again"),
    "remake": ("Make again", "have this made again"),
    "repair": ("Repair", "have this repaired"),
    "price_adjustment": ("Price difference back", "get the price difference back"),
    "explain": ("Help", "get help with this"),
}

LANES: Mapping[str, tuple[str, str]] = {
    "change_of_mind": ("A change of mind", "the reason is a change of mind"),
    "fault": ("Something is wrong", "something is wrong with it"),
    "guarantee": ("It broke in wear", "it broke in wear"),
    "delivery": ("A problem with the delivery", "there is a problem with the delivery"),
    "recall": ("It was called back", "it was called back"),
}

REASONS: Mapping[str, str] = {
    "changed_mind": "I changed my mind",
    "another_size": "I need another size",
    "ordered_wrong_size": "I ordered the wrong size",
    "ordered_wrong_colour": "I ordered the wrong colour",
    "ordered_wrong_material": "I ordered the wrong material",
    "unwanted_gift": "It was a gift that I do not want",
    "price_dropped": "It costs less now",
    "defective": "It has a fault",
    "damaged_on_arrival": "It arrived damaged",
    "wrong_item_sent": "I got the wrong piece",
    "wrong_style_sent": "I got the wrong style",
    "wrong_shape_sent": "I got the wrong shape",
    "wrong_size_sent": "I got the wrong size",
    "wrong_colour_sent": "I got the wrong colour",
    "wrong_material_sent": "I got the wrong material",
    "size_error": "The size is not as stated",
    "slight_scratch": "It has a slight scratch",
    "box_damaged": "The box is damaged",
    "missing_item": "Something is missing",
    "only_one_arrived": "Only one came, not a pair",
    "not_as_certified": "It is not what the certificate says",
    "tarnished": "It has darkened",
    "stone_loose": "A stone is loose",
    "stone_lost": "A stone is lost",
    "clasp_broken": "The clasp is broken",
    "chain_broken": "The chain is broken",
    "bent": "It is bent",
    "worn": "It is worn out",
    "not_received": "It has not arrived",
    "sent_elsewhere": "It was sent to another address",
    "wrong_address_given": "I gave a wrong address",
    "customs_failed": "Customs did not let it through",
    "recalled": "It was called back",
}

# Flags: what is said where they are so, and where they are not.
FLAGS: Mapping[str, tuple[str, str]] = {
    "order.coupon": ("a coupon was used for the order", "no coupon was used for the order"),
    "order.gift": ("the order was marked as a gift", "the order was not marked as a gift"),
    "order.terms_shown": (
        "the terms of returns were shown before the purchase",
        "the terms of returns were not shown before the purchase",
    ),
    "order.withdrawal_told": (
        "the right to withdraw was told of before the purchase",
        "the right to withdraw was not told of before the purchase",
    ),
    "item.personalised": ("it was made with a name or an engraving", "it was not made with a name or an engraving"),
    "item.custom": ("it was made to your own specification", "it was not made to your own specification"),
    "item.certificate": ("it comes with a certificate", "it comes without a certificate"),
    "item.discounted": ("it was bought at a reduced price", "it was bought at the full price"),
    "item.recalled": ("it was called back", "it was not called back"),
    "item.sealed": ("it was sold sealed", "it was not sold sealed"),
    "item.market_price": ("its price follows a market", "its price follows no market"),
    "item.fault_told": ("the fault was told of and accepted", "no fault was told of and accepted"),
    "parcel.late": ("it is later than was agreed", "it is not later than was agreed"),
    "parcel.address_was_wrong": ("the address given was wrong", "the address given was right"),
    "claim.photo": ("a photo shows it", "there is no photo of it"),
    "claim.minor": ("it is a minor fault", "it is no minor fault"),
    "claim.agreed": ("one of us has looked into it and agrees", "none of us has looked into it and agreed yet"),
    "claim.not_put_right": ("the fault was not put right in time", "nothing was left undone about the fault"),
    "claim.first_help_tried": ("the steps of the guide were tried", "the steps of the guide were not tried"),
    "condition.undamaged": ("it is undamaged", "it is damaged"),
    "condition.worn": ("it has been worn", "it has not been worn"),
    "condition.used": ("it has been used", "it has not been used"),
    "condition.original_packaging": ("the original packaging is there", "the original packaging is not there"),
    "condition.receipt": ("the packing slip is there", "the packing slip is not there"),
    "condition.altered": ("somebody else altered it", "nobody else altered it"),
    "condition.resized": ("it has been resized", "it has not been resized"),
    "condition.unsealed": ("its seal has been broken", "its seal has not been broken"),
    "return.authorised": ("the return was agreed before it was sent", "the return was not agreed before it was sent"),
    "return.proof_of_posting": ("there is proof of posting", "there is no proof of posting"),
    "wanted.same_product": ("the new piece is the same product", "the new piece is another product"),
    "wanted.another_option": ("the new piece differs from the old one", "the new piece is the same as the old one"),
    "wanted.available": ("the new piece can be had", "the new piece cannot be had"),
    "wanted.money_covered": ("the way of paying covers the amount", "the way of paying does not cover the amount"),
}  # fmt: skip

# Moments: what happens, what has not happened, and the first as a noun; windows are counted from the first.
MOMENTS: Mapping[str, tuple[str, str, str]] = {
    "order.placed_at": ("the order was placed", "the order has not been placed", "the placing of the order"),
    "order.production_started_at": ("work on it has begun", "work on it has not begun", "the beginning of the work"),
    "order.last_delivered_at": (
        "the whole order has arrived",
        "not all of the order has arrived",
        "the arrival of the whole order",
    ),
    "order.withdrawal_told_at": (
        "the right to withdraw was told of",
        "the right to withdraw has not been told of yet",
        "the telling of the right to withdraw",
    ),
    "parcel.shipped_at": ("the parcel was posted", "the parcel has not been posted yet", "the posting of the parcel"),
    "parcel.delivered_at": ("the parcel arrived", "the parcel has not arrived yet", "the arrival of the parcel"),
    "claim.asked_at": ("it was asked", "it has not been asked", "the asking"),
    "return.authorised_at": (
        "the return was agreed",
        "the return has not been agreed yet",
        "the agreement to the return",
    ),
    "return.sent_at": (
        "the piece was sent back",
        "the piece has not been sent back yet",
        "the sending back of the piece",
    ),
    "return.received_at": (
        "the piece came back to us",
        "the piece has not come back to us yet",
        "the return of the piece to us",
    ),
}

# What an event must do to be in time, and what it did instead.
EVENTS: Mapping[str, tuple[str, str]] = {
    "claim.asked_at": ("it is asked", "it is asked"),
    "return.sent_at": ("the piece is sent back", "it is sent back"),
    "return.received_at": ("the piece is back with us", "it comes back"),
}

# Facts with values: "the kind of piece is ring".
LABELS: Mapping[str, str] = {
    "order.state": "the order",
    "order.country": "the country it is sent to",
    "order.region": "the state it is sent to",
    "order.shipping_paid": "what was paid for shipping",
    "order.goods_paid": "what was paid for the goods",
    "order.buyer": "the buyer",
    "order.payment_methods": "the payment",
    "item.product": "the product",
    "item.sku": "the stock number",
    "item.category": "the kind of piece",
    "item.style": "the style",
    "item.material": "the material",
    "item.carat": "the carat",
    "item.price": "the price",
    "item.paid": "what was paid for it",
    "item.quantity": "the number bought",
    "item.repaired": "the number of repairs for a fault",
    "item.replaced": "the number of replacements for a fault",
    "item.size_tolerance_mm": "the tolerance in millimetres",
    "item.marks": "the piece",
    "item.sold_as": "the way it is sold",
    "parcel.sent_to": "where the parcel was sent",
    "parcel.carrier_finding": "what the carrier found",
    "parcel.customs": "how it stands with customs",
    "parcel.customs_customer_part": "what customs asked of you",
    "parcel.customs_reminders": "the number of reminders about customs",
    "claim.reason": "the reason",
    "claim.by": "the person asking",
    "claim.quantity": "the number of pieces",
    "claim.size_error_mm": "the size error in millimetres",
    "claim.cause": "the cause",
    "claim.service": "the work wanted",
    "return.state": "the return",
    "wanted.money_to": "where the money is to go",
}

UNITS: Mapping[str, tuple[str, str]] = {
    "hours": ("hour", "hours"),
    "days": ("day", "days"),
    "business_days": ("business day", "business days"),
    "months": ("month", "months"),
    "years": ("year", "years"),
}

PROMISES: Mapping[str, str] = {
    "answer": "We answer by {date}.",
    "refund": "We pay the money back by {date}.",
    "instructions": "We send you the next steps by {date}.",
    "label": "We send you the label by {date}.",
    "resend": "We send it again by {date}.",
    "quote": "We send you a quote by {date}.",
    "repair": "We finish the repair by {date}.",
}

SENTENCES: Mapping[str, str] = {
    # the answer
    "accepted_until": "You can {do} until {date}.",
    "accepted": "You can {do}.",
    "too_late": "You can no longer {do}.",
    "not_begun": "You cannot {do} yet.",
    "refused": "You cannot {do}.",
    "not_offered": "We do not offer this: {label}.",
    "ask_first": "Before we can say whether you can {do}, we need to know a little more.",
    "referred_until": "Whether you can {do}, a person will decide. You have an answer by {date}.",
    "referred": "Whether you can {do}, a person will decide.",
    # the details of reasons
    "open_until": "This is open until {date}.",
    "was_until": "That was until {date}; {event} on {when}.",
    "counts_from": "The time counts from when {moment}; {not_yet}.",
    "longer_until": "For this order it is open longer, until {date}.",
    "now": "Now: {parts}.",
    "used": "It has been used {times} before.",
    "yields": "The law goes before it: {laws}.",
    "unverified": "The law there may also give this: {law}. Nobody has checked it for us yet.",
    # the terms
    "postage_customer": "You pay for the way back.",
    "postage_shop": "We pay for the way back.",
    "label_prepaid": "We send you a prepaid label.",
    "shipping_all": "What you paid for shipping is paid back too.",
    "shipping_pro_rata": "The share of the shipping that belongs to it is paid back too.",
    "shipping_none": "What you paid for shipping is not paid back.",
    "new_postage": "You pay {amount} for sending the new piece, before we send it.",
    "restocking": "We deduct {percent} % of its price.",
    "fee_deducted": "We deduct {amount}, once for {per}.",
    "fee_added": "It costs {amount}, once for {per}.",
    "once_return": "each return",
    "once_order": "the order",
    "clawback": "If what you keep of the order comes to less than {free_from}, we deduct {rate} for shipping, once.",
    "price_rise_customer": "If the new piece costs more, you pay the difference.",
    "price_rise_shop": "If the new piece costs more, we bear the difference.",
    "price_fall_refund": "If the new piece costs less, we pay the difference back.",
    "price_fall_credit": "If the new piece costs less, you get the difference as store credit.",
    "price_fall_kept": "If the new piece costs less, the difference is not paid back.",
    "to_original": "The money goes back the way you paid.",
    "to_original_or_gift_card": "The money goes back the way you paid, or onto a gift card if you like.",
    "to_credit": "You get the amount as store credit.",
    "bonus": "We add {percent} % to store credit.",
    "labour_customer": "You pay for the work.",
    "labour_shop": "The work is free.",
    "materials_customer": "You pay for the material that is needed.",
    "materials_shop": "The material is free.",
    "repair_postage_customer": "You pay for sending it, both ways.",
    "repair_postage_shop": "We pay for sending it, both ways.",
    "quote_first": "We send you a quote first; nothing is sent or charged before you agree.",
    "offer_between": "We offer you between {low} % and {high} % of its price; you are free to decline.",
    "offer_up_to": "We offer you up to {high} % of its price; you are free to decline.",
    "offer_from": "We offer you {low} % of its price or more; you are free to decline.",
    "offer": "We offer you a part of its price; you are free to decline.",
    "receipt": "Postage that you have laid out is paid back against the receipt, up to {amount}.",
    "cancel_all": "Everything you paid for it is paid back, shipping included.",
    # dates
    "ask_by": "Ask by {date}.",
    "post_within": "Once we have agreed to the return, hand it to the carrier within {span}.",
    "post_within_by_law": "Hand it to the carrier within {span} of telling us.",
    # questions
    "look_up": "We have to look this up: {about}.",
    "makes_no_sense": "Something in the data does not fit together: {about}. A person looks at it.",
    # what would have to be different
    "way": "You could {do} if {parts}.",
    "way_by_law": "You could {do} if {parts}; so the law says, {laws}.",
    "asked_by": "it had been asked by {date}",
    "asked_in": "it had been asked within {span} after {moment}",
    "sent_by": "{event} by {date}",
    "instead": "You can {do} instead.",
    "instead_until": "You can {do} instead, until {date}.",
    # conditions
    "one_of": "{label} is {values}",
    "none_of": "{label} is not {values}",
    "has": "it is marked {values}",
    "has_not": "it is not marked {values}",
    "over": "{label} is over {value}",
    "at_least": "{label} is at least {value}",
    "under": "{label} is under {value}",
    "at_most": "{label} is at most {value}",
    "within": "it is no more than {span} since {moment}",
    "not_within": "it is more than {span} since {moment}",
    "from_to": "{moment} between {first} and {last}",
    "not_from_to": "{moment} outside {first} to {last}",
    "from_on": "{moment} on {first} or later",
    "not_from_on": "{moment} before {first}",
    "up_to": "{moment} on {last} or earlier",
    "not_up_to": "{moment} after {last}",
    "season": "the order falls into a season with longer time",
    "no_season": "the order falls into no season with longer time",
    "first_use": "{per} has had no {what} before",
    "fewer_uses": "{per} has had {what} fewer than {times} before",
    "used_up": "{per} has had {what} {times} before",
    "per_order": "the order",
    "per_line": "this piece",
    "per_customer": "the customer",
    "quoted": "“{text}”",
    "comma": ", ",
    "or": " or ",
    "and": " and ",
    "and_also": ", and ",
    "yes": "yes",
    "no": "no",
}
QUESTIONS: Mapping[str, str] = {"claim.reason": "What is the reason?"}
TIMES: Mapping[int, str] = {0: "never", 1: "once", 2: "twice"}
MANY_TIMES = "{count} times"
# Identifiers of policies as words: the marks, styles and counters that shops commonly use.
NAMES: Mapping[str, str] = {
    "earring": "earring", "ring": "ring", "necklace": "necklace", "bracelet": "bracelet", "pendant": "pendant",
    "brooch": "brooch", "chain": "chain", "charm": "charm", "bangle": "bangle", "gift_card": "gift card",
    "silver": "silver", "gold": "gold", "platinum": "platinum", "steel": "steel", "titanium": "titanium",
    "final_sale": "final sale", "gift_with_purchase": "gift with purchase", "sample_sale": "sample sale",
    "surprise_set": "surprise set", "exchange": "exchange", "refund": "refund", "resize": "resize", "clean": "clean",
    "repair": "repair",
}  # fmt: skip
# Whether a label that stands inside a sentence begins with a small letter: `lower` or `keep`.
WITHIN_SENTENCES = "lower"
