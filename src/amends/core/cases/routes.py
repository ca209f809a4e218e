"""Which steps a remedy takes once it is granted."""

from __future__ import annotations

from amends.core.cases.states import State
from amends.core.refunds.terms import Terms
from amends.core.vocabulary import NOTHING_TO_SEND

MONEY = (State.TO_APPROVE, State.PAYING)


def steps_of(
    remedy: str, terms: Terms, *, goods_out: bool, reason: str, give_minor: int = 0, due_minor: int = 0
) -> tuple[State, ...]:
    """This function will return the steps, in order, for a remedy that is granted.

    `goods_out` says that the goods have left the shop; `due_minor` is what the customer pays beforehand, as far as that
    is known without a quote.
    """
    pay_first = (State.TO_PAY,) if due_minor > 0 else ()
    back = (State.TO_SEND, State.ARRIVED) if goods_out and reason not in NOTHING_TO_SEND else ()
    money = MONEY if give_minor > 0 else ()
    by_quote = (State.TO_QUOTE, State.QUOTED, State.TO_PAY) if _is_quoted(terms) else ()
    match remedy:
        case "refund" | "store_credit":
            return (*back, *MONEY)
        case "cancel":
            return MONEY
        case "partial_refund" | "price_adjustment":
            return (State.TO_OFFER, State.OFFERED, *MONEY) if not give_minor else MONEY
        case "exchange":
            return (*pay_first, *back, *money, State.TO_POST)
        case "resend":
            return (State.TO_POST,)
        case "remake" | "repair":
            return (*by_quote, *back, State.TO_MAKE, State.TO_POST)
        case "change":
            return (*pay_first, State.TO_CHANGE)
    raise KeyError(remedy)


def _is_quoted(terms: Terms) -> bool:
    return terms.quote_first or terms.labour == "customer" or terms.materials == "customer"
