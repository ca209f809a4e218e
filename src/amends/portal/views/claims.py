"""Asking for something about a piece: reason, questions, remedy, and what instead; alone or with other pieces.

Nothing is sent before the last look (`checks`). What was answered is kept in the session, so that every step can be
gone back to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.core.engine.verdict import Ground
from amends.pages.parameters import takes
from amends.portal.asking import Asking, asking_about, asking_together
from amends.portal.questions import PREFIX, problem_with, questions_about
from amends.portal.reasons import groups_for, is_sensible
from amends.portal.remedies import Outlook, has_variants
from amends.portal.shelves import guides_for
from amends.portal.size_links import size_url
from amends.portal.taking_over import take_over
from amends.portal.telling import told
from amends.portal.together import keep_together
from amends.portal.views.orders import in_hand_of
from amends.portal.visits import Visit, with_visit
from amends.records.cases import CaseRow

LONGEST_NOTE = 1_000
FOR_ALL = "for_all"


def with_asking(view: Callable[[Asking], HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will hand the claim that the address names to the view."""

    @wraps(view)
    def found(request: HttpRequest, visit: Visit, piece_id: str = "", set_id: str = "", place: int = 0) -> HttpResponse:
        if set_id:
            return view(asking_together(request, visit, set_id, place))
        return view(asking_about(request, visit, piece_id))

    return found


@takes(get=(), post=("reason", "quantity", FOR_ALL))
@with_visit
@with_asking
def reason(asking: Asking) -> HttpResponse:
    """This function will ask why, and for how many units."""
    free = asking.in_hand.free_units(asking.piece.id)
    if not free:
        return held(asking)
    groups = groups_for(asking.in_hand.order, asking.piece, asking.in_hand.policy, asking.visit.by)
    post = asking.request.POST
    if asking.request.method != "POST":
        if take_over(asking, free):
            return asking.to("questions")
        return asking.show("reason", groups=groups, free=free, typed=asking.draft, errors={})
    typed = {"reason": post.get("reason", ""), "quantity": post.get("quantity", "1")}
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
        # Answers to one reason say nothing about another.
        asking.draft = {name: value for name, value in asking.draft.items() if name == "key"}
    asking.keep(reason=typed["reason"], quantity=int(quantity))
    if post.get(FOR_ALL):
        _same_reason(asking, typed["reason"])
    return asking.to("questions")


def _same_reason(asking: Asking, name: str) -> None:
    """What holds for all is not asked again: the reason, where it makes sense and there is nothing to count."""
    order, policy, by = asking.in_hand.order, asking.in_hand.policy, asking.visit.by
    for other in asking.others():
        single = asking.in_hand.free_units(other.piece.id) == 1
        if single and not other.draft.get("reason") and is_sensible(name, order, other.piece, policy, by):
            other.keep(reason=name, quantity=1)


@takes(get=("again",), post=(FOR_ALL,), answers=PREFIX)
@with_visit
@with_asking
def questions(asking: Asking) -> HttpResponse:
    """This function will ask what the policy needs to know, where the answer could change anything."""
    if not asking.draft.get("reason"):
        return asking.to("reason")
    request = asking.request
    vocabulary = told(asking.visit.shop, asking.in_hand.policy).policy.vocabulary
    open_names = _open_questions(asking)
    answered: dict[str, str] = dict(asking.draft.get("answers", {}))
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
    if asking.together is not None and request.POST.get(FOR_ALL):
        asking.together.shared |= asking.draft["answers"]
        keep_together(request, asking.together)
    return asking.to("questions")


def _open_questions(asking: Asking) -> set[str]:
    """What is still to be asked; what was answered for all pieces is taken over first."""
    while True:
        answered: dict[str, str] = asking.draft.get("answers", {})
        open_names = {name for one in asking.weigh().options for name in one.missing} - answered.keys()
        shared = asking.together.shared if asking.together else {}
        known = {name: shared[name] for name in open_names if name in shared}
        if not known:
            return open_names
        asking.keep(answers={**answered, **known})


