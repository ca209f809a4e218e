"""What has happened in a case, one plain line for each event, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from amends.console import case_words
from amends.console.wording import said
from amends.core.dates import Instant
from amends.pages.shown import money_text
from amends.records.events import EventRow
from amends.usecases.read_case import CaseFile

Words = Mapping[str, "str | Promise"]
_SAID: Words = {
    "case_opened": lazy("Asked for"),
    "answered": lazy("Answered"),
    "facts_found": lazy("Facts found out"),
    "investigation_opened": lazy("The carrier was asked to search"),
    "investigation_closed": lazy("The carrier has answered"),
    "customs_held": lazy("Held at customs"),
    "customs_reminded": lazy("Reminded of what customs ask for"),
    "task_done": lazy("The customer did what customs asked"),
    "customs_ended": lazy("Customs have decided"),
    "offer_made": lazy("Offer made"),
    "offer_accepted": lazy("Offer accepted"),
    "offer_declined": lazy("Offer declined"),
    "quote_made": lazy("Quote made"),
    "quote_accepted": lazy("Quote accepted"),
    "quote_declined": lazy("Quote declined"),
    "due_raised": lazy("To be paid by the customer"),
    "due_paid": lazy("The customer paid"),
    "due_cancelled": lazy("No longer to be paid"),
    "due_returned": lazy("Paid and not owed any more; it goes back to the customer"),
    "label_made": lazy("Label made"),
    "label_expired": lazy("Label expired"),
    "posted": lazy("Posted by the customer"),
    "parcel_moved": lazy("Seen by the carrier"),
    "received": lazy("Received"),
    "inspected": lazy("Inspected"),
    "return_lost": lazy("Posted and did not arrive"),
    "sending_back_chosen": lazy("The customer wants it back"),
    "given_up": lazy("The customer does not want it back"),
    "refund_proposed": lazy("Payment proposed; a second person approves"),
    "refund_approved": lazy("Payment approved"),
    "payout_done": lazy("Paid"),
    "payout_failed": lazy("The payment failed"),
    "give_back_failed": lazy("What was paid for nothing did not go back; it is to be paid by hand"),
    "given_back": lazy("What was paid for nothing is given back"),
    "postage_proposed": lazy("To pay back postage was proposed; a second person enters the same receipt"),
    "postage_granted": lazy("Postage on a receipt is to be paid back by hand"),
    "postage_paid": lazy("Postage paid back"),
    "postage_came_back": lazy("The postage that was paid back did not arrive; it is to be paid by hand anew"),
    "postage_taken_back": lazy("A postage receipt was entered wrongly, and is taken back"),
    "credit_given": lazy("Store credit given"),
    "work_started": lazy("Work begun"),
    "work_finished": lazy("Work finished"),
    "piece_sent": lazy("Posted to the customer"),
    "change_done": lazy("Changed as asked"),
    "change_failed": lazy("The change did not work"),
    "withdrawn": lazy("Withdrawn"),
    "expired": lazy("Expired"),
    "reminded": lazy("Customer reminded"),
    "ran_late": lazy("The date has passed"),
    "message_received": lazy("The customer wrote"),
    "message_sent": lazy("We wrote"),
    "photo_added": lazy("Photo added"),
    "mail_bounced": lazy("A mail did not arrive"),
    "refund_seen": lazy("Refunded by hand at the provider"),
    "dispute_seen": lazy("The buyer disputes the payment"),
    "flag_cleared": lazy("Seen to"),
    "receipt_taken": lazy("The decision was taken along as a file"),
}
_BY: Words = {
    "customer": lazy("the customer"),
    "buyer": lazy("the customer"),
    "gift_recipient": lazy("the recipient of the gift"),
    "policy": lazy("the policy"),
    "carrier": lazy("the carrier"),
    "provider": lazy("the payment provider"),
    "timer": lazy("the clock"),
}
_OUTCOMES: Words = {"accepted": lazy("accepted"), "refused": lazy("refused"), "referred": lazy("a person decides")}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline."""

    number: int
    at: Instant
    kind: str
    by: str
    says: str
    detail: str


def timeline(file: CaseFile) -> tuple[Told, ...]:
    """This function will tell all events of the case, the latest first."""
    return tuple(told(one, file) for one in reversed(file.events))


def told(event: EventRow, file: CaseFile) -> Told:
    """This function will tell one event."""
    detail = _DETAILS.get(event.kind, _nothing)(event.body, file)
    about = event.body.get("item", "")
    if about and len(file.row.items) > 1:
        detail = " · ".join(part for part in (_about(about, file), detail) if part)
    return Told(event.number, event.at, event.kind, who(event.by, file), said(_SAID, event.kind), detail)


def who(by: str, file: CaseFile) -> str:
    """This function will name who did something."""
    return file.names.get(by) or said(_BY, by)


def _about(item_id: str, file: CaseFile) -> str:
    found = next((one for one in file.row.items if one.item.id == item_id), None)
    line = file.line(found) if found else None
    return line.name if line else ""


def _nothing(_body: Mapping[str, Any], _file: CaseFile) -> str:
    return ""


