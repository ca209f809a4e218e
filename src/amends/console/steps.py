"""The next step of each item, as one button, and what else may be done with it: from where it stands to a page.

One table: a state, the page, what its button says, and the act that a role must allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.console.access import Staff
from amends.core.cases.case import Item
from amends.core.cases.postage import standing
from amends.core.cases.states import OPEN_TO_AN_ANSWER, State
from amends.usecases.permissions import Act

S = State


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done: the name of its page, what its button says, who may."""

    page: str
    says: str | Promise
    act: Act


ANSWER = Step("answer", _("Answer it"), Act.ANSWER)
RECEIVE = Step("take_in", _("It has arrived"), Act.RECEIVE)
NEXT: Mapping[State, Step] = {
    S.WAITING: ANSWER,
    S.LOOKING: Step("search_ended", _("The carrier has answered"), Act.ANSWER),
    S.AT_CUSTOMS: Step("customs_ended", _("Customs have decided"), Act.ANSWER),
    S.TO_OFFER: Step("offer", _("Make an offer"), Act.OFFER),
    S.TO_QUOTE: Step("quote", _("Make a quote"), Act.QUOTE),
    S.TO_SEND: RECEIVE,
    S.ON_ITS_WAY: RECEIVE,
    S.ARRIVED: Step("inspect", _("Inspect it"), Act.INSPECT),
    S.TURNED_DOWN: Step("wish", _("The customer has decided"), Act.ANSWER),
    S.TO_MAKE: Step("made", _("The work is finished"), Act.RECEIVE),
    S.TO_CHANGE: Step("changed_as_asked", _("The change is tried"), Act.ANSWER),
    S.TO_POST: Step("post", _("Post it"), Act.RECEIVE),
    S.TO_SEND_BACK: Step("post", _("Send it back"), Act.RECEIVE),
    S.TO_APPROVE: Step("approve", _("Approve the money"), Act.APPROVE_MONEY),
}
BEGIN = Step("begun", _("The work begins"), Act.RECEIVE)
SMALL = Step("small", _("Say whether the fault is a small one"), Act.ANSWER)
REMIND = Step("remind", _("Remind the customer"), Act.ANSWER)
_ELSE: Mapping[State, tuple[Step, ...]] = {
    S.WAITING: (
        Step("search_begun", _("Ask the carrier to search"), Act.ANSWER),
        Step("customs_held", _("It is held at customs"), Act.ANSWER),
    ),
    S.TO_SEND: (Step("lost_return", _("It never arrived"), Act.ANSWER),),
    S.ON_ITS_WAY: (Step("lost_return", _("It never arrived"), Act.ANSWER),),
    S.OFFERED: (Step("offer", _("Make another offer"), Act.OFFER),),
    S.QUOTED: (Step("quote", _("Make another quote"), Act.QUOTE),),
}
OVERRULE = Step("overrule", _("Decide otherwise"), Act.OVERRULE)
POSTAGE = Step("postage", _("Pay back postage on a receipt"), Act.APPROVE_MONEY)
POSTAGE_WRONG = Step("postage_wrong", _("Take back a postage receipt"), Act.APPROVE_MONEY)
ANOTHER = Step("remedy", _("Agree on another remedy"), Act.ANSWER)


def next_step(item: Item) -> Step | None:
    """This function will return the step that the shop takes next, or nothing where somebody else acts."""
    if item.state is S.TO_MAKE and not item.work_started:
        return BEGIN
    return NEXT.get(item.state)


def other_steps(item: Item, staff: Staff, *, is_right: bool, pays_postage: bool) -> tuple[Step, ...]:
    """This function will return what else this member may do with the item; nobody decides against a right."""
    found = list(_ELSE.get(item.state, ()))
    if item.state is S.TO_MAKE and not item.work_started:
        found.append(NEXT[S.TO_MAKE])
    if item.state is S.WAITING and item.lane == "fault":
        found.append(SMALL)
    if item.state is S.AT_CUSTOMS and any(one.id not in item.tasks_done for one in item.tasks):
        found.append(REMIND)
    if item.state in OPEN_TO_AN_ANSWER and not item.money_has_left:
        found += [ANOTHER] if is_right else [ANOTHER, OVERRULE]
    if pays_postage:
        found.append(POSTAGE)
    if standing(item):
        found.append(POSTAGE_WRONG)
    return tuple(one for one in found if staff.may(one.act))
