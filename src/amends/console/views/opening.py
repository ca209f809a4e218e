"""Opening a case for a customer who has written or called: what they said, and what the policy makes of it.

The questions that could change the answer are asked once it is clear what is wanted; what nobody knows stays open.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.console import case_words
from amends.console.access import Staff, for_staff, show
from amends.core.claims import Claim
from amends.core.errors import AmendsError
from amends.core.facts import Fact, Kind
from amends.core.vocabulary import BUYER, GIFT_RECIPIENT, REASONS, REMEDIES
from amends.integrations.connect import mail_desk
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.keys import key_for
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.records.policies import told_for
from amends.records.shops import products_with
from amends.usecases.file_mail import MailMissing, open_from_mail
from amends.usecases.list_mail import WaitingMail, read_waiting_mail
from amends.usecases.open_case import TOLD_FIRST, Form, open_case
from amends.usecases.permissions import Act
from amends.usecases.read_order import InHand, read_order
from amends.usecases.weigh_claim import Ask, Wanted, weigh_claim

_FIELDS = ("key", "order", "mail", "piece", "quantity", "reason", "remedy", "by", "wants", "note", "told")
_PREFIX = "answer."
_UNKNOWN = "unknown"


@dataclass
class _Page:
    """What is on the page: what was typed, what is wrong with it, and what is asked besides."""

    in_hand: InHand
    mail: WaitingMail | None
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    questions: list[Fact] = field(default_factory=list)
    told_first: list[str] = field(default_factory=list)  # what a law wants the customer to hear before it is opened

    @property
    def stated(self) -> dict[str, str]:
        """This property will hold what was told, as the case keeps it."""
        return {"told": TOLD_FIRST, "language": language().code} if self.told_first else {}


@takes(get=("order", "mail"), post=_FIELDS, answers=_PREFIX)
@for_staff(Act.ANSWER)
def open_for(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will ask what the customer wants, and open the case."""
    given = request.POST if request.method == "POST" else request.GET
    in_hand = read_order(staff.shop, given.get("order", "").strip().upper())
    if in_hand is None:
        messages.info(request, _("Find the order first; a case is opened from there."))
        return redirect("console:search", staff.shop.id)
    mail = read_waiting_mail(staff.shop, given.get("mail", ""), clock.now()) if given.get("mail") else None
    page = _Page(in_hand, mail, {name: str(given[name]) for name in given if name != "csrfmiddlewaretoken"})
    if request.method != "POST":
        return _shown(request, staff, page)
    ask = _read(staff, page)
    if ask is None or page.questions or (page.told_first and page.typed.get("told") != TOLD_FIRST):
        return _shown(request, staff, page)
    try:
        number = _open(staff, page, ask)
    except MailMissing:
        messages.info(request, _("Somebody has seen to this mail already."))
        return redirect("console:mail", staff.shop.id)
    except AmendsError as error:
        page.errors["piece"] = sentence(error)
        return _shown(request, staff, page)
    messages.success(request, _("Opened. The customer is told."))
    return redirect("console:case", staff.shop.id, number)


def _open(staff: Staff, page: _Page, ask: Ask) -> str:
    order = page.in_hand.order.number
    if page.mail is not None:
        desk = mail_desk(staff.shop.id)
        return open_from_mail(
            staff.shop, page.mail.row.id, order, [ask], desk, by=staff.member.id, at=clock.now(),
            stated=page.stated,
        ).number  # fmt: skip
    key, note = f"console {page.typed.get('key', '')}"[:64], page.typed.get("note", "").strip()
    form = Form(
        key=key, asks=(ask,), seal=None, note=note, channel="console", actor=staff.member.id, stated=page.stated
    )
    secret = key_for("notes")
    return open_case(staff.shop, order, form, clock.now(), secret).number


