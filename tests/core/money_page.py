"""Reading the worked tables of `docs/money.md`, so that the page and the code cannot disagree."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "money.md"


def table(*headings: str) -> list[dict[str, str]]:
    """This function will return the rows of the page's table that begins with these headings."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if _cells(line)[: len(headings)] == list(headings))
    names = _cells(lines[start])
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(names, _cells(line), strict=True)))
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip("|").split("|")] if line.startswith("|") else []
