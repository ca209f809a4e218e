"""What the policies of one backtest have in common."""

from __future__ import annotations

from collections.abc import Sequence

from amends.backtest.schema import HistoryInvalid
from amends.core.facts import Vocabulary
from amends.core.policy.tree import Policy


def check_alike(policies: Sequence[Policy]) -> Vocabulary:
    """This function will return the facts of all policies together, or raise where they are not of one shop."""
    older, newer = policies[0], policies[-1]
    if older.shop.currency != newer.shop.currency or older.shop.zone.key != newer.shop.zone.key:
        hint = "Compare versions of one shop's policy."
        raise HistoryInvalid("the two policies count in different currencies or time zones.", hint=hint)
    return newer.vocabulary.with_facts(older.vocabulary.facts)
