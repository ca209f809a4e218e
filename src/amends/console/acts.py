"""Acting on a case from a page: sent once, counted once, and never on a case that is no longer as it was shown.

Laws: a form carries the version of the case that its page has shown, sealed for this member; where the case has moved
on, nothing is done, and the page that follows says what has changed and by whom. What is done ends in a redirect, so
that going back or loading again repeats nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from amends.console.access import Staff, show
from amends.console.timeline import told
from amends.core.cases.handle import CaseMovedOn
from amends.core.errors import AmendsError
from amends.pages.errors import sentence
from amends.pages.reader import language
from amends.usecases.read_case import read_case

_log = logging.getLogger("amends.console")
_SALT = "amends.console.seen"


def seal(staff: Staff, number: str, version: int) -> str:
    """This function will seal which version of the case its page shows to this member."""
    return signing.dumps([staff.shop.id, number, version, staff.member.id], salt=_SALT)


def seen_in(request: HttpRequest, staff: Staff, number: str) -> int:
    """This function will return the version that the form's page has shown; a seal for anything else is no form."""
    try:
        shop_id, case_number, version, member_id = signing.loads(request.POST.get("seen", ""), salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadRequest("this form is not one of ours") from error
    if (shop_id, case_number, member_id) != (staff.shop.id, number, staff.member.id):
        raise BadRequest("this form belongs to another case or member")
    return int(version)


def perform(
    request: HttpRequest, staff: Staff, number: str, do: Callable[[int], object], done: str, *,
    to: Callable[[], str] | None = None, again: Callable[[AmendsError], HttpResponse] | None = None,
) -> HttpResponse:  # fmt: skip
    """This function will call `do` with the version that was seen, and go on to the case, or to what `to` says.

    What the rules refuse is told by the form `again`, or on a page of its own; nothing has been changed then.
    """
    seen = seen_in(request, staff, number)
    try:
        do(seen)
    except CaseMovedOn:
        return changed(request, staff, number, seen)
    except AmendsError as error:
        _log.warning("refused: member %s of %s, case %s: %s", staff.member.id, staff.shop.id, number, error)
        if again is not None:
            return again(error)
        return show(request, "not_done", staff, 409, number=number, why=sentence(error))
    messages.success(request, done)
    return redirect(to()) if to else redirect("console:case", staff.shop.id, number)


def changed(request: HttpRequest, staff: Staff, number: str, seen: int) -> HttpResponse:
    """This function will say what has happened to the case since it was shown, and by whom.

    Where it was all this member's own doing, as after a double click, the case is shown as it is now.
    """
    file = read_case(staff.shop, number, language())
    if file is None:
        raise Http404
    since = [one for one in file.events if one.number > seen]
    if since and all(one.by == staff.member.id for one in since):
        messages.info(request, told(since[-1], file).says)
        return redirect("console:case", staff.shop.id, number)
    return show(request, "changed", staff, 409, number=number, since=[told(one, file) for one in since])
