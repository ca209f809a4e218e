"""What a shop's cases come to over a span of days: how many, why, what became of them, and which dates were kept."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.dates import Instant, end_of_day, local_day
from amends.records.help_visits import GuideFigures, help_figures
from amends.records.insights import Insights, insights
from amends.records.shops import ShopRow

KEEPS_THE_SALE = ("exchange", "store_credit", "resend", "remake", "repair")
GIVES_BACK = ("refund", "cancel", "partial_refund", "price_adjustment")


@dataclass(frozen=True, slots=True)
class InsightsPage:
    """The figures of a span, with what follows from them; shares are whole percents, rounded down."""

    first_day: int
    last_day: int
    figures: Insights
    help: tuple[GuideFigures, ...] = ()

    @property
    def helped(self) -> int:
        """This property will hold how many visits to a guide began in the span."""
        return sum(one.visits for one in self.help)

    @property
    def solved_percent(self) -> int | None:
        """This property will hold how many of them solved it at once; nothing, where there were none."""
        return _percent(sum(one.solved for one in self.help), self.helped)

    @property
    def kept_percent(self) -> int | None:
        """This property will hold how many of the dates that have come were kept; nothing, where none has."""
        kept = sum(one.kept for one in self.figures.promises)
        return _percent(kept, kept + sum(one.late for one in self.figures.promises))

    @property
    def stayed_percent(self) -> int | None:
        """This property will hold how many of the wishes leave the money in the shop."""
        stayed, gone = (
            sum(one.count for one in self.figures.remedies if one.name in names)
            for names in (KEEPS_THE_SALE, GIVES_BACK)
        )
        return _percent(stayed, stayed + gone)


def read_insights(shop: ShopRow, days: int, at: Instant) -> InsightsPage:
    """This function will return the figures of so many days up to today, counted in the shop's zone."""
    last = local_day(at, shop.zone)
    first = last - days + 1
    start, end = end_of_day(first - 1, shop.zone) + 1, end_of_day(last, shop.zone) + 1
    return InsightsPage(first, last, insights(shop.id, start, end, at), help_figures(shop.id, start, end))


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None
