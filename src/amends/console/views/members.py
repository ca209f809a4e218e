"""Who belongs to the shop: inviting, changing roles, ending. For owners."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.console.access import Staff, for_staff, show
from amends.console.account_mail import send_account_mail
from amends.console.wording import ROLES, ROLES_SAID, said
from amends.pages import clock
from amends.pages.addresses import whole
from amends.pages.errors import sentence
from amends.pages.parameters import takes
from amends.records.members import members_of
from amends.usecases.change_member import change_member
from amends.usecases.invite_member import Invited, MemberRefused, invite_member
from amends.usecases.permissions import ROLES as ROLE_NAMES
from amends.usecases.permissions import SUPPORT, Act


@takes(get=(), post=("email", "name", "role"))
@for_staff(Act.MANAGE_MEMBERS)
def members(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show the members, and invite another one."""
    if request.method != "POST":
        return _page(request, staff)
    typed = {name: request.POST.get(name, "").strip() for name in ("email", "name", "role")}
    try:
        invited = invite_member(staff.shop, typed["email"], typed["role"], typed["name"], clock.now())
    except MemberRefused as error:
        return _page(request, staff, typed=typed, errors={"email": sentence(error)})
    link = _link(invited)
    words = {
        "shop": staff.shop.name,
        "by": staff.member.shown,
        "role": said(ROLES, invited.member.role),
        "link": link,
        "address": whole(reverse("account_login")),
    }
    is_sent = send_account_mail("console/email/invitation", invited.member.email, words)
    # Where a mail brings the link nobody else is to have it: whoever sets the password is let in, at other shops too.
    shown = "" if settings.AMENDS_MAIL["server"] or invited.elsewhere else link
    return _page(request, staff, invited=invited, link=shown, is_sent=is_sent)


@takes(post=("email", "role"))
@for_staff(Act.MANAGE_MEMBERS)
def change(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will give a member another role, or end it; told twice it is done once."""
    email, role = request.POST.get("email", ""), request.POST.get("role", "")
    if email not in {one.email for one in members_of(staff.shop.id)}:
        return redirect("console:members", staff.shop.id)
    try:
        change_member(staff.shop.id, email, "" if role == "end" else role, clock.now())
    except MemberRefused as error:
        return _page(request, staff, errors={"members": sentence(error)})
    if role == "end":
        messages.success(request, _("%(email)s no longer belongs to the shop.") % {"email": email})
    else:
        words = {"email": email, "role": said(ROLES, role)}
        messages.success(request, _("%(email)s is now: %(role)s.") % words)
    return redirect("console:members", staff.shop.id)


def _page(
    request: HttpRequest, staff: Staff, *, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None,
    invited: Invited | None = None, link: str = "", is_sent: bool = False,
) -> HttpResponse:  # fmt: skip
    roles = [(name, said(ROLES, name), said(ROLES_SAID, name)) for name in ROLE_NAMES]
    return show(
        request, "members", staff, members=members_of(staff.shop.id), roles=roles, typed=typed or {"role": SUPPORT},
        errors=errors or {}, invited=invited, link=link, is_sent=is_sent,
    )  # fmt: skip


def _link(invited: Invited) -> str:
    if not invited.key:
        return ""
    uid, key = invited.key.split("-", 1)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return whole(path)
