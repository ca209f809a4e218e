"""What a customer can do in a case: when it is offered, what it is called, what it leads to, and what command it is.

Each has a page of its own that says what follows before it is done. Nothing here is done by looking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.core.cases.case import Item
from amends.core.cases.commands import AcceptQuote, Command, DecideOnTurnedDown, Record, Withdraw
from amends.core.cases.events import Posted
from amends.core.cases.money_events import OfferAccepted, OfferDeclined, QuoteDeclined
from amends.core.cases.states import MAY_WITHDRAW, State

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
    command: Callable[[Item, Fields], Command]
    kinds: tuple[str, ...]
    weight: Literal["first", "other", "last"] = "other"


def _posted(item: Item, fields: Fields) -> Command:
    return Record(event=Posted(item=item.id, tracking=fields.get("tracking", ""), proof=fields.get("proof") == "yes"))


ACTS = {
    act.name: act
    for act in (
        Act(
            name="accept-offer", states=frozenset({State.OFFERED}), weight="first",
            label=_("Take the offer"), title=_("Take our offer?"),
            says=_("You keep the piece, and we send you {amount}. That settles it."), button=_("Take {amount}"),
            command=lambda item, _: Record(event=OfferAccepted(item=item.id)), kinds=("offer_accepted",),
        ),
        Act(
            name="decline-offer", states=frozenset({State.OFFERED}),
            label=_("Decline the offer"), title=_("Decline our offer?"),
            says=_("We offered you {amount}. If you decline, this ends, and you can write to us about it."),
            button=_("Decline the offer"),
            command=lambda item, _: Record(event=OfferDeclined(item=item.id)), kinds=("offer_declined",),
        ),
        Act(
            name="accept-quote", states=frozenset({State.QUOTED}), weight="first",
            label=_("Accept the quote"), title=_("Accept our quote?"),
            says=_("The work costs you {amount}. You pay that next; nothing moves before it is paid."),
            button=_("Accept, for {amount}"),
            command=lambda item, _: AcceptQuote(item=item.id), kinds=("quote_accepted",),
        ),
        Act(
            name="decline-quote", states=frozenset({State.QUOTED}),
            label=_("Decline the quote"), title=_("Decline our quote?"),
            says=_("If you decline, this ends, and nothing is charged."), button=_("Decline the quote"),
            command=lambda item, _: Record(event=QuoteDeclined(item=item.id)), kinds=("quote_declined",),
        ),
        Act(
            name="posted", states=frozenset({State.TO_SEND, State.TO_PAY}), weight="first",
            label=_("I have posted it"), title=_("Have you posted it?"),
            says=_("Tell us, and we look out for the parcel. Keep the receipt until this is done."),
            button=_("I have posted it"), command=_posted, kinds=("posted",),
        ),
        Act(
            name="send-back", states=frozenset({State.TURNED_DOWN}), weight="first",
            label=_("Send it back to me"), title=_("Have it sent back to you?"),
            says=_("You pay the postage of {amount} first, and then we post the piece to you."),
            button=_("Send it back to me"),
            command=lambda item, _: DecideOnTurnedDown(item=item.id, wish="send_back"), kinds=("sending_back_chosen",),
        ),
        Act(
            name="give-up", states=frozenset({State.TURNED_DOWN}),
            label=_("I do not want it back"), title=_("Leave it with us?"),
            says=_("The piece stays with us, and you get nothing for it. This cannot be undone."),
            button=_("Leave it with you"),
            command=lambda item, _: DecideOnTurnedDown(item=item.id, wish="give_up"), kinds=("given_up",),
        ),
        Act(
            name="withdraw", states=MAY_WITHDRAW, weight="last",
            label=_("I no longer need this"), title=_("End this?"),
            says=_("You keep the piece, and nothing more happens. While the time for it runs, you can ask again."),
            button=_("End it"), command=lambda item, _: Withdraw(item=item.id), kinds=("withdrawn",),
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
