"""The language of policies as a shop writes it. The JSON Schema and the language reference are made from these classes.

Amounts are written in major units (`6.00`, or `6.00 USD`), days as `2023-11-01`. A list of one may be written without
brackets. Conditions map the name of a fact to a test; they are read by `conditions`, because a test's form depends on
the kind of its fact.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from amends.core.policy.words import Amount, Day, Line, ListOf, Name, Percent, Whole

Lane = Literal["change_of_mind", "fault", "guarantee", "delivery", "recall"]
Remedy = Literal[
    "cancel", "change", "refund", "partial_refund", "store_credit", "exchange",
    "resend", "remake", "repair", "price_adjustment", "explain",
]  # fmt: skip
Lanes = Annotated[list[Lane], ListOf(Lane, every=True)]
Remedies = Annotated[list[Remedy], ListOf(Remedy, every=True)]
ClauseId = Annotated[
    str,
    Field(pattern=r"^[A-Za-z][A-Za-z0-9]*([-.][A-Za-z0-9]+)*$", max_length=80, examples=["B1-window"]),
]
Condition = Annotated[dict[str, Any], Field(description="facts and what they must be; all of them must hold")]
Anchor = Annotated[
    str,
    Field(
        description="what a window is counted from: `order`, `shipment`, `delivery`, `last_delivery`, `production`, "
        "`authorisation`, `return_receipt`, `asked`, or the name of a fact that is a moment"
    ),
]
Event = Literal["asked", "goods_sent", "goods_back"]
MOST_CLAUSES, MOST_FACTS, MOST_REASONS, MOST_VALUES = 1_000, 500, 500, 5_000
MOST_ASKED = 200  # questions of one condition, and seasons of one clause: more is a table of the shop's own
MOST = {"hours": 100_000, "days": 40_000, "business_days": 1_000, "months": 1_200, "years": 100}
FACT_NAME = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Span(_Part):
    """A length of time in exactly one unit."""

    hours: Annotated[Whole | None, Field(le=MOST["hours"], description="exact elapsed hours, inclusive")] = None
    days: Annotated[Whole | None, Field(le=MOST["days"], description="calendar days in the shop's zone")] = None
    business_days: Annotated[
        Whole | None, Field(le=MOST["business_days"], description="weekdays that are no public holiday of the country")
    ] = None
    months: Annotated[
        Whole | None,
        Field(le=MOST["months"], description="to the same date so many months later, or the month's last"),
    ] = None
    years: Annotated[
        Whole | None, Field(le=MOST["years"], description="to the same date so many years later; 29 to 28 February")
    ] = None


class Within(Span):
    """A window: so long from an anchor. What must happen in it is the asking, unless `event` says otherwise."""

    of: Anchor
    event: Annotated[
        Event,
        Field(
            description="what must happen in the window; while goods are not sent or back, the present counts instead"
        ),
    ] = "asked"


class Clawback(_Part):
    """The flat rate that is deducted once an order when what remains of it falls under the free-shipping minimum."""

    free_from: Annotated[Amount, Field(description="shipping was free from this amount")]
    rate: Annotated[Amount, Field(description="what is deducted")]


class Between(_Part):
    """Two percentages, both included."""

    at_least: Annotated[Percent, Field(description="the smaller percentage")]
    at_most: Annotated[Percent, Field(description="the larger percentage")]


class TermsOf(_Part):
    """On what terms a remedy is granted. Where two clauses say different things, the customer gets the better."""

    return_postage: Annotated[Literal["shop", "customer"] | None, Field(description="who pays for the way back")] = None
    return_label: Annotated[
        Literal["prepaid", "none"] | None, Field(description="whether the shop sends a label for the way back")
    ] = None
    refund_shipping: Annotated[
        Literal["all", "pro_rata", "none"] | None,
        Field(description="how much of the shipping that was paid comes back; `pro_rata` to the goods of the parcel"),
    ] = None
    new_postage: Annotated[
        Amount | None, Field(description="what the customer pays, beforehand, for sending the exchange")
    ] = None
    restocking_percent: Annotated[Percent | None, Field(description="deducted from the goods")] = None
    fee: Annotated[Amount | None, Field(description="a fixed fee: deducted, or added to an exchange")] = None
    fee_per: Annotated[Literal["return", "order"] | None, Field(description="how often the fee is taken")] = None
    clawback: Annotated[
        Clawback | None, Field(description="what free shipping costs when too little of the order is kept")
    ] = None
    price_rise: Annotated[
        Literal["customer", "shop"] | None, Field(description="who bears it when the new piece costs more")
    ] = None
    price_fall: Annotated[
        Literal["refund", "credit", "kept"] | None,
        Field(description="what becomes of the difference when the new piece costs less"),
    ] = None
    refund_to: Annotated[
        Literal["original", "original_or_gift_card", "credit"] | None, Field(description="where the money goes")
    ] = None
    credit_bonus_percent: Annotated[Percent | None, Field(description="added when taken as store credit")] = None
    labour: Annotated[Literal["shop", "customer"] | None, Field(description="who pays the work of a repair")] = None
    materials: Annotated[Literal["shop", "customer"] | None, Field(description="who pays the material of a repair")] = (
        None
    )
    repair_postage: Annotated[
        Literal["shop", "customer"] | None, Field(description="who pays the postage of a repair, both ways")
    ] = None
    quote_first: Annotated[bool | None, Field(strict=True, description="nothing moves before a quote is accepted")] = (
        None
    )
    offer_percent: Annotated[
        Between | None, Field(description="the limits of a partial refund, which staff choose")
    ] = None
    postage_receipt_up_to: Annotated[
        Amount | None,
        Field(description="postage that the customer laid out is paid back against a receipt, up to this"),
    ] = None


class ExceptionOf(_Part):
    """A named exception: where `when` holds, the clause does not speak."""

    id: Annotated[ClauseId, Field(description="stable, as a clause's")]
    says: Annotated[str, Field(min_length=1, max_length=2_000, description="the sentence that customers read")]
    when: Annotated[Condition, Field(min_length=1)]


class PromiseOf(_Part):
    """What the shop binds itself to, and within which time."""

    what: Annotated[
        Literal["answer", "refund", "instructions", "label", "resend", "quote", "repair"],
        Field(description="what will have happened by then"),
    ]
    within: Within


class ClassifyOf(_Part):
    """Claims with these reasons belong to this lane, where the clause's `when` holds."""

    reasons: Annotated[list[str], ListOf(str), Field(min_length=1, description="the reasons it speaks of")]
    lane: Annotated[Lane, Field(description="the lane they belong to then")]


