"""Mail that waits for a person: read it, and say which case it belongs to, or that it belongs to none."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.console.access import Staff, for_staff, show
from amends.core.errors import AmendsError
from amends.integrations.connect import mail_desk
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.parameters import takes
from amends.usecases.file_mail import MailMissing, close_mail, file_mail
from amends.usecases.list_mail import WaitingMail, list_mail, read_waiting_mail
from amends.usecases.match_scan import match_scan
from amends.usecases.permissions import Act


@takes(get=())
@for_staff(Act.ANSWER)
def mail(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show the mail that waits, the oldest first."""
    return show(request, "mail", staff, waiting=list_mail(staff.shop, clock.now()))


@takes(get=(), post=("number",))
@for_staff(Act.ANSWER)
def one_mail(request: HttpRequest, staff: Staff, mail_id: str) -> HttpResponse:
    """This function will show one mail, or put it into the case that the member names."""
    found = read_waiting_mail(staff.shop, mail_id, clock.now())
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, staff, found, "", {})
    text = request.POST.get("number", "").strip()
    matched = match_scan(staff.shop.id, text)
    if matched.case is None:
        problem = _("That leads to no case, or to several. Enter the number of a case.")
        return _page(request, staff, found, text, {"number": problem})
    number = matched.case.number
    try:
        file_mail(staff.shop, mail_id, number, mail_desk(staff.shop.id), by=staff.member.id, at=clock.now())
    except MailMissing:
        messages.info(request, _("Somebody has seen to this mail already."))
        return redirect("console:mail", staff.shop.id)
    except AmendsError as error:
        return _page(request, staff, found, text, {"number": sentence(error)})
    messages.success(request, _("It stands in the case now."))
    return redirect("console:case", staff.shop.id, number)


@takes(post=())
@for_staff(Act.ANSWER)
def put_away(request: HttpRequest, staff: Staff, mail_id: str) -> HttpResponse:
    """This function will put the mail away; told twice it is done once."""
    try:
        close_mail(staff.shop, mail_id, by=staff.member.id)
    except MailMissing:
        messages.info(request, _("Somebody has seen to this mail already."))
    else:
        messages.success(request, _("Put away."))
    return redirect("console:mail", staff.shop.id)


def _page(request: HttpRequest, staff: Staff, found: WaitingMail, text: str, errors: dict[str, str]) -> HttpResponse:
    guess = found.row.guess
    typed = text or str(guess.get("case") or guess.get("order") or "")
    return show(request, "one_mail", staff, found=found, row=found.row, typed=typed, errors=errors)
