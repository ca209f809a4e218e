"""Asking for something about a piece: reason, questions, remedy, what instead, a last look, and then the case.

Nothing is sent before the last step. What was answered is kept in the session, so that every step can be gone back to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.core.claims import Claim, Piece
from amends.core.dates import Instant
from amends.core.engine.verdict import Outcome
from amends.core.errors import AmendsError
from amends.core.orders import Product
from amends.portal import clock
from amends.portal.keys import key_for
from amends.portal.parameters import takes
from amends.portal.questions import PREFIX, answer_words, facts_from_answers, problem_with, questions_about
from amends.portal.reasons import groups_for
from amends.portal.remedies import Outlook, has_variants, outlook
from amends.portal.views.guides import guides_for
from amends.portal.views.orders import in_hand_of, options_of
from amends.portal.views.pages import policy_url, show
from amends.portal.visits import Visit, close_draft, draft_of, keep_draft, sent_case, with_visit
from amends.portal.wording import KEPT_REMEDIES, REMEDIES, SEND, said
from amends.records.cases import case_of_form
from amends.records.shops import products_with
from amends.usecases.open_case import AlreadyInCase, AnswerChanged, CaseNotOpened, Form, open_case, seal_of
from amends.usecases.read_order import InHand, is_sent
from amends.usecases.weigh_claim import Ask, Wanted, Weighed, weigh_claim

LONGEST_NOTE = 1_000


@dataclass(slots=True)
class Asking:
    """One customer's claim about one piece as far as it has come."""

    request: HttpRequest
    visit: Visit
    in_hand: InHand
    piece: Piece
    draft: dict[str, Any]
    products: dict[str, Product]
    now: Instant

    @property
    def product(self) -> Product | None:
        """This property will hold the piece's product, where the catalogue has it."""
        return self.products.get(self.piece.line.product_id)

    @property
    def wanted(self) -> Wanted | None:
        """This property will hold the variant that was chosen instead."""
        product = self.product
        variants = product.variants if product else ()
        found = next((one for one in variants if one.sku == self.draft.get("sku")), None)
        return Wanted(product, found) if product and found else None

    @property
    def claim(self) -> Claim:
        """This property will hold the claim that the answers make."""
        vocabulary = self.in_hand.policy.vocabulary
        answers = facts_from_answers(self.draft.get("answers", {}), vocabulary)
        quantity, reason = self.draft.get("quantity", 1), self.draft.get("reason")
        return Claim(reason=reason, quantity=quantity, by=self.visit.by, asked_at=self.now, answers=answers)

    def weigh(self, wanted: Wanted | None = None) -> Weighed:
        """This function will weigh the claim as it stands."""
        return weigh_claim(self.in_hand, self.piece.id, self.claim, self.now, wanted)

    def keep(self, **changes: Any) -> None:
        """This function will remember what was answered."""
        self.draft |= changes
        keep_draft(self.request, self.visit, self.piece.id, self.draft)

    def to(self, step: str) -> HttpResponse:
        """This function will send the browser to a step of this claim."""
        return redirect(f"portal:{step}", self.visit.shop.id, self.visit.key, self.piece.id)

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        """This function will show a step."""
        context = {
            "visit": self.visit, "piece": self.piece, "draft": self.draft, "order": self.in_hand.order,
            "picture": bool(self.product and self.product.picture), "options": options_of(self.piece, self.products),
            "is_gift": self.visit.by == "gift_recipient",
            "policy_url": policy_url(self.visit.shop.id, self.in_hand.policy),
        }  # fmt: skip
        return show(self.request, f"claim/{template}", self.visit.shop, self.now, status, **context, **more)


def _asking(request: HttpRequest, visit: Visit, piece_id: str) -> Asking:
    in_hand = in_hand_of(visit)
    try:
        found = in_hand.pieces.get(piece_id)
    except AmendsError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    piece, _facts = found
    products = products_with(visit.shop.id, [piece.line.product_id])
    return Asking(request, visit, in_hand, piece, draft_of(request, visit, piece_id), products, clock.now())


