"""The console's words for what the core names: roles, acts, pages. Everything passes through gettext."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.usecases.permissions import FINANCE, OWNER, SUPPORT, WAREHOUSE, Act

Words = Mapping[str, "str | Promise"]

ROLES: Words = {
    SUPPORT: _("Support"),
    WAREHOUSE: _("Warehouse"),
    FINANCE: _("Finance"),
    OWNER: _("Owner"),
}
ROLES_SAID: Words = {
    SUPPORT: _("answers customers, makes offers and quotes, and overrules with a reason"),
    WAREHOUSE: _("receives and inspects parcels"),
    FINANCE: _("approves what is paid, also as the second pair of eyes"),
    OWNER: _("may do everything, and says who belongs to the shop"),
}
ACTS: Words = {
    Act.SEE: _("see the cases"),
    Act.RECEIVE: _("receive parcels"),
    Act.INSPECT: _("inspect what came back"),
    Act.ANSWER: _("answer customers"),
    Act.OVERRULE: _("overrule a decision"),
    Act.OFFER: _("offer a part of the price"),
    Act.QUOTE: _("quote a repair or remake"),
    Act.CREDIT: _("take store credit and give it back"),
    Act.CLEAR_FLAG: _("say that something was seen to"),
    Act.APPROVE_MONEY: _("approve what is paid"),
    Act.SECOND_APPROVAL: _("approve as the second person"),
    Act.INSIGHTS: _("see the figures"),
    Act.POLICY: _("change the policy"),
    Act.MANAGE_MEMBERS: _("say who belongs to the shop"),
}
NUMBERS: Words = {
    "hours": _("Window in hours"),
    "days": _("Window in days"),
    "business_days": _("Window in business days"),
    "months": _("Window in months"),
    "years": _("Window in years"),
    "limit": _("How many times"),
    "fee_minor": _("Fee"),
    "restocking_percent": _("Percent kept back"),
    "clawback_free_from_minor": _("Free shipping from"),
    "clawback_rate_minor": _("Shipping deducted"),
}


def said(words: Words, name: str) -> str:
    """This function will return the words for a name, or the name itself with spaces where none are kept."""
    return str(words.get(name) or name.replace("_", " "))
