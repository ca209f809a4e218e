"""A number of the policy, tried on the shop's own claims: a curve, and the figures of one value. For owners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from amends.backtest.curves import value_held
from amends.backtest.tried import Parameter
from amends.console.access import Staff, for_staff, show
from amends.console.wording import NUMBERS, said
from amends.core.errors import AmendsError
from amends.core.facts import read_amount
from amends.core.money import format_amount
from amends.core.policy.tree import Policy
from amends.pages import clock
from amends.pages.parameters import takes
from amends.pages.shown import money_text
from amends.records.shops import ShopRow
from amends.usecases.permissions import Act
from amends.usecases.try_number import Tried, most_asked, numbers_of, try_number

WIDTH, HEIGHT, MARGIN = 640, 200, 12
MOST_SAID = 90  # characters of a clause's sentence


@dataclass(frozen=True, slots=True)
class Drawn:
    """One curve of the picture, as SVG writes its points."""

    name: str
    points: str
    low: str
    high: str


@takes(get=("number", "value"))
@for_staff(Act.POLICY)
def try_a_number(request: HttpRequest, staff: Staff) -> HttpResponse:
    """This function will show what other values of a number would have answered, and one value's figures."""
    at = clock.now()
    found = numbers_of(staff.shop, at)
    if found is None or not found[1]:
        return show(request, "try_number", staff, tried=None, choices=())
    policy, numbers = found
    wanted = request.GET.get("number", "")
    parameter = next((one for one in numbers if one.name == wanted), numbers[0])
    now, text = value_held(policy, parameter), request.GET.get("value", "").strip()[:12]
    typed, most = _typed(text, parameter, staff.shop), most_asked(now, parameter)
    asked = typed if typed is not None and 0 <= typed <= most else None
    tried = try_number(staff.shop, policy, parameter, at, asked)
    point = tried.at(now if asked is None else asked)
    problem = "" if asked is not None or not text else _told(most, parameter, staff.shop)
    choices = [(one.name, _named(policy, one, staff.shop)) for one in numbers]
    return show(
        request, "try_number", staff, tried=tried, chosen=parameter.name, choices=choices, point=point,
        problem=problem, text=text if problem else "",
        drawn=_drawn(tried, staff.shop), across=_across(tried, point.value), held=_across(tried, tried.now),
        size=(WIDTH, HEIGHT), policy_hash=policy.hash,
        written=lambda value: value_written(value, parameter, staff.shop), label=_number(parameter),
        typed=lambda value: format_amount(value, staff.shop.currency) if parameter.is_money else str(value),
    )  # fmt: skip


def value_written(value: int, parameter: Parameter, shop: ShopRow) -> str:
    """This function will write a value as people read it."""
    if parameter.is_money:
        return money_text(value, shop.currency)
    return f"{value}\u00a0%" if parameter.key.endswith("_percent") else str(value)


def _number(parameter: Parameter) -> str:
    """What kind of number it is, in words: `Window in days`."""
    kind = parameter.name.rpartition(".")[2] if parameter.part == "within" else parameter.key or parameter.part
    return said(NUMBERS, kind)


def _named(policy: Policy, parameter: Parameter, shop: ShopRow) -> str:
    sentence = policy.clause(parameter.clauses[0]).says
    short = sentence if len(sentence) <= MOST_SAID else sentence[: MOST_SAID - 1] + "…"
    value = value_written(value_held(policy, parameter), parameter, shop)
    return _("%(number)s, now %(value)s: %(sentence)s") % {
        "number": _number(parameter), "value": value, "sentence": short,
    }  # fmt: skip


def _typed(text: str, parameter: Parameter, shop: ShopRow) -> int | None:
    """The value that was typed, where it can be read."""
    if parameter.is_money:
        try:
            return read_amount(text, shop.currency)
        except (AmendsError, ValueError):
            return None
    return int(text) if text.isascii() and text.isdecimal() else None


def _told(most: int, parameter: Parameter, shop: ShopRow) -> str:
    return _("Write a number from 0 to %(most)s. Shown is what holds.") % {
        "most": value_written(most, parameter, shop),
    }  # fmt: skip


def _across(tried: Tried, value: int) -> int:
    """How far to the right a value stands in the picture."""
    first, last = tried.points[0].value, tried.points[-1].value
    return MARGIN + (value - first) * (WIDTH - 2 * MARGIN) // max(1, last - first)


def _drawn(tried: Tried, shop: ShopRow) -> list[Drawn]:
    granted = [one.granted for one in tried.points]
    refused = [one.refused for one in tried.points]
    kept = [one.kept_minor for one in tried.points]
    counted = max([1, *granted, *refused])  # claims are drawn to one height, so that they compare
    return [
        _curve(_("granted"), tried, granted, counted, str),
        _curve(_("refused"), tried, refused, counted, str),
        _curve(_("money kept"), tried, kept, max([1, *kept]), lambda value: money_text(value, shop.currency)),
    ]


def _curve(name: str, tried: Tried, heights: list[int], most: int, written: Callable[[int], str]) -> Drawn:
    room = HEIGHT - 2 * MARGIN
    points = (
        f"{_across(tried, point.value)},{HEIGHT - MARGIN - height * room // most}"
        for point, height in zip(tried.points, heights, strict=True)
    )
    return Drawn(name, " ".join(points), written(min(heights)), written(max(heights)))
