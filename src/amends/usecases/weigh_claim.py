"""Weighing a claim: what each remedy would be - granted, refused, for a person to answer - and what it comes to.

Nothing is written. The same weighing is done when the claim is looked at and when it is confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from amends.core.claims import Claim, Piece, claimed
from amends.core.dates import Deadline, Instant
from amends.core.engine.verdict import Decision, Outcome, Verdict
from amends.core.engine.ways import Way
from amends.core.errors import MoneyInvalid
from amends.core.orders import Line, Order, Product, Tax, Variant
from amends.core.policy.tree import AllOf, Condition, Op, Test
from amends.core.refunds.claimed import MONEY_BACK, Claimed, Figures, figures_of, quote_of
from amends.core.refunds.exchange import ExchangeQuote
from amends.core.refunds.quote import RefundQuote
from amends.core.refunds.units import Refunded, Units
from amends.core.vocabulary import REMEDIES
from amends.usecases.read_order import InHand


@dataclass(frozen=True, slots=True)
class PricedOn:
    """What an amount was worked out from."""

    order: Order
    claimed: Claimed
    earlier: tuple[Refunded, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One remedy as it stands for this claim."""

    remedy: str
    outcome: Outcome
    verdict: Verdict
    until: Deadline | None
    missing: tuple[str, ...]  # facts that a customer can be asked for and that could change the answer
    refund: RefundQuote | None = None
    exchange: ExchangeQuote | None = None
    priced_on: PricedOn | None = None

    @property
    def quote(self) -> RefundQuote | ExchangeQuote | None:
        """This property will hold what it comes to, of either kind."""
        return self.refund if self.refund is not None else self.exchange

    @property
    def figures(self) -> Figures | None:
        """This property will hold what the amount is worked out from, where no person has set it."""
        on, quote = self.priced_on, self.quote
        if on is None or quote is None or self.verdict.outcome is not Outcome.ACCEPTED:
            return None
        return figures_of(on.order, on.claimed, self.verdict.terms, on.earlier, quote)

    @property
    def refunded(self) -> Refunded | None:
        """This property will hold what later quotes of the order must be told, once this is granted."""
        return None if self.quote is None else self.quote.record

    @property
    def total_minor(self) -> int:
        """This property will hold what the customer gets; below zero: pays."""
        if self.refund is not None:
            return self.refund.total_minor
        return -self.exchange.difference_minor if self.exchange is not None else 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """The variant that is wanted instead, and the product that it belongs to."""

    product: Product
    variant: Variant


def wanted_of(product: Product | None, sku: str) -> Wanted | None:
    """This function will return what is wanted by its number, or nothing where the product has no such variant."""
    variant = product.variant(sku) if product else None
    return Wanted(product, variant) if product and variant else None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim with everything that was found about it."""

    piece: Piece
    claim: Claim
    decision: Decision
    options: tuple[Option, ...]

    def option(self, remedy: str) -> Option | None:
        """This function will return how that remedy stands, where it is on offer."""
        return next((one for one in self.options if one.remedy == remedy), None)

    @property
    def answer_by(self) -> Deadline:
        """This property will hold by when a person answers what is referred."""
        return next(due.deadline for due in self.decision.promises if due.what == "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One remedy that is asked for, for units of one piece."""

    piece_id: str
    claim: Claim
    remedy: str
    wanted: Wanted | None = None
    details: Mapping[str, Any] = field(default_factory=dict)  # of what is wanted, in words


def weigh_asks(in_hand: InHand, asks: Sequence[Ask], at: Instant) -> tuple[tuple[Weighed, Option | None], ...]:
    """This function will weigh what one form asks for, one after the other, each on what those before it come to.

    A limit counts the form once: one exchange may be of several pieces.
    """
    found = []
    for ask in asks:
        weighed = weigh_claim(in_hand, ask.piece_id, ask.claim, at, ask.wanted)
        option = weighed.option(ask.remedy)
        found.append((weighed, option))
        if option is not None and option.refunded is not None:
            in_hand = in_hand.beside(option.refunded)
    return tuple(found)


def weigh_claim(
    in_hand: InHand, piece_id: str, claim: Claim, at: Instant, wanted: Wanted | None = None, only: str = ""
) -> Weighed:
    """This function will decide the claim about the piece and quote what it comes to, for every remedy on offer.

    `only`: the one remedy that is asked about, where nobody looks at the others.
    """
    piece, facts = in_hand.pieces[piece_id]
    known = claimed({**facts, **in_hand.uses(piece.line.id), **_wanted_facts(piece, wanted)}, claim)
    decision = in_hand.decider.decide(known, at)
    remedies = [one for one in REMEDIES if one in decision.verdicts and only in {"", one}]
    options = [_option(in_hand, piece, claim, decision, remedy, wanted) for remedy in remedies]
    return Weighed(piece, claim, decision, tuple(one for one in options if one.verdict.on_offer))