class SeasonOf(_Part):
    """Ordered from one day to another (both included): open until a day at least."""

    ordered_from: Annotated[Day, Field(description="the first day of the season")]
    ordered_to: Annotated[Day, Field(description="its last day")]
    open_until: Annotated[Day, Field(description="the day until whose end the window is open at least")]


class ExtendOf(_Part):
    """Windows of other clauses stay open longer for orders of a season; they never close earlier."""

    clauses: Annotated[list[ClauseId], ListOf(str), Field(min_length=1, description="ids of clauses with `within`")]
    seasons: Annotated[
        list[SeasonOf],
        Field(min_length=1, max_length=MOST_ASKED, description="the seasons; further ones are further lines"),
    ]


class LimitOf(_Part):
    """So many times and no more."""

    remedies: Annotated[Remedies, Field(description="the remedies that it limits")]
    times: Annotated[Whole, Field(ge=1, le=1_000, description="how often it may be granted")] = 1
    per: Annotated[Literal["order", "line", "customer"], Field(description="within what it is counted")] = "order"
    counting: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="the name under which uses are counted")]


class ClauseOf(_Part):
    """One clause: the sentence that customers read, whom it is about, and exactly one effect."""

    id: Annotated[ClauseId, Field(description="stable: reasons, records and addresses name it")]
    says: Annotated[str, Field(min_length=1, max_length=2_000, description="the sentence that customers read")]
    section: Annotated[Line, Field(max_length=120, description="the heading it stands under on the policy page")] = ""
    lanes: Annotated[Lanes | None, Field(description="the lanes it speaks for; all, unless it says which")] = None
    when: Annotated[Condition, Field(description="whom it is about")] = {}
    unless: Annotated[list[ExceptionOf], Field(description="named exceptions")] = []
    ordered_from: Annotated[Day | None, Field(description="speaks only of orders placed on this day or later")] = None
    ordered_to: Annotated[Day | None, Field(description="speaks only of orders placed on this day or earlier")] = None
    within: Annotated[Within | None, Field(description="the window that an acceptance or requirement sets")] = None
    provided: Annotated[Condition, Field(description="what an acceptance or requirement asks to be so")] = {}
    otherwise: Annotated[
        Literal["refuse", "refer"] | None,
        Field(description="what becomes of a claim that misses the requirement; refused, unless it says `refer`"),
    ] = None
    set: Annotated[TermsOf | None, Field(description="the terms, with `accept` or `terms`")] = None
    accept: Annotated[Remedies | None, Field(description="grants these remedies")] = None
    refuse: Annotated[Remedies | None, Field(description="refuses these remedies")] = None
    require: Annotated[Remedies | None, Field(description="every acceptance of these must also meet this")] = None
    terms: Annotated[Remedies | None, Field(description="sets terms for these remedies")] = None
    limit: Annotated[LimitOf | None, Field(description="so many times and no more")] = None
    promise: Annotated[PromiseOf | None, Field(description="binds the shop to a date")] = None
    advise: Annotated[Remedies | None, Field(description="tells the customer something about these remedies")] = None
    classify: Annotated[ClassifyOf | None, Field(description="puts a reason into a lane")] = None
    extend: Annotated[ExtendOf | None, Field(description="lengthens windows in a season")] = None


