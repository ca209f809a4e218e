"""The words of the mails: one news for every stage, in the words of the pages; other languages have the same tables.

Laws: every stage of `core.cases.effects` has its news; nothing is promised here that the case does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# What a case is about, by its remedy: `Your return R-ABCDE: ...`.
THINGS: Mapping[str, str] = MappingProxyType({
    "cancel": "cancellation", "change": "change", "refund": "return", "partial_refund": "claim",
    "store_credit": "return", "exchange": "exchange", "resend": "replacement", "remake": "remake", "repair": "repair",
})  # fmt: skip
ACTORS: Mapping[str, str] = MappingProxyType({
    "you": "You", "we": "We", "carrier": "The carrier", "customs": "Customs", "bank": "The bank",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """What a mail brings: a few words for its subject, one sentence at its head, and what follows it.

    `{thing}`, `{amount}`, `{shop}` and `{by}` are filled in; a sentence whose filling is not known is left out.
    """

    subject: str
    headline: str
    sentences: tuple[str, ...] = ()


_WRITE = "If you think that this is wrong, answer this mail: a person reads it."
NEWS: Mapping[str, News] = MappingProxyType({
    "case_opened.accepted": News("we have agreed to it", "We have agreed to your {thing}."),
    "case_opened.referred": News(
        "we have it and will answer", "We have your request, and one of us looks at it.",
        ("You have our answer by {by} at the latest.",),
    ),
    "case_opened.refused": News("our answer", "We cannot do what you asked for.", (_WRITE,)),
    "case_opened.mixed": News("our answers", "Here is our answer to each part of your {thing}."),
    "answered.accepted": News("we have agreed to it", "We have agreed to your {thing}."),
    "answered.referred": News(
        "we look at it again", "One of us looks at your {thing} again.",
        ("You have our answer by {by} at the latest.",),
    ),
    "answered.refused": News("our answer", "We cannot do what you asked for.", (_WRITE,)),
    "investigation_opened": News(
        "the carrier looks for your parcel", "We have asked the carrier to look for your parcel.",
        ("The carrier has until {by}. Whatever comes of it, we write to you.",),
    ),
    "customs_held": News(
        "customs hold your parcel", "Customs hold your parcel, and need something from you.",
        ("What they ask for stands below, with its dates. Tell us on your page once it is done.",),
    ),
    "customs_reminded": News(
        "customs still wait for you", "Customs still wait for something from you.",
        ("Without it they may send the parcel back. What they ask for stands below.",),
    ),
    "offer_made": News(
        "our offer of {amount}", "We offer you {amount}, and you keep the piece.",
        ("Take our offer or decline it by {by}. If we do not hear from you by then, the offer ends.",),
    ),
    "quote_made": News(
        "our quote", "The work would cost you {amount}.",
        ("Nothing moves and nothing is charged before you accept. The quote holds until {by}.",),
    ),
    "due_paid": News("we have your payment", "We have your payment of {amount}. Thank you."),
    "due_returned": News(
        "we give back {amount}", "We give back {amount} of what you have paid, as it is not owed any more.",
        ("It goes back the way it came, and you need to do nothing. Banks take 5 to 10 business days to show it.",),
    ),
    "label_made": News(
        "your label is ready", "Your label for the way back is ready. It costs you nothing.",
        ("The label is attached. Print it, put it on the parcel, and hand the parcel to the carrier by {by}.",),
    ),
    "received": News(
        "we have your parcel", "We have your parcel.",
        ("We look at what is in it and tell you by {by} at the latest.",),
    ),
    "turned_down": News(
        "we could not accept the piece", "We have looked at the piece, and could not accept it.",
        (
            "Tell us by {by} whether it is to come back to you.",
            "If we do not hear from you by then, we take it that you do not want it back.",
            _WRITE,
        ),
    ),
    "less_kept": News(
        "we have looked at it, and keep {amount}",
        "We have taken your goods back. We keep {amount} of your money for what they have lost in value.",
        ("Trying goods on costs nothing; what was done beyond that and how the amount comes about, in our words:",),
    ),
    "paid_out": News(
        "we have sent your money", "We have sent you {amount}.", ("Banks take 5 to 10 business days to show it.",)
    ),
    "postage_paid": News(
        "we have paid back your postage", "We have paid back {amount} of the postage on your receipt.",
        ("Banks take 5 to 10 business days to show it.",),
    ),
    "postage_taken_back": News(
        "a correction of your postage",
        "We had put down {amount} of postage on your receipt by mistake. It is not paid.",
        ("What we do pay back of it stands on the page of your case.", _WRITE),
    ),
    "payout_delayed": News(
        "your money is late", "Your money could not be sent, and we are sorry.",
        ("Nothing is lost: we look into it and send it anew. You need to do nothing, unless we write to you.",),
    ),
    "credit_given": News(
        "your store credit", "You have {amount} of store credit.",
        ("Enter its code when you order. What you do not spend at once stays on it.",),
    ),
    "work_started": News("the work has begun", "We have begun to work on your piece."),
    "piece_sent": News("it is on its way to you", "We have posted your parcel."),
    "change_done": News("the change is made", "We have made the change that you asked for."),
    "change_failed": News(
        "the change was not possible", "We tried to make the change, and it was not possible any more.", (_WRITE,)
    ),
    "withdrawn": News("ended, as you wished", "You have taken your {thing} back. Nothing more happens."),
    "expired": News(
        "it has ended", "Nothing came in time, so your {thing} has ended.",
        ("If you still need it, answer this mail: a person reads it.",),
    ),
    "reminded": News("a reminder", "Please remember your {thing}."),
    "message_sent": News("a message from {shop}", "{shop} has written to you."),
    "given_up": News(
        "the piece stays with us", "The piece stays with us, as we did not accept it and it is not to come back to you."
    ),
    "withdrawal": News(
        "you have withdrawn", "We have your withdrawal. It holds, and needs no answer.",
        ("It reached us on {at}, in these words:",),
    ),
    "link": News(
        "your link", "Here is your new link.",
        ("The link opens your page once, and is good for 30 days. Nobody else should have it.",),
    ),
})  # fmt: skip
ROWS: Mapping[str, str] = MappingProxyType({
    "order": "Order", "piece": "Piece", "get": "You get", "pay": "You pay", "next": "What happens next",
    "who": "Who is next", "by": "By", "paid_to": "Sent to", "ref": "Reference", "labour": "Labour",
    "materials": "Materials", "postage": "Postage", "total": "Together", "code": "Code", "until": "Good until",
    "carrier": "Carrier", "tracking": "Tracking number", "task": "Customs ask", "late": "If it is late",
    "sent": "Sent", "money_by": "Your money by", "bonus": "Of which on top",
})  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class MailWords:
    """Everything that mails say, in one language; without anything given, in English."""

    news: Mapping[str, News] = field(default_factory=lambda: NEWS)
    things: Mapping[str, str] = field(default_factory=lambda: THINGS)
    several: str = "case"
    other_thing: str = "request"
    actors: Mapping[str, str] = field(default_factory=lambda: ACTORS)
    rows: Mapping[str, str] = field(default_factory=lambda: ROWS)
    subject: str = "Your {thing} {number}: {news}"
    clauses: str = "The rules of the shop that decided this"
    by_hand: str = "One of us decided this by hand."
    not_accepted: str = "It is the piece that we could not accept."
    post_to: str = "Post it to"
    post_alone: str = (
        "Write {number} on a slip of paper and put it into the parcel, so that we know it when it arrives."
    )
    open: str = "See your {thing}"
    closing: str = "Answer this mail to write to us. Please leave its subject as it is."
    task: str = "{task} (by {date})"
    shop_time: str = "{moment} ({place} time)"
    object: str = _WRITE
    to_you: str = "you, by hand"
    or_later: str = "{date}, or one business day after the goods have reached us, whichever is later"


ENGLISH = MailWords()
NAME = "mail"  # what the names of these texts begin with
