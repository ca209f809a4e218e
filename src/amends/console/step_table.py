"""The simple steps, one table: who may take each and when, what its form asks, and the use case that it becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from amends.console import case_words
from amends.console.step_forms import Do, Field, FieldProblem, Given, StepForm
from amends.core.cases.case import Item
from amends.core.cases.postage import postage_of, standing
from amends.core.cases.states import OPEN_TO_AN_ANSWER, State
from amends.core.errors import Place
from amends.core.refunds.claimed import Part
from amends.core.refunds.offers import RepairCost
from amends.pages.shown import money_text
from amends.usecases.answer_item import Said, answer_item
from amends.usecases.change_remedy import change_remedy
from amends.usecases.close_investigation import Finding, close_investigation
from amends.usecases.decide_again import NotOnOffer
from amends.usecases.decide_turned_down import decide_turned_down
from amends.usecases.end_customs import end_customs
from amends.usecases.find_facts import find_facts
from amends.usecases.finish_change import Tried, finish_change
from amends.usecases.finish_work import finish_work
from amends.usecases.hold_at_customs import ToDo, hold_at_customs, remind_of_customs
from amends.usecases.make_offer import make_offer
from amends.usecases.make_quote import Estimate, make_quote
from amends.usecases.open_investigation import Search, open_investigation
from amends.usecases.overrule_answer import overrule_answer
from amends.usecases.pay_postage import pay_postage
from amends.usecases.permissions import Act
from amends.usecases.report_lost_return import report_lost_return
from amends.usecases.send_piece import Sending, send_piece
from amends.usecases.start_work import start_work
from amends.usecases.take_back_postage import Mistake, take_back_postage

S = State
_SHARE = re.compile(r"\d{1,3}([.,]\d{1,2})?\s*%")
_YES_NO = (("yes", lazy("Yes")), ("no", lazy("No")))
_CARRIER = Field("carrier", lazy("Carrier"), lazy("It may stay empty."))
_TRACKING = Field("tracking", lazy("Tracking number"), lazy("Type or scan it; it may stay empty."))
_WORKED = Field("worked", lazy("Did it work?"), choices=_YES_NO)
_SMALL = Field("small", lazy("Is it a small fault?"), choices=_YES_NO)
_PROOF = Field("proof", lazy("Is there proof that it was posted?"), choices=_YES_NO)
_WISH = Field(
    "wish",
    lazy("What does the customer want?"),
    choices=(("send_back", lazy("To have it sent back, at their cost")), ("give_up", lazy("To give it up"))),
)
_FINDING = Field("finding", lazy("What did the carrier find?"), choices=tuple(case_words.FINDINGS.items()))
_CUSTOMS = Field(
    "outcome",
    lazy("What have customs decided?"),
    choices=(("cleared", lazy("They let it through")), ("failed", lazy("They sent it back or kept it"))),
)
# Not an exchange or a change: which piece, which address or which wish has to be known before the policy can answer.
_REMEDIES = ("refund", "partial_refund", "store_credit", "repair", "remake", "resend", "cancel", "price_adjustment")
_REMEDY = Field(
    "remedy",
    lazy("What have you agreed on?"),
    choices=tuple((one, case_words.REMEDIES[one]) for one in _REMEDIES),
)
_UNTIL = Field("until", lazy("Until when?"), lazy("A day, such as 2026-12-24."), kind="date")
_OUTCOME = Field("outcome", lazy("The answer"), choices=(("accepted", lazy("Yes")), ("refused", lazy("No"))))
_REASON = Field(
    "reason", lazy("Why?"), lazy("It is kept with your name for ever, and the customer may read it."), lines=3
)
_GIVE = Field("give", lazy("Another amount"), lazy("Empty: what the policy makes of it."), kind="amount")
_WHY_WRONG = Field("why", lazy("What was wrong with it?"), lazy("It is kept with your name for ever."))
_SHARE_FIELD = Field("part", lazy("How much"), lazy("An amount such as 12.50, or a share such as 20 %."))


def _posted(given: Given) -> Do:
    sending = Sending(carrier=given.line("carrier")[:32], tracking=given.code("tracking"))
    return lambda seen: send_piece(given.shop, given.number, given.item.id, sending, seen=seen, **given.who)


def _made(given: Given) -> Do:
    return lambda seen: finish_work(given.shop, given.number, given.item.id, seen=seen, **given.who)


def _begun(given: Given) -> Do:
    return lambda seen: start_work(given.shop, given.number, given.item.id, seen=seen, **given.who)


def _reminded(given: Given) -> Do:
    return lambda seen: remind_of_customs(given.shop, given.number, given.item.id, seen=seen, **given.who)


def _agreed(given: Given) -> Do:
    remedy = given.choice(_REMEDY)
    if remedy == given.item.remedy:
        raise FieldProblem("remedy", _("This is what the case is about already."))

    def do(seen: int) -> object:
        try:
            return change_remedy(given.shop, given.number, given.item.id, remedy, seen=seen, **given.who)
        except NotOnOffer as error:
            why = _("The policy has this for nobody. Choose another.")
            raise NotOnOffer(why, place=Place(field="remedy")) from error

    return do


def _sized(given: Given) -> Do:
    facts = {"claim.minor": given.choice(_SMALL) == "yes"}
    return lambda seen: find_facts(given.shop, given.number, given.item.id, facts, seen=seen, **given.who)


def _tried(given: Given) -> Do:
    tried = Tried(worked=given.choice(_WORKED) == "yes")
    return lambda seen: finish_change(given.shop, given.number, given.item.id, tried, seen=seen, **given.who)


def _lost(given: Given) -> Do:
    proof = given.choice(_PROOF) == "yes"
    return lambda seen: report_lost_return(given.shop, given.number, given.item.id, proof, seen=seen, **given.who)


def _wished(given: Given) -> Do:
    back = given.choice(_WISH) == "send_back"
    by = given.staff.member.id
    return lambda seen: decide_turned_down(
        given.shop, given.number, given.item.id, "send_back" if back else "give_up", by=by, at=given.now, seen=seen
    )


def _quoted(given: Given) -> Do:
    cost = RepairCost(
        labour_minor=given.amount("labour", missing=0),
        materials_minor=given.amount("materials", missing=0),
        postage_in_minor=given.amount("postage_in", missing=0),
        postage_out_minor=given.amount("postage_out", missing=0),
    )
    estimate = Estimate(cost=cost, says=given.typed.get("says", "").strip())
    return lambda seen: make_quote(given.shop, given.number, given.item.id, estimate, seen=seen, **given.who)


def _offered(given: Given) -> Do:
    text = given.text("part")
    part = Part(percent=_percent(text)) if _SHARE.fullmatch(text) else Part(amount_minor=given.amount("part"))
    return lambda seen: make_offer(given.shop, given.number, given.item.id, part, seen=seen, **given.who)


def _percent(text: str) -> Decimal:
    try:
        return Decimal(text.rstrip("% ").replace(",", "."))
    except InvalidOperation as error:
        raise FieldProblem("part", _("Write an amount such as 12.50, or a share such as 20 %.")) from error


def _searching(given: Given) -> Do:
    search = Search(carrier=given.text("carrier")[:32], reference=given.code("reference"), until=given.day("until"))
    return lambda seen: open_investigation(given.shop, given.number, given.item.id, search, seen=seen, **given.who)


def _searched(given: Given) -> Do:
    found = given.choice(_FINDING)
    proof = given.typed.get("proof", "").strip()
    finding = Finding(
        finding="lost" if found == "lost" else "delivered" if found == "delivered" else "none", proof=proof
    )
    return lambda seen: close_investigation(given.shop, given.number, given.item.id, finding, seen=seen, **given.who)


def _held(given: Given) -> Do:
    tasks = [ToDo(says=given.text("says"), by=given.day("until"))] if given.typed.get("says", "").strip() else []
    return lambda seen: hold_at_customs(given.shop, given.number, given.item.id, tasks, seen=seen, **given.who)


def _cleared(given: Given) -> Do:
    cleared = given.choice(_CUSTOMS) == "cleared"
    return lambda seen: end_customs(
        given.shop, given.number, given.item.id, "cleared" if cleared else "failed", seen=seen, **given.who
    )


def _answered(given: Given) -> Do:
    said = _said(given)
    return lambda seen: answer_item(given.shop, given.number, given.item.id, said, seen=seen, **given.who)


def _overruled(given: Given) -> Do:
    said = _said(given)
    return lambda seen: overrule_answer(given.shop, given.number, given.item.id, said, seen=seen, **given.who)


def _said(given: Given) -> Said:
    accepted = given.choice(_OUTCOME) == "accepted"
    reason = given.text("reason")
    give = given.amount("give") if accepted and given.typed.get("give", "").strip() else None
    return Said(outcome="accepted" if accepted else "refused", reason=reason, give_minor=give)


def _postage(given: Given) -> Do:
    laid_out, member = given.amount("laid_out"), given.staff.member
    return lambda seen: pay_postage(given.shop, given.number, given.item.id, laid_out, member, given.now, seen=seen)


def _receipts(item: Item, currency: str) -> tuple[tuple[str, str], ...]:
    said = {True: _("%(amount)s, paid under %(ref)s"), False: _("%(amount)s, not paid yet")}
    return tuple(
        (one.id, said[one.state == "done"] % {"amount": money_text(one.amount_minor, currency), "ref": one.ref})
        for one in standing(item)
    )


_WRONG_RECEIPT = Field("pay", lazy("Which one?"), of_item=_receipts)


def _postage_wrong(given: Given) -> Do:
    pay = given.choice(_WRONG_RECEIPT)
    if postage_of(given.item, pay).state == "done":
        paid = _(
            "This is paid, so it cannot be taken back here. Ask the customer for what was paid too much; "
            "where it came back to your bank, put that down in the outbox first."
        )
        raise FieldProblem("pay", paid)
    mistake, member = Mistake(pay, given.text("why")), given.staff.member
    return lambda seen: take_back_postage(
        given.shop, given.number, given.item.id, mistake, member, given.now, seen=seen
    )


FORMS: Mapping[str, StepForm] = {
    "answer": StepForm(
        Act.ANSWER, frozenset({S.WAITING}), lazy("Your answer"),
        lazy("The policy leaves this to a person. What you grant has the terms that it sets for such a claim."),
        (_OUTCOME, _REASON, _GIVE), lazy("Give this answer"), lazy("Answered. The customer is told."), _answered,
    ),
    "overrule": StepForm(
        Act.OVERRULE, OPEN_TO_AN_ANSWER, lazy("Decide otherwise"),
        lazy("You decide against a clause. The record shows the clause, you and your reason for ever."),
        (_OUTCOME, _REASON, _GIVE), lazy("Decide so"), lazy("Decided. The customer is told."), _overruled,
    ),
    "remedy": StepForm(
        Act.ANSWER, OPEN_TO_AN_ANSWER, lazy("Another remedy"),
        lazy("What you have agreed on with the customer, instead of what was asked for. The policy answers, on its own "
             "terms."),
        (_REMEDY,), lazy("Let the policy answer"), lazy("Answered. The customer is told."), _agreed,
    ),
    "small": StepForm(
        Act.ANSWER, frozenset({S.WAITING}), lazy("A small fault"),
        lazy("A policy may treat a small fault otherwise. It answers on what you say, with the clause that decides."),
        (_SMALL,), lazy("Let the policy answer"), lazy("Put down, and decided on."), _sized,
    ),
    "offer": StepForm(
        Act.OFFER, frozenset({S.TO_OFFER, S.OFFERED}), lazy("The offer"),
        lazy("A part of the price, inside the limits of the policy. The customer takes it or declines it."),
        (_SHARE_FIELD,), lazy("Send the offer"), lazy("The offer is with the customer."), _offered,
    ),
    "quote": StepForm(
        Act.QUOTE, frozenset({S.TO_QUOTE, S.QUOTED}), lazy("The quote"),
        lazy("What it costs, whoever pays; what the shop bears by its policy is not charged. Nothing moves before the "
             "customer has accepted."),
        (
            Field("labour", lazy("Labour"), kind="amount"), Field("materials", lazy("Materials"), kind="amount"),
            Field("postage_in", lazy("Postage to the workshop"), kind="amount"),
            Field("postage_out", lazy("Postage back to the customer"), kind="amount"),
            Field("says", lazy("What is done"), lazy("The customer reads this."), lines=3),
        ),
        lazy("Send the quote"), lazy("The quote is with the customer."), _quoted,
    ),
    "search_begun": StepForm(
        Act.ANSWER, frozenset({S.WAITING}), lazy("A search by the carrier"),
        lazy("The customer is told that the carrier searches, and by when it answers."),
        (Field("carrier", lazy("Carrier")), Field("reference", lazy("The carrier’s reference")), _UNTIL),
        lazy("The search has begun"), lazy("Put down. The customer is told."), _searching,
    ),
    "search_ended": StepForm(
        Act.ANSWER, frozenset({S.LOOKING}), lazy("The carrier’s answer"),
        lazy("The policy decides on what was found. A delivery needs its proof, which the customer is shown."),
        (_FINDING, Field("proof", lazy("Proof"), lazy("The carrier’s own reference, or what it sent."))),
        lazy("Put it down"), lazy("Put down, and decided on."), _searched,
    ),
    "customs_held": StepForm(
        Act.ANSWER, frozenset({S.WAITING}), lazy("Held at customs"),
        lazy("Say what customs want of the customer, and by when. Leave it empty where they want nothing."),
        (Field("says", lazy("What the customer has to do"), lines=2), _UNTIL),
        lazy("It is held"), lazy("Put down. The customer is told."), _held,
    ),
    "remind": StepForm(
        Act.ANSWER, frozenset({S.AT_CUSTOMS}), lazy("A reminder"),
        lazy("The customer is told once more what customs want, and by when. The policy counts reminders."), (),
        lazy("Remind the customer"), lazy("The customer is reminded."), _reminded,
    ),
    "customs_ended": StepForm(
        Act.ANSWER, frozenset({S.AT_CUSTOMS}), lazy("What customs decided"),
        lazy("The policy decides on that, and on whether the customer did their part."), (_CUSTOMS,),
        lazy("Put it down"), lazy("Put down, and decided on."), _cleared,
    ),
    "lost_return": StepForm(
        Act.ANSWER, frozenset({S.TO_SEND, S.ON_ITS_WAY}), lazy("It never arrived"),
        lazy("The customer has posted it, and it did not come. The policy asks whether there is proof."), (_PROOF,),
        lazy("Put it down"), lazy("Put down, and decided on."), _lost,
    ),
    "wish": StepForm(
        Act.ANSWER, frozenset({S.TURNED_DOWN}), lazy("What was not accepted"),
        lazy("Customers decide on their own page; here it is put down where they told you."),
        (_WISH,), lazy("Put it down"), lazy("Put down."), _wished,
    ),
    "changed_as_asked": StepForm(
        Act.ANSWER, frozenset({S.TO_CHANGE}), lazy("The change"), lazy("The customer is told what came of it."),
        (_WORKED,), lazy("Tell the customer"), lazy("Put down. The customer is told."), _tried,
    ),
    "begun": StepForm(
        Act.RECEIVE, frozenset({S.TO_MAKE}), lazy("The work begins"),
        lazy("From now on the piece is in the workshop. The customer is told."), (), lazy("It begins"),
        lazy("Put down. The customer is told."), _begun,
    ),
    "made": StepForm(
        Act.RECEIVE, frozenset({S.TO_MAKE}), lazy("The work is finished"),
        lazy("The piece is ready; posting it is the next step."), (), lazy("It is finished"),
        lazy("The work is finished."), _made,
    ),
    "postage": StepForm(
        Act.APPROVE_MONEY, frozenset(S) - {S.WAITING, S.REFUSED, S.WITHDRAWN, S.EXPIRED}, lazy("Postage on a receipt"),
        lazy("What the customer has paid to send it, as the receipt says. Up to the limit of the policy for the whole "
             "case it is paid back by hand; the outbox has it then."),
        (Field("laid_out", lazy("What the receipt says"), lazy("An amount such as 12.50."), kind="amount"),),
        lazy("Pay it back"), lazy("Put down. The case says what is paid back."),
        _postage,
    ),
    "postage_wrong": StepForm(
        Act.APPROVE_MONEY, frozenset(S), lazy("A postage receipt that is wrong"),
        lazy("What was entered wrongly and is not paid yet is taken back, and the customer is told. After that enter "
             "the right one."),
        (_WRONG_RECEIPT, _WHY_WRONG), lazy("Take it back"), lazy("Taken back. The customer is told."), _postage_wrong,
    ),
    "post": StepForm(
        Act.RECEIVE, frozenset({S.TO_POST, S.TO_SEND_BACK}), lazy("Post it"),
        lazy("Enter how it was sent. The customer is told, with the number."),
        (_CARRIER, _TRACKING), lazy("It is posted"), lazy("Posted. The customer is told."), _posted,
    ),
}  # fmt: skip