class OwnFact(_Part):
    """A fact that only this shop knows of. Under `item.` and `parcel.` it is filled from attributes of that name."""

    kind: Annotated[
        Literal["flag", "choice", "text", "count", "number", "money", "moment", "marks"],
        Field(description="what sort of value it has"),
    ]
    about: Annotated[Line, Field(min_length=1, max_length=500, description="what it is")]
    values: Annotated[
        list[Name], ListOf(str), Field(max_length=MOST_VALUES, description="for a choice: its values")
    ] = []
    absent: Annotated[Any, Field(description="the value where the shop's data say nothing; else it is unknown")] = None
    ask: Annotated[Line, Field(max_length=500, description="the question, where the customer can answer it")] = ""


class ShippingOf(_Part):
    """What the shop charges for sending."""

    flat_rate: Annotated[Amount, Field(description="what sending costs")]
    free_from: Annotated[Amount | None, Field(description="from this amount of goods it is free")] = None
    longest_days: Annotated[
        Whole | None,
        Field(le=400, description="days from the order until a parcel has arrived at the latest; for search engines"),
    ] = None


class ShopOf(_Part):
    """Who speaks, and how dates and amounts are read."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=63, description="the shop's name in addresses")]
    name: Annotated[Line, Field(min_length=1, max_length=200, description="the name that customers know")]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="two letters; decides the public holidays")]
    zone: Annotated[str, Field(description="an IANA time zone; days end at its midnight", examples=["Europe/Paris"])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="three letters; every amount is in it")]
    email: Annotated[Line, Field(max_length=320, description="where customers write to")] = ""
    shipping: ShippingOf | None = None


class PolicyOf(_Part):
    """A policy file."""

    amends: Annotated[Literal[1], Field(description="the version of this language")]
    shop: ShopOf
    version: Annotated[Name, Field(max_length=80, description="a name for this version, such as `2024-spring`")]
    starts: Annotated[Day, Field(description="orders placed on this day or later fall under this version")]
    answers_within: Annotated[Span, Field(description="how soon a person answers what the policy leaves open")]
    post_within: Annotated[Span, Field(description="how soon after the authorisation goods are handed to the carrier")]
    ask: Annotated[dict[str, Line], Field(description="the shop's own wording of questions about facts")] = {}
    facts: Annotated[dict[str, OwnFact], Field(max_length=MOST_FACTS, description="facts of the shop's own")] = {}
    reasons: Annotated[
        dict[str, Lane], Field(max_length=MOST_REASONS, description="reasons of the shop's own, each with its lane")
    ] = {}
    clauses: Annotated[
        list[ClauseOf],
        Field(min_length=1, max_length=MOST_CLAUSES, description="the rules, in any order: it never matters"),
    ]


EFFECTS = ("accept", "refuse", "require", "terms", "limit", "promise", "advise", "classify", "extend")
