"""Cases of each shop brought to every stage that has a mail, and whoever takes the mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction
from tests.sample_cases import OF_A_MEMBER, SECRET, bring, of_kind
from tests.sample_shops import AT, HOUR, add, order, shop

from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.commands import (
    AnswerItem,
    Approve,
    Command,
    DecideOnTurnedDown,
    Inspect,
    PayPostage,
    Record,
    Ring,
    TakeBackPostage,
)
from amends.core.cases.effects import Effect
from amends.core.cases.states import State
from amends.core.cases.values import Answer
from amends.core.mail.addresses import Ours
from amends.ports.answers import Unclear
from amends.ports.mail import Mail
from amends.records import models
from amends.records.cases import CaseRow
from amends.records.outbox import add_effects
from amends.usecases.act_on_case import act_on_case
from amends.usecases.declare_withdrawal import Statement, declare_withdrawal, rights_to_withdraw
from amends.usecases.read_order import read_order
from amends.usecases.send_mail import Office, Sent, send_mail
from amends.usecases.send_message import send_message

S = State
SHOPS = {"silver": "refund", "bespoke": "partial_refund", "piercing": "resend"}
Reach = Callable[[str, CaseRow], CaseRow]


@dataclass
class Tray:
    """Takes mails and keeps them; where it is told to, it loses its answer."""

    mails: list[Mail] = field(default_factory=list)
    lose_next: bool = False

    def send(self, mail: Mail) -> None:
        self.mails.append(mail)
        if self.lose_next:
            self.lose_next = False
            raise Unclear("the answer was lost.")


def office(shop_id: str) -> Office:
    """This function will return from where the shop's mails go."""
    mailbox, _, domain = shop(shop_id).email.partition("@")
    return Office(ours=Ours(shop_id, domain, mailbox), sender=shop(shop_id).email, secret=SECRET,
                  address="https://returns.example")  # fmt: skip


def deliver(shop_id: str, number: str, key: str, tray: Tray) -> Sent:
    """This function will do the effect as the outbox does."""
    body = models.Effect.objects.get(shop_id=shop_id, key=key).body
    return send_mail(shop(shop_id), number, key, body, tray, office(shop_id), AT)


def mail_keys(shop_id: str, number: str, stage: str = "") -> list[str]:
    """This function will return the keys of the mails that the case has asked for, the first one first."""
    rows = models.Effect.objects.filter(shop_id=shop_id, case_number=number, kind="mail")
    return [one.key for one in sorted(rows, key=lambda one: one.body["event"]) if stage in {"", one.body["stage"]}]


def act(shop_id: str, case: CaseRow, command: Command) -> CaseRow:
    return act_on_case(shop(shop_id), case.number, command, at=AT, by=OF_A_MEMBER)


def _record(state: State, event: e.Event) -> Reach:
    return lambda shop_id, case: act(shop_id, bring(shop_id, case, state), Record(event=event))


def _state(state: State) -> Reach:
    return lambda shop_id, case: bring(shop_id, case, state)


def _message(shop_id: str, case: CaseRow) -> CaseRow:
    words = "We have looked at your photo.\nIt is {enough} <b>for us</b>."
    return send_message(shop(shop_id), case.number, words, by=OF_A_MEMBER, key="k", at=AT, secret=SECRET)


def _link(shop_id: str, case: CaseRow) -> CaseRow:
    effect = Effect(key="link.a", kind="mail", body={"event": case.case.version, "stage": "link", "item": ""})
    add_effects(shop_id, case.number, [effect], AT)
    return case


def _credit(shop_id: str, case: CaseRow) -> CaseRow:
    case = bring(shop_id, case, S.TO_APPROVE)
    command = Approve(item="1", person=OF_A_MEMBER, pays=(), credit_id="GIFT-1", credit_minor=4_000, bonus_minor=400)
    return act(shop_id, case, command)


def _delayed(shop_id: str, case: CaseRow) -> CaseRow:
    failed = m.PayoutFailed(item="1", pay=f"{case.number}.p1", why="closed")
    return act(shop_id, bring(shop_id, case, S.PAYING), Record(event=failed))


def _due_paid(shop_id: str, case: CaseRow) -> CaseRow:
    case = bring(shop_id, case, S.TO_PAY)
    due = case.item("1").item.open_due
    assert due
    return act(shop_id, case, Record(event=m.DuePaid(item="1", due=due.id)))


def _due_returned(shop_id: str, case: CaseRow) -> CaseRow:
    case = bring(shop_id, case, S.TO_PAY)
    due = case.item("1").item.open_due
    assert due
    case = act(shop_id, case, Record(event=m.DuePaid(item="1", due=due.id, ref="pi_of_the_tests")))
    refused = Answer(outcome="refused", person=OF_A_MEMBER, reason="We looked at it together.")
    return act(shop_id, case, AnswerItem(item="1", answer=refused))


