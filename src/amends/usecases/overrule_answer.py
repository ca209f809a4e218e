"""Overruling a clause: a person decides otherwise, with a reason that the record keeps beside the clause for ever.

Law: what a verified law gives is refused by nobody. Facts can change it, and then the law itself answers otherwise.
"""

from __future__ import annotations

from amends.core.dates import Instant
from amends.core.engine.verdict import Ground
from amends.core.errors import AmendsError
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.answer_item import Said, answer_by_hand
from amends.usecases.decide_again import Again, decide_again


class NothingToOverrule(AmendsError):
    """The policy says the same, or leaves it to a person."""

    code = "nothing_to_overrule"


class LawStands(AmendsError):
    """The law gives what somebody would refuse."""

    code = "law_stands"


def overrule_answer(
    shop: ShopRow, number: str, item_id: str, said: Said, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will answer against the clauses that decide, and name them in the answer.

    Granted without an amount it comes to what the policy's terms make of it; with one, to that amount, which is inside
    what was paid. Raises `NothingToOverrule` where no clause says otherwise.
    """
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        again = decide_again(act, item_id, remedy=said.remedy)
        if again.answer.outcome in ("referred", said.outcome):
            raise NothingToOverrule("no clause says otherwise.", hint="Answer the item; nothing has to be overruled.")
        if said.outcome == "refused":
            _look_at_the_law(again)
        answer_by_hand(act, item_id, again, said, overruled=again.deciding)
    return act.row


def _look_at_the_law(again: Again) -> None:
    policy = again.in_hand.policy
    for reason in again.verdict.reasons if again.verdict else ():
        article = policy.clause(reason.clause).article if reason.clause else None
        if reason.ground is Ground.ACCEPTS and article is not None:
            raise LawStands(
                f"the law gives this to the customer: {article.article} (`{article.rule}`).",
                hint="Nobody can refuse it; put down what you found out, and the law may answer otherwise.",
            )