def _read(staff: Staff, page: _Page) -> Ask | None:
    """What is asked for, or nothing where something is to be put right first; what is missing becomes a question."""
    typed, in_hand = page.typed, page.in_hand
    for name, known in (("piece", in_hand.pieces), ("reason", REASONS), ("remedy", REMEDIES)):
        if typed.get(name, "") not in known:
            page.errors[name] = _("Choose one.")
    count = typed.get("quantity", "1").strip() or "1"
    if not (count.isascii() and count.isdigit() and 0 < int(count[:4]) < 1000):
        page.errors["quantity"] = _("Write a number of pieces, such as 1.")
    if page.errors:
        return None
    wanted = _wanted(staff, page)
    if typed["remedy"] == "exchange" and wanted is None:
        page.errors["wants"] = _("Write the stock number of the piece that is wanted instead, as in the catalogue.")
        return None
    moment = page.mail.row.at if page.mail else clock.now()
    by = GIFT_RECIPIENT if typed.get("by") == GIFT_RECIPIENT else BUYER
    answers = _answers(page)
    claim = Claim(reason=typed["reason"], quantity=int(count), by=by, asked_at=moment, answers=answers)
    weighed = weigh_claim(in_hand, typed["piece"], claim, clock.now(), wanted)
    option = weighed.option(typed["remedy"])
    if option is None:
        page.errors["remedy"] = _("The policy does not offer this for such a reason. Choose another.")
        return None
    facts = in_hand.policy.vocabulary.facts
    page.questions = [
        facts[one] for one in option.missing if facts[one].ask and f"{_PREFIX}{one}" not in typed
    ]  # fmt: skip
    policy = told_for(staff.shop, in_hand.policy, language()).policy
    advice = [policy.clause(one) for one in option.verdict.advice]
    page.told_first = [one.says for one in advice if one.article is not None and one.article.rule == TOLD_FIRST]
    return None if page.errors else Ask(piece_id=typed["piece"], claim=claim, remedy=typed["remedy"], wanted=wanted)


def _answers(page: _Page) -> dict[str, Any]:
    facts = page.in_hand.policy.vocabulary.facts
    found: dict[str, Any] = {}
    for name, text in page.typed.items():
        fact = facts.get(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else None
        if fact is None or not fact.ask or text in ("", _UNKNOWN):
            continue
        if fact.kind is Kind.FLAG:
            found[fact.name] = text == "yes"
        elif fact.kind is Kind.CHOICE and text in fact.values:
            found[fact.name] = text
        elif fact.kind in (Kind.NUMBER, Kind.COUNT):
            try:
                number = Decimal(text.replace(",", "."))
                found[fact.name] = int(number) if fact.kind is Kind.COUNT else number
            except (InvalidOperation, ValueError, OverflowError):
                page.errors[name] = _("Write a number, such as 0.5, or leave it empty.")
    return found


def _wanted(staff: Staff, page: _Page) -> Wanted | None:
    line = page.in_hand.pieces[page.typed["piece"]][0].line
    product = products_with(staff.shop.id, [line.product_id]).get(line.product_id)
    sku = page.typed.get("wants", "").strip().upper()
    found = next((one for one in product.variants if one.sku.upper() == sku), None) if product and sku else None
    return Wanted(product, found) if product and found else None


def _shown(request: HttpRequest, staff: Staff, page: _Page) -> HttpResponse:
    facts = page.in_hand.policy.vocabulary.facts
    asked = {name.removeprefix(_PREFIX): value for name, value in page.typed.items() if name.startswith(_PREFIX)}
    shown = [(one, asked.get(one.name, "")) for one in page.questions]
    shown += [(facts[name], value) for name, value in asked.items() if name in facts and facts[name].ask]
    pieces = [(one, piece, page.in_hand.free_units(one)) for one, (piece, _facts) in page.in_hand.pieces.items()]
    return show(
        request, "open", staff, 200 if not page.errors else 400, order=page.in_hand.order, mail=page.mail,
        typed=page.typed, errors=page.errors, pieces=pieces, key=page.typed.get("key") or secrets.token_urlsafe(16),
        reasons=[(one, case_words.REASONS.get(one, one)) for one in REASONS],
        remedies=[(one, case_words.REMEDIES.get(one, one)) for one in REMEDIES],
        questions=[_question(fact, value) for fact, value in shown], cases=page.in_hand.cases,
        told_first=page.told_first, told=TOLD_FIRST,
    )  # fmt: skip


def _question(fact: Fact, value: str) -> dict[str, Any]:
    words = {"yes": _("Yes"), "no": _("No"), _UNKNOWN: _("Nobody has said")}
    choices = [(one, one.replace("_", " ")) for one in fact.values] if fact.kind is Kind.CHOICE else []
    if fact.kind is Kind.FLAG:
        choices = [("yes", words["yes"]), ("no", words["no"])]
    is_choice = fact.kind in (Kind.FLAG, Kind.CHOICE)
    return {
        "name": f"{_PREFIX}{fact.name}", "id": fact.name.replace(".", "-"), "ask": fact.ask, "value": value,
        "choices": [*choices, (_UNKNOWN, words[_UNKNOWN])] if is_choice else [],
    }  # fmt: skip