def _postage_paid(shop_id: str, case: CaseRow) -> CaseRow:
    case, pay = bring(shop_id, case, S.TO_SEND), f"{case.number}.1.postage-1"
    receipt = PayPostage(item="1", person=OF_A_MEMBER, pay=pay, laid_out_minor=900, limit_minor=1_500)
    case = act(shop_id, case, receipt)
    return act(shop_id, case, Record(event=m.PostagePaid(item="1", pay=pay, ref="TR 7")))


def _postage_taken_back(shop_id: str, case: CaseRow) -> CaseRow:
    case, pay = bring(shop_id, case, S.TO_SEND), f"{case.number}.1.postage-1"
    receipt = PayPostage(item="1", person=OF_A_MEMBER, pay=pay, laid_out_minor=900, limit_minor=1_500)
    return act(
        shop_id, act(shop_id, case, receipt), TakeBackPostage(item="1", person=OF_A_MEMBER, pay=pay, why="9 or 6")
    )


def _reminded(shop_id: str, case: CaseRow) -> CaseRow:
    return act(shop_id, bring(shop_id, case, S.TO_SEND), Ring(item="1", state=S.TO_SEND, what="remind"))


def _less_kept(shop_id: str, case: CaseRow) -> CaseRow:
    case = bring(shop_id, case, S.ARRIVED)
    return act(shop_id, case, Inspect(item="1", accepted=1, give_minor=100, kept_minor=250, reason="Deep scratches."))


def _given_up(shop_id: str, case: CaseRow) -> CaseRow:
    return act(shop_id, bring(shop_id, case, S.TURNED_DOWN), DecideOnTurnedDown(item="1", wish="give_up"))


def _withdrawal(shop_id: str, case: CaseRow) -> CaseRow:
    before = order(shop_id, case.order_number)
    lines = tuple(replace(one, attributes={}, customisation="") for one in before.lines)
    parcels = tuple(replace(one, delivered_at=AT - 48 * HOUR) for one in before.parcels)
    bought = add(shop_id, replace(before, number="EU-1", country="DE", lines=lines, parcels=parcels, gift_code=""))
    in_hand = read_order(shop(shop_id), bought.number)
    assert in_hand
    pieces = tuple(one.piece.id for one in rights_to_withdraw(in_hand, AT).each)
    stated = Statement(key="k", pieces=pieces, text="I withdraw from all of it.", language="")
    return declare_withdrawal(shop(shop_id), bought.number, stated, AT, SECRET)


_LABEL = e.LabelMade(items=("1",), label="R.1.label.1", carrier="own", tracking="", expires_at=AT + 14 * 24 * HOUR)
REACH: Mapping[str, Reach] = {
    "case_opened": lambda _shop_id, case: case,
    "answered": lambda shop_id, case: bring(shop_id, bring(shop_id, case, S.WAITING), S.TO_SEND),
    "investigation_opened": _state(S.LOOKING),
    "customs_held": _state(S.AT_CUSTOMS),
    "customs_reminded": _record(S.AT_CUSTOMS, e.CustomsReminded(item="1")),
    "offer_made": _state(S.OFFERED),
    "quote_made": _state(S.QUOTED),
    "due_paid": _due_paid,
    "due_returned": _due_returned,
    "label_made": _record(S.TO_SEND, _LABEL),
    "received": _state(S.ARRIVED),
    "turned_down": _state(S.TURNED_DOWN),
    "less_kept": _less_kept,
    "paid_out": _state(S.DONE),
    "postage_paid": _postage_paid,
    "postage_taken_back": _postage_taken_back,
    "payout_delayed": _delayed,
    "credit_given": _credit,
    "work_started": _record(S.TO_MAKE, e.WorkStarted(item="1")),
    "piece_sent": _record(S.TO_POST, e.PieceSent(item="1", carrier="USPS", tracking="RX123456785US")),
    "change_done": _record(S.TO_CHANGE, e.ChangeDone(item="1")),
    "change_failed": _state(S.FAILED),
    "withdrawn": _state(S.WITHDRAWN),
    "expired": _state(S.EXPIRED),
    "reminded": _reminded,
    "message_sent": _message,
    "given_up": _given_up,
    "withdrawal": _withdrawal,
    "link": _link,
}


def mail_of(shop_id: str, stage: str) -> Mail:
    """This function will bring a case of the shop to the stage and return the stage's mail."""
    tray = Tray()
    for _ in rolled_back():
        case = REACH[stage](shop_id, of_kind(SHOPS[shop_id]))
        key = mail_keys(shop_id, case.number, stage)[-1]
        assert deliver(shop_id, case.number, key, tray) == "sent"
    (mail,) = tray.mails
    return mail


def rolled_back() -> Iterator[None]:
    """This function will run its body once and undo what it did to the tables."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def same(mail: Mail) -> Mail:
    """This function will return the mail without its link, which is new each time it is written."""
    return replace(mail, buttons=())
