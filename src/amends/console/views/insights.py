"""What the shop's cases come to: why, what became of them, what money moved, which dates were kept."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from amends.console import case_words
from amends.console.access import Staff, for_staff, show
from amends.console.wording import Words, said
from amends.pages import clock
from amends.pages.parameters import takes
from amends.records.insights import Count
from amends.usecases.permissions import Act
from amends.usecases.read_insights import read_insights
from amends.usecases.read_shelf import read_help_of

SPANS = (7, 30, 90, 365)
_PROMISED: Words = {**case_words.STATES, "message": _("Answer a message")}


@takes(get=("days",))
@for_staff(Act.INSIGHTS)
def insights(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show the figures of the last days."""
    chosen = request.GET.get("days", "30")
    if chosen not in {str(one) for one in SPANS}:
        raise BadRequest("the span is not known here")
    page = read_insights(staff.shop, int(chosen), clock.now())
    figures = page.figures
    tables = [
        ("reasons", _rows(figures.reasons, case_words.REASONS)),
        ("lanes", _rows(figures.lanes, case_words.LANES)),
        ("remedies", _rows(figures.remedies, case_words.REMEDIES)),
        ("ends", _rows(figures.ends, case_words.STATES)),
        ("products", _rows(figures.products, {})),
    ]
    promises = [(said(_PROMISED, one.state), one.kept, one.late) for one in figures.promises]
    titles = {one.id: one.title for one in read_help_of(staff.shop.id).guides.values()}
    helped = [(titles.get(one.guide, one.guide), one, one.solved * 100 // one.visits) for one in page.help]
    return show(
        request, "insights", staff, page=page, helped=helped, figures=figures, tables=dict(tables), spans=SPANS,
        promises=promises, days=int(chosen),
        first=date.fromordinal(page.first_day), last=date.fromordinal(page.last_day),
    )  # fmt: skip


def _rows(counts: tuple[Count, ...], words: Words) -> list[tuple[str, int, int]]:
    """This function will return each sort in words, its count, and its length as a share of the longest."""
    most = max((one.count for one in counts), default=1)
    return [(said(words, one.name) or "—", one.count, one.count * 100 // most) for one in counts]
