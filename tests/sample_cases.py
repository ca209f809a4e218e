"""Cases of the sample shops as tests use them, opened by the use case as the portal does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.sample_shops import AT, HOUR, shop

from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.commands import (
    AnswerItem,
    Approve,
    Command,
    DecideOnTurnedDown,
    Inspect,
    Receive,
    Record,
    Ring,
    Withdraw,
)
from amends.core.cases.states import State
from amends.core.cases.values import Answer, Pay, Quote, Task
from amends.core.claims import Claim
from amends.records.cases import CaseRow
from amends.usecases.act_on_case import act_on_case
from amends.usecases.open_case import Form, open_case, seal_of
from amends.usecases.read_order import read_order
from amends.usecases.weigh_claim import Ask, weigh_asks

SECRET = b"of the tests"
UNWORN = {"condition.worn": False, "condition.used": False, "condition.original_packaging": True}


def opened(
    shop_id: str, order: str, piece: str, remedy: str, *, reason: str = "changed_mind",
    answers: Mapping[str, Any] = UNWORN, key: str = "a key", by: str = "buyer",
) -> CaseRow:  # fmt: skip
    """This function will open a case about one piece, as it was shown."""
    in_hand = read_order(shop(shop_id), order)
    assert in_hand is not None
    claim = Claim(reason=reason, asked_at=AT, answers=answers, by=by)
    asks = (Ask(piece_id=piece, claim=claim, remedy=remedy),)
    form = Form(key=key, asks=asks, seal=seal_of(weigh_asks(in_hand, asks, AT)))
    return open_case(shop(shop_id), order, form, AT, SECRET)


def agreed_return() -> CaseRow:
    """This function will open a return of a chain of the silver shop, which is agreed to at once."""
    return opened("silver", "WR-1001", "L1.P1", "refund")


S = State
OF_A_MEMBER = "member-1"
# By kind: the shop, the order, the piece, the reason and what is asked for. Some are agreed to at once, some wait.
KINDS = {
    "refund": ("silver", "WR-1001", "L1.P1", "changed_mind", UNWORN),
    "exchange": ("silver", "WR-1001", "L1.P1", "changed_mind", UNWORN),
    "change": ("silver", "WR-8TQ5M", "L1.P1", "changed_mind", {}),
    "cancel": ("bespoke", "AT-1001", "L1.P1", "changed_mind", {}),
    "partial_refund": ("bespoke", "AT-1005", "L2.P1", "slight_scratch", {}),
    "remake": ("bespoke", "AT-1005", "L1.P1", "wrong_material_sent", {}),
    "repair": ("bespoke", "AT-1VR8Y", "L1.P1", "stone_loose", {}),
    "store_credit": ("piercing", "LU-1006", "L1.P1", "unwanted_gift", {"condition.undamaged": True}),
    "resend": ("piercing", "LU-1008", "L3.P1", "only_one_arrived", {}),
}
_MONEY = (S.TO_APPROVE, S.PAYING)
_BACK = (S.TO_SEND, S.ARRIVED)
# The steps that lead to a state, as a person of the shop may agree to them for any kind.
_STEPS: Mapping[State, tuple[State, ...]] = {
    S.TO_OFFER: (S.TO_OFFER, S.OFFERED, *_MONEY),
    S.TO_QUOTE: (S.TO_QUOTE, S.QUOTED, S.TO_PAY, *_BACK, S.TO_MAKE, S.TO_POST),
    S.TO_PAY: (S.TO_PAY, *_BACK, S.TO_POST),
    S.TO_SEND: (*_BACK, *_MONEY),
    S.TO_MAKE: (S.TO_MAKE, S.TO_POST),
    S.TO_CHANGE: (S.TO_CHANGE,),
    S.TO_POST: (S.TO_POST,),
    S.TO_APPROVE: _MONEY,
}
_BEFORE = {
    S.OFFERED: S.TO_OFFER, S.QUOTED: S.TO_QUOTE, S.ON_ITS_WAY: S.TO_SEND, S.ARRIVED: S.TO_SEND,
    S.TURNED_DOWN: S.ARRIVED, S.TO_SEND_BACK: S.TURNED_DOWN, S.PAYING: S.TO_APPROVE, S.DONE: S.PAYING,
    S.EXPIRED: S.TO_SEND, S.FAILED: S.TO_CHANGE, S.WITHDRAWN: S.WAITING, S.LOOKING: S.WAITING, S.AT_CUSTOMS: S.WAITING,
}  # fmt: skip
GIVE = 4_000  # minor units


def of_kind(kind: str) -> CaseRow:
    """This function will open a case of that kind."""
    shop_id, order, piece, reason, answers = KINDS[kind]
    by = "gift_recipient" if kind == "store_credit" else "buyer"
    return opened(shop_id, order, piece, kind, reason=reason, answers=answers, by=by, key=kind)


def bring(shop_id: str, case: CaseRow, state: State) -> CaseRow:
    """This function will bring the case's first item into that state, by what leads there."""
    if case.item("1").item.state is state:
        return case
    if state in _BEFORE:
        case = bring(shop_id, case, _BEFORE[state])
        for command in _steps_to(case, state):
            case = act_on_case(shop(shop_id), case.number, command, at=AT, by=OF_A_MEMBER)
        due = case.item("1").item.open_due
        if state is S.TO_SEND_BACK and due is not None:  # what the customer pays for the post
            paid = Record(event=m.DuePaid(item="1", due=due.id))
            case = act_on_case(shop(shop_id), case.number, paid, at=AT, by=OF_A_MEMBER)
    else:
        command = AnswerItem(item="1", answer=_answer(state))
        case = act_on_case(shop(shop_id), case.number, command, at=AT, by=OF_A_MEMBER)
    assert case.item("1").item.state is state, (case.item("1").item.state, state)
    return case


