"""Answering an item as a person: where no clause decides, or the one that does leaves it to a person.

Laws: against a clause that decides nothing is answered here (`overrule_answer`); an answer has a reason and a person,
for ever; what is granted has the terms that the policy sets for such a claim, and never comes to more than was paid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from amends.core.cases.commands import Record
from amends.core.cases.events import FactsFound
from amends.core.cases.terms_by_hand import terms_by_hand
from amends.core.cases.values import Answer
from amends.core.dates import Instant
from amends.core.engine.verdict import Outcome
from amends.core.errors import AmendsError, MoneyInvalid, Place
from amends.core.refunds.quote import quote_refund
from amends.core.refunds.units import Ask
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting
from amends.usecases.answer_of import granted
from amends.usecases.decide_again import Again, NotOnOffer, decide_again, give_answer
from amends.usecases.weigh_claim import Option, priced, units_of

_BY_AMOUNT = frozenset({"refund", "partial_refund", "store_credit", "cancel", "price_adjustment"})


class ClauseDecides(AmendsError):
    """A clause of the policy decides this, and says otherwise; `clauses` are those that do."""

    code = "clause_decides"

    def __init__(self, clauses: tuple[str, ...]) -> None:
        super().__init__(f"the policy decides this: {', '.join(clauses)}.", hint="Overrule it with a reason.")
        self.clauses = clauses


class ReasonMissing(AmendsError):
    """What a person decides needs a reason."""

    code = "reason_missing"


class WishUnknown(AmendsError):
    """An exchange cannot be granted before it is known for what."""

    code = "wish_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person answers; another `remedy` than was asked for, or an amount, only where that is meant."""

    outcome: Literal["accepted", "refused"]
    reason: str
    remedy: str = ""
    give_minor: int | None = None


def answer_item(
    shop: ShopRow, number: str, item_id: str, said: Said, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will give a person's answer, or raise `ClauseDecides` where the policy has another one."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        again = decide_again(act, item_id, remedy=_remedy(act, item_id, said))
        if again.answer.outcome == "referred" and said.outcome == "accepted" and said.give_minor is None:
            again = _agreed(act, item_id, again)
        if again.answer.outcome not in ("referred", said.outcome):
            raise ClauseDecides(again.answer.clauses)
        if again.answer.outcome == said.outcome and said.give_minor is None:
            answer = replace(again.answer, person=member, reason=checked_reason(said))
            give_answer(act, item_id, again, answer)
        else:
            answer_by_hand(act, item_id, again, said)
    return act.row


def answer_by_hand(act: Acting, item_id: str, again: Again, said: Said, overruled: tuple[str, ...] = ()) -> None:
    """This function will give the answer that a person gives, on the terms that hold for such a claim."""
    reason, item = checked_reason(said), act.item(item_id)
    clauses = again.answer.clauses if not overruled else ()
    remedy = again.remedy if again.remedy != item.remedy else item.answer.remedy
    answer = Answer(outcome="refused", clauses=clauses)
    if said.outcome == "accepted":
        option = priced_by_hand(again, said.give_minor)
        answer = replace(granted(again.in_hand, again.weighed, option, clauses), give_minor=_give(option, said))
        again = replace(again, option=option)
    answer = replace(answer, person=act.by, reason=reason, overruled=overruled, remedy=remedy)
    give_answer(act, item_id, again, answer)


def priced_by_hand(again: Again, give_minor: int | None) -> Option:
    """This function will return the remedy as granted by a person, with its money; not computable: `MoneyInvalid`."""
    weighed, in_hand, verdict = again.weighed, again.in_hand, again.verdict
    if verdict is None:
        raise NotOnOffer(f"the policy does not know the remedy `{again.remedy}`.", hint="Choose another remedy.")
    decision = weighed.decision
    if verdict.outcome is not Outcome.ACCEPTED:
        terms = terms_by_hand(in_hand.policy, decision.lanes, again.remedy, decision.facts, decision.at)
        verdict = verdict.on_terms(terms)
    if again.remedy == "exchange" and again.wanted is None:
        raise WishUnknown("nobody has said which piece is wanted instead.", hint="Ask the customer, and open it anew.")
    option = Option(again.remedy, Outcome.ACCEPTED, verdict, None, ())
    if give_minor is None or again.remedy not in _BY_AMOUNT:
        return priced(in_hand, option, weighed.piece, weighed.claim, decision, again.wanted)
    ask = Ask(
        units=units_of(weighed.piece, weighed.claim), amount_minor=give_minor, lane=decision.lanes[0],
        to="credit" if again.remedy == "store_credit" else "",
    )  # fmt: skip
    return replace(option, refund=quote_refund(in_hand.order, ask, verdict.terms, in_hand.earlier))


def checked_reason(said: Said) -> str:
    """This function will return the reason, or raise `ReasonMissing`."""
    reason = said.reason.strip()
    if not reason:
        raise ReasonMissing("a person's answer needs a reason.", place=Place(field="reason"), hint="Write one.")
    return reason


def _give(option: Option, said: Said) -> int:
    if said.give_minor is not None and option.refund is None:
        raise MoneyInvalid("no amount belongs to this remedy.", place=Place(field="give_minor"))
    if option.exchange is not None:
        return option.exchange.refund_minor + option.exchange.credit_minor
    return max(0, option.total_minor)


def _agreed(act: Acting, item_id: str, before: Again) -> Again:
    """Where all that is missing is that a person agrees, saying yes is agreeing, and the clause grants it."""
    agreed = decide_again(act, item_id, {"claim.agreed": True}, remedy=before.remedy)
    if agreed.answer.outcome != "accepted":
        return before
    act.do(Record(event=FactsFound(item=item_id, facts={"claim.agreed": True})))
    return agreed


def _remedy(act: Acting, item_id: str, said: Said) -> str:
    return said.remedy or act.item(item_id).remedy
