"""The language of policies as a shop writes it. The JSON Schema and the language reference are made from these classes.

Amounts are written in major units (`6.00`), days as `2023-11-01`. Conditions map the name of a fact to a test; they are
read by `conditions`, because a test's form depends on the kind of its fact.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Lane = Literal["change_of_mind", "fault", "guarantee", "delivery", "recall"]
Remedy = Literal[
    "cancel", "change", "refund", "partial_refund", "store_credit", "exchange",
    "resend", "remake", "repair", "price_adjustment", "explain",
]  # fmt: skip
Lanes = list[Lane] | Literal["all"]
Remedies = list[Remedy] | Literal["all"]
Amount = Annotated[str | int | Decimal, Field(description="an amount in the shop's currency, such as `6.00`")]
Percent = Annotated[Decimal, Field(ge=0, le=100, description="a percentage from 0 to 100")]
ClauseId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]*([-.][A-Za-z0-9]+)*$", max_length=80)]
Condition = Annotated[dict[str, Any], Field(description="facts and what they must be; all of them must hold")]
Anchor = Annotated[
    str,
    Field(
        description="what a window is counted from: `order`, `shipment`, `delivery`, `last_delivery`, `production`, "
        "`authorisation`, `return_receipt`, `asked`, or the name of a fact that is a moment"
    ),
]
Event = Literal["asked", "goods_sent", "goods_back"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Part):
    """A length of time in exactly one unit."""

    hours: Annotated[int | None, Field(ge=0, le=100_000, description="exact elapsed hours, inclusive")] = None
    days: Annotated[int | None, Field(ge=0, le=40_000, description="calendar days in the shop's zone")] = None
    business_days: Annotated[int | None, Field(ge=0, le=1_000, description="weekdays that are no public holiday")] = None
    months: Annotated[int | None, Field(ge=0, le=1_200, description="to the same date so many months later")] = None
    years: Annotated[int | None, Field(ge=0, le=100, description="to the same date so many years later")] = None


class Within(Span):
    """A window: so long from an anchor. What must happen in it is the asking, unless `event` says otherwise."""

    of: Anchor
    event: Annotated[Event, Field(description="what must happen in the window")] = "asked"


class TermsOf(_Part):
    """On what terms a remedy is granted. What is not said has the default that the reference names."""

    return_postage: Annotated[Literal["shop", "customer"] | None, Field(description="who pays for the way back")] = None
    return_label: Annotated[Literal["prepaid", "none"] | None, Field(description="whether the shop sends a label")] = None
    refund_shipping: Annotated[
        Literal["all", "pro_rata", "none"] | None,
        Field(description="how much of the shipping that was paid is refunded; `pro_rata` to the goods of the parcel"),
    ] = None
    new_postage: Annotated[Amount | None, Field(description="what the customer prepays for sending the exchange")] = None
    restocking_percent: Annotated[Percent | None, Field(description="deducted from the goods")] = None
    fee: Annotated[Amount | None, Field(description="a fixed fee, deducted")] = None
    fee_per: Annotated[Literal["return", "order"] | None, Field(description="how often the fee is taken")] = None
    clawback: Annotated[
        Clawback | None, Field(description="what free shipping costs when too little of the order is kept")
    ] = None
    price_rise: Annotated[Literal["customer", "shop"] | None, Field(description="who bears it in an exchange")] = None
    price_fall: Annotated[Literal["refund", "credit", "kept"] | None, Field(description="what becomes of it")] = None
    refund_to: Annotated[Literal["original", "original_or_gift_card", "credit"] | None, Field(description="where to")] = None
    credit_bonus_percent: Annotated[Percent | None, Field(description="added when taken as credit")] = None
    labour: Annotated[Literal["shop", "customer"] | None, Field(description="who pays the work of a repair")] = None
    materials: Annotated[Literal["shop", "customer"] | None, Field(description="who pays the material of a repair")] = None
    repair_postage: Annotated[Literal["shop", "customer"] | None, Field(description="who pays it, both ways")] = None
    quote_first: Annotated[bool | None, Field(description="nothing moves before a quote is accepted")] = None
    offer_percent: Annotated[Between | None, Field(description="limits of a partial refund that staff offer")] = None
    postage_receipt_up_to: Annotated[
        Amount | None, Field(description="postage laid out by the customer is paid back against a receipt, up to this")
    ] = None


class Clawback(_Part):
    """The flat rate that is deducted once when what remains of the order falls under the free-shipping minimum."""

    free_from: Amount
    rate: Amount


class Between(_Part):
    """Two percentages, both included."""

    at_least: Percent
    at_most: Percent


class ExceptionOf(_Part):
    """A named exception: where `when` holds, the clause does not speak."""

    id: ClauseId
    says: str
    when: Condition


class PromiseOf(_Part):
    """What the shop binds itself to, and within which time."""

    what: Annotated[
        Literal["answer", "refund", "instructions", "label", "resend", "quote", "repair"],
        Field(description="what will have happened by then"),
    ]
    within: Within


class ClassifyOf(_Part):
    """Claims with these reasons belong to this lane, where the clause's `when` holds."""

    reasons: Annotated[list[str], Field(min_length=1)]
    lane: Lane


