"""The shop's policy: its versions, what is proposed, what a proposal would change, and publishing it. For owners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.console.access import Staff, for_staff, show
from amends.console.policy_words import promises_said
from amends.console.views.checks import again_until, checked, grouped
from amends.core.errors import AmendsError, PolicyInvalid
from amends.core.policy.load import MOST_BYTES, TOO_LARGE
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.files import handed_out
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.pages.uploads import too_large
from amends.records.policies import versions_of
from amends.records.proposals import published_text
from amends.usecases.ask_two_people import ask_one_person, ask_two_people
from amends.usecases.permissions import Act
from amends.usecases.propose_policy import propose_policy
from amends.usecases.publish_policy import publish_policy, withdraw_policy
from amends.usecases.read_notice import WHERE_TO_GET, lacks_notice
from amends.usecases.read_policies import read_policies, read_proposal

MOST_TYPED = 400_000  # characters of a version that is typed or pasted; a file may be larger
SHOWN_DIFFERING = 50


@takes(get=())
@for_staff(Act.POLICY)
def policy(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show the versions, the proposals, and how many people publish."""
    return show(
        request,
        "policy",
        staff,
        page=read_policies(staff.shop, clock.now()),
        notice_from=WHERE_TO_GET if lacks_notice(staff.shop) else "",
    )


@takes(get=("hash",))
@for_staff(Act.POLICY)
def policy_file(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will hand out the file of a version, of the one that starts last unless said otherwise."""
    versions = versions_of(staff.shop.id)
    wanted = request.GET.get("hash") or (versions[0].hash if versions else "")
    text = published_text(staff.shop.id, wanted[:64])
    if text is None:
        raise Http404
    return handed_out(text, "application/yaml; charset=utf-8", "policy.yaml")


@takes(get=("hash",), post=("text", "starts", "note"), files=("file",), longest=MOST_TYPED)
@for_staff(Act.POLICY)
def propose(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will take a new version as a proposal, or say line by line what keeps it from being one."""
    if request.method != "POST":
        begun = published_text(staff.shop.id, request.GET.get("hash", "")[:64]) or ""
        latest = versions_of(staff.shop.id)[:1]
        return show(request, "propose", staff, typed={"text": begun}, errors={}, problems=(), versions=latest)
    typed = {name: request.POST.get(name, "").strip() for name in ("starts", "note")}
    errors: dict[str, str] = {}
    text = _text(request, errors)
    starts = _day(typed["starts"], errors)
    problems: tuple[AmendsError, ...] = ()
    if not errors:
        try:
            proposal = propose_policy(staff.shop, staff.member, text, clock.now(), note=typed["note"], starts=starts)
        except PolicyInvalid as error:
            problems = error.problems
            errors["text"] = _("The policy cannot be read. The list says where, and what to do.")
        except AmendsError as error:
            errors["text"] = sentence(error)
        else:
            return redirect("console:proposal", staff.shop.id, proposal.id)
    told = [(one.place, sentence(AmendsError(one.what)), sentence(AmendsError(one.hint))) for one in problems]
    return show(
        request, "propose", staff, 422, typed={**typed, "text": text}, errors=errors, problems=told, versions=()
    )


@takes(get=())
@for_staff(Act.POLICY)
def proposal(request: HttpRequest, staff: Staff, proposal_id: str) -> HttpResponse:
    """This function will show a proposal: what it says and changes, what was found, what last month would have been."""
    return _proposal(request, staff, proposal_id)


@takes(post=("against",))
@for_staff(Act.POLICY)
def publish(request: HttpRequest, staff: Staff, proposal_id: str) -> HttpResponse:
    """This function will publish the proposal, as it was looked at; told twice it is done once."""
    at, against = clock.now(), request.POST.get("against")
    return _settle(
        request, staff, proposal_id,
        lambda: publish_policy(staff.shop, staff.member, proposal_id, at, against=against),
    )  # fmt: skip


@takes(post=())
@for_staff(Act.POLICY)
def withdraw_version(request: HttpRequest, staff: Staff, proposal_id: str) -> HttpResponse:
    """This function will take the proposal back; it stays visible."""
    at = clock.now()
    return _settle(request, staff, proposal_id, lambda: withdraw_policy(staff.shop, staff.member, proposal_id, at))


@takes(post=("people",))
@for_staff(Act.POLICY)
def people(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will ask for two people to publish, or to go back to one."""
    try:
        if request.POST.get("people") == "two":
            ask_two_people(staff.shop, staff.member, clock.now())
        else:
            ask_one_person(staff.shop, staff.member, clock.now())
    except AmendsError as error:
        messages.error(request, sentence(error))
    return redirect("console:policy", staff.shop.id)


def _settle(request: HttpRequest, staff: Staff, proposal_id: str, do: Callable[[], object]) -> HttpResponse:
    try:
        do()
    except KeyError:
        raise Http404 from None
    except AmendsError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Done."))
    return redirect("console:proposal", staff.shop.id, proposal_id)


def _proposal(request: HttpRequest, staff: Staff, proposal_id: str) -> HttpResponse:
    found = read_proposal(staff.shop, staff.member, proposal_id, language(), clock.now())
    looked = checked(staff, (), proposal_id)
    if found is None or looked is None:
        raise Http404
    answer = show(
        request, "proposal", staff, found=found, one=found.proposal, told=found.told, preview=found.preview,
        promises=promises_said(found.told, language().words), shown=SHOWN_DIFFERING,
        clash=sentence(found.clash) if found.clash else "",
        groups=grouped(looked), is_looked_at=looked.groups is not None,
    )  # fmt: skip
    return again_until(looked, answer)


def _text(request: HttpRequest, errors: dict[str, str]) -> str:
    """What is proposed: the file where there is one, else what was typed."""
    file = request.FILES.get("file")
    if too_large(request) or (isinstance(file, UploadedFile) and (file.size or 0) > MOST_BYTES):
        errors["file"] = sentence(AmendsError(TOO_LARGE))
        return ""
    if not isinstance(file, UploadedFile):
        text = request.POST.get("text", "")
        if not text.strip():
            errors["text"] = _("Choose a file, or paste the text of the new version.")
        return text
    try:
        content: bytes = file.read()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        errors["file"] = _("This is no text file saved as UTF-8.")
        return ""


def _day(typed: str, errors: dict[str, str]) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        errors["starts"] = _("This is no day. Write it as 2026-12-01.")
        return None
