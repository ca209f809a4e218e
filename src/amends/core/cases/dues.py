"""What a customer has paid for an item, how much of it is owed, and what goes back because it is not.

Laws: of what was paid the shop keeps what is due for what happens, and no more; while nobody has decided, nothing goes
back; no payment gives back more than it brought; what sending back costs was bought, and is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from amends.core.cases.case import Case, Due, Item
from amends.core.cases.money_events import DueReturned
from amends.core.cases.states import State

S = State
POSTAGE_BACK = "postage_back"  # what a due is for that sends back what was not accepted
_UNDECIDED = frozenset({S.WAITING, S.LOOKING, S.AT_CUSTOMS})


def kept_minor(item: Item) -> int:
    """This function will return what was paid for the item and has not gone back, postage for sending back aside."""
    return sum(one.amount_minor - one.returned_minor for one in _paid(item))


def owed_minor(item: Item) -> int | None:
    """This function will return what is due for what happens to the item, or nothing while that is not decided."""
    if item.ends is S.FAILED:
        return item.answer.due_minor  # a change was to be tried, without a promise, and it was
    if item.ends is not S.DONE:
        return 0
    if item.state in _UNDECIDED or item.answer.outcome != "accepted":
        return None
    if item.share_minor is not None:
        return item.share_minor
    if S.TO_QUOTE not in item.answer.left:
        return item.answer.due_minor
    is_quoted = item.quote is not None and not {S.TO_QUOTE, S.QUOTED} & set(item.left)
    return item.quote.total_minor if item.quote is not None and is_quoted else 0


def returns_of(case: Case) -> Iterator[DueReturned]:
    """This function will yield what is to go back as the case stands, from the latest payment of each item first."""
    for item in case.items:
        owed = owed_minor(item)
        over = 0 if owed is None else kept_minor(item) - owed
        for due in reversed(_paid(item)):
            part = min(over, due.amount_minor - due.returned_minor) if due.ref else 0
            if part > 0:
                over -= part
                why = "not_needed" if item.ends is S.DONE else item.state.value
                yield DueReturned(item=item.id, due=due.id, part=due.parts + 1, amount_minor=part, why=why)


def return_id(due: str, part: int) -> str:
    """This function will return the name of a part that goes back; after the case's number it is the provider's key."""
    return f"{due}.over-{part}"


def _paid(item: Item) -> tuple[Due, ...]:
    return tuple(one for one in item.dues if one.state == "paid" and one.what != POSTAGE_BACK)
