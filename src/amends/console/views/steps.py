"""The pages of simple steps: a form, sealed with what was seen, that becomes one command."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from amends.console.access import Staff, for_staff, show
from amends.console.acts import perform, seal
from amends.console.step_forms import FieldProblem, Given, StepForm
from amends.console.step_table import FORMS
from amends.core.errors import AmendsError
from amends.pages import clock
from amends.pages.errors import sentence
from amends.pages.parameters import View, takes
from amends.pages.reader import language
from amends.records.cases import ItemRow
from amends.usecases.read_case import CaseFile, read_case


def step(page: str) -> View:
    """This function will return the view of that step."""
    form = FORMS[page]

    @takes(get=(), post=("seen", *(one.name for one in form.fields)))
    @for_staff(form.act)
    def view(request: HttpRequest, staff: Staff, number: str, item_id: str) -> HttpResponse:
        """This function will show the step's form, or take the step."""
        file, row = item_of(staff, number, item_id)
        if request.method != "POST":
            unasked = (one.of_item and not one.on(row.item, file.row.case.currency).choices for one in form.fields)
            if row.item.state not in form.states or any(unasked):
                return redirect("console:case", staff.shop.id, file.row.number)
            return _page(request, staff, file, row, form, {}, {})
        typed = {one.name: request.POST.get(one.name, "") for one in form.fields}
        now = clock.now()
        try:
            do = form.read(Given(typed, file.row.number, row.item, file.row.case.currency, staff, now))
        except FieldProblem as problem:
            return _page(request, staff, file, row, form, typed, {problem.field: problem.says})

        def again(error: AmendsError) -> HttpResponse:
            names = [one.name for one in form.fields]
            field = error.place.field if error.place.field in names else next(iter(names), "")
            return _page(request, staff, file, row, form, typed, {field: sentence(error)})

        return perform(request, staff, file.row.number, do, str(form.done), again=again)

    return view


def item_of(staff: Staff, number: str, item_id: str) -> tuple[CaseFile, ItemRow]:
    """This function will return the case and its item, or answer that there is none."""
    file = read_case(staff.shop, number.upper(), language())
    row = next((one for one in file.row.items if one.item.id == item_id), None) if file else None
    if file is None or row is None:
        raise Http404
    return file, row


def _page(
    request: HttpRequest, staff: Staff, file: CaseFile, row: ItemRow, form: StepForm, typed: dict[str, str],
    errors: dict[str, str],
) -> HttpResponse:  # fmt: skip
    fields: list[dict[str, Any]] = [
        {
            "about": one.on(row.item, file.row.case.currency),
            "typed": typed.get(one.name, ""),
            "error": errors.get(one.name, ""),
        }
        for one in form.fields
    ]
    return show(
        request, "step", staff, file=file, case=file.row.case, item=row.item, row=row, line=file.line(row), form_=form,
        fields=fields, errors=errors, seen=seen_of(request, staff, file),
    )  # fmt: skip


def seen_of(request: HttpRequest, staff: Staff, file: CaseFile) -> str:
    """This function will return the seal for a form: that of the page that was sent, where it is shown once more."""
    return request.POST.get("seen") or seal(staff, file.row.number, file.row.case.version)