def _yielding(view: Outlook) -> frozenset[str]:
    """The clauses that the law goes before in what is granted."""
    reasons = (each for one in view.granted for each in one.option.verdict.reasons)
    return frozenset(one.clause for one in reasons if one.ground is Ground.YIELDS)


@takes(get=(), post=("remedy", "note"))
@with_visit
@with_asking
def remedy(asking: Asking) -> HttpResponse:
    """This function will show what is possible, with its money and terms, and ask which of it is wanted."""
    if not asking.draft.get("reason"):
        return asking.to("reason")
    if not asking.in_hand.free_units(asking.piece.id):
        return held(asking)
    view = asking.outlook(asking.weigh())
    first = guides_for(asking.visit.shop, asking.piece, asking.draft["reason"], but_for=_yielding(view))
    post = asking.request.POST
    has_choice = asking.product is not None and has_variants(asking.product, asking.piece.line.sku)
    shown: dict[str, Any] = {"outlook": view, "guides": first, "has_choice": has_choice}
    if asking.request.method != "POST":
        return asking.show("remedy", **shown, errors={}, typed=asking.draft)
    typed = {"remedy": post.get("remedy", ""), "note": post.get("note", "").strip()}
    errors = {}
    if typed["remedy"] not in view.choosable:
        errors["remedy"] = _("Choose what you would like.")
    if len(typed["note"]) > LONGEST_NOTE:
        errors["note"] = _("Write at most %(most)d characters.") % {"most": LONGEST_NOTE}
    elif typed["remedy"] == "change" and not typed["note"]:
        errors["note"] = _("Write what is to be changed.")
    if errors:
        return asking.show("remedy", **shown, errors=errors, typed=typed)
    asking.keep(remedy=typed["remedy"], note=typed["note"])
    if typed["remedy"] == "exchange" and has_choice:
        return asking.to("variant")
    asking.keep(sku="")
    return asking.to("check")


@takes(get=(), post=("sku",))
@with_visit
@with_asking
def variant(asking: Asking) -> HttpResponse:
    """This function will ask which variant is wanted instead."""
    if asking.draft.get("remedy") != "exchange" or asking.product is None:
        return asking.to("remedy")
    # For a change of mind the same piece once more is no exchange; for a fault it is the usual one.
    own = asking.piece.line.sku if asking.weigh().decision.lanes == ("change_of_mind",) else ""
    variants = [one for one in asking.product.variants if one.sku != own]
    if asking.request.method != "POST":
        return asking.show("variant", variants=variants, errors={}, typed=asking.draft, size_url=size_url(asking))
    chosen = asking.request.POST.get("sku", "")
    found = next((one for one in variants if one.sku == chosen and one.available), None)
    if found is None:
        errors = {"sku": _("Choose what you would like instead.")}
        return asking.show(
            "variant", variants=variants, errors=errors, typed={"sku": chosen}, size_url=size_url(asking)
        )
    asking.keep(sku=chosen)
    return asking.to("check")


@takes(post=())
@with_visit
@with_asking
def leave_out(asking: Asking) -> HttpResponse:
    """This function will go on without this piece; without any, back to the order."""
    together = asking.together
    if together is None or len(together.pieces) == 1:
        return redirect("portal:order", asking.visit.shop.id, asking.visit.key)
    left = asking.others()
    together.pieces.remove(asking.piece.id)
    together.drafts.pop(asking.piece.id, None)
    keep_together(asking.request, together)
    return left[0].to("check") if left[0].is_complete else left[0].to("questions")


def held(asking: Asking, status: int = 200) -> HttpResponse:
    """This function will say which case holds the piece already."""
    return asking.show("held", status, cases=_own_cases(asking))


def _own_cases(asking: Asking) -> list[CaseRow]:
    fresh = in_hand_of(asking.visit)
    if asking.piece.id not in fresh.pieces:
        return []
    return [case for case, _units in fresh.holding(asking.piece.id) if case.case.by == asking.visit.by]
