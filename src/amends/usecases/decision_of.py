"""A decision that is kept, once more as a value: by the policy, the facts and the moment that are kept of it.

Law: the same comes out as was decided then.
"""

from __future__ import annotations

from amends.core.engine.explain import explain_remedy
from amends.core.engine.explained import Explained
from amends.core.engine.stored import facts_from
from amends.core.engine.verdict import Decision
from amends.languages import Language
from amends.records.cases import DecisionRow
from amends.records.policies import decider_with, policy_with, told_for
from amends.records.shops import ShopRow


def decision_of(shop: ShopRow, kept: DecisionRow) -> Decision:
    """This function will return what was decided."""
    decider = decider_with(shop.id, kept.policy_hash)
    return decider.decide(facts_from(dict(kept.facts), decider.policy.vocabulary), kept.at)


def explained_of(shop: ShopRow, kept: DecisionRow, remedy: str, language: Language) -> tuple[Decision, Explained]:
    """This function will return what was decided, and one remedy of it explained in that language."""
    told = told_for(shop, policy_with(shop.id, kept.policy_hash), language)
    decision = decision_of(shop, kept)
    return decision, explain_remedy(told.policy, decision, remedy, told.words)
