"""The console's words for what cases are made of: states, remedies, reasons, events. Short, as staff say them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, "str | Promise"]

STATES: Words = {
    "waiting": _("Needs an answer"),
    "looking": _("Carrier searches"),
    "at_customs": _("At customs"),
    "to_offer": _("Make an offer"),
    "offered": _("Offer with customer"),
    "to_quote": _("Make a quote"),
    "quoted": _("Quote with customer"),
    "to_pay": _("Customer to pay"),
    "to_send": _("Customer to post"),
    "on_its_way": _("On its way back"),
    "arrived": _("Inspect"),
    "turned_down": _("Not accepted: customer to say"),
    "to_make": _("In the workshop"),
    "to_change": _("Carry out the change"),
    "to_post": _("Post to customer"),
    "to_send_back": _("Send back"),
    "to_approve": _("Approve the money"),
    "paying": _("Money on its way"),
    "done": _("Done"),
    "refused": _("Refused"),
    "withdrawn": _("Withdrawn"),
    "expired": _("Expired"),
    "failed": _("Did not work"),
}
PARTS: Words = {
    "shop": _("For us"),
    "customer": _("With customers"),
    "outside": _("Elsewhere"),
    "all": _("All open"),
    "over": _("Over"),
}
ACTORS: Words = {
    "shop": _("We act next"),
    "customer": _("The customer acts next"),
    "outside": _("A carrier, customs or the bank acts next"),
    "nobody": _("Nothing is left to do"),
}
REMEDIES: Words = {
    "cancel": _("Cancel"),
    "change": _("Change"),
    "refund": _("Refund"),
    "partial_refund": _("Part refund"),
    "store_credit": _("Store credit"),
    "exchange": _("Exchange"),
    "resend": _("Resend"),
    "remake": _("Remake"),
    "repair": _("Repair"),
    "price_adjustment": _("Price adjustment"),
    "explain": _("Help"),
}
REASONS: Words = {
    "changed_mind": _("changed their mind"),
    "another_size": _("needs another size"),
    "ordered_wrong_size": _("ordered the wrong size"),
    "ordered_wrong_colour": _("ordered the wrong colour"),
    "ordered_wrong_material": _("ordered the wrong material"),
    "unwanted_gift": _("unwanted present"),
    "price_dropped": _("price has dropped"),
    "tarnished": _("tarnished"),
    "defective": _("defective"),
    "damaged_on_arrival": _("damaged on arrival"),
    "wrong_item_sent": _("wrong piece sent"),
    "wrong_style_sent": _("wrong style sent"),
    "wrong_shape_sent": _("wrong shape sent"),
    "wrong_size_sent": _("wrong size sent"),
    "wrong_colour_sent": _("wrong colour sent"),
    "wrong_material_sent": _("wrong material sent"),
    "size_error": _("size not exact"),
    "slight_scratch": _("slight scratch"),
    "box_damaged": _("box damaged"),
    "missing_item": _("item missing"),
    "only_one_arrived": _("only one arrived"),
    "not_as_certified": _("not as certified"),
    "stone_loose": _("stone loose"),
    "stone_lost": _("stone lost"),
    "clasp_broken": _("clasp broken"),
    "chain_broken": _("chain broken"),
    "bent": _("bent"),
    "worn": _("worn"),
    "not_received": _("not received"),
    "sent_elsewhere": _("sent elsewhere"),
    "wrong_address_given": _("gave a wrong address"),
    "customs_failed": _("held at customs"),
    "recalled": _("recalled"),
}
LANES: Words = {
    "change_of_mind": _("Change of mind"),
    "fault": _("Fault"),
    "guarantee": _("Guarantee"),
    "delivery": _("Delivery"),
    "recall": _("Recall"),
}
OUTCOMES: Words = {"accepted": _("accepted"), "refused": _("refused"), "referred": _("a person decides")}
FLAGS: Words = {
    "refund_seen": _("Refunded by hand at the provider:"),
    "dispute_seen": _("The buyer disputes the payment:"),
    "mail_bounced": _("A mail to the customer did not arrive:"),
    "payout_failed": _("A payment failed:"),
    "unauthorised": _("It came back without an authorisation:"),
    "parcel_returned": _("The carrier takes a parcel back to whoever sent it:"),
    "parcel_lost": _("The carrier has lost a parcel:"),
    "paid_for_nothing": _("The customer paid by hand for what does not happen now; give it back:"),
    "give_back_failed": _("The payment provider could not give back what was paid for nothing:"),
}
FLAGS_DO: Words = {
    "refund_seen": _("See whether this case still owes anything, and answer it anew where it does not."),
    "dispute_seen": _(
        "Answer the dispute at the payment provider. No money of this order leaves by Amends before the dispute has "
        "ended and somebody who lets money go has put down here how it ended."
    ),
    "mail_bounced": _("Find another way to reach the customer, such as by phone."),
    "payout_failed": _("The payment is to be approved anew; ask the customer where it can go."),
    "unauthorised": _("Decide whether it is taken in, or goes back at the sender’s cost."),
    "parcel_returned": _("Ask the customer for an address that works, and send it again."),
    "parcel_lost": _("Ask the carrier to search, and tell the customer by when it answers."),
    "paid_for_nothing": _("Pay it back the way it came, and say here how."),
    "give_back_failed": _("Pay it back by hand, and put that down in the outbox."),
}
RETURNED: Words = {
    "withdrawn": _("the customer took it back"),
    "expired": _("the time ran out"),
    "refused": _("it is refused"),
    "turned_down": _("it was not accepted"),
    "to_pay": _("it was not accepted"),
    "to_send_back": _("it was not accepted"),
    "not_needed": _("less is due than was paid"),
}
EFFECTS: Words = {
    "mail": _("Mail to the customer"),
    "alert": _("Mail to us"),
    "label": _("Label for the way back"),
    "payment_page": _("Page to pay on"),
    "withdraw_page": _("Closing a page to pay on"),
    "payout": _("Payment to the customer"),
}
FINDINGS: Words = {"lost": _("lost"), "delivered": _("delivered to the right address"), "none": _("found nothing")}
GRADES: Words = {
    "as_new": _("as new"),
    "good": _("good"),
    "marked": _("marked"),
    "broken": _("broken"),
}
DISPOSITIONS: Words = {
    "restock": _("back into stock"),
    "workshop": _("to the workshop"),
    "second_choice": _("sold as second choice"),
    "recycle": _("recycled"),
    "hold": _("held until it is clear"),
}
