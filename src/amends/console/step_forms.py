"""What was typed into a step's form, read field by field; `step_table` says which step asks what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amends.console.access import Staff
from amends.core.cases.case import Item
from amends.core.cases.states import State
from amends.core.dates import Instant, end_of_day
from amends.core.errors import MoneyInvalid
from amends.core.money import parse_amount
from amends.records.shops import ShopRow
from amends.usecases.permissions import Act

Says = str | Promise
Do = Callable[[int], object]  # takes the step, given the version of the case that was seen
_SPACES = re.compile(r"\s+")


class Who(TypedDict):
    """Who does something, and when."""

    member: str
    at: Instant


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
    of_item: Callable[[Item, str], tuple[tuple[str, Says], ...]] | None = None  # the choices, by item and currency

    def on(self, item: Item, currency: str) -> Field:
        """This function will return the field as it is asked of this item, with its choices."""
        return self if self.of_item is None else replace(self, choices=self.of_item(item, currency))


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed, and what it is about."""

    typed: Mapping[str, str]
    number: str
    item: Item
    currency: str
    staff: Staff
    now: Instant

    @property
    def shop(self) -> ShopRow:
        """This property will hold the shop."""
        return self.staff.shop

    @property
    def who(self) -> Who:
        """This property will hold who takes the step, and when."""
        return {"member": self.staff.member.id, "at": self.now}

    def line(self, name: str) -> str:
        """This function will return a text on one line; it may be missing."""
        return _SPACES.sub(" ", self.typed.get(name, "")).strip()

    def text(self, name: str) -> str:
        """This function will return a text that must be there, on one line."""
        found = self.line(name)
        if not found:
            raise FieldProblem(name, _("Fill this in."))
        return found

    def code(self, name: str) -> str:
        """This function will return a number such as a tracking number, without spaces; it may be missing."""
        return _SPACES.sub("", self.typed.get(name, "")).upper()[:80]

    def choice(self, field: Field) -> str:
        """This function will return one of the field's choices."""
        found = self.typed.get(field.name, "")
        if found not in dict(field.on(self.item, self.currency).choices):
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
    read: Callable[[Given], Do]  # raises `FieldProblem`
