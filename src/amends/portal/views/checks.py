"""The last look at everything that is asked for, piece by piece and altogether; confirmed, it becomes one case."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.core.engine.verdict import Outcome
from amends.pages import clock
from amends.pages.keys import key_for
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.portal.asking import Asking, asking_about, asking_together
from amends.portal.carrying import note_that_more_followed
from amends.portal.questions import answer_words
from amends.portal.remedies import Choice, Outlook
from amends.portal.telling import told
from amends.portal.together import case_of_together, close_together, start_together, together_of
from amends.portal.views.claims import held
from amends.portal.views.orders import in_hand_of, options_of
from amends.portal.views.pages import show
from amends.portal.visits import Visit, close_draft, sent_case, with_visit
from amends.portal.wording import SEND, said
from amends.records.cases import case_of_form
from amends.records.shops import products_with
from amends.usecases.open_case import TOLD_FIRST, AlreadyInCase, AnswerChanged, CaseNotOpened, Form, open_case, seal_of
from amends.usecases.weigh_claim import Option, Weighed, weigh_asks

PIECE = "piece."


@dataclass(frozen=True, slots=True)
class Look:
    """One piece on the last page."""

    asking: Asking
    choice: Choice
    outlook: Outlook
    answered: tuple[tuple[str, str], ...]

    @property
    def urls(self) -> dict[str, str]:
        """This property will hold where each answer is changed."""
        return {step: self.asking.url(step) for step in ("reason", "questions", "remedy", "variant")}

    @property
    def options(self) -> tuple[str, ...]:
        """This property will hold how the piece differs from others of its kind."""
        return options_of(self.asking.piece, self.asking.products)


@takes(get=(), post=("key", "seal", "told"))
@with_visit
def check(request: HttpRequest, visit: Visit, piece_id: str) -> HttpResponse:
    """This function will show everything once more, and open the case when it is confirmed."""
    asking = asking_about(request, visit, piece_id)
    if request.method == "POST":
        return _confirm([asking])
    if not asking.draft.get("remedy"):
        before = sent_case(request, visit, piece_id)
        return redirect("portal:case", visit.shop.id, before) if before else asking.to("reason")
    return _look([asking])


@takes(get=(), post=("key", "seal", "told"))
@with_visit
def check_together(request: HttpRequest, visit: Visit, set_id: str) -> HttpResponse:
    """This function will show all pieces once more, and open one case for them when it is confirmed."""
    if together_of(request, visit, set_id) is None:
        before = case_of_together(request, visit, set_id)
        if not before:
            raise Http404
        return redirect("portal:case", visit.shop.id, before)
    first = asking_together(request, visit, set_id, 1)
    askings = [first, *first.others()]
    if request.method == "POST":
        return _confirm(askings)
    unfinished = next((one for one in askings if not one.is_complete), None)
    return unfinished.to("questions") if unfinished is not None else _look(askings)


@takes(get=(), post=(), answers=PIECE)
@with_visit
def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """This function will ask which pieces are to be asked about together."""
    in_hand = in_hand_of(visit)
    free = [piece for piece, _facts in in_hand.pieces.values() if in_hand.free_units(piece.id)]
    chosen = [piece.id for piece in free if request.POST.get(f"{PIECE}{piece.id}")]
    if request.method == "POST" and chosen:
        started = start_together(request, visit, chosen)
        return redirect("portal:together_reason", visit.shop.id, visit.key, started.id, 1)
    errors = {"pieces": _("Choose at least one piece.")} if request.method == "POST" else {}
    products = products_with(visit.shop.id, [piece.line.product_id for piece in free])
    rows = [(piece, options_of(piece, products)) for piece in free]
    return show(request, "claim/choose", visit.shop, clock.now(), visit=visit, rows=rows, errors=errors)


def _confirm(askings: list[Asking]) -> HttpResponse:
    first = askings[0]
    visit, request = first.visit, first.request
    key, seal = request.POST.get("key", ""), request.POST.get("seal", "")
    opened = case_of_form(visit.shop.id, visit.number, key) if key else None
    if opened is not None and opened.case.by == visit.by:
        return redirect("portal:case", visit.shop.id, opened.number)
    if key != first.key or not all(one.is_complete for one in askings):
        return redirect(first.url("check"))  # an old form, or one of another visit: look again before anything is sent
    asks = tuple(one.ask for one in askings)
    here = language().code
    told = {"told": TOLD_FIRST, "language": here} if request.POST.get("told") == TOLD_FIRST else {}
    form = Form(key=key, asks=asks, seal=seal, note=_note(askings), language=here, stated=told)
    try:
        case = open_case(visit.shop, visit.number, form, first.now, key_for("notes"))
    except AlreadyInCase:
        taken = next((one for one in askings if not in_hand_of(visit).free_units(one.piece.id)), first)
        return held(taken, status=409)
    except AnswerChanged:
        return _look(askings, status=409, changed=True)
    except CaseNotOpened:
        return first.to("reason")
    note_that_more_followed(request, visit.shop, first.now)
    if first.together is not None:
        close_together(request, first.together, case.number)
    else:
        close_draft(request, visit, first.piece.id, key, case.number)
    return redirect("portal:case", visit.shop.id, case.number)


def _note(askings: list[Asking]) -> str:
    notes = [(one.piece.line.name, one.draft.get("note", "")) for one in askings if one.draft.get("note")]
    if len(askings) == 1:
        return str(notes[0][1]) if notes else ""
    return "\n\n".join(f"{name}: {note}" for name, note in notes)


def _look(askings: list[Asking], status: int = 200, *, changed: bool = False) -> HttpResponse:
    first = askings[0]
    answered = weigh_asks(first.in_hand, [one.ask for one in askings], first.now)
    looks = []
    for asking, (weighed, option) in zip(askings, answered, strict=True):
        if option is None or option.outcome is Outcome.REFUSED:
            return redirect(asking.url("remedy"))
        if set(option.missing) - asking.draft.get("answers", {}).keys():
            return redirect(asking.url("questions"))
        looks.append(_one(asking, weighed, option))
    accounts = [one.choice.account for one in looks if one.choice.account is not None]
    remedies = {one.choice.remedy for one in looks}
    return first.show(
        "check", status, looks=looks, told_first=[one for look in looks for one in look.outlook.told_first][:1],
        changed=changed, key=first.key, seal=seal_of(answered),
        send=said(SEND, remedies.pop()) if len(remedies) == 1 else _("Send my request"),
        back_minor=sum(max(0, one.total_minor) for one in accounts), pay_minor=sum(one.owed_minor for one in accounts),
    )  # fmt: skip


def _one(asking: Asking, weighed: Weighed, option: Option) -> Look:
    vocabulary = told(asking.visit.shop, asking.in_hand.policy).policy.vocabulary
    answered = tuple(
        (vocabulary.find(fact).ask, answer_words(vocabulary.find(fact), text))
        for fact, text in asking.draft.get("answers", {}).items()
        if fact in vocabulary.facts
    )
    view = asking.outlook(weighed)
    return Look(asking, view.choice(option.remedy), view, answered)
