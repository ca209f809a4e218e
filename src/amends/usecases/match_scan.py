"""Matching what a scanner reads at the door with the case that it belongs to. Nothing is written.

Law: a misread code of ours opens nothing; what fits several cases opens none by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.cases.case import Item
from amends.core.scans import ScanKind, read_scan
from amends.records.cases import CaseRow, case_numbered
from amends.records.queue import QueueRow, cases_found
from amends.usecases.receive_parcel import can_come

_MOST = 20


@dataclass(frozen=True, slots=True)
class Matched:
    """What a scan leads to: one case, or several to choose from, or nothing; `misread` asks for another scan."""

    case: CaseRow | None = None
    several: tuple[QueueRow, ...] = ()
    misread: bool = False

    @property
    def expected(self) -> tuple[Item, ...]:
        """This property will hold the items of the case whose goods can be taken in, agreed or not."""
        return tuple(one for one in self.case.case.items if can_come(one)) if self.case else ()


def match_scan(shop_id: str, text: str) -> Matched:
    """This function will look up what was scanned or typed: our code, a case, a tracking number, an order."""
    for scan in read_scan(text):
        if not scan.is_sound and scan.kind in {ScanKind.CASE, ScanKind.PARCEL}:
            return Matched(misread=True)
        if scan.case_number:
            row = case_numbered(shop_id, scan.case_number)
            if row is not None:
                return Matched(row)
            continue
        rows, _ = cases_found(shop_id, scan.number, _MOST)
        if len(rows) == 1:
            return Matched(case_numbered(shop_id, rows[0].number))
        if rows:
            return Matched(several=rows)
    return Matched()
