"""A window opens only after what must happen in it.

Nobody asks for a return after the return has been authorised or has arrived; such a window would refer every claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.checks.finding import Finding, Subject
from amends.core.checks.words import say

# What comes after what: an anchor on the right cannot open a window for an event on the left.
COMES_AFTER = {
    "claim.asked_at": ("return.authorised_at", "return.sent_at", "return.received_at"),
    "return.sent_at": ("return.received_at",),
    "return.received_at": (),
}


def window_never_open(subject: Subject) -> Iterator[Finding]:
    """This function will find windows whose anchor comes after their event."""
    for clause in subject.policy.clauses:
        if clause.within is not None and clause.within.anchor in COMES_AFTER.get(clause.within.event, ()):
            message = say("window_never_open", clause=f"`{clause.id}`", anchor=f"`{clause.within.anchor}`")
            hint = say("window_never_open.do")
            yield Finding("window_never_open", message, hint, clause.id, ("within", "of"))
