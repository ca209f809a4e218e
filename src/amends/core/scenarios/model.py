"""The shape of a scenario file. Its JSON Schema is made from these classes.

Facts are written as everywhere: nested or dotted, amounts in major units, moments in the shop's own time. A file tells
what is given for all of its cases; each case adds to it, or takes a fact away with `null`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from amends.core.policy.model import Lane, TermsOf
from amends.core.scenarios.orders import OrderOf

Outcome = Literal["accepted", "refused", "referred", "not_offered"]
Ground = Literal[
    "accepts", "refuses", "met", "too_late", "not_begun", "condition_missed", "used_up", "terms", "lengthened",
    "classified", "not_offered", "silent", "unknown", "wrong",
]  # fmt: skip
Facts = Annotated[dict[str, Any], Field(description="facts, nested or dotted; `null` takes one away")]
Moment = Annotated[str, Field(description="a day, or a date and time in the shop's own time")]
Amount = Annotated[str | int | Decimal, Field(description="an amount in the shop's currency, such as `6.00`")]
Pieces = list[str] | dict[str, int]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VerdictExpected(_Part):
    """What one remedy is expected to be. Only what is written is compared."""

    outcome: Outcome | None = None
    clauses: Annotated[list[str] | None, Field(description="clauses that are named, among others")] = None
    without: Annotated[list[str] | None, Field(description="clauses that are not named")] = None
    against: Annotated[
        list[str] | None, Field(description="exactly the clauses that refuse it or whose requirement is missed")
    ] = None
    because: Annotated[dict[str, Ground], Field(description="clauses with the part they play")] = {}
    silent: Annotated[bool | None, Field(description="whether no clause speaks of it")] = None
    until: Annotated[
        Moment | None, Field(description="until when it may be asked for; `none` where there is no end")
    ] = None
    terms: Annotated[TermsOf | None, Field(description="the terms, as they are written in a policy")] = None
    missing: Annotated[list[str] | None, Field(description="exactly the facts that are missing")] = None
    advice: Annotated[list[str] | None, Field(description="exactly the clauses that advise")] = None


Expected = Outcome | VerdictExpected


class DueExpected(_Part):
    """Until when something has been promised, and by which clause."""

    by: Moment
    clause: Annotated[str | None, Field(description="the clause that promises it")] = None


class ExpectOf(_Part):
    """What is expected of a decision: of each remedy, of the lane, of the dates."""

    lane: Lane | None = None
    cancel: Expected | None = None
    change: Expected | None = None
    refund: Expected | None = None
    partial_refund: Expected | None = None
    store_credit: Expected | None = None
    exchange: Expected | None = None
    resend: Expected | None = None
    remake: Expected | None = None
    repair: Expected | None = None
    price_adjustment: Expected | None = None
    explain: Expected | None = None
    closes: Annotated[dict[str, Moment], Field(description="until when the window of a clause is open")] = {}
    due: Annotated[
        dict[str, Moment | DueExpected | None], Field(description="what is promised by when; `null`: nothing")
    ] = {}


class EarlierOf(_Part):
    """A refund of the order that was made before, on the same terms unless the lane is another."""

    pieces: Pieces
    reason: Annotated[str | None, Field(description="the reason that was given then; the case's own, unless said")] = (
        None
    )


class NewOf(_Part):
    """One new piece of an exchange."""

    price: Amount
    quantity: Annotated[int, Field(ge=1)] = 1


class OfferOf(_Part):
    """What staff offer as part of the price: one of the two."""

    percent: Decimal | None = None
    amount: Amount | None = None


class CostOf(_Part):
    """What a repair costs, as staff estimate it."""

    labour: Amount = 0
    materials: Amount = 0
    postage_in: Amount = 0
    postage_out: Amount = 0


class MoneyOf(_Part):
    """One sum: what is asked, and what it is expected to come to, on the terms of the decision."""

    remedy: Literal["cancel", "refund", "partial_refund", "store_credit", "exchange", "repair"]
    pieces: Annotated[
        Pieces | None, Field(description="which lines, or how many of each; the case's line, unless said")
    ] = None
    earlier: Annotated[list[EarlierOf], Field(description="refunds of this order that came before")] = []
    new: Annotated[list[NewOf], Field(description="what comes in exchange")] = []
    offer: OfferOf | None = None
    cost: CostOf | None = None
    total: Annotated[Amount | None, Field(description="what goes back")] = None
    items: Annotated[dict[str, Amount] | None, Field(description="exactly the rows of the sum")] = None
    payments: Annotated[dict[str, Amount] | None, Field(description="what goes back to each payment, by its id")] = None
    credit: Annotated[Amount | None, Field(description="what becomes store credit")] = None
    to_pay: Annotated[Amount | None, Field(description="what the customer pays first")] = None
    impossible: Annotated[bool, Field(description="no such sum can be made")] = False


class CaseOf(_Part):
    """One case: its name is a sentence, what is so, and what is expected."""

    name: Annotated[str, Field(min_length=1, description="a sentence")]
    edge: Annotated[
        Literal["before", "at", "after"] | None,
        Field(description="where the case stands: just before a limit, at it, after it"),
    ] = None
    order: Annotated[OrderOf | None, Field(description="an order for this case alone")] = None
    line: Annotated[str | None, Field(description="which line of the order; the only one, unless said")] = None
    parcel: Annotated[str | None, Field(description="which parcel, where the line is in several")] = None
    when: Facts = {}
    at: Annotated[Moment | None, Field(description="when it is decided")] = None
    expect: ExpectOf = ExpectOf()
    money: list[MoneyOf] = []


class ScenariosOf(_Part):
    """A scenario file."""

    about: Annotated[str, Field(description="what the file shows")] = ""
    policy: Annotated[
        str | list[str] | None,
        Field(
            description="the policy's file, from here; several: the order's date chooses. `../policy.yaml`, unless said"
        ),
    ] = None
    given: Facts = {}
    order: Annotated[OrderOf | None, Field(description="a whole order instead of single facts")] = None
    at: Moment | None = None
    cases: Annotated[list[CaseOf], Field(min_length=1)]


REMEDIES = tuple(name for name in ExpectOf.model_fields if name not in ("lane", "closes", "due"))