def _answer(state: State) -> Answer:
    said: dict[str, Any] = {"person": OF_A_MEMBER, "reason": "We looked at it together."}
    if state is S.WAITING:
        return Answer(outcome="referred", answer_by=AT + 48 * HOUR, **said)
    if state is S.REFUSED:
        return Answer(outcome="refused", **said)
    steps = _STEPS[state]
    return Answer(
        outcome="accepted", left=steps, give_minor=GIVE if S.PAYING in steps else 0,
        due_minor=600 if state is S.TO_PAY else 0, due_for="exchange", **said,
    )  # fmt: skip


def _steps_to(case: CaseRow, state: State) -> tuple[Command, ...]:  # noqa: C901, PLR0912 - one line a state
    item = case.item("1").item
    match state:
        case S.LOOKING:
            until = AT + 10 * 24 * HOUR
            return (Record(event=e.InvestigationOpened(item="1", carrier="Post", reference="N-1", until=until)),)
        case S.AT_CUSTOMS:
            tasks = (Task(id="a", says="Send us a copy of the invoice", by=AT + 96 * HOUR),)
            return (Record(event=e.CustomsHeld(item="1", tasks=tasks)),)
        case S.OFFERED:
            return (Record(event=m.OfferMade(item="1", amount_minor=1_500, until=AT + 48 * HOUR)),)
        case S.QUOTED:
            quote = Quote(labour_minor=3_000, materials_minor=1_250, postage_minor=900, says="Set again in silver.")
            return (Record(event=m.QuoteMade(item="1", quote=quote, until=AT + 48 * HOUR)),)
        case S.ON_ITS_WAY:
            return (Record(event=e.Posted(item="1", tracking="RX123456785US", proof=True)),)
        case S.ARRIVED:
            return (Receive(items=("1",)),)
        case S.TURNED_DOWN:
            return (Inspect(item="1", accepted=0, grounds=("worn",)),)
        case S.TO_SEND_BACK:
            return (DecideOnTurnedDown(item="1", wish="send_back"),)
        case S.PAYING:
            return (
                Approve(
                    item="1",
                    person=OF_A_MEMBER,
                    pays=(
                        Pay(id=f"{case.number}.p1", payment_id="", amount_minor=item.answer.give_minor, by_hand=True),
                    ),
                ),
            )
        case S.DONE:
            return (Record(event=m.PayoutDone(item="1", pay=f"{case.number}.p1", ref="arn 74")),)
        case S.EXPIRED:
            return (Ring(item="1", state=item.state, what="expire"),)
        case S.FAILED:
            return (Record(event=e.ChangeFailed(item="1")),)
        case S.WITHDRAWN:
            return (Withdraw(item="1"),)
    raise KeyError(state)
