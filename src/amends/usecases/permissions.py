"""Who may do what: one table from a member's role to the acts that it allows.

Law: nobody does what their role does not name, whatever page they had open when it was taken away. The interfaces ask
`may` at every request, and a use case that moves money asks once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Act(StrEnum):
    """What staff may be allowed to do."""

    SEE = "see"  # cases, orders, messages
    RECEIVE = "receive"
    INSPECT = "inspect"
    ANSWER = "answer"  # messages, referred claims, customs tasks, investigations
    OVERRULE = "overrule"
    OFFER = "offer"
    QUOTE = "quote"
    APPROVE_MONEY = "approve_money"
    CREDIT = "credit"  # take store credit for a sale, and give it back
    CLEAR_FLAG = "clear_flag"  # say that something was seen to; a dispute only by who approves money
    SECOND_APPROVAL = "second_approval"  # above the shop's amount, and never of one's own
    INSIGHTS = "insights"
    POLICY = "policy"  # propose, publish and withdraw versions of the policy
    MANAGE_MEMBERS = "manage_members"


SUPPORT, WAREHOUSE, FINANCE, OWNER = "support", "warehouse", "finance", "owner"
PERMISSIONS: Mapping[str, frozenset[Act]] = {
    SUPPORT: frozenset(
        {Act.SEE, Act.RECEIVE, Act.ANSWER, Act.OVERRULE, Act.OFFER, Act.QUOTE, Act.CREDIT, Act.CLEAR_FLAG, Act.INSIGHTS}
    ),
    WAREHOUSE: frozenset({Act.SEE, Act.RECEIVE, Act.INSPECT}),
    FINANCE: frozenset({Act.SEE, Act.APPROVE_MONEY, Act.SECOND_APPROVAL, Act.CREDIT, Act.CLEAR_FLAG, Act.INSIGHTS}),
    OWNER: frozenset(Act),
}
ROLES = tuple(PERMISSIONS)


def may(role: str, act: Act) -> bool:
    """This function will say whether a member of that role may do it; an unknown role may nothing."""
    return act in PERMISSIONS.get(role, frozenset())
