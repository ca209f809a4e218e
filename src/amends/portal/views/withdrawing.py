"""The withdrawal function of Art. 11a: state what you withdraw from, confirm it, and it holds.

Laws: two steps and no more; nothing is asked that the law does not allow to ask; the buttons bear the words of the law;
it is there for the buyer of an order alone, as long as the right lasts.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amends.core.vocabulary import BUYER
from amends.core.withdrawal import labels_in, statement_in
from amends.pages import clock, shown
from amends.pages.keys import key_for
from amends.pages.parameters import takes
from amends.pages.reader import language, speak_of_the_law
from amends.portal.views.orders import in_hand_of
from amends.portal.views.pages import show
from amends.portal.visits import Visit, with_case, with_visit
from amends.portal.withdrawal import following_of, words_of_the_law
from amends.records.cases import CaseRow
from amends.records.contacts import COPY, contacts_of
from amends.usecases.declare_withdrawal import Right, Rights, Statement, declare_withdrawal, rights_to_withdraw
from amends.usecases.name_contact import ContactRefused, address_of
from amends.usecases.open_case import CaseNotOpened

PIECE = "piece."
UNITS = "piece.units."  # how many of a piece; all that are left of it, unless it says
LONGEST_NAME = 100


@takes(get=(), post=("key", "name", "email", "confirmed"), answers=PIECE)
@with_visit
def withdrawal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """This function will take down what is stated, show it once, and keep it when it is confirmed."""
    if visit.by != BUYER:
        raise Http404
    speak_of_the_law(request)
    now = clock.now()
    rights = rights_to_withdraw(in_hand_of(visit), now)
    ticked = [one for one in rights.each if request.POST.get(f"{PIECE}{one.piece.id}")]
    chosen = [replace(one, units=_units(request, one) or one.units) for one in ticked]
    key = request.POST.get("key", "")
    typed = {field: " ".join(request.POST.get(field, "").split()) for field in ("name", "email")}  # each a line
    errors = _errors(request, ticked, typed)
    if request.method == "POST" and request.POST.get("confirmed") and key and not {"name", "email"} & errors.keys():
        return _confirmed(request, visit, rights, _statement(request, visit, chosen, typed), typed["email"])
    if not rights.each:
        return show(request, "withdrawal/over", visit.shop, now, visit=visit)
    if request.method == "POST" and not errors:
        return _page(
            request, visit, rights, "confirm", statement=_statement(request, visit, chosen, typed), typed=typed,
            chosen=chosen, key=key,
        )  # fmt: skip
    return _page(
        request, visit, rights, "state", 400 if request.method == "POST" else 200, key=secrets.token_urlsafe(24),
        chosen=[one.piece.id for one in ticked], typed=typed, errors=errors,
        units={one.piece.id: request.POST.get(f"{UNITS}{one.piece.id}", str(one.units)) for one in rights.each},
    )  # fmt: skip


def _confirmed(request: HttpRequest, visit: Visit, rights: Rights, text: str, email: str) -> HttpResponse:
    said = {name: str(value) for name, value in request.POST.items() if value and name.startswith(PIECE)}
    units = {name.removeprefix(UNITS): _number(value) for name, value in said.items() if name.startswith(UNITS)}
    pieces = tuple(name.removeprefix(PIECE) for name in said if not name.startswith(UNITS))
    stated = Statement(
        key=request.POST["key"][:64], pieces=pieces, units=units, text=text, language=get_language() or "",
        words=words_of_the_law(request), email=email,
    )  # fmt: skip
    try:
        row = declare_withdrawal(visit.shop, visit.number, stated, clock.now(), key_for("notes"))
    except CaseNotOpened:
        if not rights.each:
            return show(request, "withdrawal/over", visit.shop, clock.now(), 409, visit=visit)
        return redirect("portal:withdrawal", visit.shop.id, visit.key)
    return redirect("portal:withdrawn", visit.shop.id, row.number)


@takes(get=())
@with_case
def withdrawn(request: HttpRequest, visit: Visit, row: CaseRow) -> HttpResponse:
    """This function will show that somebody has withdrawn: the statement with its time, and what follows from it."""
    if not row.case.is_withdrawal:
        raise Http404
    page = language().name  # in which the page of the case will be
    speak_of_the_law(request)
    shop, now, spoken = visit.shop, clock.now(), language()
    labels = labels_in(spoken.code)
    copies = (one.email for one in contacts_of(shop.id, row.number) if one.kind == COPY)
    return show(
        request, "withdrawal/done", shop, now, visit=visit, case=row, labels=labels, copy=next(copies, ""),
        reached=labels.reached.format(at=shown.moment_there(row.case.opened_at, shop.zone)),
        following=following_of(visit, row, now),
        posts_alone=any(one.item.posts_alone for one in row.items),
        elsewhere="" if page == spoken.name else page,
    )  # fmt: skip


def _statement(request: HttpRequest, visit: Visit, chosen: list[Right], typed: dict[str, str]) -> str:
    goods = (f"{one.units} × {one.piece.line.name}" for one in chosen)
    return statement_in(words_of_the_law(request), visit.number, goods, typed["name"], typed["email"])


def _number(said: str) -> int:
    """What was typed as a count; 0 where it is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < len("1000000") else 0


def _units(request: HttpRequest, right: Right) -> int | None:
    """How many of a piece, where that is one of the numbers that there are to choose from."""
    said = request.POST.get(f"{UNITS}{right.piece.id}", "").strip()
    units = _number(said) if said else right.units
    return units if 1 <= units <= right.units else None


def _errors(request: HttpRequest, ticked: list[Right], typed: dict[str, str]) -> dict[str, str]:
    if request.method != "POST":
        return {}
    found = {} if ticked else {"pieces": _("Choose at least one piece.")}
    for one in ticked:
        if _units(request, one) is None:
            found[f"{UNITS}{one.piece.id}"] = _("Choose a number from 1 to %(most)d.") % {"most": one.units}
    if len(typed["name"]) > LONGEST_NAME:
        found["name"] = _("Write the name in 100 letters or fewer.")
    try:
        if typed["email"]:
            address_of(typed["email"])
    except ContactRefused:
        found["email"] = _("Enter it as name@example.com.")
    return found


def _page(
    request: HttpRequest, visit: Visit, rights: Rights, step: str, status: int = 200, **more: object
) -> HttpResponse:
    return show(
        request, f"withdrawal/{step}", visit.shop, clock.now(), status, visit=visit, rights=rights.each,
        ends=rights.ends, labels=words_of_the_law(request), **more,
    )  # fmt: skip
