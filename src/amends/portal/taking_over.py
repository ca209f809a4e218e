"""Answering the first questions of a claim by what the help has learnt, so that nothing is asked twice."""

from __future__ import annotations

from typing import Any

from amends.core.facts import Fact, Kind, Vocabulary
from amends.portal.asking import Asking
from amends.portal.carrying import carried, is_carried_for, put_down
from amends.portal.questions import problem_with
from amends.portal.reasons import is_sensible


def take_over(asking: Asking, free: int) -> bool:
    """This function will answer the claim's first questions by what the help has learnt, and say whether it could.

    It is used up by that. Where several units are free, the reason is chosen already and only the number is asked.
    """
    request, visit, policy = asking.request, asking.visit, asking.in_hand.policy
    kept = carried(request, visit.shop)
    if kept is None or not is_carried_for(request, visit.shop, asking.piece):
        return False
    reason, values = kept
    chosen = asking.draft.get("reason") or reason
    if chosen != reason:
        return False
    if not is_sensible(reason, asking.in_hand.order, asking.piece, policy, visit.by):
        return False
    answers = {**told(values, policy.vocabulary), **asking.draft.get("answers", {})}
    is_begun = bool(asking.draft.get("reason"))  # help was looked up from within the claim
    asking.keep(reason=reason, quantity=asking.draft.get("quantity", 1), answers=answers)
    put_down(request, visit.shop)
    return is_begun or free == 1


def told(values: dict[str, Any], vocabulary: Vocabulary) -> dict[str, str]:
    """This function will write facts as the form's answers; what the policy does not know or take is left out."""
    found = {
        name: _written(vocabulary.facts[name], value) for name, value in values.items() if name in vocabulary.facts
    }
    return {name: text for name, text in found.items() if not problem_with(vocabulary.facts[name], text)}


def _written(fact: Fact, value: object) -> str:
    if fact.kind is Kind.FLAG:
        return {True: "yes", False: "no"}.get(value is True, "") if isinstance(value, bool) else str(value)
    return str(value)
