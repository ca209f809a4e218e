"""A case as staff see it: what it is about, how it stands, what was decided by which clauses, and the next step."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amends.console import case_words
from amends.console.access import Staff, for_staff, show
from amends.console.acts import seal
from amends.console.steps import Step, next_step, other_steps
from amends.console.timeline import timeline, who
from amends.console.wording import said
from amends.core.dates import Instant
from amends.core.engine.explained import Explained
from amends.core.engine.verdict import Ground
from amends.core.orders import Line
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.keys import key_for
from amends.pages.parameters import takes
from amends.pages.reader import language
from amends.records.cases import ItemRow
from amends.usecases.act_on_case import CaseMissing
from amends.usecases.permissions import Act
from amends.usecases.read_case import CaseFile, read_case
from amends.usecases.send_message import LONGEST, MessageInvalid, send_message


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item with its line, the policy's answer, a person's where there is one, and what can be done."""

    row: ItemRow
    line: Line | None
    explained: Explained | None
    person: str
    proposed_by: str
    next: Step | None
    may_next: bool
    others: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the page shows it."""

    at: Instant
    by: str
    ours: bool
    text: str


@takes(get=())
@for_staff()
def case(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """This function will show the case."""
    file = read_case(staff.shop, number.upper(), language())
    if file is None:
        raise Http404
    case = file.row.case
    items = list(_items(file, staff))
    foremost = next((one for one in items if one.row.item.id == case.foremost.id), None)
    return show(
        request, "case", staff, file=file, case=case, items=items, foremost=foremost, order=file.order,
        actor=said(case_words.ACTORS, case.actor), timeline=timeline(file), messages_said=_messages(file),
        seen=seal(staff, file.row.number, case.version), opened_by=who(case.by, file),
        message_key=secrets.token_urlsafe(16), payments=[one for one in file.order.payments if one.captured_minor],
    )  # fmt: skip


@takes(post=("key", "text"), longest=LONGEST)
@for_staff(Act.ANSWER)
def write(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """This function will send a message to the customer; the form's own key makes it one, however often it comes."""
    number = number.upper()
    secret = key_for("messages")
    try:
        send_message(
            staff.shop, number, request.POST.get("text", ""), by=staff.member.id, key=request.POST.get("key", ""),
            at=clock.now(), secret=secret, channel="console",
        )  # fmt: skip
    except CaseMissing as error:
        raise Http404 from error
    except MessageInvalid as error:
        return show(request, "not_done", staff, 400, number=number, why=sentence(error))
    messages.success(request, _("Sent."))
    return redirect("console:case", staff.shop.id, number)


def _items(file: CaseFile, staff: Staff) -> Iterator[ShownItem]:
    for row in file.row.items:
        step = next_step(row.item)
        yield ShownItem(
            row=row,
            line=file.line(row),
            explained=file.explained.get(row.item.id),
            person=file.names.get(row.item.answer.person, row.item.answer.person),
            proposed_by=file.names.get(row.item.proposed_by, row.item.proposed_by),
            next=step,
            may_next=step is not None and staff.may(step.act),
            others=other_steps(
                row.item, staff, is_right=_is_right(file, row), pays_postage=file.postage[row.item.id] > 0
            ),
        )


def _is_right(file: CaseFile, row: ItemRow) -> bool:
    """Whether somebody has withdrawn and the law gives it: to decide otherwise would be refused (`overrule_answer`)."""
    told = file.explained.get(row.item.id)
    if told is None or not file.row.case.is_withdrawal:
        return False
    return any(one.law is not None and one.ground == Ground.ACCEPTS.value for one in told.reasons)


def _messages(file: CaseFile) -> list[Said]:
    return [Said(one.at, who(one.by, file), one.by in file.names, one.text) for one in file.messages]
