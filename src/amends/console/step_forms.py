"""What the page of a simple step asks, and the command that it becomes. Steps with pages of their own are not here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from amends.console import case_words
from amends.console.access import Staff
from amends.core.cases import events as e
from amends.core.cases import money_events as m
from amends.core.cases.case import Item
from amends.core.cases.commands import Command, DecideOnTurnedDown, Record
from amends.core.cases.states import State
from amends.core.cases.values import Quote
from amends.core.dates import Instant, end_of_day
from amends.core.errors import MoneyInvalid
from amends.core.money import parse_amount
from amends.usecases.permissions import Act

Says = str | Promise
_SPACES = re.compile(r"\s+")


class FieldProblem(Exception):
    """What was typed into a field cannot be meant."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field, self.says = field, says


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; `choices` makes it a list of buttons, `lines` a text of several lines."""

    name: str
    label: Says
    hint: Says = ""
    choices: tuple[tuple[str, Says], ...] = ()
    lines: int = 0
    kind: str = "text"  # text, amount, date


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed, and what it is about."""

    typed: Mapping[str, str]
    item: Item
    currency: str
    staff: Staff
    now: Instant

    def text(self, name: str) -> str:
        """This function will return a text that must be there, on one line."""
        found = _SPACES.sub(" ", self.typed.get(name, "")).strip()
        if not found:
            raise FieldProblem(name, _("Fill this in."))
        return found

    def code(self, name: str) -> str:
        """This function will return a number such as a tracking number, without spaces; it may be missing."""
        return _SPACES.sub("", self.typed.get(name, "")).upper()[:80]

    def choice(self, field: Field) -> str:
        """This function will return one of the field's choices."""
        found = self.typed.get(field.name, "")
        if found not in dict(field.choices):
            raise FieldProblem(field.name, _("Choose one."))
        return found

    def amount(self, name: str, *, missing: int | None = None) -> int:
        """This function will return an amount in minor units, as it is written in figures with a point."""
        found = self.typed.get(name, "").strip()
        if not found and missing is not None:
            return missing
        try:
            minor = parse_amount(found, self.currency)
        except MoneyInvalid as error:
            raise FieldProblem(name, _("Write an amount in figures, such as 12.50.")) from error
        if minor < 0:
            raise FieldProblem(name, _("Write an amount of nothing or more."))
        return minor

    def day(self, name: str) -> Instant:
        """This function will return the end of a day that is still to come, by the shop's clock."""
        try:
            found = date.fromisoformat(self.typed.get(name, "").strip())
        except ValueError as error:
            raise FieldProblem(name, _("Write the day as year-month-day, such as 2026-12-24.")) from error
        end = end_of_day(found.toordinal(), self.staff.shop.zone)
        if end <= self.now:
            raise FieldProblem(name, _("Choose a day that is still to come."))
        return end


@dataclass(frozen=True, slots=True)
class StepForm:
    """One simple step: who may take it, from which states, what is asked, and what comes of it."""

    act: Act
    states: frozenset[State]
    title: Says
    says: Says
    fields: tuple[Field, ...]
    button: Says
    done: Says
    command: Callable[[Given], Command]


S = State
_CARRIER = Field("carrier", lazy("Carrier"), lazy("It may stay empty."))
_TRACKING = Field("tracking", lazy("Tracking number"), lazy("Type or scan it; it may stay empty."))
_WORKED = Field("worked", lazy("Did it work?"), choices=(("yes", lazy("Yes")), ("no", lazy("No"))))
_WISH = Field(
    "wish",
    lazy("What does the customer want?"),
    choices=(("send_back", lazy("To have it sent back, at their cost")), ("give_up", lazy("To give it up"))),
)
_FINDING = Field("finding", lazy("What did the carrier find?"), choices=tuple(case_words.FINDINGS.items()))
_CUSTOMS = Field(
    "outcome",
    lazy("What have customs decided?"),
    choices=(("cleared", lazy("They let it through")), ("failed", lazy("They sent it back or kept it"))),
)
_UNTIL = Field("until", lazy("Until when?"), lazy("A day, such as 2026-12-24."), kind="date")


def _posted(given: Given) -> Command:
    carrier = _SPACES.sub(" ", given.typed.get("carrier", "")).strip()[:32]
    return Record(event=e.PieceSent(item=given.item.id, carrier=carrier, tracking=given.code("tracking")))


def _tried(given: Given) -> Command:
    worked = given.choice(_WORKED) == "yes"
    return Record(event=(e.ChangeDone if worked else e.ChangeFailed)(item=given.item.id))


def _wished(given: Given) -> Command:
    wish = given.choice(_WISH)
    return DecideOnTurnedDown(item=given.item.id, wish="send_back" if wish == "send_back" else "give_up")


def _quoted(given: Given) -> Command:
    quote = Quote(
        labour_minor=given.amount("labour", missing=0),
        materials_minor=given.amount("materials", missing=0),
        postage_minor=given.amount("postage", missing=0),
        says=given.typed.get("says", "").strip(),
    )
    return Record(event=m.QuoteMade(item=given.item.id, quote=quote, until=given.day("until")))


def _searching(given: Given) -> Command:
    return Record(
        event=e.InvestigationOpened(
            item=given.item.id, carrier=given.text("carrier")[:32], reference=given.code("reference"),
            until=given.day("until"),
        )
    )  # fmt: skip


FORMS: Mapping[str, StepForm] = {
    "post": StepForm(
        Act.RECEIVE, frozenset({S.TO_POST, S.TO_SEND_BACK}), lazy("Post it"),
        lazy("Enter how it was sent. The customer is told, with the number."),
        (_CARRIER, _TRACKING), lazy("It is posted"), lazy("Posted. The customer is told."), _posted,
    ),
    "made": StepForm(
        Act.RECEIVE, frozenset({S.TO_MAKE}), lazy("The work is finished"),
        lazy("The piece is ready; posting it is the next step."), (), lazy("It is finished"),
        lazy("The work is finished."), lambda given: Record(event=e.WorkFinished(item=given.item.id)),
    ),
    "changed_as_asked": StepForm(
        Act.ANSWER, frozenset({S.TO_CHANGE}), lazy("The change"), lazy("The customer is told what came of it."),
        (_WORKED,), lazy("Tell the customer"), lazy("Put down. The customer is told."), _tried,
    ),
    "wish": StepForm(
        Act.ANSWER, frozenset({S.TURNED_DOWN}), lazy("What was not accepted"),
        lazy("Customers decide on their own page; here it is put down where they told you."),
        (_WISH,), lazy("Put it down"), lazy("Put down."), _wished,
    ),
    "quote": StepForm(
        Act.QUOTE, frozenset({S.TO_QUOTE, S.QUOTED}), lazy("The quote"),
        lazy("Part by part, as the customer reads it. Nothing is sent or charged before they accept."),
        (
            Field("labour", lazy("Labour"), kind="amount"), Field("materials", lazy("Materials"), kind="amount"),
            Field("postage", lazy("Postage, both ways"), kind="amount"),
            Field("says", lazy("What is done"), lazy("The customer reads this."), lines=3), _UNTIL,
        ),
        lazy("Send the quote"), lazy("The quote is with the customer."), _quoted,
    ),
    "search_begun": StepForm(
        Act.ANSWER, frozenset({S.WAITING}), lazy("A search by the carrier"),
        lazy("The customer is told that the carrier searches, and by when it answers."),
        (Field("carrier", lazy("Carrier")), Field("reference", lazy("The carrier’s reference")), _UNTIL),
        lazy("The search has begun"), lazy("Put down. The customer is told."), _searching,
    ),
}  # fmt: skip
