"""Putting down that customs hold a parcel, and what they want of the customer, each with its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amends.core.cases.commands import Record
from amends.core.cases.events import CustomsHeld, CustomsReminded
from amends.core.cases.handle import CaseMovedOn
from amends.core.cases.states import State
from amends.core.cases.values import Task
from amends.core.dates import Instant
from amends.core.errors import Place
from amends.records.cases import CaseRow
from amends.records.shops import ShopRow
from amends.usecases.act_on_case import acting
from amends.usecases.open_investigation import DateWrong


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing that the customer is to do, and by when."""

    says: str
    by: Instant


def hold_at_customs(
    shop: ShopRow, number: str, item_id: str, todo: Sequence[ToDo], *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will keep the tasks and tell the customer of them; with none, customs are simply waited for."""
    if any(one.by <= at or not one.says.strip() for one in todo):
        raise DateWrong("a task says what to do and has a date to come.", place=Place(field="todo"))
    tasks = tuple(Task(id=str(place), says=one.says.strip(), by=one.by) for place, one in enumerate(todo, 1))
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        act.item(item_id)
        act.do(Record(event=CustomsHeld(item=item_id, tasks=tasks)))
    return act.row


def remind_of_customs(
    shop: ShopRow, number: str, item_id: str, *, member: str, at: Instant, seen: int | None = None
) -> CaseRow:
    """This function will remind the customer of what is left to do; the timer does so once by itself."""
    with acting(shop, number, at=at, by=member, seen=seen) as act:
        item = act.item(item_id)
        if item.state is not State.AT_CUSTOMS or all(one.id in item.tasks_done for one in item.tasks):
            raise CaseMovedOn("customs wait for nothing from the customer.")
        act.do(Record(event=CustomsReminded(item=item_id)))
    return act.row
