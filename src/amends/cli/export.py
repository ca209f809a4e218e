"""`amends backtest --shop`: the history of a shop's own database, written as a file."""

from __future__ import annotations

from pathlib import Path

from amends.cli.progress import shown_progress


def export(shop_id: str, file: Path) -> str:
    """This function will write the history, show on the way how far it is, and return what was written in a sentence.

    Raises `ShopMissing`, or `ExportRefused` where the file is there already.
    """
    from amends.config.boot import start_django  # noqa: PLC0415 - Django is slow to import

    start_django()
    from amends.records.orders import count_orders  # noqa: PLC0415 - needs a started Django, as do those below
    from amends.records.shops import shop_named  # noqa: PLC0415
    from amends.usecases.export_history import export_history  # noqa: PLC0415

    shop = shop_named(shop_id)
    with shown_progress("Writing the history", count_orders(shop.id)) as tell:
        found = export_history(shop, file, tell=tell)
    left = f"; {found.left_out:,} orders left out, whose parcels do not fit their lines" if found.left_out else ""
    return f"{found.orders:,} orders, {found.claims:,} claims{left}."
