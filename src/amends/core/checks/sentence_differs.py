"""The sentence says another number than the rule: customers read 30 days, and 35 are applied.

Looked at are numbers with a unit of time, or amounts with their decimals, where the rule has one of that sort and the
sentence says one of that sort but never the same. Numbers in words are not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import listed, say
from amends.core.money import digits_of, format_amount
from amends.core.policy.tree import Clause, Policy, Window

UNITS = {
    "hours": "hours?",
    "days": "(?:calendar )?days?",
    "business_days": "(?:business|working) days?",
    "months": "months?",
    "years": "years?",
}


def sentence_differs(subject: Subject) -> Iterator[Finding]:
    """This function will find clauses whose sentence and rule name different lengths of time or amounts."""
    for clause in subject.policy.clauses:
        window = clause.within or (clause.promise.within if clause.promise else None)
        if window is not None:
            yield from _times(clause, window)
        yield from _amounts(clause, subject.policy)


def _times(clause: Clause, window: Window) -> Iterator[Finding]:
    unit = window.unit.value
    said = [int(number) for number in re.findall(rf"\b([0-9]{{1,6}}) {UNITS[unit]}\b", clause.says, re.IGNORECASE)]
    if said and window.amount not in said:
        wrong = f"{said[0]} {unit.replace('_', ' ')}"
        message = say("sentence_differs", clause=f"`{clause.id}`", says=wrong, rule=window.amount)
        field = ("within", unit) if clause.within is not None else ("promise", "within", unit)
        yield Finding("sentence_differs", message, say("sentence_differs.do"), clause.id, field)


def _amounts(clause: Clause, policy: Policy) -> Iterator[Finding]:
    currency = policy.shop.currency
    digits = digits_of(currency)
    rule = [value for name, value in clause.terms.items() if name.endswith("_minor") and value]
    if not rule or not digits:
        return
    said = re.findall(rf"\b[0-9]+\.[0-9]{{{digits}}}\b", clause.says)
    known = [format_amount(value, currency) for value in rule]
    for amount in said:
        if amount not in known:
            message = say("sentence_differs", clause=f"`{clause.id}`", says=amount, rule=listed(known))
            yield Finding("sentence_differs", message, say("sentence_differs.do"), clause.id, ("set",))
