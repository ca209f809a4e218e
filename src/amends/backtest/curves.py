"""A sweep's curve as a picture and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amends.backtest.pictures import Line, Panel, curves
from amends.backtest.telling import amount
from amends.core.money import format_amount

if TYPE_CHECKING:
    from amends.backtest.sweep import Curve
    from amends.backtest.tried import Parameter
    from amends.core.policy.tree import Policy


def value_held(policy: Policy, parameter: Parameter) -> int:
    """This function will return the value of a number as the policy has it."""
    clause = policy.clause(parameter.clauses[0])
    if parameter.part == "within":
        return clause.within.amount if clause.within else 0
    return clause.times or 0 if parameter.part == "limit" else int(clause.terms[parameter.key])


def value_written(curve: Curve, value: int, currency: str) -> str:
    """This function will return a value of the number as people read it."""
    if curve.parameter.is_money:
        return format_amount(value, currency)
    return f"{value}\u00a0%" if curve.parameter.key.endswith("_percent") else str(value)


def curve_picture(curve: Curve, currency: str, now: int | None = None) -> str:
    """This function will return the curve as SVG: claims by their answer, and the money paid back below them.

    `now` is the value that the policy has.
    """

    def written(value: int) -> str:
        return value_written(curve, value, currency)

    def money(minor: int) -> str:
        return amount(minor, currency)

    def scale(minor: int) -> str:
        return money(minor).removesuffix(money(0)[1:])

    lines = [Line("granted", curve.accepted), Line("refused", curve.refused)]
    if any(curve.referred):
        lines.append(Line("left to a person", curve.referred))
    panels = [
        Panel(lines, lambda value: f"{value:,}"),
        Panel([Line(f"paid back, {currency}", curve.paid_minor)], scale),
    ]
    first, last = written(curve.values[0]), written(curve.values[-1])
    described = (
        f"At {first}: {curve.accepted[0]:,} of {curve.claims:,} claims granted, {curve.refused[0]:,} refused, "
        f"{money(curve.paid_minor[0])} {currency} paid back. At {last}: {curve.accepted[-1]:,} granted, "
        f"{curve.refused[-1]:,} refused, {money(curve.paid_minor[-1])} paid back."
    )
    return curves(f"{curve.parameter.name} from {first} to {last}", described, curve.values, written, panels, now)


def curve_document(curve: Curve, currency: str, now: int | None = None) -> dict[str, Any]:
    """This function will return the curve as JSON can hold it; amounts as texts. `now` is the value of the policy."""
    kept = curve.kept_minor

    def plain(value: int) -> str:
        return format_amount(value, currency) if curve.parameter.is_money else str(value)

    return {
        "parameter": curve.parameter.name,
        "claims": curve.claims,
        "currency": currency,
        "now": None if now is None else plain(now),
        "points": [
            {
                "value": plain(value),
                "granted": curve.accepted[place],
                "refused": curve.refused[place],
                "referred": curve.referred[place],
                "paid_back": format_amount(curve.paid_minor[place], currency),
                "kept": format_amount(kept[place], currency),
            }
            for place, value in enumerate(curve.values)
        ],
    }