def hopeful(weighed: Weighed, remedy: str) -> Mapping[str, Any]:
    """This function will return the answers to open questions with which the remedy would be granted, if any."""
    option = weighed.option(remedy)
    if option is None or not option.missing:
        return {}
    for way in option.verdict.ways:
        answers = answers_in(way)
        if answers and set(answers) <= set(option.missing):
            return answers
    return {}


def answers_in(way: Way) -> dict[str, Any]:
    """This function will return what facts would have to be for a way, in plain cases; else what nobody can give."""
    answers: dict[str, Any] = {}
    for change in way:
        answers |= dict(_needed(change.wanted)) if change.wanted is not None else {"": None}
    return answers


def _needed(condition: Condition) -> list[tuple[str, Any]]:
    """This function will return what facts would have to be, in plain cases; else what nobody can give."""
    match condition:
        case Test(fact, Op.IS, (value, *_)):
            return [(fact, value)]
        case AllOf(parts):
            return [pair for part in parts for pair in _needed(part)]
    return [("", None)]


def _wanted_facts(piece: Piece, wanted: Wanted | None) -> dict[str, Any]:
    if wanted is None:
        return {}
    return {
        "wanted.same_product": wanted.product.id == piece.line.product_id,
        "wanted.another_option": wanted.variant.sku != piece.line.sku,
        "wanted.available": wanted.variant.available,
    }


def _option(
    in_hand: InHand, piece: Piece, claim: Claim, decision: Decision, remedy: str, wanted: Wanted | None
) -> Option:
    verdict = decision.verdicts[remedy]
    ask = in_hand.policy.vocabulary
    missing = tuple(name for name in decision.missing(remedy) if ask.find(name).ask)
    option = Option(remedy, verdict.outcome, verdict, decision.open_until(remedy), missing)
    if verdict.outcome is not Outcome.ACCEPTED:
        return option
    try:
        return priced(in_hand, option, piece, claim, decision, wanted)
    except MoneyInvalid:
        # What cannot be computed is not promised: a person works the amount out.
        return replace(option, outcome=Outcome.REFERRED)


def priced(
    in_hand: InHand, option: Option, piece: Piece, claim: Claim, decision: Decision, wanted: Wanted | None
) -> Option:
    """This function will return the option with what it comes to on its verdict's terms, or raise `MoneyInvalid`."""
    claimed = claimed_of(in_hand, piece, claim, decision, option.remedy)
    if option.remedy == "exchange" and wanted is not None:
        claimed = replace(claimed, new=(_new_line(piece, claim, wanted),))
    elif option.remedy not in MONEY_BACK:
        return option
    quote = quote_of(in_hand.order, claimed, option.verdict.terms, in_hand.earlier)
    return replace(
        option,
        refund=quote if isinstance(quote, RefundQuote) else None,
        exchange=quote if isinstance(quote, ExchangeQuote) else None,
        priced_on=PricedOn(in_hand.order, claimed, in_hand.earlier),
    )


def claimed_of(in_hand: InHand, piece: Piece, claim: Claim, decision: Decision, remedy: str) -> Claimed:
    """This function will return what the claim asks for by that remedy, as the money needs to know it."""
    is_first = not (in_hand.granted or in_hand.asked_with)
    return Claimed(
        remedy=remedy, by=claim.by, lane=decision.lanes[0], line_id=piece.line.id, quantity=claim.quantity,
        is_whole=is_first and len(in_hand.pieces) == 1 and claim.quantity == piece.quantity,
    )  # fmt: skip


def _new_line(piece: Piece, claim: Claim, wanted: Wanted) -> Line:
    return Line(
        id=f"{piece.line.id}-new",  # its own once it is sent (`send_piece`)
        product_id=wanted.product.id,
        sku=wanted.variant.sku,
        name=wanted.product.name,
        quantity=claim.quantity,
        unit_price_minor=wanted.variant.price_minor,
        taxes=tuple(Tax(rate_ppm=tax.rate_ppm, included=tax.included) for tax in piece.line.taxes),
        category=wanted.product.category,
        marks=wanted.product.marks,
        attributes=wanted.product.attributes,
    )


def units_of(piece: Piece, claim: Claim) -> tuple[Units, ...]:
    """This function will return the units that the claim is about, as the money counts them."""
    return (Units(line_id=piece.line.id, quantity=claim.quantity),)
