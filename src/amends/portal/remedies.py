"""What a claim can come to, arranged for the page: what is granted, what a person decides, what is refused and why."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.engine.explain import explain_remedy
from amends.core.engine.explained import Explained, Named
from amends.core.engine.verdict import Ground, Outcome
from amends.core.orders import Order, Product
from amends.core.refunds.exchange import ExchangeQuote
from amends.core.refunds.quote import RefundQuote
from amends.portal.telling import told
from amends.portal.ways import ways_worth_saying
from amends.portal.wording import ROWS, Words, said
from amends.usecases.open_case import TOLD_FIRST
from amends.usecases.read_order import InHand, is_sent
from amends.usecases.weigh_claim import Option, Weighed

HELP_ONLY = "explain"
_ASKED_FOR = {"price_dropped": "price_adjustment"}
_PUTS_RIGHT = frozenset({"resend", "remake", "repair", "partial_refund"})


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One row of an account: what for, and how much."""

    label: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Account:
    """The money of a remedy row by row; `total_minor` above zero is for the customer, below zero for the shop."""

    rows: tuple[MoneyRow, ...]
    total_minor: int
    currency: str
    ways: tuple[tuple[str, int], ...] = ()  # where it goes: what the customer recognises, and how much

    @property
    def owed_minor(self) -> int:
        """This property will hold what the customer pays."""
        return max(0, -self.total_minor)


@dataclass(frozen=True, slots=True)
class Choice:
    """One remedy as the page shows it."""

    remedy: str
    label: str
    option: Option
    said: Explained
    account: Account | None
    ways: tuple[str, ...]  # where it is refused: what would have to be different


@dataclass(frozen=True, slots=True)
class Outlook:
    """All remedies of a claim."""

    weighed: Weighed
    granted: tuple[Choice, ...]
    asked: tuple[Choice, ...]  # a person decides
    unwritten: tuple[Choice, ...]  # no clause speaks of it; a person would decide
    refused: tuple[Choice, ...]

    @property
    def told_first(self) -> tuple[Named, ...]:
        """This property will hold what the law wants told before anybody chooses (Directive (EU) 2019/771, Art. 13)."""
        advice = (each for one in (*self.granted, *self.asked) for each in one.said.advice)
        return tuple({one.clause: one for one in advice if one.law is not None and one.law.rule == TOLD_FIRST}.values())

    @property
    def choosable(self) -> frozenset[str]:
        """This property will hold the remedies that can be asked for."""
        return frozenset(one.remedy for one in (*self.granted, *self.asked, *self.unwritten))

    def choice(self, remedy: str) -> Choice:
        """This function will return how that remedy stands; a `StopIteration` is a fault in our code."""
        return next(one for one in (*self.granted, *self.asked, *self.unwritten) if one.remedy == remedy)


def outlook(in_hand: InHand, weighed: Weighed, words: Words) -> Outlook:
    """This function will arrange the remedies; mere help is none of them."""
    choices = [_choice(in_hand, weighed, one, words) for one in weighed.options if one.remedy != HELP_ONLY]
    choices += [_choice(in_hand, weighed, one, words) for one in _meant(weighed)]
    referred = [one for one in choices if one.option.outcome is Outcome.REFERRED]
    return Outlook(
        weighed,
        granted=tuple(one for one in choices if one.option.outcome is Outcome.ACCEPTED),
        asked=tuple(one for one in referred if not _is_unwritten(one)),
        unwritten=tuple(one for one in referred if _is_unwritten(one) and _makes_sense(one.remedy, weighed)),
        refused=tuple(one for one in choices if one.option.outcome is Outcome.REFUSED),
    )


def _meant(weighed: Weighed) -> list[Option]:
    """What a reason plainly asks for is answered, also where nobody is granted it: with the clauses that say so."""
    name = _ASKED_FOR.get(weighed.claim.reason or "", "")
    verdict = weighed.decision.verdicts.get(name)
    if verdict is None or verdict.on_offer or verdict.outcome is not Outcome.REFUSED:
        return []
    return [Option(name, verdict.outcome, verdict, None, ())]


def has_variants(product: Product, own_sku: str) -> bool:
    """This function will say whether there is anything of the product to choose from besides the very same."""
    return any(one.available for one in product.variants if one.sku != own_sku)


def account_of(option: Option, labels: dict[str, str]) -> Account | None:
    """This function will write the money of a remedy down row by row, where it has any."""
    if option.refund is not None:
        return refund_account(option.refund, labels)
    if option.exchange is not None:
        return exchange_account(option.exchange)
    return None


def _choice(in_hand: InHand, weighed: Weighed, option: Option, words: Words) -> Choice:
    here = told(in_hand.shop, in_hand.policy)
    explained = explain_remedy(here.policy, weighed.decision, option.remedy, here.words)
    account = account_of(option, payment_labels(in_hand.order))
    refused = option.outcome is Outcome.REFUSED
    ways = ways_worth_saying(here, weighed.decision, option.verdict) if refused else ()
    return Choice(option.remedy, said(words, option.remedy), option, explained, account, ways)


def payment_labels(order: Order) -> dict[str, str]:
    """This function will return what the customer recognises each payment of the order by."""
    return {payment.id: payment.label or payment.method for payment in order.payments}


def _is_unwritten(choice: Choice) -> bool:
    grounds = {one.ground for one in choice.option.verdict.reasons}
    return Ground.SILENT in grounds and not any(one.clause for one in choice.option.verdict.reasons)


def _makes_sense(remedy: str, weighed: Weighed) -> bool:
    """Nobody cancels what has arrived, or has a change of mind repaired."""
    if remedy in {"cancel", "change"}:
        return not is_sent(weighed.piece)
    return weighed.decision.lanes != ("change_of_mind",) or remedy not in _PUTS_RIGHT


def refund_account(quote: RefundQuote, labels: dict[str, str]) -> Account:
    """This function will write a refund down row by row, with where it goes."""
    rows = tuple(
        MoneyRow(said(ROWS, f"{one.kind}_taxed" if one.amount.tax_minor else one.kind), one.amount.gross_minor)
        for one in quote.items
        if one.amount.gross_minor
    )
    ways = tuple(
        (labels.get(one.payment_id, "") if one.to == "payment" else one.to, one.amount_minor) for one in quote.routes
    )
    return Account(rows, quote.total_minor, quote.currency, ways)


def exchange_account(quote: ExchangeQuote) -> Account:
    """This function will write an exchange down row by row."""
    rows = [
        MoneyRow(said(ROWS, "new"), -quote.new.gross_minor),
        MoneyRow(said(ROWS, "back"), quote.back.gross_minor),
        *(MoneyRow(said(ROWS, one.kind), -one.amount.gross_minor) for one in quote.charges if one.amount.gross_minor),
    ]
    total = -quote.difference_minor
    rest = total - sum(one.amount_minor for one in rows)
    if rest:
        rows.append(MoneyRow(said(ROWS, "not_paid_out"), rest))
    return Account(tuple(rows), total, quote.currency)
