"""The stages of an item as a customer is told them: what was, what is now, what follows, who acts and by when.

One table of words for pages, mails and whoever else tells; another language is the same table, handed in. Laws: every
state has words; what is told of the past is what the events say, and what is told of the future is what the item still
has before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from amends.core.cases.case import Case, Item
from amends.core.cases.evolve import evolve
from amends.core.cases.log import Happened, kind_of
from amends.core.cases.states import State
from amends.core.dates import Instant
from amends.core.texts import FIXED

S = State
Who = Literal["you", "we", "carrier", "customs", "bank", "nobody"]
Mark = Literal["done", "now", "later", "end"]


@dataclass(frozen=True, slots=True)
class Telling:
    """How one stage is told; `who` acts in it, `late` says what holds where its date is not kept."""

    title: str  # while it is to be done
    done: str  # once it is
    who: Who = field(metadata=FIXED)
    next: str
    late: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of an item."""

    state: State
    telling: Telling
    mark: Mark
    at: Instant | None = None  # when it was done, or ended
    by: Instant | None = None  # until when it is to be done; of what follows, where that is promised

    @property
    def title(self) -> str:
        """This property will hold what the stage is called as it stands."""
        return self.telling.done if self.mark in {"done", "end"} else self.telling.title


_WE_ARE_LATE = "If we do not keep this date, write to us here: what is late stands at the top of our list."
_THEY_ARE_LATE = "If nothing is heard by then, we look into it and write to you."
# By state, and by state and what it is about where that makes a difference.
Tellings = Mapping[str, Telling]
TELLINGS: Tellings = MappingProxyType({
    "waiting": Telling("Our answer", "We answered", "we", "One of us looks at it and answers you.", _WE_ARE_LATE),
    "looking": Telling(
        "The carrier looks for it", "The carrier looked for it", "carrier",
        "We have asked the carrier to look for the parcel. We tell you what they find.", _THEY_ARE_LATE,
    ),
    "at_customs": Telling(
        "Held at customs", "Customs were done", "customs",
        "Customs hold the parcel. They have what they asked for, and decide next.",
        _THEY_ARE_LATE,
    ),
    "at_customs.tasks": Telling(
        "Held at customs", "Customs were done", "you",
        "Customs hold the parcel. What they ask of you stands above.",
        "Without what they ask for, customs may send the parcel back.",
    ),
    "to_offer": Telling("Our offer", "We made an offer", "we", "We make you an offer.", _WE_ARE_LATE),
    "offered": Telling(
        "Your answer to our offer", "You answered our offer", "you", "Take our offer, or decline it.",
        "If we do not hear from you by then, the offer ends.",
    ),
    "to_quote": Telling(
        "Our quote", "We made a quote", "we",
        "We tell you what the work costs. Nothing moves and nothing is charged before you accept it.", _WE_ARE_LATE,
    ),
    "quoted": Telling(
        "Your answer to our quote", "You answered our quote", "you", "Accept our quote, or decline it.",
        "If we do not hear from you by then, the quote ends and nothing is charged.",
    ),
    "to_pay": Telling(
        "Your payment", "You paid", "you", "Pay what is due. Nothing moves before that.",
        "If it is not paid by then, this ends and nothing is charged.",
    ),
    "to_pay.postage_back": Telling(
        "Your payment", "You paid", "you", "Pay the postage, and we send the piece back to you.",
        "If it is not paid by then, we ask you once more what is to become of the piece.",
    ),
    "to_send": Telling(
        "Post it", "You posted it", "you", "Post the piece to us. You pay the way back.",
        "If you need longer, write to us before that day.",
    ),
    "to_send.label": Telling(
        "Post it", "You posted it", "you", "Post the piece with the prepaid label. It costs you nothing.",
        "If you need longer, write to us before that day.",
    ),
    "to_send.shop_pays": Telling(
        "Post it", "You posted it", "you", "Post the piece to us. We write to you how it costs you nothing.",
        "If you need longer, write to us before that day.",
    ),
    "on_its_way": Telling(
        "On its way to us", "It travelled to us", "carrier", "The parcel is on its way to us.",
        "If it has not arrived by then, we look into it with you. Keep the receipt of posting.",
    ),
    "arrived": Telling(
        "We look at it", "Arrived and checked", "we", "We look at it when it arrives, and tell you.", _WE_ARE_LATE
    ),
    "arrived.now": Telling(
        "Arrived; we look at it", "Arrived and checked", "we", "It has arrived. We look at it and tell you.",
        _WE_ARE_LATE,
    ),
    "turned_down": Telling(
        "Your choice", "You chose", "you",
        "We could not accept the piece. Tell us whether it is to come back to you.",
        "If we do not hear from you by then, we take it that you do not want it back.",
    ),
    "to_make": Telling("The work", "The work was done", "we", "We do the work.", _WE_ARE_LATE),
    "to_change": Telling("The change", "We tried the change", "we", "We make the change and confirm it to you.",
                         _WE_ARE_LATE),
    "to_post": Telling(
        "The new piece", "We posted the new piece", "we", "We post the new piece and tell you.", _WE_ARE_LATE
    ),
    "to_post.same": Telling("Back to you", "We posted it to you", "we", "We post the piece to you and tell you.",
                            _WE_ARE_LATE),
    "to_post.resend": Telling("A new parcel", "We posted it again", "we", "We send it again and tell you.",
                              _WE_ARE_LATE),
    "to_send_back": Telling("Back to you", "We posted it back", "we", "We post the piece back to you and tell you.",
                            _WE_ARE_LATE),
    "to_approve": Telling(
        "Your money", "Your money was approved", "we", "We send your money and tell you when it is on its way.",
        _WE_ARE_LATE,
    ),
    "to_approve.credit": Telling(
        "Your store credit", "Your store credit was approved", "we", "You get your store credit from us.",
        _WE_ARE_LATE,
    ),
    "paying": Telling(
        "Your money is on its way", "Your money was sent", "bank",
        "Your money is on its way. Banks take 5 to 10 business days to show it.", _WE_ARE_LATE,
    ),
    "paying.credit": Telling(
        "Your store credit", "You got your store credit", "we", "You get your store credit from us.", _WE_ARE_LATE
    ),
    "done": Telling("Done", "Done", "nobody", "Everything about this is done."),
    "refused": Telling("Not possible", "Not possible", "nobody",
                       "This was not possible. Why stands below, and you can write to us about it."),
    "withdrawn": Telling("Ended by you", "Ended by you", "nobody", "You took this back. Nothing more happens."),
    "expired": Telling("Ended", "Ended", "nobody",
                       "Nothing came in time, so this has ended. If you still need it, write to us."),
    "failed": Telling("It did not work", "It did not work", "nobody",
                      "We tried, and it was not possible any more. Write to us if you have questions."),
})  # fmt: skip


