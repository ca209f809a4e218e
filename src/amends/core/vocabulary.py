"""The facts that every policy may use, the reasons a customer may give, and the lanes and remedies they lead to."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from amends.core.dates import NOT_YET
from amends.core.facts import Fact, Kind, Vocabulary

BUYER, GIFT_RECIPIENT = "buyer", "gift_recipient"  # who asks, most often
LANES = ("change_of_mind", "fault", "guarantee", "delivery", "recall")

REMEDIES = (
    "cancel", "change", "refund", "partial_refund", "store_credit", "exchange",
    "resend", "remake", "repair", "price_adjustment", "explain",
)  # fmt: skip

LANE_OF_REASON = MappingProxyType({
    **dict.fromkeys(
        ("changed_mind", "another_size", "ordered_wrong_size", "ordered_wrong_colour", "ordered_wrong_material",
         "unwanted_gift", "price_dropped"),
        "change_of_mind",
    ),
    **dict.fromkeys(
        ("defective", "damaged_on_arrival", "wrong_item_sent", "wrong_style_sent", "wrong_shape_sent",
         "wrong_size_sent", "wrong_colour_sent", "wrong_material_sent", "size_error", "slight_scratch",
         "box_damaged", "missing_item", "only_one_arrived", "not_as_certified", "tarnished"),
        "fault",
    ),
    **dict.fromkeys(("stone_loose", "stone_lost", "clasp_broken", "chain_broken", "bent", "worn"), "guarantee"),
    **dict.fromkeys(("not_received", "sent_elsewhere", "wrong_address_given", "customs_failed"), "delivery"),
    "recalled": "recall",
})  # fmt: skip

REASONS = tuple(LANE_OF_REASON)
# Claims of these reasons are about goods that never came, or that are not there to be sent back.
NOTHING_TO_SEND = frozenset({
    "not_received", "sent_elsewhere", "wrong_address_given", "customs_failed", "missing_item", "only_one_arrived",
    "price_dropped", "box_damaged",
})  # fmt: skip


def _facts(*facts: Fact) -> MappingProxyType[str, Fact]:
    return MappingProxyType({fact.name: fact for fact in facts})


VOCABULARY = Vocabulary(
    _facts(
        # the order
        Fact("order.placed_at", Kind.MOMENT, "when the order was placed"),
        Fact("order.production_started_at", Kind.MOMENT, "when work on the order began"),
        Fact("order.last_delivered_at", Kind.MOMENT, "when the last parcel of the order was delivered"),
        Fact(
            "order.state",
            Kind.CHOICE,
            "how far the order is",
            ("pending", "processed", "shipped", "delivered", "cancelled"),
        ),
        Fact("order.country", Kind.TEXT, "the country it is sent to, as two letters"),
        Fact("order.region", Kind.TEXT, "the state or province it is sent to, as two letters"),
        Fact("order.coupon", Kind.FLAG, "a coupon was used for the whole order"),
        Fact("order.gift", Kind.FLAG, "the order was marked as a gift"),
        Fact("order.shipping_paid", Kind.MONEY, "what was paid for shipping, after discounts"),
        Fact("order.goods_paid", Kind.MONEY, "what was paid for the goods, after discounts"),
        Fact("order.buyer", Kind.CHOICE, "who bought", ("consumer", "business"), absent="consumer"),
        Fact("order.payment_methods", Kind.MARKS, "how it was paid: card, paypal, gift_card ..."),
        Fact("order.terms_shown", Kind.FLAG, "the terms of returns were shown before the purchase", absent=True),
        Fact("order.withdrawal_told", Kind.FLAG, "the right to withdraw was told of before the purchase", absent=True),
        Fact(
            "order.withdrawal_told_at",
            Kind.MOMENT,
            "when the right to withdraw was told of, where that was late",
            absent=NOT_YET,
        ),
        # the piece
        Fact("item.product", Kind.TEXT, "the product's id"),
        Fact("item.sku", Kind.TEXT, "the stock number of the variant"),
        Fact("item.category", Kind.TEXT, "what it is: earring, ring, necklace, gift_card ..."),
        Fact("item.style", Kind.TEXT, "which kind of that: flat_back_threaded, huggie, solitaire ..."),
        Fact("item.material", Kind.TEXT, "what it is made of: silver, gold, platinum ..."),
        Fact("item.carat", Kind.NUMBER, "the carat of the gold, or of the stone"),
        Fact(
            "item.marks",
            Kind.MARKS,
            "marks on product or line: final_sale, gift_card, gift_with_purchase, sample_sale ...",
        ),
        Fact("item.personalised", Kind.FLAG, "made with a name, an engraving or the like", absent=False),
        Fact("item.custom", Kind.FLAG, "made to the customer's own specification", absent=False),
        Fact("item.sold_as", Kind.CHOICE, "how it is sold", ("single", "pair", "set")),
        Fact("item.certificate", Kind.FLAG, "it comes with a certificate"),
        Fact("item.price", Kind.MONEY, "what one unit cost before discounts"),
        Fact("item.paid", Kind.MONEY, "what was paid for the whole line, after discounts"),
        Fact("item.discounted", Kind.FLAG, "bought at a sale price, or in an order with a coupon"),
        Fact("item.quantity", Kind.COUNT, "how many were bought on the line"),
        Fact("item.size_tolerance_mm", Kind.NUMBER, "how much the size may differ", absent=Decimal("0.5")),
        Fact("item.recalled", Kind.FLAG, "it was called back", absent=False),
        Fact("item.sealed", Kind.FLAG, "it was sold sealed, for health or hygiene", absent=False),
        Fact(
            "item.market_price", Kind.FLAG, "its price follows a market, as that of coins and bars does", absent=False
        ),
        Fact("item.fault_told", Kind.FLAG, "a fault of it was told of, and accepted by itself", absent=False),
        Fact("item.repaired", Kind.COUNT, "how often it was repaired for a fault", absent=0),
        Fact("item.replaced", Kind.COUNT, "how often it was replaced for a fault", absent=0),
        # the parcel
        Fact("parcel.shipped_at", Kind.MOMENT, "when the parcel with it was posted"),
        Fact("parcel.delivered_at", Kind.MOMENT, "when the parcel with it arrived"),
        Fact("parcel.sent_to", Kind.CHOICE, "where it was sent", ("customers_address", "another_address")),
        Fact("parcel.address_was_wrong", Kind.FLAG, "the address that the customer gave was wrong", absent=False),
        Fact(
            "parcel.carrier_finding",
            Kind.CHOICE,
            "what the carrier's investigation found",
            ("none", "open", "lost", "delivered"),
            absent="none",
        ),
        Fact(
            "parcel.customs",
            Kind.CHOICE,
            "how it stands with customs",
            ("none", "held", "failed", "cleared"),
            absent="none",
        ),
        Fact(
            "parcel.customs_customer_part",
            Kind.CHOICE,
            "whether the customer did what customs asked",
            ("not_asked", "not_done", "done"),
            absent="not_asked",
        ),
        Fact("parcel.customs_reminders", Kind.COUNT, "how many reminders were sent about customs", absent=0),
        Fact("parcel.late", Kind.FLAG, "it was not posted, or not delivered, in the time agreed", absent=False),
        # the claim
        Fact("claim.reason", Kind.CHOICE, "the reason given", REASONS),
        Fact("claim.asked_at", Kind.MOMENT, "when it was asked; the time of the decision unless given"),
        Fact("claim.by", Kind.CHOICE, "who asks", (BUYER, GIFT_RECIPIENT, "somebody_for_the_buyer"), absent=BUYER),
        Fact("claim.quantity", Kind.COUNT, "for how many units"),
        Fact("claim.photo", Kind.FLAG, "a photo was given", ask="Can you add a photo that shows it?"),
        Fact("claim.minor", Kind.FLAG, "staff class the fault as a minor one", absent=False),
        Fact("claim.agreed", Kind.FLAG, "a person of the shop has looked into it and agrees", absent=False),
        Fact(
            "claim.not_put_right",
            Kind.FLAG,
            "a fault was not put right in time, or the shop would not do so",
            absent=False,
        ),
        Fact(
            "claim.size_error_mm",
            Kind.NUMBER,
            "by how much the size is off",
            ask="By how many millimetres is the size off?",
        ),
        Fact(
            "claim.cause",
            Kind.CHOICE,
            "where the damage came from",
            ("unknown", "manufacture", "carriage", "wear", "accident", "customer"),
            ask="How did it happen?",
        ),
        Fact(
            "claim.service",
            Kind.CHOICE,
            "which work is wanted",
            ("repair", "resize", "clean", "plate", "set_stone"),
            ask="Which work would you like?",
        ),
        Fact(
            "claim.first_help_tried",
            Kind.FLAG,
            "the steps of the guide were tried",
            ask="Did you try the steps of the guide?",
        ),
        # its condition
        Fact("condition.undamaged", Kind.FLAG, "nothing on it is damaged", ask="Is it free of damage?"),
        Fact("condition.worn", Kind.FLAG, "it was worn", ask="Has it been worn?"),
        Fact("condition.used", Kind.FLAG, "it was used", ask="Has it been used in any other way?"),
        Fact(
            "condition.original_packaging",
            Kind.FLAG,
            "the original packaging is there",
            ask="Do you have the original packaging?",
        ),
        Fact(
            "condition.receipt", Kind.FLAG, "the receipt or packing slip is there", ask="Do you have the packing slip?"
        ),
        Fact("condition.altered", Kind.FLAG, "it was altered by somebody else", ask="Has anybody altered it?"),
        Fact("condition.resized", Kind.FLAG, "it was resized", ask="Has it been resized?"),
        Fact("condition.unsealed", Kind.FLAG, "its seal was broken", ask="Has its seal been broken?"),
        # the way back
        Fact(
            "return.state",
            Kind.CHOICE,
            "how far the return is",
            ("none", "authorised", "sent", "arrived", "lost"),
            absent="none",
        ),
        Fact("return.authorised", Kind.FLAG, "the return was authorised before it was sent", absent=True),
        Fact("return.authorised_at", Kind.MOMENT, "when the return was authorised", absent=NOT_YET),
        Fact("return.sent_at", Kind.MOMENT, "when the goods were handed to the carrier", absent=NOT_YET),
        Fact("return.received_at", Kind.MOMENT, "when the goods came back", absent=NOT_YET),
        Fact("return.proof_of_posting", Kind.FLAG, "there is proof of posting", absent=False),
        # the exchange or change asked for
        Fact("wanted.same_product", Kind.FLAG, "the new piece is the same product in another option"),
        Fact("wanted.another_option", Kind.FLAG, "the new piece differs from the old one"),
        Fact("wanted.available", Kind.FLAG, "the new piece can be had"),
        Fact(
            "wanted.money_to",
            Kind.CHOICE,
            "where the money is to go",
            ("original", "own_gift_card", "another_method", "unknown_method"),
            absent="original",
        ),
        Fact("wanted.money_covered", Kind.FLAG, "the method named covers what is to be paid", absent=True),
    )
)