@takes(get=(), post=("reason", "quantity"))
@with_visit
def reason(request: HttpRequest, visit: Visit, piece_id: str) -> HttpResponse:
    """This function will ask why, and for how many units."""
    asking = _asking(request, visit, piece_id)
    free = asking.in_hand.free_units(piece_id)
    if not free:
        return _held(asking)
    groups = groups_for(asking.in_hand.order, asking.piece, asking.in_hand.policy, visit.by)
    if request.method != "POST":
        return asking.show("reason", groups=groups, free=free, typed=asking.draft, errors={})
    typed = {"reason": request.POST.get("reason", ""), "quantity": request.POST.get("quantity", "1")}
    known = {name for _title, names, _reasons in groups for name in names}
    errors = {}
    if typed["reason"] not in known:
        errors["reason"] = _("Choose a reason.")
    quantity = typed["quantity"]
    if not (quantity.isascii() and quantity.isdigit() and len(quantity) < 7 and 1 <= int(quantity) <= free):
        errors["quantity"] = _("Choose a number from 1 to %(most)d.") % {"most": free}
    if errors:
        return asking.show("reason", groups=groups, free=free, typed=typed, errors=errors)
    if typed["reason"] != asking.draft.get("reason"):
        asking.draft = {"key": asking.draft["key"]}  # answers to one reason say nothing about another
    asking.keep(reason=typed["reason"], quantity=int(quantity))
    return asking.to("questions")


@takes(get=("again",), post=(), answers=PREFIX)
@with_visit
def questions(request: HttpRequest, visit: Visit, piece_id: str) -> HttpResponse:
    """This function will ask what the policy needs to know, where the answer could change anything."""
    asking = _asking(request, visit, piece_id)
    if not asking.draft.get("reason"):
        return asking.to("reason")
    vocabulary = asking.in_hand.policy.vocabulary
    answered: dict[str, str] = dict(asking.draft.get("answers", {}))
    open_names = {name for one in asking.weigh().options for name in one.missing} - answered.keys()
    if request.method != "POST":
        names = open_names or (set(answered) if request.GET.get("again") else set())
        asked = questions_about(names, vocabulary, answered, {})
        return asking.show("questions", questions=asked) if asked else asking.to("remedy")
    given = {name.removeprefix(PREFIX): request.POST[name].strip() for name in request.POST if name.startswith(PREFIX)}
    names = open_names | (given.keys() & answered.keys())
    facts = {name: vocabulary.find(name) for name in names}
    errors = {name: problem_with(fact, given.get(name, "")) for name, fact in facts.items()}
    errors = {name: problem for name, problem in errors.items() if problem}
    if errors:
        return asking.show(
            "questions", questions=questions_about(names, vocabulary, given, errors), errors=errors, prefix="q-"
        )
    listed = [name for name in vocabulary.facts if name in answered.keys() | names]
    asking.keep(answers={name: given.get(name, answered.get(name, "")) for name in listed})
    return asking.to("questions")


@takes(get=(), post=("remedy", "note"))
@with_visit
def remedy(request: HttpRequest, visit: Visit, piece_id: str) -> HttpResponse:
    """This function will show what is possible, with its money and terms, and ask which of it is wanted."""
    asking = _asking(request, visit, piece_id)
    if not asking.draft.get("reason"):
        return asking.to("reason")
    if not asking.in_hand.free_units(piece_id):
        return _held(asking)
    view = _outlook(asking, asking.weigh())
    first = guides_for(visit.shop, asking.piece, asking.draft["reason"])
    if request.method != "POST":
        return asking.show("remedy", outlook=view, guides=first, errors={}, typed=asking.draft)
    typed = {"remedy": request.POST.get("remedy", ""), "note": request.POST.get("note", "").strip()}
    errors = {}
    if typed["remedy"] not in view.choosable:
        errors["remedy"] = _("Choose what you would like.")
    if len(typed["note"]) > LONGEST_NOTE:
        errors["note"] = _("Write at most %(most)d characters.") % {"most": LONGEST_NOTE}
    elif typed["remedy"] == "change" and not typed["note"]:
        errors["note"] = _("Write what is to be changed.")
    if errors:
        return asking.show("remedy", outlook=view, guides=first, errors=errors, typed=typed)
    asking.keep(remedy=typed["remedy"], note=typed["note"])
    if (
        typed["remedy"] == "exchange"
        and asking.product is not None
        and has_variants(asking.product, asking.piece.line.sku)
    ):
        return asking.to("variant")
    asking.keep(sku="")
    return asking.to("check")