class SeasonOf(_Part):
    """Ordered from one day to another (both included): open until a day at least."""

    ordered_from: date
    ordered_to: date
    open_until: date


class ExtendOf(_Part):
    """Windows of other clauses stay open longer for orders of a season; they never close earlier."""

    clauses: Annotated[list[ClauseId], Field(min_length=1)]
    seasons: Annotated[list[SeasonOf], Field(min_length=1)]


class LimitOf(_Part):
    """So many times and no more."""

    remedies: Remedies
    times: Annotated[int, Field(ge=0, le=1_000)] = 1
    per: Literal["order", "line", "customer"] = "order"
    counting: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="the name under which uses are counted")]


class ClauseOf(_Part):
    """One clause: the sentence that customers read, whom it is about, and exactly one effect."""

    id: Annotated[ClauseId, Field(description="stable: reasons, records and addresses name it")]
    says: Annotated[str, Field(min_length=1, description="the sentence that customers read")]
    section: Annotated[str, Field(description="the heading it stands under on the policy page")] = ""
    lanes: Annotated[Lanes, Field(description="the lanes it speaks for")] = "all"
    when: Annotated[Condition, Field(description="whom it is about")] = {}
    unless: Annotated[list[ExceptionOf], Field(description="named exceptions")] = []
    ordered_from: Annotated[date | None, Field(description="speaks only of orders placed on this day or later")] = None
    ordered_to: Annotated[date | None, Field(description="speaks only of orders placed on this day or earlier")] = None
    within: Annotated[Within | None, Field(description="the window that an acceptance or requirement sets")] = None
    provided: Annotated[Condition, Field(description="what an acceptance or requirement asks to be so")] = {}
    otherwise: Annotated[
        Literal["refuse", "refer"], Field(description="what becomes of a claim that misses the requirement")
    ] = "refuse"
    set: Annotated[TermsOf | None, Field(description="the terms, with `accept` or `terms`")] = None
    accept: Annotated[Remedies | None, Field(description="grants these remedies")] = None
    refuse: Annotated[Remedies | None, Field(description="refuses these remedies")] = None
    require: Annotated[Remedies | None, Field(description="every acceptance of these must also meet this")] = None
    terms: Annotated[Remedies | None, Field(description="sets terms for these remedies")] = None
    advise: Annotated[Remedies | None, Field(description="is shown as advice with these remedies")] = None
    limit: Annotated[LimitOf | None, Field(description="grants remedies only so often")] = None
    promise: Annotated[PromiseOf | None, Field(description="binds the shop to a date")] = None
    classify: Annotated[ClassifyOf | None, Field(description="puts a reason into a lane")] = None
    extend: Annotated[ExtendOf | None, Field(description="lengthens windows in a season")] = None


class OwnFact(_Part):
    """A fact that only this shop knows of, or a question in the shop's own words for one that all have."""

    kind: Literal["flag", "choice", "text", "count", "number", "money", "moment", "marks"]
    about: Annotated[str, Field(description="what it is")]
    values: Annotated[list[str], Field(description="for a choice: its values")] = []
    ask: Annotated[str, Field(description="the question, where the customer can answer it")] = ""


class ShippingOf(_Part):
    """What the shop charges for sending."""

    flat_rate: Amount
    free_from: Amount | None = None


class ShopOf(_Part):
    """Who speaks, and how dates and amounts are read."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    name: str
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="two letters; decides the public holidays")]
    zone: Annotated[str, Field(description="an IANA time zone; days end at its midnight")]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    email: str = ""
    shipping: ShippingOf | None = None


class PolicyOf(_Part):
    """A policy file."""

    amends: Annotated[Literal[1], Field(description="the version of this language")]
    shop: ShopOf
    version: Annotated[str, Field(description="a name for this version, such as `2024-spring`")]
    starts: Annotated[date, Field(description="orders placed on this day or later fall under this version")]
    answers_within: Annotated[Span, Field(description="how soon a person answers what the policy leaves open")]
    post_within: Annotated[Span, Field(description="how soon after the authorisation goods are handed to the carrier")]
    ask: Annotated[dict[str, str], Field(description="the shop's own wording of questions about facts")] = {}
    facts: Annotated[dict[str, OwnFact], Field(description="facts of the shop's own")] = {}
    reasons: Annotated[dict[str, Lane], Field(description="reasons of the shop's own, each with its lane")] = {}
    clauses: Annotated[list[ClauseOf], Field(min_length=1)]


EFFECTS = ("accept", "refuse", "require", "terms", "limit", "promise", "advise", "classify", "extend")
