"""The packed columns of a history as they are kept beside it: those that are there, or packed now.

Nothing but the packed columns is looked at where they are there: the engine takes longer to load than they do.
"""

from __future__ import annotations

from pathlib import Path

from amends.backtest.beside import copy_of, stamp_of, stamp_of_copy
from amends.backtest.projection import PACKED, Projection, read_packed
from amends.backtest.schema import fits
from amends.core.facts import Vocabulary
from amends.core.policy.tree import Shop


def projected(path: Path, shop: Shop, vocabulary: Vocabulary, memory: str) -> Projection:
    """This function will return the packed columns of a history, packed first if need be; errors: `HistoryInvalid`."""
    found = found_packed(path, shop, vocabulary)
    if found is None:
        from amends.backtest.packing import packed_anew  # noqa: PLC0415 - as said above

        found = packed_anew(path, shop, vocabulary, memory)
    return found


def found_packed(path: Path, shop: Shop, vocabulary: Vocabulary) -> Projection | None:
    """This function will return the packed columns of a file as it is now, or nothing where there are none."""
    if not path.is_file():
        return None
    as_it_is = path.suffix.lower() == ".parquet"  # or a copy of it, which only the engine can tell
    stamp = stamp_of(path) if as_it_is else stamp_of_copy(path, shop.zone.key, shop.currency)
    folder = copy_of(path, stamp, ".packed")
    if not (folder / PACKED).is_file():
        return None
    found, types = read_packed(folder)
    return found if found.history.zone == shop.zone.key and (not as_it_is or fits(types, vocabulary)) else None
