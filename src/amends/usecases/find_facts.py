"""Finding facts out: what a person states about an item, on which the policy decides again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.core.cases.commands import Record
from amends.core.cases.events import FactsFound
from amends.core.dates import Instant
from amends.core.engine.stored import facts_document
from amends.core.facts import Facts, read_facts
from amends.records.cases import CaseRow
from amends.records.policies import policy_with
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import Acting, acting
from amends.usecases.decide_again import decide_again, give_answer


def find_facts(
    shop: ShopRow,
    number: str,
    item_id: str,
    facts: Mapping[str, Any],
    *,
    member: str,
    at: Instant,
    seen: int | None = None,
) -> CaseRow:
    """This function will keep the facts and give the policy's answer on them: granted, refused or still for a person.

    Facts are written as in a policy's scenarios (`{"claim.agreed": True}`); one that makes no sense raises
    `FactInvalid`.
    """
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        add_facts(act, item_id, facts_read(act, facts))
    return act.row


def facts_read(act: Acting, facts: Mapping[str, Any]) -> Facts:
    """This function will read facts as people write them, by the vocabulary of the case's policy."""
    policy = policy_with(act.shop.id, act.case.policy)
    return read_facts(facts, policy.vocabulary, act.shop.zone, act.order.currency)


def add_facts(act: Acting, item_id: str, facts: Facts) -> None:
    """This function will keep the facts with the item and have it decided again, unless a person has overruled it."""
    item = act.item(item_id)
    plain = facts_document(facts)
    if any(item.facts.get(name) != value for name, value in plain.items()):
        act.do(Record(event=FactsFound(item=item_id, facts=plain)))
    again = decide_again(act, item_id)
    if not item.answer.overruled:
        give_answer(act, item_id, again)
    elif act.history:
        act.keep(item_id, again.weighed.decision, again.figures_for(item.answer, act.item(item_id)))