@takes(get=(), post=("sku",))
@with_visit
def variant(request: HttpRequest, visit: Visit, piece_id: str) -> HttpResponse:
    """This function will ask which variant is wanted instead."""
    asking = _asking(request, visit, piece_id)
    if asking.draft.get("remedy") != "exchange" or asking.product is None:
        return asking.to("remedy")
    # For a change of mind the same piece once more is no exchange; for a fault it is the usual one.
    own = asking.piece.line.sku if asking.weigh().decision.lanes == ("change_of_mind",) else ""
    variants = [one for one in asking.product.variants if one.sku != own]
    if request.method != "POST":
        return asking.show("variant", variants=variants, errors={}, typed=asking.draft)
    chosen = request.POST.get("sku", "")
    found = next((one for one in variants if one.sku == chosen and one.available), None)
    if found is None:
        errors = {"sku": _("Choose what you would like instead.")}
        return asking.show("variant", variants=variants, errors=errors, typed={"sku": chosen})
    asking.keep(sku=chosen)
    return asking.to("check")


@takes(get=(), post=("key", "seal"))
@with_visit
def check(request: HttpRequest, visit: Visit, piece_id: str) -> HttpResponse:
    """This function will show everything once more, and open the case when it is confirmed."""
    asking = _asking(request, visit, piece_id)
    if request.method == "POST":
        return _confirm(asking, request.POST.get("key", ""), request.POST.get("seal", ""))
    if not asking.draft.get("remedy"):
        before = sent_case(request, visit, piece_id)
        return redirect("portal:case", visit.shop.id, before) if before else asking.to("reason")
    return _look(asking)


def _confirm(asking: Asking, key: str, seal: str) -> HttpResponse:
    visit = asking.visit
    opened = case_of_form(visit.shop.id, visit.number, key) if key else None
    if opened is not None and opened.case.by == visit.by:
        return redirect("portal:case", visit.shop.id, opened.number)
    if key != asking.draft["key"] or not asking.draft.get("remedy"):
        return asking.to("check")  # an old form, or one of another visit: look again before anything is sent
    form = Form(key=key, asks=(_ask(asking),), seal=seal, note=asking.draft.get("note", ""))
    try:
        case = open_case(visit.shop, visit.number, form, asking.now, key_for("notes"))
    except AlreadyInCase:
        return _held(asking, status=409)
    except AnswerChanged:
        return _look(asking, status=409, changed=True)
    except CaseNotOpened:
        return asking.to("reason")
    close_draft(asking.request, visit, asking.piece.id, key, case.number)
    return redirect("portal:case", visit.shop.id, case.number)


def _look(asking: Asking, status: int = 200, *, changed: bool = False) -> HttpResponse:
    weighed = asking.weigh(_wanted(asking))
    name = asking.draft["remedy"]
    option = weighed.option(name)
    open_questions = set(option.missing if option else ()) - asking.draft.get("answers", {}).keys()
    if option is None or option.outcome is Outcome.REFUSED:
        return asking.to("remedy")
    if open_questions:
        return asking.to("questions")
    vocabulary = asking.in_hand.policy.vocabulary
    answered = [
        (vocabulary.find(fact).ask, answer_words(vocabulary.find(fact), text))
        for fact, text in asking.draft.get("answers", {}).items()
        if fact in vocabulary.facts
    ]
    view = _outlook(asking, weighed)
    return asking.show(
        "check", status, choice=view.choice(name), wanted=_wanted(asking), answered=answered, outlook=view,
        seal=seal_of(((weighed, option),)), send=said(SEND, name), changed=changed,
    )  # fmt: skip


def _outlook(asking: Asking, weighed: Weighed) -> Outlook:
    words = REMEDIES if is_sent(asking.piece) else KEPT_REMEDIES
    return outlook(asking.in_hand, weighed, words)


def _ask(asking: Asking) -> Ask:
    return Ask(piece_id=asking.piece.id, claim=asking.claim, remedy=asking.draft["remedy"], wanted=_wanted(asking))


def _wanted(asking: Asking) -> Wanted | None:
    return asking.wanted if asking.draft.get("remedy") == "exchange" else None


def _held(asking: Asking, status: int = 200) -> HttpResponse:
    fresh = in_hand_of(asking.visit)
    mine = [case for case, _units in fresh.holding(asking.piece.id) if case.case.by == asking.visit.by]
    return asking.show("held", status, cases=mine)
