"""Code 128 and QR as small SVG pictures, one unit for each module, so that they stay sharp at any size."""

from __future__ import annotations

import re

import barcode
import segno

from amends.core.tracking import compact

_BAR_HEIGHT = 40  # units; the picture is stretched to its place


def code128_svg(number: str) -> str:
    """This function will draw the number's letters and digits as Code 128, without quiet zones."""
    (bars,) = barcode.Code128(compact(number)).build()
    runs = [(match.start(), match.end() - match.start()) for match in re.finditer("1+", bars)]
    path = "".join(f"M{start} 0h{width}v{_BAR_HEIGHT}h-{width}z" for start, width in runs)
    return _svg(len(bars), _BAR_HEIGHT, path)


def qr_svg(text: str) -> str:
    """This function will draw the text as a QR code that survives a fifth of it being spoilt, without quiet zones."""
    rows = [list(row) for row in segno.make(text, error="q", micro=False).matrix]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return _svg(len(rows), len(rows), path)


def _svg(width: int, height: int, path: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'preserveAspectRatio="none" shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )
