"""A policy as the present page tells it: in the language of whoever reads."""

from __future__ import annotations

from amends.core.engine.language import Told
from amends.core.policy.tree import Policy
from amends.pages.reader import language
from amends.records.policies import told_for
from amends.records.shops import ShopRow


def told(shop: ShopRow, policy: Policy) -> Told:
    """This function will return the policy in the reader's language, with the words for everything beside it."""
    return told_for(shop, policy, language())
