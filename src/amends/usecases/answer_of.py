"""From what was weighed to the answer that a case keeps: the steps it takes, what is given, what is due."""

from __future__ import annotations

from amends.core.cases.routes import steps_of
from amends.core.cases.values import Answer
from amends.core.dates import Instant
from amends.core.engine.uses import counters_used
from amends.core.engine.verdict import Decision, Outcome, Verdict
from amends.usecases.read_order import InHand, is_sent
from amends.usecases.weigh_claim import Option, Weighed


def answer_of(in_hand: InHand, weighed: Weighed, option: Option) -> Answer:
    """This function will return the policy's answer to the claim, for the remedy of the option."""
    clauses = option.verdict.clauses
    if option.outcome is Outcome.REFUSED:
        return Answer(outcome="refused", clauses=clauses)
    # Which piece is wanted instead has to be known before an exchange can be priced, and so before it is granted.
    if option.outcome is Outcome.REFERRED or (option.remedy == "exchange" and option.exchange is None):
        return Answer(outcome="referred", clauses=clauses, answer_by=weighed.answer_by.closes_at)
    return granted(in_hand, weighed, option, clauses)


def granted(in_hand: InHand, weighed: Weighed, option: Option, clauses: tuple[str, ...]) -> Answer:
    """This function will return the answer that grants the remedy, whoever decides so."""
    verdict, remedy = option.verdict, option.remedy
    give = max(0, option.total_minor)
    if option.exchange is not None:
        give = option.exchange.refund_minor + option.exchange.credit_minor
    due, due_for = _due(option, verdict)
    return Answer(
        outcome="accepted",
        clauses=clauses,
        left=steps_of(
            remedy, verdict.terms, goods_out=is_sent(weighed.piece), reason=weighed.claim.reason or "",
            give_minor=give, due_minor=due,
        ),
        give_minor=give,
        due_minor=due,
        due_for=due_for,
        label="prepaid" if verdict.terms.return_label == "prepaid" else "none",
        uses=_uses(in_hand, weighed, remedy),
        pay_by=_pay_by(weighed.decision) if give else None,
    )  # fmt: skip


def _pay_by(decision: Decision) -> Instant | None:
    """The earliest day that is promised for the money; one that is counted from the goods' arrival comes with that."""
    promised = (one.deadline.closes_at for one in decision.promises if one.what == "refund")
    return min(promised, default=None)


def _due(option: Option, verdict: Verdict) -> tuple[int, str]:
    if option.exchange is not None:
        return option.exchange.to_pay_minor, "exchange"
    if option.remedy == "change":
        return verdict.terms.fee_minor, "fee"
    return 0, ""


def _uses(in_hand: InHand, weighed: Weighed, remedy: str) -> tuple[str, ...]:
    decision = weighed.decision
    return tuple(sorted(counters_used(in_hand.policy, decision.lanes, remedy, decision.facts, decision.at)))
