"""What a customer can do in a case: when it is offered, what it is called, what it leads to, and what does it.

Each has a page of its own that says what follows before it is done. Nothing here is done by looking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.core.cases.case import Item
from amends.core.cases.states import MAY_WITHDRAW, State
from amends.core.dates import Instant
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.decide_turned_down import decide_turned_down
from amends.usecases.send_message import CUSTOMER
from amends.usecases.take_offer import decline_offer, take_offer
from amends.usecases.take_quote import decline_quote, take_quote
from amends.usecases.tell_posted import Posting, tell_posted
from amends.usecases.withdraw_item import withdraw_item

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that can be done. In words, `{amount}` stands for what it is about."""

    name: str
    states: frozenset[State]
    label: str | Promise  # on the page of the case
    title: str | Promise  # of its own page
    says: str | Promise
    button: str | Promise
    do: Callable[[Doing, Item], CaseRow]
    kinds: tuple[str, ...]
    weight: Literal["first", "other", "last"] = "other"


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does something of which case, at what moment, to a case of which version."""

    shop: ShopRow
    number: str
    at: Instant
    seen: int
    fields: Fields

    @property
    def how(self) -> dict[str, Any]:
        """This property will hold what every use case is told."""
        return {"by": CUSTOMER, "at": self.at, "seen": self.seen}


def _posted(one: Doing, item: Item) -> CaseRow:
    posting = Posting(tracking=one.fields.get("tracking", ""), proof=one.fields.get("proof") == "yes")
    return tell_posted(one.shop, one.number, item.id, posting, **one.how)


def _take_quote(one: Doing, item: Item) -> CaseRow:
    total = item.quote.total_minor if item.quote else 0
    return take_quote(one.shop, one.number, item.id, total, **one.how)


ACTS = {
    act.name: act
    for act in (
        Act(
            name="accept-offer", states=frozenset({State.OFFERED}), weight="first",
            label=_("Take the offer"), title=_("Take our offer?"),
            says=_("You keep the piece, and we send you {amount}. That settles it."), button=_("Take {amount}"),
            do=lambda one, item: take_offer(one.shop, one.number, item.id, item.offer_minor, **one.how),
            kinds=("offer_accepted",),
        ),
        Act(
            name="decline-offer", states=frozenset({State.OFFERED}),
            label=_("Decline the offer"), title=_("Decline our offer?"),
            says=_("We offered you {amount}. If you decline, this ends, and you can write to us about it."),
            button=_("Decline the offer"),
            do=lambda one, item: decline_offer(one.shop, one.number, item.id, **one.how),
            kinds=("offer_declined",),
        ),
        Act(
            name="accept-quote", states=frozenset({State.QUOTED}), weight="first",
            label=_("Accept the quote"), title=_("Accept our quote?"),
            says=_("The work costs you {amount}. You pay that next; nothing moves before it is paid."),
            button=_("Accept, for {amount}"),
            do=_take_quote, kinds=("quote_accepted",),
        ),
        Act(
            name="decline-quote", states=frozenset({State.QUOTED}),
            label=_("Decline the quote"), title=_("Decline our quote?"),
            says=_("If you decline, this ends, and nothing is charged."), button=_("Decline the quote"),
            do=lambda one, item: decline_quote(one.shop, one.number, item.id, **one.how),
            kinds=("quote_declined",),
        ),
        Act(
            name="posted", states=frozenset({State.TO_SEND, State.TO_PAY}), weight="first",
            label=_("I have posted it"), title=_("Have you posted it?"),
            says=_("Tell us, and we look out for the parcel. Keep the receipt until this is done."),
            button=_("I have posted it"), do=_posted, kinds=("posted",),
        ),
        Act(
            name="send-back", states=frozenset({State.TURNED_DOWN}), weight="first",
            label=_("Send it back to me"), title=_("Have it sent back to you?"),
            says=_("You pay the postage of {amount} first, and then we post the piece to you."),
            button=_("Send it back to me"),
            do=lambda one, item: decide_turned_down(one.shop, one.number, item.id, "send_back", **one.how),
            kinds=("sending_back_chosen",),
        ),
        Act(
            name="give-up", states=frozenset({State.TURNED_DOWN}),
            label=_("I do not want it back"), title=_("Leave it with us?"),
            says=_("The piece stays with us, and you get nothing for it. This cannot be undone."),
            button=_("Leave it with you"),
            do=lambda one, item: decide_turned_down(one.shop, one.number, item.id, "give_up", **one.how),
            kinds=("given_up",),
        ),
        Act(
            name="withdraw", states=MAY_WITHDRAW, weight="last",
            label=_("I no longer need this"), title=_("End this?"),
            says=_("You keep the piece, and nothing more happens. While the time for it runs, you can ask again."),
            button=_("End it"), do=lambda one, item: withdraw_item(one.shop, one.number, item.id, **one.how),
            kinds=("withdrawn",),
        ),
    )
}  # fmt: skip


def acts_on(item: Item) -> list[Act]:
    """This function will return what can be done with the item as it stands, the likeliest first."""
    return [act for act in ACTS.values() if is_possible(act, item)]


def is_possible(act: Act, item: Item) -> bool:
    """This function will say whether the act is offered for the item as it stands."""
    if item.state not in act.states:
        return False
    if act.name == "posted":
        return State.TO_SEND in item.left and not item.posted
    if act.name == "withdraw":
        return not item.received and not (item.posted and item.state is State.TO_PAY)
    return True


def amount_of(act: Act, item: Item, postage_minor: int) -> int:
    """This function will return the amount that the act is about, in minor units."""
    if act.name.endswith("-offer"):
        return item.offer_minor
    if act.name.endswith("-quote") and item.quote is not None:
        return item.quote.total_minor
    return postage_minor if act.name == "send-back" else 0