def telling(item: Item, state: State, *, shop_pays: bool = False, tellings: Tellings = TELLINGS) -> Telling:
    """This function will return how that state of the item is told; `shop_pays` says who pays the way back."""
    return tellings.get(f"{state.value}.{_about(item, state, shop_pays)}", tellings[state.value])


def now_of(item: Item, *, shop_pays: bool = False, tellings: Tellings = TELLINGS) -> Telling:
    """This function will return how the item's present state is told."""
    return telling(item, item.state, shop_pays=shop_pays, tellings=tellings)


def stages_of(
    history: Sequence[Happened], item_id: str, *, shop_pays: bool = False, tellings: Tellings = TELLINGS
) -> tuple[Stage, ...]:
    """This function will return the item's stages in order, from what was done to what follows.

    What approving adds to paying is told to nobody: the money is one stage.
    """
    case, been = _walk(history, item_id)
    item = case.item(item_id)

    def stage(state: State, mark: Mark, at: Instant | None = None, by: Instant | None = None) -> Stage:
        return Stage(state, telling(item, state, shop_pays=shop_pays, tellings=tellings), mark, at, by)

    told = [stage(state, "done", left) for state, left in been[:-1] if state is not S.TO_APPROVE]
    if item.is_over:
        return (*told, stage(item.state, "end", been[-1][1]))
    told.append(stage(item.state, "now", by=item.act_by))
    later = [one for one in item.left[1:] if one is not S.PAYING or S.TO_APPROVE not in item.left]
    money = item.money_by
    return (*told, *(stage(one, "later", by=money if one in {S.TO_APPROVE, S.PAYING} else None) for one in later))


def _walk(history: Sequence[Happened], item_id: str) -> tuple[Case, list[tuple[State, Instant]]]:
    """Every state that the item has been through, and when that was done; the last one, and when the item came to it.

    What was left undone, because it was answered otherwise, ended or came to nothing, is not told as done.
    """
    case: Case | None = None
    been: list[tuple[State, Instant]] = []
    for happened in history:
        case = evolve(case, happened)
        state = next((one.state for one in case.items if one.id == item_id), None)
        if state is None or (been and been[-1][0] is state):
            continue
        if been:
            left, _ = been.pop()
            if _is_done(left, kind_of(happened.event)):
                been.append((left, happened.at))
        been.append((state, happened.at))
    if case is None:
        raise KeyError(item_id)
    return case, been


def _is_done(state: State, kind: str) -> bool:
    if S.WAITING is state or kind == "answered":
        return state is S.WAITING and kind == "answered"
    return (state, kind) != (S.TO_PAY, "received") and kind not in {
        "withdrawn", "expired", "return_lost", "payout_failed",
    }  # fmt: skip


def _about(item: Item, state: State, shop_pays: bool) -> str:
    match state:
        case S.AT_CUSTOMS:
            return "tasks" if any(one.id not in item.tasks_done for one in item.tasks) else ""
        case S.TO_PAY:
            return item.open_due.what if item.open_due else ""
        case S.TO_SEND:
            return "label" if item.answer.label == "prepaid" else "shop_pays" if shop_pays else ""
        case S.ARRIVED:
            return "now" if item.state is S.ARRIVED else ""
        case S.TO_POST:
            return {"repair": "same", "remake": "", "resend": "resend"}.get(item.remedy, "")
        case S.TO_APPROVE | S.PAYING:
            return "credit" if item.remedy == "store_credit" else ""
    return ""