def _opened(body: Mapping[str, Any], _file: CaseFile) -> str:
    asked = []
    for one in body["items"]:
        answer = said(_OUTCOMES, one["answer"]["outcome"])
        asked.append(f"{said(case_words.REMEDIES, one['remedy'])}, {said(case_words.REASONS, one['reason'])}: {answer}")
    return "; ".join(asked)


def _answered(body: Mapping[str, Any], _file: CaseFile) -> str:
    answer = body["answer"]
    parts = [said(_OUTCOMES, answer["outcome"]), ", ".join(answer.get("clauses", ()))]
    if answer.get("overruled"):
        parts.append(_("against %s") % ", ".join(answer["overruled"]))
    if answer.get("reason"):
        parts.append(f"“{answer['reason']}”")
    return " · ".join(part for part in parts if part)


def _amount(body: Mapping[str, Any], file: CaseFile) -> str:
    return money_text(body["amount_minor"], file.row.case.currency)


def _returned(body: Mapping[str, Any], file: CaseFile) -> str:
    return f"{_amount(body, file)} · {said(case_words.RETURNED, body['why'])}"


def _quote(body: Mapping[str, Any], file: CaseFile) -> str:
    quote = body["quote"]
    total = sum(quote.get(name, 0) for name in ("labour_minor", "materials_minor", "postage_minor"))
    return money_text(total, file.row.case.currency)


def _approved(body: Mapping[str, Any], file: CaseFile) -> str:
    total = sum(one["amount_minor"] for one in body["pays"]) + body.get("credit_minor", 0)
    return money_text(total, file.row.case.currency)


def _paid(body: Mapping[str, Any], file: CaseFile) -> str:
    for row in file.row.items:
        for one in (*row.item.payouts, *row.item.postage):
            if one.id == body["pay"]:
                amount = money_text(one.amount_minor, file.row.case.currency)
                return " · ".join(part for part in (amount, body.get("ref", ""), body.get("why", "")) if part)
    return str(body.get("ref", ""))


def _inspected(body: Mapping[str, Any], file: CaseFile) -> str:
    parts = [_("%d accepted") % body["accepted"]]
    if body.get("turned_down"):
        parts.append(_("%d not accepted") % body["turned_down"])
    if body.get("kept_minor"):
        parts.append(_("%s kept") % money_text(body["kept_minor"], file.row.case.currency))
    return ", ".join(parts)  # on which grounds, the line with the facts says in words


def _proposed(body: Mapping[str, Any], file: CaseFile) -> str:
    return money_text(body["total_minor"], file.row.case.currency)


def _parcel(body: Mapping[str, Any], _file: CaseFile) -> str:
    told = (str(body[name]) for name in ("status", "carrier", "tracking") if body.get(name))
    return " · ".join(_("our own") if one == "own" else one for one in told)


def _left(body: Mapping[str, Any], file: CaseFile) -> str:
    parts = (_amount(body, file), str(body.get("why", "")))
    return " · ".join(one for one in parts if one)


def _laid_out(body: Mapping[str, Any], file: CaseFile) -> str:
    return money_text(body["laid_out_minor"], file.row.case.currency)


def _postage(body: Mapping[str, Any], file: CaseFile) -> str:
    amount, whole = _amount(body, file), _laid_out(body, file)
    return amount if amount == whole else _("%(amount)s of %(whole)s") % {"amount": amount, "whole": whole}


def _ref(body: Mapping[str, Any], _file: CaseFile) -> str:
    return str(body.get("ref", ""))


def _ended(body: Mapping[str, Any], _file: CaseFile) -> str:
    return str(body.get("finding") or body.get("outcome") or "").replace("_", " ")


def _reason(body: Mapping[str, Any], _file: CaseFile) -> str:
    return str(body.get("reason", ""))


def _facts(body: Mapping[str, Any], file: CaseFile) -> str:
    known = file.policy.vocabulary.facts
    said_of = {name: known[name].about if name in known else name for name in body["facts"]}
    return ", ".join(f"{said_of[name]}: {_plain(value)}" for name, value in body["facts"].items())


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value).replace("_", " ")


_DETAILS: Mapping[str, Callable[[Mapping[str, Any], CaseFile], str]] = {
    "case_opened": _opened,
    "answered": _answered,
    "facts_found": _facts,
    "investigation_closed": _ended,
    "customs_ended": _ended,
    "offer_made": _amount,
    "quote_made": _quote,
    "due_raised": _amount,
    "due_returned": _returned,
    "label_made": _parcel,
    "posted": _parcel,
    "parcel_moved": _parcel,
    "inspected": _inspected,
    "refund_proposed": _proposed,
    "refund_approved": _approved,
    "payout_done": _paid,
    "payout_failed": _paid,
    "give_back_failed": _left,
    "given_back": _ref,
    "postage_proposed": _laid_out,
    "postage_granted": _postage,
    "postage_paid": _paid,
    "postage_came_back": _paid,
    "postage_taken_back": _paid,
    "credit_given": _amount,
    "piece_sent": _parcel,
    "refund_seen": _amount,
    "flag_cleared": _reason,
}
