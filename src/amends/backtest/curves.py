"""A sweep's curve as a picture and as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amends.backtest.pictures import Line, curves
from amends.backtest.sweep import Curve
from amends.core.money import format_amount


def value_written(curve: Curve, place: int, currency: str) -> str:
    """This function will return a value that was tried as people read it."""
    value = curve.values[place]
    return format_amount(value, currency) if curve.parameter.is_money else str(value)


def curve_picture(curve: Curve, currency: str) -> str:
    """This function will return the curve as SVG: claims granted and refused, and the money paid back."""
    across = [value_written(curve, place, currency) for place in range(len(curve.values))]

    def counted(values: Sequence[int]) -> tuple[str, str]:
        return f"{min(values):,}", f"{max(values):,}"

    paid = curve.paid_minor
    lines = [
        Line("granted", curve.accepted, counted(curve.accepted)),
        Line("refused", curve.refused, counted(curve.refused)),
        Line("paid back", paid, (format_amount(min(paid), currency), format_amount(max(paid), currency))),
    ]
    first, last = across[0], across[-1]
    described = (
        f"At {first}: {curve.accepted[0]:,} of {curve.claims:,} claims granted, {curve.refused[0]:,} refused, "
        f"{format_amount(paid[0], currency)} {currency} paid back. At {last}: {curve.accepted[-1]:,} granted, "
        f"{curve.refused[-1]:,} refused, {format_amount(paid[-1], currency)} paid back."
    )
    return curves(f"{curve.parameter.name} from {first} to {last}", described, across, lines)


def curve_document(curve: Curve, currency: str) -> dict[str, Any]:
    """This function will return the curve as JSON can hold it; amounts as texts."""
    kept = curve.kept_minor
    return {
        "parameter": curve.parameter.name,
        "claims": curve.claims,
        "currency": currency,
        "points": [
            {
                "value": value_written(curve, place, currency),
                "granted": curve.accepted[place],
                "refused": curve.refused[place],
                "referred": curve.referred[place],
                "paid_back": format_amount(curve.paid_minor[place], currency),
                "kept": format_amount(kept[place], currency),
            }
            for place in range(len(curve.values))
        ],
    }
